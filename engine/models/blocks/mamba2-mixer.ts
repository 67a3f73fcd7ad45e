/**
 * The Mamba-2 mixer (state space duality, SSD), shared by mamba2, nemotron_h and the original layout.
 * Read first: Dao & Gu, "Transformers are SSMs", arXiv:2405.21060, sections 5-7 and Listing 1; state-spaces/mamba mamba2.py; then
 * blocks/mamba-mixer.ts to compare.
 *
 * Glossary (dims → paper): d_inner D_in · ssm_heads H · ssm_head_dim P · d_state N · n_groups G (heads of a group share B and C) ·
 * A_bar: a_t = exp(Δ_t A), one number per head (section 5.1) · h: S_t, [P, N] per head · norm: RMSNorm after the gate (section 7.2).
 *
 * Against Mamba: A is one number per head, Δ, B and C come straight from the stream (no x_proj, dt_proj), and the convolution runs over
 * x, B and C together. Row order of in_proj: [z; x; B; C; dt].
 */
import type { BlueprintBuilder } from '../../blueprint/builder';
import { evalDim } from '../../blueprint/dims';
import { linear, slice } from './linear';
import { say } from './shell';
import { causalConv, gateBy, outProj, skipThroughD } from './ssm';

export interface Mamba2MixerInit {
  /** Node prefix, 'layers.3.mixer'. */
  readonly at: string;
  /** Alternative tensor prefixes, 'backbone.layers.3.mixer'. */
  readonly tensors: readonly string[];
  readonly input: string;
  readonly projBias: boolean;
  readonly convBias: boolean;
  /** Limits of Δ (time_step_limit, dt_limit). */
  readonly deltaLimit: readonly [number, number];
  /** Groups of the gated norm: 1 where transformers norms the whole vector (mamba2), n_groups elsewhere. */
  readonly normGroups: number;
  readonly eps: number;
}

/**
 * Adds the mixer's nodes; dims needed: d_model, d_inner, d_state, n_groups, ssm_heads, ssm_head_dim, d_xbc, d_conv, conv_tail.
 * Returns the id of `out_proj`.
 */
export function mamba2Mixer(b: BlueprintBuilder, m: Mamba2MixerInit): string {
  const id = (name: string) => `${m.at}.${name}`;
  const names = (name: string) => m.tensors.map((t) => `${t}.${name}`);
  const n = (dim: string) => evalDim(dim, b.dims);
  const inner = n('d_inner');
  const bc = n('n_groups*d_state');

  const inProj = linear(b, id('in_proj'), {
    input: m.input,
    stems: names('in_proj'),
    out: '2*d_inner+2*n_groups*d_state+ssm_heads',
    in: 'd_model',
    part: 'mixer',
    bias: m.projBias,
    formula: '[z_t; x_t; B_t; C_t; \\delta_t] = W_{in}\\, \\tilde u_t',
    meaning: say(
      'One matrix gives everything at once: the gate, the input, what to write, what to read and the step size.',
      'Una sola matriz lo da todo a la vez: la compuerta, la entrada, qué escribir, qué leer y el tamaño de paso.',
    ),
  });
  const z = slice(b, id('z'), {
    input: inProj,
    start: 0,
    width: inner,
    shape: ['T', 'd_inner'],
    symbol: 'z',
    formula: 'z_t = (W_{in}\\, \\tilde u_t)_{z}',
    meaning: say(
      'The gate path: it decides how much of each channel gets out.',
      'El camino de la compuerta: decide cuánto de cada canal sale.',
    ),
  });
  const xbcIn = slice(b, id('xBC_in'), {
    input: inProj,
    start: inner,
    width: n('d_xbc'),
    shape: ['T', 'd_xbc'],
    symbol: 'x',
    formula: 'r_t = (W_{in}\\, \\tilde u_t)_{x,B,C}',
    meaning: say(
      'Input, B and C side by side, before the convolution.',
      'La entrada, B y C una al lado de otra, antes de la convolución.',
    ),
  });
  const dt = slice(b, id('dt'), {
    input: inProj,
    start: inner + n('d_xbc'),
    width: n('ssm_heads'),
    shape: ['T', 'ssm_heads'],
    symbol: 'delta',
    formula: '\\delta_t = (W_{in}\\, \\tilde u_t)_{\\delta}',
    meaning: say(
      'The step size of every head before it is made positive.',
      'El tamaño de paso de cada cabeza antes de hacerlo positivo.',
    ),
  });
  const conv = causalConv(b, m.at, {
    input: xbcIn,
    tensors: m.tensors,
    channels: 'd_xbc',
    bias: m.convBias,
    letter: 'r',
    symbol: 'x',
  });
  const xbc = b.node(id('xBC'), {
    op: 'activation',
    inputs: [conv],
    attrs: { fn: 'silu' },
    shape: ['T', 'd_xbc'],
    symbol: 'x',
    formula: '[x_t; B_t; C_t] = \\mathrm{SiLU}(c_t)',
    meaning: say(
      'Input, B and C after the convolution and its activation.',
      'La entrada, B y C después de la convolución y su activación.',
    ),
  });
  const x = slice(b, id('x'), {
    input: xbc,
    start: 0,
    width: inner,
    shape: ['T', 'd_inner'],
    symbol: 'x',
    formula: 'x_t \\in \\mathbb{R}^{H \\times P}',
    meaning: say(
      'The input of the state space model: P channels for each head.',
      'La entrada del modelo de espacio de estados: P canales por cabeza.',
    ),
  });
  const B = slice(b, id('B'), {
    input: xbc,
    start: inner,
    width: bc,
    shape: ['T', 'n_groups', 'd_state'],
    symbol: 'B',
    formula: 'B_t \\in \\mathbb{R}^{G \\times N}',
    meaning: say(
      'What to write: the direction in which this token enters the state (the key of attention).',
      'Qué escribir: la dirección en que este token entra en el estado (la clave de la atención).',
    ),
  });
  const C = slice(b, id('C'), {
    input: xbc,
    start: inner + bc,
    width: bc,
    shape: ['T', 'n_groups', 'd_state'],
    symbol: 'C',
    formula: 'C_t \\in \\mathbb{R}^{G \\times N}',
    meaning: say(
      'What to read: the direction in which the state is looked at (the query of attention).',
      'Qué leer: la dirección en que se mira el estado (la consulta de la atención).',
    ),
  });
  const delta = b.node(id('delta'), {
    op: 'softplus',
    inputs: [dt],
    weights: { bias: b.weight(names('dt_bias'), ['ssm_heads'], 'mixer') }, // [H]
    attrs: { min: m.deltaLimit[0], max: m.deltaLimit[1] },
    shape: ['T', 'ssm_heads'],
    symbol: 'delta',
    formula: '\\Delta_t = \\mathrm{clamp}(\\mathrm{softplus}(\\delta_t + b_{\\delta}))',
    meaning: say(
      'Step size Δ, one per head: large means "take this token in and let the past fade", near zero means "skip it".',
      'Tamaño de paso Δ, uno por cabeza: grande significa «recoge este token y deja que el pasado se desvanezca»; cerca de cero, «pásalo por alto».',
    ),
  });
  const aBar = b.node(id('A_bar'), {
    op: 'decay',
    inputs: [delta],
    weights: { A_log: b.weight(names('A_log'), ['ssm_heads'], 'mixer') }, // [H]
    shape: ['T', 'ssm_heads'],
    symbol: 'A',
    formula: '\\bar A_t = e^{\\Delta_t A},\\quad A = -e^{A_{\\log}}',
    meaning: say(
      'How much of a head’s whole memory survives this step: 1 keeps all, 0 forgets all.',
      'Cuánto de toda la memoria de una cabeza sobrevive a este paso: 1 lo conserva todo, 0 lo olvida todo.',
    ),
  });
  const h = b.node(id('h'), {
    op: 'ssd-state',
    inputs: [aBar, delta, B, x],
    attrs: { heads: n('ssm_heads'), headDim: n('ssm_head_dim'), groups: n('n_groups') },
    shape: ['T', 'ssm_heads', 'ssm_head_dim', 'd_state'],
    state: { kind: 'ssm', shape: ['ssm_heads', 'ssm_head_dim', 'd_state'] },
    symbol: 'h',
    formula: 'h_t = \\bar A_t\\, h_{t-1} + \\Delta_t\\, x_t B_t^\\top',
    meaning: say(
      'The state: one table per head, all that the layer remembers of the text so far.',
      'El estado: una tabla por cabeza, todo lo que la capa recuerda del texto hasta aquí.',
    ),
  });
  const ySsm = b.node(id('y_ssm'), {
    op: 'ssd-read',
    inputs: [h, C],
    attrs: { heads: n('ssm_heads'), headDim: n('ssm_head_dim'), groups: n('n_groups') },
    shape: ['T', 'd_inner'],
    symbol: 'y',
    formula: 'y_t = h_t\\, C_t',
    meaning: say('Reads the state through C.', 'Lee el estado a través de C.'),
  });
  const y = skipThroughD(b, m.at, { y: ySsm, x, tensors: m.tensors, per: 'ssm_heads' });
  const norm = b.node(id('norm'), {
    op: 'rms-norm',
    inputs: [gateBy(b, m.at, y, z)],
    weights: { weight: b.weight(names('norm.weight'), ['d_inner'], 'norm') }, // [d_i]
    attrs: { eps: m.eps, groups: m.normGroups },
    shape: ['T', 'd_inner'],
    symbol: 'y',
    formula: '\\hat y_t \\leftarrow \\mathrm{RMSNorm}(y_t \\odot g_t)',
    meaning: say(
      'Rescales the gated reading, which keeps large models stable.',
      'Reescala la lectura tras la compuerta, lo que mantiene estables los modelos grandes.',
    ),
  });
  return outProj(b, m.at, norm, m.tensors, m.projBias);
}
