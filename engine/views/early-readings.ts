/**
 * What the model would say if it stopped after each layer: the final norm and head applied to the residual stream early (the logit lens,
 * nostalgebraist 2020; Belrose et al., arXiv:2303.08112, on its limits: early layers need not speak the last one's language).
 * Folded over tokens: logits of all layers are too many to hold at once.
 */
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { divergenceOf, entropyOf, largest, probabilitiesOf, rankOf } from './distribution';
import { type ModelView, tapOf } from './view';

export interface EarlyReadingsOptions {
  /** Tokens named at each place; 5 if absent. */
  readonly top?: number;
  /** Ids that can be drawn: rows of a padded vocabulary beyond it are left out. */
  readonly vocabulary?: number;
}

export interface EarlyReadings {
  readonly layers: readonly number[];
  readonly top: number;
  /** The most probable ids and their probabilities, [layers, T, top]. */
  readonly ids: Tensor;
  readonly probabilities: Tensor;
  /** In bits, [layers, T]: entropy, and KL(final ‖ early), what the layers above still change. */
  readonly entropy: Tensor;
  readonly divergence: Tensor;
  /** Place (1 = first) and probability, in each early reading, of the token that the whole model finds most probable, [layers, T]. */
  readonly rank: Tensor;
  readonly probability: Tensor;
}

export const earlyReadings: ModelView<EarlyReadingsOptions, EarlyReadings> = {
  about: {
    title: say('What it would say, layer by layer', 'Qué diría, capa por capa'),
    formula:
      '\\hat p^{\\,\\ell}_t = \\mathrm{softmax}\\big(W_{\\text{head}}\\, \\mathrm{RMSNorm}_f(u^{(\\ell)}_t)\\big)',
    meaning: say(
      'The answer if the model stopped here. Watch where the final word first comes out on top.',
      'La respuesta si el modelo se detuviera aquí. Mira en qué capa se pone en cabeza la palabra final.',
    ),
    sources: [{ paper: 'arXiv:2303.08112', at: 'logit lens' }],
  },
  fold: 'tokens',
  needs: (_blueprint, layer) => ({ taps: [`layers.${layer}.early_logits`, 'logits'], weights: [] }),
  begin(blueprint, layers, options) {
    const top = options.top ?? 5;
    const size = Math.min(options.vocabulary ?? Infinity, blueprint.vocabSize);
    const rows = layers.map(() => ({
      ids: [] as number[],
      probabilities: [] as number[],
      entropy: [] as number[],
      divergence: [] as number[],
      rank: [] as number[],
      probability: [] as number[],
    }));
    type Column = keyof (typeof rows)[number];
    let last: { from: number; final: Float64Array[] } = { from: -1, final: [] };
    return {
      async add(piece, pace) {
        const early = tapOf(piece, `layers.${piece.layer}.early_logits`);
        const logits = tapOf(piece, 'logits');
        const [T, V] = early.shape as [number, number];
        // The layers of a piece come one after another over the same tokens: their final distributions are made once.
        if (last.from !== piece.from)
          last = {
            from: piece.from,
            final: Array.from({ length: T }, (_, t) => probabilitiesOf(logits.data, t * V, size)),
          };
        const row = rows[layers.indexOf(piece.layer)];
        for (let t = 0; t < T; t++) {
          const p = probabilitiesOf(early.data, t * V, size);
          const final = last.final[t];
          const answer = largest(final, 1)[0];
          for (const id of largest(p, top)) {
            row.ids.push(id);
            row.probabilities.push(p[id]);
          }
          row.entropy.push(entropyOf(p));
          row.divergence.push(divergenceOf(final, p));
          row.rank.push(rankOf(p, answer));
          row.probability.push(p[answer]);
          const rest = pace.rest();
          if (rest) await rest;
        }
      },
      finish() {
        const T = rows[0]?.entropy.length ?? 0;
        const table = (key: Column, ...more: number[]): Tensor => ({
          shape: [layers.length, T, ...more],
          data: Float32Array.from(rows.flatMap((r) => r[key])),
        });
        return {
          layers,
          top,
          ids: table('ids', top),
          probabilities: table('probabilities', top),
          entropy: table('entropy'),
          divergence: table('divergence'),
          rank: table('rank'),
          probability: table('probability'),
        };
      },
    };
  },
};
