import type { Text } from '@/engine/blueprint/types';

/** What content/index.ts says of a chapter. */
export interface Chapter {
  readonly slug: string;
  readonly title: Text;
  /** The one thing to leave with. */
  readonly insight: Text;
  /** Minutes of reading, figures included. */
  readonly minutes: number;
  /** Slugs of chapters to read before; each stands earlier in the order. */
  readonly needs: readonly string[];
}
