/**
 * Which tokens made the model say it: the score of one next token (or of one against another), taken apart into what each layer brought
 * from each position (direct logit attribution; Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits", for attention;
 * here with the block's hidden attention of Ali et al., arXiv:2403.01590 and 2405.16504, in its place).
 *
 *   ℓ_i[w] = q · u_i,  q = w_f ⊙ W_head[w] / √(mean(u_i²) + ε);   u_i = embedding_i + Σ_layers branch_i
 *   mixer branch_i = W_out Σ_k A_ik x_k + …   →   contribution of position k in this layer: Σ_c (W_outᵀ q)_c A^c_ik x_k[c]
 *
 * Everything frozen (gates, scales of norms, softmax weights) is held at the values it had; the parts then add up to the score exactly, and
 * a test holds that. Position k means the stream at k as this layer found it, which earlier layers have already mixed. MLPs mix no tokens
 * and count as `other`.
 */
import { nodeOf } from '../blueprint/graph';
import type { Blueprint } from '../blueprint/types';
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { blockFactors, blockNeeds, blockRow } from './block-factors';
import { joinNeeds, type Mixer, mixerOf, need } from './mixer';
import { mixingNeeds, mixingOf } from './mixing';
import { normOf } from './norm';
import { valueChannel, valueNode } from './token-influence';
import { checkIndex, type ModelView, type Pace, tapOf, type ViewInput, type ViewNeeds, weightOf } from './view';

export interface LogitAttributionOptions {
  /** The position whose prediction is explained; the last if absent. */
  readonly position?: number;
  /** The next token whose score is taken apart, and the one it is set against (their difference), if any. */
  readonly id: number;
  readonly against?: number;
}

export interface LogitAttribution {
  readonly layers: readonly number[];
  readonly position: number;
  /** Contribution of each position through each layer's mixer, [layers, T]; and its sum over the layers, [T]. */
  readonly parts: Tensor;
  readonly perToken: Tensor;
  /** What belongs to no earlier token, per layer: MLPs and experts (`other`), biases of the mixer (`bias`). */
  readonly other: readonly number[];
  readonly bias: readonly number[];
  /** The token's own embedding. */
  readonly embedding: number;
  /** The sum of all of these; `score` is the model's own logit (or difference of logits). */
  readonly total: number;
  readonly score: number;
}

export const logitAttribution: ModelView<LogitAttributionOptions, LogitAttribution> = {
  about: {
    title: say('Which tokens made it say that', 'Qué tokens le hicieron decirlo'),
    formula:
      '\\ell_i[w] = q \\cdot e_i + \\sum_{\\lambda} \\sum_{k \\le i} q \\cdot W_{out}\\, \\mathcal{A}^\\lambda_{ik}\\, x_k + \\dots',
    meaning: say(
      'The score of the next word, taken apart into what each layer brought from each token. The parts add up to the score.',
      'La puntuación de la palabra siguiente, descompuesta en lo que cada capa trajo de cada token. Las partes suman la puntuación.',
    ),
    sources: [
      { paper: 'Elhage et al. 2021', at: 'direct logit attribution' },
      { paper: 'arXiv:2405.16504', at: 'unified formulation of Mamba' },
    ],
  },
  fold: 'text',
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    const norm = nodeOf(blueprint, 'final_norm');
    const shell: ViewNeeds = {
      taps: ['embedding', norm.inputs[0], 'logits', ...otherBranches(blueprint, layer)],
      weights: [norm.weights.weight, nodeOf(blueprint, 'logits').weights.weight],
    };
    return mixer ? joinNeeds(shell, mixerNeeds(mixer)) : shell;
  },
  begin(blueprint, layers, options) {
    let target: Target | null = null;
    const rows: Float64Array[] = [];
    const other: number[] = [];
    const bias: number[] = [];
    return {
      async add(piece, pace) {
        target ??= targetOf(blueprint, piece, options);
        const mixer = mixerOf(blueprint, piece.layer);
        const row = new Float64Array(target.T);
        bias.push(mixer ? await mixerRow(row, blueprint, mixer, piece, target, pace) : 0);
        rows.push(row);
        let rest = 0;
        for (const branch of otherBranches(blueprint, piece.layer))
          rest += dotRow(target.q, tapOf(piece, branch), target.position);
        other.push(rest);
      },
      finish() {
        const { position, T, embedding, score } = target!;
        const perToken = new Float64Array(T);
        for (const row of rows) for (let k = 0; k < T; k++) perToken[k] += row[k];
        const sum = (values: ArrayLike<number>) => Array.prototype.reduce.call(values, (a, b) => a + b, 0) as number;
        return {
          layers,
          position,
          parts: { shape: [layers.length, T], data: Float32Array.from(rows.flatMap((r) => [...r])) },
          perToken: { shape: [T], data: Float32Array.from(perToken) },
          other,
          bias,
          embedding,
          total: embedding + sum(perToken) + sum(other) + sum(bias),
          score,
        };
      },
    };
  },
};

interface Target {
  /** The direction in the stream whose product with it is the score, [d_model]. */
  readonly q: Float64Array;
  readonly position: number;
  readonly T: number;
  readonly embedding: number;
  readonly score: number;
}

function targetOf(blueprint: Blueprint, piece: ViewInput, options: LogitAttributionOptions): Target {
  const norm = nodeOf(blueprint, 'final_norm');
  const stream = tapOf(piece, norm.inputs[0]);
  const [T, d] = stream.shape as [number, number];
  const position = checkIndex('position', options.position ?? T - 1, T);
  const ids = [options.id, ...(options.against === undefined ? [] : [options.against])];
  for (const id of ids) checkIndex('token id', id, blueprint.vocabSize);
  const scale =
    1 / Math.sqrt(normOf(stream.data, position * d, (position + 1) * d) ** 2 / d + (norm.attrs.eps as number));
  const weight = weightOf(piece, norm.weights.weight).data;
  const head = weightOf(piece, nodeOf(blueprint, 'logits').weights.weight).data;
  const logits = tapOf(piece, 'logits').data;
  const q = new Float64Array(d);
  let score = 0;
  ids.forEach((id, n) => {
    const sign = n === 0 ? 1 : -1;
    for (let k = 0; k < d; k++) q[k] += sign * scale * weight[k] * head[id * d + k];
    score += sign * logits[position * blueprint.vocabSize + id];
  });
  return { q, position, T, embedding: dotRow(q, tapOf(piece, 'embedding'), position), score };
}

/** Branches that are added to the stream in a layer and are not its mixer: MLP and mixture of experts. */
function otherBranches(blueprint: Blueprint, layer: number): string[] {
  const mixer = mixerOf(blueprint, layer);
  return blueprint.nodes
    .filter((n) => n.layer === layer && n.op === 'add' && n.symbol === 'u')
    .map((n) => n.inputs[1])
    .filter((id) => !mixer || !id.startsWith(`${mixer.at}.`));
}

function dotRow(q: Float64Array, rows: Tensor, i: number): number {
  let sum = 0;
  for (let k = 0; k < q.length; k++) sum += q[k] * rows.data[i * q.length + k];
  return sum;
}

/** Node and roles of a mixer's way back to the stream. */
const WAY_OUT = { mamba: 'out_proj', mamba2: 'out_proj', attention: 'o_proj', s4d: 'output_linear' } as const;

function mixerNeeds(mixer: Mixer): ViewNeeds {
  const out = WAY_OUT[mixer.kind];
  const way = need(mixer, mixer.kind === 's4d' ? [out] : [], [
    mixer.weight(out, 'weight'),
    mixer.weightIf(out, 'bias'),
  ]);
  if (mixer.kind === 'attention') return joinNeeds(mixingNeeds(mixer), way, { taps: [valueNode(mixer)], weights: [] });
  const input = mixer.kind === 's4d' ? mixer.core.inputs[2] : mixer.id(mixer.kind === 'mamba' ? 'x_in' : 'xBC_in');
  return joinNeeds(blockNeeds(mixer)!, way, { taps: [input], weights: [] });
}

/** Adds to `row` [T] what each position brings through this mixer; returns what its biases bring. */
async function mixerRow(
  row: Float64Array,
  blueprint: Blueprint,
  mixer: Mixer,
  piece: ViewInput,
  { q, position: i, T }: Target,
  pace: Pace,
): Promise<number> {
  const d = q.length;
  const out = WAY_OUT[mixer.kind];
  const weight = weightOf(piece, mixer.weight(out, 'weight')).data; // [d (2d in S4D), C]
  const biasKey = mixer.weightIf(out, 'bias');
  const bias = biasKey === null ? null : weightOf(piece, biasKey).data;
  const mixing = mixingOf(blueprint, mixer, piece);
  const block = mixer.kind === 'attention' ? null : blockFactors(blueprint, mixer, piece, T);
  const C = block ? block.channels : blueprint.dims.d_q;
  const values = tapOf(piece, block ? block.input : valueNode(mixer));
  const width = values.shape[1];
  const source = valueChannel(blueprint, mixer);

  // The direction after the way out: S4D ends in a ⊙ σ(b), whose gate is frozen too.
  const after = q.slice();
  if (mixer.kind === 's4d') {
    const glu = tapOf(piece, mixer.id(out)).data;
    for (let k = 0; k < d; k++) after[k] /= 1 + Math.exp(-glu[i * 2 * d + d + k]);
  }
  const back = new Float64Array(C); // W_outᵀ q
  for (let k = 0; k < d; k++) for (let c = 0; c < C; c++) back[c] += after[k] * weight[k * C + c];
  let fixed = 0;
  if (bias) for (let k = 0; k < d; k++) fixed += after[k] * bias[k];

  const alpha = new Float64Array(T);
  const one = new Float64Array(T);
  let filled = -1;
  for (let c = 0; c < C; c++) {
    const unit = Math.floor((c * mixing.units) / C);
    if (unit !== filled) mixing.row(unit, i, alpha);
    filled = unit;
    if (block) fixed += back[c] * blockRow(one, alpha, block, c, unit, i);
    const weights = block ? one : alpha;
    for (let k = 0; k <= i; k++) row[k] += back[c] * weights[k] * values.data[k * width + source(c)];
    const rest = pace.rest();
    if (rest) await rest;
  }
  return fixed;
}
