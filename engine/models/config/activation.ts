import { z } from 'zod';

/** Names of Hugging Face's ACT2FN that the engine runs → attrs.fn of the 'activation' op. */
const known = {
  silu: 'silu',
  swish: 'silu',
  gelu: 'gelu',
  gelu_new: 'gelu-tanh',
  gelu_pytorch_tanh: 'gelu-tanh',
  relu: 'relu',
  relu2: 'relu2',
} as const;
export type Activation = (typeof known)[keyof typeof known];

/** Schema of a hidden_act field. */
export const activation = z
  .enum(Object.keys(known) as [keyof typeof known, ...(keyof typeof known)[]])
  .transform((name): Activation => known[name]);

/** φ(x) in TeX. */
export function activationTex(fn: Activation, x: string): string {
  if (fn === 'relu2') return `\\max(0, ${x})^2`;
  if (fn === 'relu') return `\\max(0, ${x})`;
  return `\\mathrm{${{ silu: 'SiLU', gelu: 'GELU', 'gelu-tanh': 'GELU' }[fn]}}(${x})`;
}
