/** What a Mamba must save to go on later: the states of its SSMs and the windows of its convolutions. Here either is lost at one token. */
import type { HostState } from '@/engine/backend';

export type Lost = 'nothing' | 'ssm' | 'conv';
export const LOSSES: readonly Lost[] = ['nothing', 'conv', 'ssm'];

/** The state with these tensors zeroed; the others are shared. */
export function withZeros(state: HostState, names: readonly string[]): HostState {
  const tensors = new Map(state.tensors);
  for (const name of names) {
    const { shape, data } = tensors.get(name)!;
    tensors.set(name, { shape, data: new Float32Array(data.length) });
  }
  return { position: state.position, tensors };
}

/** What a loss costs each token after it: bits of surprise over those with everything saved. */
export function costOf(lost: ArrayLike<number>, nothing: ArrayLike<number>): Float32Array {
  return Float32Array.from({ length: lost.length }, (_, t) => lost[t]! - nothing[t]!);
}
