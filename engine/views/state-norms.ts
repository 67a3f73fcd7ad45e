/**
 * How full the memory is: ‖h_t‖_F over time for every layer, and how much of the old state each step keeps. A sharp drop of what is kept is a
 * reset; a norm that keeps growing past the training length is the state collapse of Stuffed Mamba (Chen et al., arXiv:2410.07145).
 * Two explanations of what happens past the training length exist; see also Buitrago & Gu, arXiv:2507.02782.
 */
import type { Blueprint } from '../blueprint/types';
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { type Mixer, mixerOf, need } from './mixer';
import { normOf } from './norm';
import { type ModelView, tapOf, type ViewPiece } from './view';

export interface StateNormsOptions {
  /** Layer whose units (channels or heads) are returned one by one. */
  readonly layer?: number;
  /** A step that keeps less than this share of the old state's norm is a reset. */
  readonly threshold?: number;
}

export interface StateNorms {
  /** Layers with a state, in order: rows of the tensors below. */
  readonly layers: readonly number[];
  /** ‖h_t‖_F, [layers, T]. */
  readonly norms: Tensor;
  /** ‖Ā_t ⊙ h_{t-1}‖ / ‖h_{t-1}‖: the share of the old state that this token keeps, [layers, T]; 1 where there was none to keep. */
  readonly kept: Tensor;
  readonly resets: readonly { readonly layer: number; readonly token: number; readonly kept: number }[];
  /** The same two for each unit of `options.layer`, [T, units]. */
  readonly units: { readonly unit: 'channel' | 'head'; readonly norms: Tensor; readonly kept: Tensor } | null;
}

export const stateNorms: ModelView<StateNormsOptions, StateNorms> = {
  about: {
    title: say('How full the memory is', 'Cómo de llena está la memoria'),
    formula:
      '\\lVert h_t \\rVert_F,\\qquad \\frac{\\lVert \\bar A_t \\odot h_{t-1} \\rVert_F}{\\lVert h_{t-1} \\rVert_F}',
    meaning: say(
      'The size of the state after each token, and the share of the old one that the token let live.',
      'El tamaño del estado después de cada token y la parte del anterior que el token dejó vivir.',
    ),
    sources: [{ paper: 'arXiv:2410.07145', at: 'state collapse' }],
  },
  fold: 'tokens',
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    return mixer && mixer.kind !== 'attention' ? need(mixer, ['h', 'A_bar']) : null;
  },
  begin(blueprint, layers, options) {
    const rows = layers.map((layer) => new LayerNorms(blueprint, mixerOf(blueprint, layer)!));
    const { threshold = 0.5 } = options;
    const table = (key: 'norms' | 'kept'): Tensor => {
      const T = rows[0]?.norms.length ?? 0;
      return { shape: [layers.length, T], data: Float32Array.from(rows.flatMap((r) => r[key])) };
    };
    return {
      add(piece) {
        rows[layers.indexOf(piece.layer)].add(piece);
      },
      finish() {
        const chosen = rows[layers.indexOf(options.layer ?? -1)];
        return {
          layers,
          norms: table('norms'),
          kept: table('kept'),
          resets: rows.flatMap((r, l) =>
            r.kept.flatMap((kept, token) => (kept < threshold ? [{ layer: layers[l], token, kept }] : [])),
          ),
          units: chosen ? chosen.perUnit() : null,
        };
      },
    };
  },
};

class LayerNorms {
  readonly norms: number[] = [];
  readonly kept: number[] = [];
  private readonly unitNorms: number[] = [];
  private readonly unitKept: number[] = [];
  /** Units, and numbers of state in each. */
  private readonly units: number;
  private before: Float32Array | null = null;

  constructor(
    blueprint: Blueprint,
    private readonly mixer: Mixer,
  ) {
    this.units = mixer.kind === 'mamba2' ? blueprint.dims.ssm_heads : blueprint.dims.d_inner;
  }

  /** h [T, units, …] and Ā [T, units(, N)], or [units, poles(, 2)] without T in S4D. */
  add(piece: ViewPiece): void {
    const h = tapOf(piece, this.mixer.id('h'));
    const aBar = tapOf(piece, this.mixer.id('A_bar')).data;
    const T = h.shape[0];
    const size = h.data.length / T;
    const each = size / this.units;
    const { kind } = this.mixer;
    const complex = this.mixer.core.attrs.complex === true;
    /** The share of number s of the state that step t keeps. */
    const share = (t: number, s: number) => {
      if (kind === 'mamba') return aBar[t * size + s];
      if (kind === 'mamba2') return aBar[t * this.units + Math.floor(s / each)];
      return complex ? Math.hypot(aBar[s & ~1], aBar[s | 1]) : aBar[s];
    };
    for (let t = 0; t < T; t++) {
      const old = t === 0 ? this.before : h.data.subarray((t - 1) * size, t * size);
      let [keptAll, oldAll] = [0, 0];
      for (let u = 0; u < this.units; u++) {
        let [kept, was] = [0, 0];
        if (old)
          for (let s = u * each; s < (u + 1) * each; s++) {
            was += old[s] ** 2;
            kept += (share(t, s) * old[s]) ** 2;
          }
        keptAll += kept;
        oldAll += was;
        this.unitKept.push(was > 0 ? Math.sqrt(kept / was) : 1);
        this.unitNorms.push(normOf(h.data, t * size + u * each, t * size + (u + 1) * each));
      }
      this.kept.push(oldAll > 0 ? Math.sqrt(keptAll / oldAll) : 1);
      this.norms.push(normOf(h.data, t * size, (t + 1) * size));
    }
    this.before = h.data.slice((T - 1) * size);
  }

  perUnit() {
    const shape = [this.norms.length, this.units];
    return {
      unit: this.mixer.kind === 'mamba2' ? ('head' as const) : ('channel' as const),
      norms: { shape, data: Float32Array.from(this.unitNorms) },
      kept: { shape, data: Float32Array.from(this.unitKept) },
    };
  }
}
