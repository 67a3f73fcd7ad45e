/** Who races: models of about the same size, trained alike, that differ in how they look at the past. */
export const RACERS = [
  { id: 'stories-transformer', name: 'Transformer', colour: 'var(--sym-attention)' },
  { id: 'stories-mamba', name: 'Mamba', colour: 'var(--sym-h)' },
  { id: 'stories-jamba', name: 'Jamba', colour: 'var(--sym-delta)' },
] as const;
