/** The models of the cost page as plain data: sizes that are published, and small ones that run in the page. */
import type { CostProfile } from '@/engine/bench';

export interface CostModel {
  /** Id of a published model, or name of a bundle. */
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  /** Runs in the page: costed as this engine runs it, one text at a time and 4 bytes per number. */
  readonly here: boolean;
  readonly profile: CostProfile;
  /** Where the configuration was read. */
  readonly source: string | null;
}

/** One colour for what a model is made of, as everywhere on the site. */
export const FAMILY_COLOURS: Readonly<Record<string, string>> = {
  llama: 'var(--sym-attention)',
  mamba: 'var(--sym-h)',
  mamba2: 'var(--sym-B)',
  nemotron_h: 'var(--sym-C)',
  jamba: 'var(--sym-delta)',
  s4d: 'var(--sym-x)',
};

/** Models whose lines share a colour are told apart by dashes, in the order of the list. */
export function dashedAmong(models: readonly CostModel[], model: CostModel): boolean {
  const alike = models.filter((m) => m.colour === model.colour);
  return alike.indexOf(model) % 2 === 1;
}
