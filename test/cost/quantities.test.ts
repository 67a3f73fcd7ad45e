/** What the cost page draws and writes, against the blueprint; what it makes of measurements. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Measured, merge, newest, pointsOf, roofOf } from '@/components/cost/measured';
import { readCostModels } from '@/components/cost/models-source';
import { costOf, crossingsOf, formulaOf, type QUANTITIES, type Setup } from '@/components/cost/quantities';
import { AS_RUN_HERE } from '@/engine/bench';
import { cost } from '@/engine/blueprint/cost';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';
import { CHUNK } from '@/engine/webgpu/ops/ssd-scan';

const models = readCostModels('en');
const model = (id: string) => models.find((m) => m.id === id)!;
const roof = { flops: 312e12, bandwidth: 2039e9 };
const setup: Setup = { batch: 4, weightBytes: 1, weights: false, roof, here: null };
const relative = (a: number, b: number) => expect(a / b).toBeCloseTo(1, 9);

describe('the curves', () => {
  it.each(['llama-3.1-8b', 'mamba2-2.7b', 'mamba2-hybrid-8b', 'jamba-1.5-large'])('of %s are the blueprint’s', (id) => {
    const blueprint = buildBlueprint(published.find((p) => p.id === id)!.config);
    for (const context of [64, 4096, 262_144]) {
      const { total } = cost(blueprint, { context, batch: 4, weightBytes: 1, stateBytes: 2 });
      const kept = total.cacheBytes + total.ssmStateBytes + total.convStateBytes;
      const reading = cost(blueprint, { context, batch: 4 * context, weightBytes: 1 }).total.weightBytesRead + 4 * kept;
      const flops = 4 * context * total.prefillFlops;
      const at = (quantity: (typeof QUANTITIES)[number], s = setup) => costOf(model(id), quantity, s)(context);
      relative(at('flops'), flops);
      relative(at('memory'), 4 * kept);
      relative(at('memory', { ...setup, weights: true }), 4 * kept + total.parameters);
      relative(at('decode'), Math.max((4 * total.decodeFlops) / roof.flops, total.bytesMoved / roof.bandwidth));
      relative(at('prefill'), Math.max(flops / roof.flops, reading / roof.bandwidth));
    }
  });

  it('of a small model are those of this engine: 32 bits, one text, its own device', () => {
    const name = 'stories-mamba2-hybrid';
    const blueprint = buildBlueprint(JSON.parse(readFileSync(`public/models/${name}/config.json`, 'utf8')));
    const { total } = cost(blueprint, { context: 500, weightBytes: 4, stateBytes: 4, convColumns: 'minimal' });
    relative(costOf(model(name), 'memory', setup)(500), total.cacheBytes + total.ssmStateBytes + total.convStateBytes);
    expect(costOf(model(name), 'decode', setup)(500)).toBeNaN();
    relative(costOf(model(name), 'decode', { ...setup, here: { flops: 1e99, bandwidth: 1 } })(500), total.bytesMoved);
  });

  it('of a small Mamba-2 count the chunks that the WebGPU kernels take', () => {
    expect(AS_RUN_HERE.chunk).toBe(CHUNK);
    const blueprint = buildBlueprint(JSON.parse(readFileSync('public/models/stories-mamba2/config.json', 'utf8')));
    const { total } = cost(blueprint, { context: 500, chunk: CHUNK });
    relative(costOf(model('stories-mamba2'), 'flops', setup)(500), 500 * total.prefillFlops);
  });

  it('cross where the table says', () => {
    const [found] = crossingsOf(model('mamba-2.8b'), model('llama-3.1-8b'), 'memory', setup, 262_144);
    const { state } = model('mamba-2.8b').profile;
    const { cache } = model('llama-3.1-8b').profile;
    expect(found).toMatchObject({ length: Math.floor(state / cache) + 1, larger: 'second' });
    expect(crossingsOf(model('mamba-2.8b'), model('mamba-2.8b'), 'memory', setup, 262_144)).toEqual([]);
  });
});

describe('the formulas', () => {
  const one = { ...setup, batch: 1, weightBytes: 2 };
  it('say what is proportional, what is constant and what is a square', () => {
    expect(formulaOf(model('llama-3.1-8b'), 'memory', one, 'en')).toBe('128 KiB·L');
    expect(formulaOf(model('mamba-2.8b'), 'memory', one, 'en')).toBe('12.5 MiB');
    expect(formulaOf(model('mamba2-hybrid-8b'), 'memory', one, 'en')).toBe('49.9 MiB + 16 KiB·L');
    expect(formulaOf(model('llama-3.1-8b'), 'flops', one, 'en')).toBe('15 GFLOP·L + 262 kFLOP·L²');
    expect(formulaOf(model('mamba-2.8b'), 'flops', one, 'en')).toBe('5.56 GFLOP·L');
  });
  it('of time is the larger of work and traffic', () => {
    expect(formulaOf(model('llama-3.1-8b'), 'decode', one, 'en')).toBe(
      'max((15 GFLOP + 524 kFLOP·L) / F, (14 GiB + 128 KiB·L) / W)',
    );
  });
  it('give the curve back', () => {
    for (const quantity of ['memory', 'flops'] as const)
      for (const { id } of published) {
        const text = formulaOf(model(id), quantity, one, 'en');
        const units: Record<string, number> = {
          k: 1e3,
          M: 1e6,
          G: 1e9,
          T: 1e12,
          Ki: 2 ** 10,
          Mi: 2 ** 20,
          Gi: 2 ** 30,
        };
        const L = 65_536;
        const value = text.split(' + ').reduce((sum, term) => {
          const [, number, unit, power] = /^([\d.]+) (\w*?)(?:FLOP|B)(·L²?)?$/.exec(term)!;
          return sum + Number(number) * (units[unit!] ?? 1) * (power === '·L²' ? L * L : power ? L : 1);
        }, 0);
        // Each number is rounded to three digits.
        expect(Math.abs(value / costOf(model(id), quantity, one)(L) - 1), `${id} ${text}`).toBeLessThan(0.01);
      }
  });
});

describe('what was measured', () => {
  const spread = (median: number) => ({ median, low: median * 0.9, high: median * 1.2, runs: 5 });
  const record = (name: string, date: string, device = 'CPU'): Measured => ({
    version: 1,
    model: name,
    kind: 'cpu',
    device,
    date,
    rows: [64, 128].map((length) => ({
      subject: name,
      length,
      prefill: spread(length / 4),
      decode: spread(2),
      keptBytes: 1000 + length,
    })),
  });

  it('gives a roof under which no point lies, and that one point touches', () => {
    const all = [record('stories-mamba', '1'), record('stories-transformer', '1')];
    const here = roofOf(all, models)!;
    const ratios = all.flatMap(({ model: id, rows }) =>
      rows.flatMap(({ length, prefill, decode }) => [
        prefill.median / 1000 / costOf(model(id), 'prefill', { ...setup, here })(length),
        decode.median / 1000 / costOf(model(id), 'decode', { ...setup, here })(length),
      ]),
    );
    expect(Math.min(...ratios)).toBeCloseTo(1, 9);
    expect(roofOf([], models)).toBeNull();
  });

  it('is drawn in seconds with its quartiles', () => {
    const points = pointsOf(record('stories-mamba', '1'), model('stories-mamba'), 'prefill', 'measured')!;
    expect([points.x, points.y, points.low, points.high]).toEqual([
      [64, 128],
      [0.016, 0.032],
      [0.0144, 0.0288],
      [0.0192, 0.0384],
    ]);
    expect(pointsOf(record('stories-mamba', '1'), model('stories-mamba'), 'flops', '')).toBeNull();
  });

  it('replaces older records of the same model and device, and only the newest device is shown', () => {
    const old = [record('a', '2026-01-01'), record('b', '2026-01-01'), record('a', '2026-01-02', 'GPU')];
    const now = merge(old, [record('a', '2026-01-03')]);
    expect(now.map((m) => `${m.model} ${m.device} ${m.date}`)).toEqual([
      'b CPU 2026-01-01',
      'a GPU 2026-01-02',
      'a CPU 2026-01-03',
    ]);
    expect(newest(now).map((m) => m.model)).toEqual(['b', 'a']);
    expect(newest([])).toEqual([]);
  });
});
