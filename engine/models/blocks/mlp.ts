/**
 * The two dense feed-forward blocks: gated (SwiGLU: llama, jamba) and plain (nemotron_h).
 * Read first: Shazeer 2020, arXiv:2002.05202, Eq. 5-6. They look at one token at a time and keep no memory.
 *
 * Glossary: I `d_mlp` inner width · φ the activation.
 */
import type { BlueprintBuilder } from '../../blueprint/builder';
import type { WeightSource } from '../../blueprint/types';
import { type Activation, activationTex } from '../config/activation';
import { linear } from './linear';
import { say } from './shell';

export interface MlpInit {
  /** Node prefix, 'layers.3.mlp'. */
  readonly at: string;
  /** Alternative tensor prefixes, 'model.layers.3.mlp'. */
  readonly tensors: readonly string[];
  readonly input: string;
  readonly bias: boolean;
  readonly fn: Activation;
  /** Where a matrix comes from, if not from a tensor of its own (original layout). */
  readonly sources?: Readonly<Record<'gate_proj' | 'up_proj' | 'down_proj', WeightSource[]>>;
}

const upMeaning = say(
  'Widens the vector: many small detectors look at the token.',
  'Ensancha el vector: muchos detectores pequeños miran el token.',
);
const downMeaning = say(
  'Brings what the detectors found back to the width of the stream.',
  'Devuelve lo que encontraron los detectores a la anchura de la corriente.',
);

/** down(φ(gate x) ⊙ up x): nodes gate, up, act, hidden, down. Returns the id of `down`. */
export function gatedMlp(b: BlueprintBuilder, m: MlpInit): string {
  const stems = (name: string) => m.tensors.map((t) => `${t}.${name}`);
  const gate = linear(b, `${m.at}.gate`, {
    input: m.input,
    stems: stems('gate_proj'),
    ...(m.sources ? { sources: m.sources.gate_proj } : {}),
    out: 'd_mlp',
    in: 'd_model',
    part: 'mlp',
    bias: m.bias,
    symbol: 'z',
    formula: 'g_t = W_{gate}\\, \\tilde u_t',
    meaning: say('How far each detector is to be opened.', 'Cuánto hay que abrir cada detector.'),
  });
  const up = linear(b, `${m.at}.up`, {
    input: m.input,
    stems: stems('up_proj'),
    ...(m.sources ? { sources: m.sources.up_proj } : {}),
    out: 'd_mlp',
    in: 'd_model',
    part: 'mlp',
    bias: m.bias,
    formula: 'p_t = W_{up}\\, \\tilde u_t',
    meaning: upMeaning,
  });
  const act = b.node(`${m.at}.act`, {
    op: 'activation',
    inputs: [gate],
    attrs: { fn: m.fn },
    shape: ['T', 'd_mlp'],
    symbol: 'z',
    formula: `\\hat g_t = ${activationTex(m.fn, 'g_t')}`,
    meaning: say('The gate opened.', 'La compuerta ya abierta.'),
  });
  const hidden = b.node(`${m.at}.hidden`, {
    op: 'mul',
    inputs: [act, up],
    shape: ['T', 'd_mlp'],
    formula: '\\hat g_t \\odot p_t',
    meaning: say(
      'What each detector found, let through by its gate.',
      'Lo que encontró cada detector, dejado pasar por su compuerta.',
    ),
  });
  return linear(b, `${m.at}.down`, {
    input: hidden,
    stems: stems('down_proj'),
    ...(m.sources ? { sources: m.sources.down_proj } : {}),
    out: 'd_model',
    in: 'd_mlp',
    part: 'mlp',
    bias: m.bias,
    formula: 'o_t = W_{down}\\,(\\hat g_t \\odot p_t)',
    meaning: downMeaning,
  });
}

/** down(φ(up x)): nodes up, act, down. Returns the id of `down`. */
export function plainMlp(b: BlueprintBuilder, m: MlpInit): string {
  const stems = (name: string) => m.tensors.map((t) => `${t}.${name}`);
  const up = linear(b, `${m.at}.up`, {
    input: m.input,
    stems: stems('up_proj'),
    out: 'd_mlp',
    in: 'd_model',
    part: 'mlp',
    bias: m.bias,
    formula: 'p_t = W_{up}\\, \\tilde u_t',
    meaning: upMeaning,
  });
  const act = b.node(`${m.at}.act`, {
    op: 'activation',
    inputs: [up],
    attrs: { fn: m.fn },
    shape: ['T', 'd_mlp'],
    formula: `\\hat p_t = ${activationTex(m.fn, 'p_t')}`,
    meaning: say('Keeps the detectors that answered.', 'Se queda con los detectores que han respondido.'),
  });
  return linear(b, `${m.at}.down`, {
    input: act,
    stems: stems('down_proj'),
    out: 'd_model',
    in: 'd_mlp',
    part: 'mlp',
    bias: m.bias,
    formula: 'o_t = W_{down}\\, \\hat p_t',
    meaning: downMeaning,
  });
}
