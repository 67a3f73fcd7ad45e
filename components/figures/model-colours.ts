/** One colour per published model in curves: by what the model is made of. */
export const COLOURS: Readonly<Record<string, string>> = {
  'llama-3.1-8b': 'var(--sym-attention)',
  'mamba-2.8b': 'var(--sym-h)',
  'mamba2-hybrid-8b': 'var(--sym-C)',
  'jamba-1.5-mini': 'var(--sym-delta)',
};
