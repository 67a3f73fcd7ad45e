/** More of what papers and model cards print, from the blueprints: non-embedding parameters, kinds of layers, memory tables. */
import { describe, expect, it } from 'vitest';
import { cost } from '@/engine/blueprint/cost';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';
import { llama } from '../models/configs';

const built = new Map<string, ReturnType<typeof buildBlueprint>>();
/** The blueprint of a published model; the large ones take a while under load, so each is built once. */
function model(id: string) {
  if (!built.has(id)) built.set(id, buildBlueprint(published.find((p) => p.id === id)!.config));
  return built.get(id)!;
}
const GiB = 2 ** 30;
const MiB = 2 ** 20;

it('every published model is built, and its parts add up', () => {
  for (const { id } of published) {
    const { total, parametersByPart } = cost(model(id), { context: 1 });
    expect(
      Object.values(parametersByPart).reduce((a, n) => a + n, 0),
      id,
    ).toBe(total.parameters);
  }
});

it.each([
  ['mamba-130m', 90.5],
  ['mamba-370m', 320.0],
  ['mamba-790m', 716.0],
  ['mamba-1.4b', 1269],
  ['mamba-2.8b', 2640],
])('%s has %d M parameters beside its embedding', (id, millions) => {
  const { total, parametersByPart } = cost(model(id), { context: 1 });
  const rest = (total.parameters - parametersByPart.embedding) / 1e6;
  expect(Number(rest.toFixed(millions >= 1000 ? 0 : 1))).toBe(millions);
});

describe('kinds of layers', () => {
  const count = (id: string) => {
    const kinds: Record<string, number> = {};
    for (const { kind } of model(id).layers) for (const part of kind.split('+')) kinds[part] = (kinds[part] ?? 0) + 1;
    return kinds;
  };
  it('Jamba-1.5 has one attention layer in eight, experts in every other (arXiv:2408.12570, section 2)', () => {
    expect(count('jamba-1.5-mini')).toEqual({ mamba: 28, attention: 4, moe: 16, mlp: 16 });
    expect(count('jamba-1.5-large')).toEqual({ mamba: 63, attention: 9, moe: 36, mlp: 36 });
  });
  it('the experts of Jamba all follow Mamba layers', () => {
    for (const id of ['jamba-1.5-mini', 'jamba-1.5-large'])
      expect(model(id).layers.filter((l) => l.kind === 'attention+moe')).toEqual([]);
  });
  it('Mamba2-Hybrid has 24 Mamba-2, 4 attention and 28 MLP layers: 43, 7 and 50 % (arXiv:2406.07887)', () => {
    expect(count('mamba2-hybrid-8b')).toEqual({ mamba2: 24, attention: 4, mlp: 28 });
  });
});

describe('memory tables', () => {
  const cache = (blueprint: ReturnType<typeof buildBlueprint>, context: number) =>
    cost(blueprint, { context }).total.cacheBytes;
  /** Keys and values `kv` wide in each of `layers` layers. */
  const attention = (layers: number, kv: number) =>
    buildBlueprint({
      ...llama,
      num_hidden_layers: layers,
      num_attention_heads: 1,
      num_key_value_heads: 1,
      head_dim: kv,
    });

  it.each<[string, number, number, [number, number, number]]>([
    ['Transformer 125M', 12, 768, [144 * MiB, 1.125 * GiB, 9 * GiB]],
    ['Transformer 350M', 24, 1024, [384 * MiB, 3 * GiB, 24 * GiB]],
    ['Transformer 760M', 24, 1536, [576 * MiB, 4.5 * GiB, 36 * GiB]],
    ['Transformer 1.3B', 24, 2048, [768 * MiB, 6 * GiB, 48 * GiB]],
    ['Transformer 2.7B', 32, 2560, [1.25 * GiB, 10 * GiB, 80 * GiB]],
    ['Llama 2 7B', 32, 4096, [2 * GiB, 16 * GiB, 128 * GiB]],
    ['Mistral 7B and Mixtral', 32, 1024, [512 * MiB, 4 * GiB, 32 * GiB]],
    ['Llama 3.1 70B', 80, 1024, [1.25 * GiB, 10 * GiB, 80 * GiB]],
    ['mamba2attn-2.7b', 6, 3840, [360 * MiB, 2.8125 * GiB, 22.5 * GiB]],
  ])('the cache of %s (%d layers, %d wide) at 4K, 32K and 256K', (_, layers, kv, bytes) => {
    expect([4096, 32_768, 262_144].map((t) => cache(attention(layers, kv), t))).toEqual(bytes);
  });

  it('at 256K: 128 GB of Llama 2, 32 GB of Llama 3.1 8B, 4 GB of Jamba, 9 GB of Jamba-1.5-Large (Table 1 of both papers)', () => {
    const ids = ['llama-2-7b', 'llama-3.1-8b', 'llama-3.1-70b', 'jamba-v0.1', 'jamba-1.5-mini', 'jamba-1.5-large'];
    expect(ids.map((id) => cache(model(id), 262_144) / GiB)).toEqual([128, 32, 80, 4, 4, 9]);
  });

  it.each([
    ['mamba-130m', 1.41],
    ['mamba-370m', 3.75],
    ['mamba-790m', 5.63],
    ['mamba-1.4b', 7.5],
    ['mamba-2.8b', 12.5],
    ['mamba2-130m', 9.33],
    ['mamba2-370m', 24.8],
    ['mamba2-780m', 37.2],
    ['mamba2-1.3b', 49.6],
    ['mamba2-2.7b', 82.6],
    ['jamba-1.5-mini', 8.75],
    ['jamba-1.5-large', 39.4],
    ['mamba2-hybrid-8b', 49.9],
  ])(
    '%s keeps %d MiB of state in 16 bits, with the four columns of convolution of the official code',
    (id, mebibytes) => {
      const { ssmStateBytes, convStateBytes } = cost(model(id), { context: 9, convColumns: 'reference' }).total;
      expect(Number(((ssmStateBytes + convStateBytes) / MiB).toPrecision(3))).toBe(mebibytes);
    },
  );

  it('the state of Mamba-2 is as large as the cache of a Transformer of its width after about 265 tokens', () => {
    for (const id of ['mamba2-130m', 'mamba2-2.7b']) {
      const blueprint = model(id);
      const { ssmStateBytes, convStateBytes } = cost(blueprint, { context: 1 }).total;
      const cachePerToken = (blueprint.layers.length / 2) * 2 * blueprint.dims.d_model! * 2;
      expect((ssmStateBytes + convStateBytes) / cachePerToken).toBeGreaterThan(262);
      expect((ssmStateBytes + convStateBytes) / cachePerToken).toBeLessThan(267);
    }
  });
});
