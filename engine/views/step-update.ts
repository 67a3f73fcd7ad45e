/**
 * One step of the recurrence with its numbers put in, for one channel or head at one token:
 *   h_t = Ā_t ⊙ h_{t-1} + write,    y_t = read of h_t      (Mamba, arXiv:2312.00752v2, Eq. 2; Mamba-2, arXiv:2405.21060, Eq. 1)
 * The old state, what is left of it, what this token writes, the new state, and their norms. In S4D with complex poles every cell is a pair
 * (re, im). The sum of the two parts is the tap h itself, to f32 rounding (a test holds it).
 */
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { type MixerKind, mixerOf, need } from './mixer';
import { normOf } from './norm';
import { checkIndex, type LayerView, tapOf } from './view';

export interface StepUpdateOptions {
  readonly token: number;
  /** Channel (Mamba, S4D) or head (Mamba-2). */
  readonly unit: number;
}

export interface StepUpdate {
  readonly kind: MixerKind;
  readonly unit: 'channel' | 'head';
  /** All of one shape: [N], [P, N], or [M, 2] for complex poles. */
  readonly before: Tensor;
  readonly kept: Tensor;
  readonly write: Tensor;
  readonly after: Tensor;
  /** Ā of this step: [N], [1], or [M, 2]. */
  readonly decay: Tensor;
  /** Δ of this step; null in S4D, whose step belongs to the model. */
  readonly delta: number | null;
  readonly norms: { readonly before: number; readonly kept: number; readonly write: number; readonly after: number };
}

export const stepUpdate: LayerView<StepUpdateOptions, StepUpdate> = {
  about: {
    title: say('One step of the memory', 'Un paso de la memoria'),
    formula:
      'h_t = \\underbrace{\\bar A_t \\odot h_{t-1}}_{\\text{what is left}} + \\underbrace{\\bar B_t\\, x_t}_{\\text{what is written}}',
    meaning: say(
      'The new state is what is left of the old one plus what this token writes.',
      'El estado nuevo es lo que queda del anterior más lo que escribe este token.',
    ),
    sources: [
      { paper: 'arXiv:2312.00752v2', at: 'Eq. 2' },
      { paper: 'arXiv:2405.21060', at: 'Eq. 1' },
    ],
  },
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    if (!mixer || mixer.kind === 'attention') return null;
    return mixer.kind === 's4d'
      ? { taps: [...need(mixer, ['h', 'A_bar', 'B_bar']).taps, mixer.core.inputs[2]], weights: [] }
      : need(mixer, ['h', 'A_bar', 'delta', 'B', 'x']);
  },
  compute(blueprint, layer, input, options) {
    const mixer = mixerOf(blueprint, layer)!;
    const tap = (name: string) => tapOf(input, mixer.id(name));
    const h = tap('h');
    const [T, units] = h.shape as [number, number];
    const unit = mixer.kind === 'mamba2' ? 'head' : 'channel';
    const t = checkIndex('token', options.token, T);
    const u = checkIndex(unit, options.unit, units);
    const shape = h.shape.slice(2);
    const size = h.data.length / (T * units);
    const at = (token: number) => h.data.slice((token * units + u) * size, (token * units + u + 1) * size);
    const before = t === 0 ? new Float32Array(size) : at(t - 1);
    const [kept, write] = [new Float32Array(size), new Float32Array(size)];
    let delta: number | null = null;
    let decay: Float32Array;
    if (mixer.kind === 's4d') {
      const x = tapOf(input, mixer.core.inputs[2]).data[t * units + u];
      const bBar = tap('B_bar').data;
      decay = tap('A_bar').data.slice(u * size, (u + 1) * size);
      for (let s = 0; s < size; s++) write[s] = bBar[u * size + s] * x;
      if (mixer.core.attrs.complex === true)
        for (let s = 0; s < size; s += 2) {
          kept[s] = decay[s] * before[s] - decay[s + 1] * before[s + 1];
          kept[s + 1] = decay[s] * before[s + 1] + decay[s + 1] * before[s];
        }
      else for (let s = 0; s < size; s++) kept[s] = decay[s] * before[s];
    } else {
      delta = tap('delta').data[t * units + u];
      const N = shape.at(-1)!;
      const P = size / N; // channels of this unit: 1 in Mamba
      const B = tap('B').data;
      const groups = B.length / (T * N);
      const b = (t * groups + Math.floor((u * groups) / units)) * N;
      const cells = mixer.kind === 'mamba' ? N : 1;
      decay = tap('A_bar').data.slice((t * units + u) * cells, (t * units + u + 1) * cells);
      const x = tap('x').data;
      for (let s = 0; s < size; s++) {
        kept[s] = decay[s % cells] * before[s];
        write[s] = delta * x[(t * units + u) * P + Math.floor(s / N)] * B[b + (s % N)];
      }
    }
    const after = at(t);
    return {
      kind: mixer.kind,
      unit,
      before: { shape, data: before },
      kept: { shape, data: kept },
      write: { shape, data: write },
      after: { shape, data: after },
      decay: { shape: mixer.kind === 'mamba2' ? [1] : shape, data: decay },
      delta,
      norms: { before: normOf(before), kept: normOf(kept), write: normOf(write), after: normOf(after) },
    };
  },
};
