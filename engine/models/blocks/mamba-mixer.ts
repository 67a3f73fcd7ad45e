/**
 * The Mamba mixer (selective SSM, "S6"), shared by mamba, falcon_mamba and jamba.
 * Read first: Gu & Dao, "Mamba", arXiv:2312.00752v2, sections 3.1-3.5 and Algorithm 2; then state-spaces/mamba mamba_simple.py and
 * selective_scan_ref.
 *
 * Glossary (node → paper): x, z ← in_proj (Fig. 3) · conv: depthwise causal, width W `d_conv` · dt_low: s_Δ's low-rank part, R `dt_rank` ·
 * delta: Δ, [T, D_in] · A_bar: Ā = exp(ΔA), Eq. 4 · h: state, N `d_state` numbers per channel · B, C: input and output maps, shared by
 * channels · D: skip · gated: y ⊙ SiLU(z).
 *
 * Departure from the paper, as in all its code: B̄ = ΔB (exponential-Euler), not the zero-order hold printed in Eq. 4.
 */
import type { BlueprintBuilder } from '../../blueprint/builder';
import { evalDim } from '../../blueprint/dims';
import { linear, slice } from './linear';
import { say } from './shell';
import { causalConv, gateBy, outProj, skipThroughD } from './ssm';

export interface MambaMixerInit {
  /** Node prefix, 'layers.3.mixer'. */
  readonly at: string;
  /** Alternative tensor prefixes, 'backbone.layers.3.mixer'. */
  readonly tensors: readonly string[];
  readonly input: string;
  readonly projBias: boolean;
  readonly convBias: boolean;
  /** Norms on dt_low, B and C before they are used: none (Mamba), without weights (falcon_mamba), with weights (Jamba). */
  readonly innerNorm: 'none' | 'plain' | 'learned';
  readonly innerEps: number;
}

/** Adds the mixer's nodes; dims needed: d_model, d_inner, d_state, dt_rank, d_conv, conv_tail. Returns the id of `out_proj`. */
export function mambaMixer(b: BlueprintBuilder, m: MambaMixerInit): string {
  const id = (name: string) => `${m.at}.${name}`;
  const names = (name: string) => m.tensors.map((t) => `${t}.${name}`);
  const n = (dim: string) => evalDim(dim, b.dims);

  const inProj = linear(b, id('in_proj'), {
    input: m.input,
    stems: names('in_proj'),
    out: '2*d_inner',
    in: 'd_model',
    part: 'mixer',
    bias: m.projBias,
    formula: '[x_t; z_t] = W_{in}\\, \\tilde u_t',
    meaning: say(
      'Widens the stream into two paths: x goes through the memory, z will gate it.',
      'Ensancha la corriente en dos caminos: x pasa por la memoria, z le hará de compuerta.',
    ),
  });
  const xIn = slice(b, id('x_in'), {
    input: inProj,
    start: 0,
    width: n('d_inner'),
    shape: ['T', 'd_inner'],
    symbol: 'x',
    formula: 'x_t = (W_{in}\\, \\tilde u_t)_{1..d_i}',
    meaning: say(
      'The path that will go through the memory, before the convolution.',
      'El camino que pasará por la memoria, antes de la convolución.',
    ),
  });
  const z = slice(b, id('z'), {
    input: inProj,
    start: n('d_inner'),
    width: n('d_inner'),
    shape: ['T', 'd_inner'],
    symbol: 'z',
    formula: 'z_t = (W_{in}\\, \\tilde u_t)_{d_i+1..2d_i}',
    meaning: say(
      'The gate path: it decides how much of each channel gets out.',
      'El camino de la compuerta: decide cuánto de cada canal sale.',
    ),
  });
  const conv = causalConv(b, m.at, {
    input: xIn,
    tensors: m.tensors,
    channels: 'd_inner',
    bias: m.convBias,
    letter: 'x',
    symbol: 'x',
  });
  const x = b.node(id('x'), {
    op: 'activation',
    inputs: [conv],
    attrs: { fn: 'silu' },
    shape: ['T', 'd_inner'],
    symbol: 'x',
    formula: 'x_t = \\mathrm{SiLU}(c_t)',
    meaning: say('The input of the state space model.', 'La entrada del modelo de espacio de estados.'),
  });
  const xProj = linear(b, id('x_proj'), {
    input: x,
    stems: names('x_proj'),
    out: 'dt_rank+2*d_state',
    in: 'd_inner',
    part: 'mixer',
    bias: false,
    formula: '[\\delta_t; B_t; C_t] = W_x\\, x_t',
    meaning: say(
      'The selection: this token decides its own step size, what to write and what to read.',
      'La selección: este token decide su propio tamaño de paso, qué escribir y qué leer.',
    ),
  });
  const part = (name: 'dt_low' | 'B' | 'C', start: number, dim: string, norm: string) =>
    selected(b, m, xProj, name, start, dim, norm);
  const dtLow = part('dt_low', 0, 'dt_rank', 'dt_layernorm');
  const B = part('B', n('dt_rank'), 'd_state', 'b_layernorm');
  const C = part('C', n('dt_rank+d_state'), 'd_state', 'c_layernorm');
  const dt = linear(b, id('dt'), {
    input: dtLow,
    stems: names('dt_proj'),
    out: 'd_inner',
    in: 'dt_rank',
    part: 'mixer',
    bias: true,
    symbol: 'delta',
    formula: 's_t = W_{dt}\\, \\delta_t + b_{dt}',
    meaning: say(
      'The step size of every channel before it is made positive.',
      'El tamaño de paso de cada canal antes de hacerlo positivo.',
    ),
  });
  const delta = b.node(id('delta'), {
    op: 'softplus',
    inputs: [dt],
    attrs: { min: 0, max: Number.POSITIVE_INFINITY },
    shape: ['T', 'd_inner'],
    symbol: 'delta',
    formula: '\\Delta_t = \\mathrm{softplus}(s_t) = \\ln(1 + e^{s_t})',
    meaning: say(
      'Step size Δ: large means "take this token in and let the past fade", near zero means "skip it".',
      'Tamaño de paso Δ: grande significa «recoge este token y deja que el pasado se desvanezca»; cerca de cero, «pásalo por alto».',
    ),
  });
  const aLog = b.weight(names('A_log'), ['d_inner', 'd_state'], 'mixer'); // [d_i, N]
  const aBar = b.node(id('A_bar'), {
    op: 'decay',
    inputs: [delta],
    weights: { A_log: aLog },
    shape: ['T', 'd_inner', 'd_state'],
    symbol: 'A',
    formula: '\\bar A_t = e^{\\Delta_t A},\\quad A = -e^{A_{\\log}}',
    meaning: say(
      'How much of each memory cell survives this step: 1 keeps all, 0 forgets all.',
      'Cuánto de cada celda de memoria sobrevive a este paso: 1 lo conserva todo, 0 lo olvida todo.',
    ),
  });
  const h = b.node(id('h'), {
    op: 'selective-state',
    inputs: [aBar, delta, B, x],
    shape: ['T', 'd_inner', 'd_state'],
    state: { kind: 'ssm', shape: ['d_inner', 'd_state'] },
    symbol: 'h',
    formula: 'h_t = \\bar A_t \\odot h_{t-1} + (\\Delta_t \\odot x_t)\\, B_t^\\top',
    meaning: say(
      'The state: all that the layer remembers of the text so far, in a fixed number of cells.',
      'El estado: todo lo que la capa recuerda del texto hasta aquí, en un número fijo de celdas.',
    ),
  });
  const ySsm = b.node(id('y_ssm'), {
    op: 'selective-read',
    inputs: [h, C],
    shape: ['T', 'd_inner'],
    symbol: 'y',
    formula: 'y_t = h_t\\, C_t',
    meaning: say('Reads the state through C.', 'Lee el estado a través de C.'),
  });
  const y = skipThroughD(b, m.at, { y: ySsm, x, tensors: m.tensors, per: 'd_inner' });
  return outProj(b, m.at, gateBy(b, m.at, y, z), m.tensors, m.projBias);
}

/** dt_low, B or C: a slice of x_proj, then its norm where the model has one. */
function selected(
  b: BlueprintBuilder,
  m: MambaMixerInit,
  input: string,
  name: 'dt_low' | 'B' | 'C',
  start: number,
  dim: string,
  norm: string,
): string {
  const letter = name === 'dt_low' ? '\\delta' : name;
  const meaning = {
    dt_low: say(
      'A short code of the step size, shared by all the channels.',
      'Un código breve del tamaño de paso, común a todos los canales.',
    ),
    B: say(
      'What to write: the direction in which this token enters the state.',
      'Qué escribir: la dirección en que este token entra en el estado.',
    ),
    C: say(
      'What to read: the direction in which the state is looked at.',
      'Qué leer: la dirección en que se mira el estado.',
    ),
  }[name];
  const symbol = name === 'dt_low' ? 'delta' : name;
  const raw = slice(b, `${m.at}.${name}${m.innerNorm === 'none' ? '' : '_raw'}`, {
    input,
    start,
    width: evalDim(dim, b.dims),
    shape: ['T', dim],
    symbol,
    formula: `${letter}_t = (W_x\\, x_t)_{${letter}}`,
    meaning,
  });
  if (m.innerNorm === 'none') return raw;
  const weights =
    m.innerNorm === 'learned'
      ? {
          weight: b.weight(
            m.tensors.map((t) => `${t}.${norm}.weight`),
            [dim],
            'norm',
          ),
        }
      : undefined;
  return b.node(`${m.at}.${name}`, {
    op: 'rms-norm',
    inputs: [raw],
    ...(weights ? { weights } : {}),
    attrs: { eps: m.innerEps, groups: 1 },
    shape: ['T', dim],
    symbol,
    formula: `${letter}_t \\leftarrow \\mathrm{RMSNorm}(${letter}_t)`,
    meaning: say(
      'The same, rescaled to unit size: this keeps very large models from blowing up in training (Jamba, section 6.4).',
      'Lo mismo, reescalado a tamaño unidad: evita que los modelos muy grandes se desestabilicen al entrenar (Jamba, sección 6.4).',
    ),
  });
}
