/**
 * Selection at a glance: each token as a point, how strongly it writes, Δ_t ‖B_t‖, against how much it keeps of what was there, Ā_t
 * (Mamba, arXiv:2312.00752v2, section 3.5.2). Tokens worth remembering go one way, noise the other. S4D treats every token alike: its
 * points fall on one. ‖C_t‖ says how loudly the token asks.
 */
import type { Blueprint } from '../blueprint/types';
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { type Mixer, type MixerKind, mixerOf, need } from './mixer';
import { normOf } from './norm';
import { checkIndex, type LayerView, tapOf, type ViewInput, weightOf } from './view';

export interface WritePlaneOptions {
  /** Channel or head; the mean over all of them if absent. */
  readonly unit?: number;
}

/** One number per token, [T]. */
export interface WritePlane {
  readonly kind: MixerKind;
  readonly unit: 'channel' | 'head';
  readonly units: number;
  /** Δ ‖B‖; in S4D ‖B̄‖. */
  readonly write: Tensor;
  /** Ā, the mean over the cells of a unit; in S4D |Ā|. */
  readonly keep: Tensor;
  /** ‖C‖. */
  readonly read: Tensor;
}

export const writePlane: LayerView<WritePlaneOptions, WritePlane> = {
  about: {
    title: say('Write against keep', 'Escribir frente a conservar'),
    formula: '\\big(\\,\\Delta_t \\lVert B_t \\rVert,\\ \\bar A_t\\,\\big)',
    meaning: say(
      'Each token as a point: how strongly it writes into the memory, against how much of the memory it leaves standing.',
      'Cada token como un punto: con qué fuerza escribe en la memoria frente a cuánto deja en pie de ella.',
    ),
    sources: [{ paper: 'arXiv:2312.00752v2', at: '§3.5.2' }],
  },
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    if (!mixer || mixer.kind === 'attention') return null;
    return mixer.kind === 's4d'
      ? need(mixer, ['A_bar', 'B_bar', 'y_ssm'], [mixer.weight('y_ssm', 'C')])
      : need(mixer, ['A_bar', 'delta', 'B', 'C']);
  },
  compute(blueprint, layer, input, options) {
    const mixer = mixerOf(blueprint, layer)!;
    const plane = mixer.kind === 's4d' ? s4dPlane(blueprint, mixer, input) : selectivePlane(blueprint, mixer, input);
    const { T, units } = plane;
    const unit = mixer.kind === 'mamba2' ? 'head' : 'channel';
    const one = options.unit === undefined ? null : checkIndex(unit, options.unit, units);
    const perToken = (of: (t: number, u: number) => number): Tensor => ({
      shape: [T],
      data: Float32Array.from({ length: T }, (_, t) => {
        if (one !== null) return of(t, one);
        let sum = 0;
        for (let u = 0; u < units; u++) sum += of(t, u);
        return sum / units;
      }),
    });
    return {
      kind: mixer.kind,
      unit,
      units,
      write: perToken(plane.write),
      keep: perToken(plane.keep),
      read: perToken(plane.read),
    };
  },
};

interface Plane {
  readonly T: number;
  readonly units: number;
  write(t: number, u: number): number;
  keep(t: number, u: number): number;
  read(t: number, u: number): number;
}

/** Mamba: Ā [T, C, N], B and C [T, N]. Mamba-2: Ā [T, H], B and C [T, G, N]. Both: Δ [T, units]. */
function selectivePlane(blueprint: Blueprint, mixer: Mixer, input: ViewInput): Plane {
  const tap = (name: string) => tapOf(input, mixer.id(name)).data;
  const delta = tapOf(input, mixer.id('delta'));
  const [T, units] = delta.shape as [number, number];
  const aBar = tap('A_bar');
  const cells = aBar.length / (T * units);
  const N = blueprint.dims.d_state;
  const G = tap('B').length / (T * N);
  const group = (u: number) => Math.floor((u * G) / units);
  const sizes = (values: Float32Array) =>
    Float64Array.from({ length: T * G }, (_, i) => normOf(values, i * N, (i + 1) * N));
  const [b, c] = [sizes(tap('B')), sizes(tap('C'))];
  return {
    T,
    units,
    write: (t, u) => delta.data[t * units + u] * b[t * G + group(u)],
    keep: (t, u) => {
      let sum = 0;
      for (let n = 0; n < cells; n++) sum += aBar[(t * units + u) * cells + n];
      return sum / cells;
    },
    read: (t, u) => c[t * G + group(u)],
  };
}

/** The same for every token: Ā, B̄ and C [C, M(, 2)]. */
function s4dPlane(blueprint: Blueprint, mixer: Mixer, input: ViewInput): Plane {
  const [aBar, bBar] = [tapOf(input, mixer.id('A_bar')).data, tapOf(input, mixer.id('B_bar')).data];
  const readC = weightOf(input, mixer.weight('y_ssm', 'C')).data;
  const units = blueprint.dims.d_inner;
  const each = aBar.length / units;
  const pair = mixer.core.attrs.complex === true ? 2 : 1;
  return {
    T: tapOf(input, mixer.id('y_ssm')).shape[0],
    units,
    write: (_, u) => normOf(bBar, u * each, (u + 1) * each),
    keep: (_, u) => {
      let sum = 0;
      for (let s = u * each; s < (u + 1) * each; s += pair) sum += normOf(aBar, s, s + pair);
      return (sum * pair) / each;
    },
    read: (_, u) => normOf(readC, u * each, (u + 1) * each),
  };
}
