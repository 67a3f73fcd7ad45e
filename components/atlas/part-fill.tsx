import type { Part } from '@/engine/blueprint/types';

/** How each part is filled, everywhere in the atlas: state space teal and attention blue as their symbols, the rest by texture and grey. */
const FILLS: Readonly<Record<Part, string>> = {
  embedding: 'var(--sym-u)',
  mixer: 'var(--sym-h)',
  attention: 'var(--sym-attention)',
  mlp: 'var(--edge)',
  expert: 'url(#atlas-expert)',
  router: 'url(#atlas-router)',
  norm: 'var(--ink)',
  head: 'url(#atlas-head)',
};
export const partFill = (part: Part): string => FILLS[part];

/** The textures: stripes for experts (most of them idle), bars across for the router that chooses among them, dots for the head. Ids repeat with the same content, which SVG allows to share. */
export function PartPatterns() {
  return (
    <defs>
      <pattern id="atlas-expert" width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width={5} height={5} fill="var(--shade)" />
        <rect width={2.5} height={5} fill="var(--edge)" />
      </pattern>
      <pattern id="atlas-router" width={4} height={4} patternUnits="userSpaceOnUse">
        <rect width={4} height={4} fill="var(--paper)" />
        <rect width={4} height={2} fill="var(--ink)" />
      </pattern>
      <pattern id="atlas-head" width={4} height={4} patternUnits="userSpaceOnUse">
        <rect width={4} height={4} fill="var(--shade)" />
        <rect width={2} height={4} fill="var(--sym-u)" />
      </pattern>
    </defs>
  );
}
