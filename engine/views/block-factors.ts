/**
 * The parts of a block around its memory, frozen at the values that they took for one text (block-attention.ts has the formula):
 *   out_i = after_i · Σ_j (α_ij + D [i = j]) · before_j · (Σ_k M_jk in_k + bias)
 * Rows of one matrix at a time, so that the influence on one prediction costs a T-th of the whole picture.
 */
import { nodeOf } from '../blueprint/graph';
import type { Blueprint } from '../blueprint/types';
import { joinNeeds, type Mixer, need } from './mixer';
import { mixingNeeds } from './mixing';
import { tapOf, type ViewInput, type ViewNeeds, weightOf } from './view';

export interface BlockFactors {
  readonly channels: number;
  readonly input: string;
  readonly output: string;
  /** diag before the memory (what the activation multiplied by) and after it (gate, scale of the norm), [T, C]. */
  readonly before: Float64Array | null;
  readonly after: Float64Array;
  readonly D: Float32Array; // [units]
  /** [rows, W] of which the first C rows count, or null where there is no convolution. */
  readonly kernel: Float32Array | null;
  readonly W: number;
  readonly bias: Float32Array | null;
}

/** The factors of one layer's block for T tokens, from its taps and weights. */
export function blockFactors(blueprint: Blueprint, mixer: Mixer, input: ViewInput, T: number): BlockFactors {
  const tap = (name: string) => tapOf(input, mixer.id(name)).data;
  const channels = blueprint.dims.d_inner;
  const D = weightOf(input, mixer.weight('y', 'D')).data;
  if (mixer.kind === 's4d')
    return {
      channels,
      input: mixer.core.inputs[2],
      output: mixer.id('act'),
      before: null,
      after: shares(tap('act'), tap('y'), T, channels, channels),
      D,
      kernel: null,
      W: 1,
      bias: null,
    };
  const width = mixer.kind === 'mamba' ? channels : blueprint.dims.d_xbc; // columns of conv
  const biasKey = mixer.weightIf('conv', 'bias');
  return {
    channels,
    input: mixer.id(mixer.kind === 'mamba' ? 'x_in' : 'xBC_in'),
    output: mixer.id(mixer.kind === 'mamba' ? 'gated' : 'norm'),
    before: shares(tap('x'), tap('conv'), T, channels, width),
    after: mixer.kind === 'mamba' ? Float64Array.from(tap('gate')) : scaledGate(blueprint, mixer, input, T, channels),
    D,
    kernel: weightOf(input, mixer.weight('conv', 'weight')).data,
    W: blueprint.dims.d_conv,
    bias: biasKey === null ? null : weightOf(input, biasKey).data,
  };
}

/**
 * What the activation multiplied its input by, f(u)/u, from both taps: σ(u) for SiLU, Φ(u) for GELU, and whatever an intervention made of
 * it. Both are ½ at 0. after [T, C]; before [T, width], of which the first C columns count.
 */
function shares(after: Float32Array, before: Float32Array, T: number, C: number, width: number): Float64Array {
  const out = new Float64Array(T * C);
  for (let t = 0; t < T; t++)
    for (let c = 0; c < C; c++) {
      const u = before[t * width + c];
      out[t * C + c] = Math.abs(u) < 1e-30 ? 0.5 : after[t * C + c] / u;
    }
  return out;
}

/** Mamba-2: gate times the frozen scale of its norm, g_t · w_c / √(mean over the group of (y ⊙ g)² + ε). */
function scaledGate(blueprint: Blueprint, mixer: Mixer, input: ViewInput, T: number, C: number): Float64Array {
  const gated = tapOf(input, mixer.id('gated')).data;
  const gate = tapOf(input, mixer.id('gate')).data;
  const weight = weightOf(input, mixer.weight('norm', 'weight')).data;
  const { eps, groups } = nodeOf(blueprint, mixer.id('norm')).attrs as { eps: number; groups: number };
  const size = C / groups;
  const out = new Float64Array(T * C);
  for (let t = 0; t < T; t++)
    for (let from = 0; from < C; from += size) {
      let sum = 0;
      for (let c = from; c < from + size; c++) sum += gated[t * C + c] ** 2;
      const scale = 1 / Math.sqrt(sum / size + eps);
      for (let c = from; c < from + size; c++) out[t * C + c] = gate[t * C + c] * weight[c] * scale;
    }
  return out;
}

/** What `blockFactors` and the mixing matrices read; null for attention, which has no such block. */
export function blockNeeds(mixer: Mixer): ViewNeeds | null {
  if (mixer.kind === 'attention') return null;
  const D = mixer.weight('y', 'D');
  if (mixer.kind === 's4d') return joinNeeds(mixingNeeds(mixer), need(mixer, ['y', 'act'], [D]));
  const weights = [D, mixer.weight('conv', 'weight'), mixer.weightIf('conv', 'bias')];
  const own =
    mixer.kind === 'mamba'
      ? need(mixer, ['conv', 'x', 'gate'], weights)
      : need(mixer, ['conv', 'x', 'gate', 'gated'], [...weights, mixer.weight('norm', 'weight')]);
  return joinNeeds(mixingNeeds(mixer), own);
}

/**
 * Row i of the block's matrix for channel c, from row i of α: writes out [T] and returns what the convolution's bias adds at i.
 */
export function blockRow(
  out: Float64Array,
  alpha: Float64Array,
  block: BlockFactors,
  c: number,
  unit: number,
  i: number,
): number {
  const { channels: C, before, after, D, kernel, W } = block;
  const gate = after[i * C + c];
  out.fill(0);
  let sum = 0;
  for (let j = 0; j <= i; j++) {
    const a = alpha[j] + (i === j ? D[unit] : 0);
    const share = gate * a * (before ? before[j * C + c] : 1);
    sum += share;
    // Token k enters at j through tap W-1-(j-k): only the last W tokens do.
    if (kernel) for (let w = 0, k = j; w < W && k >= 0; w++, k--) out[k] += share * kernel[c * W + W - 1 - w];
    else out[j] += share;
  }
  return block.bias ? sum * block.bias[c] : 0;
}
