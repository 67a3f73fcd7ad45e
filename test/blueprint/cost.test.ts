import { describe, expect, it } from 'vitest';
import { cost } from '../../engine/blueprint/cost';
import { buildBlueprint } from '../../engine/models';
import { published } from '../../engine/models/published';
import { everyConfig, jamba, llama, mamba, mamba2, s4d } from '../models/configs';

const model = (id: string) => buildBlueprint(published.find((p) => p.id === id)!.config);

describe('published totals', () => {
  const exact: [string, number][] = [
    ['mamba-130m', 129_135_360],
    ['mamba-370m', 371_516_416],
    ['mamba-790m', 793_204_224],
    ['mamba-1.4b', 1_372_178_432],
    ['mamba-2.8b', 2_768_345_600],
    ['mamba2-130m', 128_989_632],
    ['mamba2-370m', 368_346_624],
    ['mamba2-780m', 780_161_280],
    ['mamba2-1.3b', 1_343_757_312],
    ['mamba2-2.7b', 2_702_599_680],
    ['llama-2-7b', 6_738_415_616],
    ['llama-3.1-8b', 8_030_261_248],
  ];
  it.each(exact)('%s has %d parameters', (id, parameters) => {
    expect(cost(model(id), { context: 1 }).total.parameters).toBe(parameters);
  });

  const rounded: [string, number, number][] = [
    ['jamba-v0.1', 51.57, 12.11],
    ['jamba-1.5-mini', 51.57, 12.11],
    ['jamba-1.5-large', 398.6, 94.15],
    ['mamba2-hybrid-8b', 8.65, 8.65],
  ];
  it.each(rounded)('%s has %d B parameters, %d B of them active', (id, total, active) => {
    const sums = cost(model(id), { context: 1 }).total;
    const shown = (n: number, like: number) => Number((n / 1e9).toFixed(String(like).split('.')[1]!.length));
    expect([shown(sums.parameters, total), shown(sums.activeParameters, active)]).toEqual([total, active]);
  });

  it('over 85 % of Jamba is in experts and over 90 % in experts or MLPs (Jamba-1.5, section 3.1)', () => {
    for (const id of ['jamba-1.5-mini', 'jamba-1.5-large']) {
      const { parametersByPart: part, total } = cost(model(id), { context: 1 });
      expect(part.expert / total.parameters).toBeGreaterThan(0.85);
      expect((part.expert + part.mlp) / total.parameters).toBeGreaterThan(0.9);
    }
  });
});

describe('memory of decoding', () => {
  /** A Transformer of `layers` layers with `kv` numbers per key. */
  const transformer = (layers: number, heads: number, kvHeads: number) =>
    buildBlueprint({
      ...llama,
      num_hidden_layers: layers,
      num_attention_heads: heads,
      num_key_value_heads: kvHeads,
      head_dim: 128,
    });
  const caches: [string, () => ReturnType<typeof buildBlueprint>, number][] = [
    ['a GPT-like 125M (12 × 768)', () => transformer(12, 6, 6), 36_864],
    ['a Transformer of 2.7B (32 × 2560)', () => transformer(32, 20, 20), 327_680],
    ['Llama 2 7B', () => model('llama-2-7b'), 524_288],
    ['Llama 3.1 8B', () => model('llama-3.1-8b'), 131_072],
    ['Llama 3.1 70B', () => model('llama-3.1-70b'), 327_680],
    ['Jamba 1.5 Mini', () => model('jamba-1.5-mini'), 16_384],
    ['Jamba 1.5 Large', () => model('jamba-1.5-large'), 36_864],
    ['Mamba2-Hybrid 8B', () => model('mamba2-hybrid-8b'), 16_384],
    ['Mamba 2.8B', () => model('mamba-2.8b'), 0],
  ];
  it.each(caches)(
    '%s keeps %s bytes of cache per token in bf16 (Jamba, arXiv:2403.19887, Table 1)',
    (_, build, perToken) => {
      const blueprint = build();
      for (const context of [4096, 32_768, 262_144])
        expect(cost(blueprint, { context }).total.cacheBytes).toBe(perToken * context);
    },
  );

  const states: [string, number, number][] = [
    ['mamba-130m', 589_824, 147_456],
    ['mamba-370m', 1_572_864, 393_216],
    ['mamba-790m', 2_359_296, 589_824],
    ['mamba-1.4b', 3_145_728, 786_432],
    ['mamba-2.8b', 5_242_880, 1_310_720],
    ['mamba2-130m', 4_718_592, 172_032],
    ['mamba2-370m', 12_582_912, 442_368],
    ['mamba2-780m', 18_874_368, 638_976],
    ['mamba2-1.3b', 25_165_824, 835_584],
    ['mamba2-2.7b', 41_943_040, 1_376_256],
    ['jamba-1.5-mini', 3_670_016, 917_504],
    ['jamba-1.5-large', 16_515_072, 4_128_768],
    ['mamba2-hybrid-8b', 25_165_824, 983_040],
  ];
  it.each(states)('%s keeps %d numbers of state and %d of convolution, at any context', (id, ssm, conv) => {
    for (const context of [1, 100_000]) {
      const { total } = cost(model(id), { context, stateBytes: 4 });
      expect([total.ssmStateBytes, total.convStateBytes]).toEqual([4 * ssm, 4 * conv]);
    }
    // This engine keeps only the W - 1 = 3 columns that are read.
    expect(cost(model(id), { context: 1, stateBytes: 4, convColumns: 'minimal' }).total.convStateBytes).toBe(3 * conv);
  });

  it('the whole state of Mamba is as large as the cache of a Transformer of its width after 40 tokens', () => {
    for (const id of ['mamba-130m', 'mamba-2.8b']) {
      const blueprint = model(id);
      const { ssmStateBytes, convStateBytes } = cost(blueprint, { context: 1 }).total;
      // Two Mamba layers stand for one Transformer layer, whose keys and values are d wide each (2 bytes in bf16).
      const cachePerToken = (blueprint.layers.length / 2) * 2 * blueprint.dims.d_model! * 2;
      expect((ssmStateBytes + convStateBytes) / cachePerToken).toBe(40);
    }
  });
});

describe('arithmetic of one token', () => {
  const llamaLike = { ...llama, vocab_size: 50_280, num_key_value_heads: null };
  const small = buildBlueprint({
    ...llamaLike,
    num_hidden_layers: 12,
    hidden_size: 768,
    intermediate_size: 2048,
    num_attention_heads: 12,
  });
  // GFLOPs worked out by hand from the formulas, rounded: the part that is the same at every context, and what attention adds at 4K,
  // 32K and 256K tokens
  const table: [string, ReturnType<typeof buildBlueprint>, string, string[]][] = [
    ['Mamba 130M', model('mamba-130m'), '0.261', ['0', '0', '0']],
    ['Mamba 2.8B', model('mamba-2.8b'), '5.56', ['0', '0', '0']],
    ['Mamba-2 130M', model('mamba2-130m'), '0.281', ['0', '0', '0']],
    ['Mamba-2 2.7B', model('mamba2-2.7b'), '5.61', ['0', '0', '0']],
    ['Transformer++ 125M', small, '0.247', ['0.151', '1.21', '9.66']],
    ['Llama 3.1 8B', model('llama-3.1-8b'), '15.0', ['2.15', '17.2', '137']],
    ['Jamba 1.5 Mini', model('jamba-1.5-mini'), '23.7', ['0.27', '2.15', '17.2']],
    ['Jamba 1.5 Large', model('jamba-1.5-large'), '187', ['1.21', '9.66', '77.3']],
    ['Mamba2-Hybrid 8B', model('mamba2-hybrid-8b'), '15.3', ['0.27', '2.15', '17.2']],
  ];
  it.each(table)(
    '%s takes the operations that its formula gives to decode a token',
    (_, blueprint, constant, attention) => {
      const at = (context: number) => cost(blueprint, { context }).total.decodeFlops / 1e9;
      const perToken = at(2) - at(1); // what one more token of context adds
      const base = at(1) - perToken;
      const shown = (n: number, like: string) => n.toFixed(like.split('.')[1]?.length ?? 0);
      expect(shown(base, constant)).toBe(constant);
      const added = [4096, 32_768, 262_144].map((t) => at(t) - base);
      expect(added.map((n, i) => shown(n, attention[i]!))).toEqual(attention);
    },
  );

  it('a Mamba layer costs its formula: 4dd_i + 2d_i(R+2N) + 2Rd_i + 2d_id + 2Wd_i + 7d_iN', () => {
    const {
      d_model: d,
      d_inner: i,
      dt_rank: R,
      d_state: N,
      d_conv: W,
    } = buildBlueprint(mamba).dims as Record<string, number>;
    const layer = cost(buildBlueprint(mamba), { context: 9 }).nodes.filter((n) => n.layer === 1);
    const sum = layer.reduce((a, n) => a + n.decodeFlops, 0);
    const scan = 7 * i! * N! + i!; // and Δ·x once per channel
    expect(sum).toBe(4 * d! * i! + 2 * i! * (R! + 2 * N!) + 2 * R! * i! + 2 * i! * d! + 2 * W! * i! + scan);
  });

  it('a Mamba-2 layer in chunks of Q costs its formula: 2QNG + QH + 2Qd_i + 4Nd_i + 2Nd_i/Q for the SSM', () => {
    const blueprint = buildBlueprint(mamba2);
    const { d_inner: i, d_state: N, n_groups: G, ssm_heads: H } = blueprint.dims as Record<string, number>;
    const chunk = 16;
    const nodes = cost(blueprint, { context: 160, chunk }).nodes;
    const of = (name: string) => nodes.find((n) => n.id === `layers.0.mixer.${name}`)!.prefillFlops;
    const formula = 2 * chunk * N! * G! + chunk * H! + 2 * chunk * i! + 4 * N! * i! + (2 * N! * i!) / chunk;
    expect(of('h') + of('y_ssm')).toBeCloseTo(formula + i!, 6); // Δ·x once per channel
  });

  it('prefill of L tokens costs 2·L·width per token for attention on average, decode at L twice that', () => {
    const blueprint = model('llama-3.1-8b');
    const L = 4096;
    const { total } = cost(blueprint, { context: L });
    const width = 32 * blueprint.dims.d_q!;
    // The last token sees L, the first 1: the mean is (L + 1) / 2.
    expect(total.decodeFlops - total.prefillFlops).toBe(4 * width * (L - (L + 1) / 2));
  });

  it('complex poles cost 14 operations per pair, real poles 5 per number', () => {
    const scan = (config: object) =>
      cost(buildBlueprint(config), { context: 5 })
        .nodes.filter((n) => /layers\.0\.mixer\.(h|y_ssm)$/.test(n.id))
        .reduce((a, n) => a + n.decodeFlops, 0);
    expect(scan(s4d)).toBe(14 * 40 * 7);
    expect(scan({ ...s4d, poles: 'real' })).toBe(5 * 40 * 14);
  });
});

describe('bytes moved by a decode step', () => {
  it('are the weights once, the state in and out, and the cache', () => {
    const { total, bytesPerToken } = cost(model('mamba-130m'), { context: 7, weightBytes: 2, stateBytes: 4 });
    expect(total.weightBytesRead).toBe(2 * 129_135_360); // tied: the row of the embedding is part of the head
    expect(total.bytesMoved).toBe(2 * 129_135_360 + 2 * 4 * (589_824 + 147_456));
    expect(bytesPerToken).toBe(total.bytesMoved);
  });

  it('read one row of an untied embedding per token', () => {
    const blueprint = model('llama-3.1-8b');
    const { total } = cost(blueprint, { context: 1 });
    const { vocab, d_model: d } = blueprint.dims as Record<string, number>;
    expect(total.weightBytesRead).toBe(2 * (total.parameters - (vocab! - 1) * d!));
  });

  it('share the weights among a batch, but not the state, and reach more experts', () => {
    const blueprint = buildBlueprint(jamba);
    const [one, many] = [cost(blueprint, { context: 50 }), cost(blueprint, { context: 50, batch: 8 })];
    const experts = one.parametersByPart.expert * 2;
    const rows = 32 * 2; // one row of the untied embedding, in bytes
    expect(many.total.weightBytesRead - one.total.weightBytesRead).toBeCloseTo(
      experts * (1 - 0.6 ** 8 - 0.4) + 7 * rows,
      6,
    );
    const state = (c: typeof one) => c.total.bytesMoved - c.total.weightBytesRead;
    expect(state(many)).toBe(8 * state(one));
    expect(many.bytesPerToken).toBe(many.total.bytesMoved / 8);
  });

  it('take the width of each weight from the caller: ExpertsInt8 halves the experts only', () => {
    const blueprint = model('jamba-1.5-mini');
    const bytes = (expert: number) =>
      cost(blueprint, { context: 1, weightBytes: (w) => (w.part === 'expert' ? expert : 2) }).total.weightBytesRead;
    const active = cost(blueprint, { context: 1 }).parametersByPart.expert / 8; // 2 of 16
    expect(bytes(2) - bytes(1)).toBe(active);
  });
});

describe('every model', () => {
  it.each(Object.entries(everyConfig))('%s adds up: nodes to totals, parts to parameters', (_, config) => {
    const blueprint = buildBlueprint(config);
    const { nodes, total, parametersByPart } = cost(blueprint, { context: 10, batch: 3 });
    expect(nodes.reduce((a, n) => a + n.parameters, 0)).toBe(total.parameters);
    expect(Object.values(parametersByPart).reduce((a, n) => a + n, 0)).toBe(total.parameters);
    expect(nodes.reduce((a, n) => a + n.bytesMoved, 0)).toBeCloseTo(total.bytesMoved, 3);
    for (const node of nodes)
      for (const n of Object.values(node)) expect(n === null || typeof n === 'string' || n >= 0).toBe(true);
    expect(nodes.some((n) => n.id.includes('early'))).toBe(false);
  });

  it('Jamba 1.5 Large is built layer by layer without its 398 B numbers', () => {
    const blueprint = model('jamba-1.5-large');
    expect(blueprint.layers.map((l) => l.mark).join('')).toBe('MMMM*MMM'.repeat(9));
    for (const { shape } of blueprint.weights.values()) expect(shape.every((d) => typeof d === 'string')).toBe(true);
  });
});
