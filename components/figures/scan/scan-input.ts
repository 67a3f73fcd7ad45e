/** The tensors that a scan of a trained Mamba layer reads, from the taps of a text. */
import type { Blueprint } from '@/engine/blueprint/types';
import type { Tensor } from '@/engine/tensor';
import type { ScanInput } from '@/engine/webgpu/ladder';

const NAMES = ['x', 'delta', 'B', 'C'] as const;

interface Reader {
  prefill(
    ids: Uint32Array,
    options: { taps: readonly string[] },
    more: { signal: AbortSignal },
  ): Promise<{ taps: ReadonlyMap<string, Tensor> }>;
}
interface Weights {
  readonly info: { readonly blueprint: Blueprint };
  weight(key: string, options: { signal: AbortSignal }): Promise<Tensor>;
}

/** x, Δ, B, C of every token and A of the layer. */
export async function scanInputOf(
  model: Weights,
  session: Reader,
  ids: Uint32Array,
  layer: number,
  signal: AbortSignal,
): Promise<ScanInput> {
  const { blueprint } = model.info;
  const at = `layers.${layer}.mixer`;
  const { taps } = await session.prefill(ids, { taps: NAMES.map((name) => `${at}.${name}`) }, { signal });
  const [x, delta, B, C] = NAMES.map((name) => taps.get(`${at}.${name}`)!.data) as Float32Array[];
  const decay = blueprint.nodes.find((node) => node.id === `${at}.A_bar`)!;
  const aLog = (await model.weight(decay.weights!.A_log!, { signal })).data;
  return {
    x: x!,
    delta: delta!,
    B: B!,
    C: C!,
    aLog,
    channels: blueprint.dims.d_inner!,
    states: blueprint.dims.d_state!,
  };
}
