/**
 * `npm run bench [-- --model DIR,DIR] [--device cpu,webgpu] [--tokens N] [--contexts 1024,4096,16384]`: what the engine costs on this
 * machine. Prints one JSON object; a table goes to standard error. Never a test: timings on a shared machine are not repeatable.
 * Every rate is the median of several runs with the spread beside it; compare only within one run of the bench.
 */
import { existsSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BackendKind } from '../../engine/backend';
import { matchNodes } from '../../engine/blueprint/graph';
import { loadModel } from '../../engine/session/load';
import type { Model } from '../../engine/session/model';
import { nodeGpu } from '../../engine/webgpu/node';

const REPEATS = 5;
const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    device: { type: 'string', default: 'cpu,webgpu' },
    tokens: { type: 'string', default: '48' },
    contexts: { type: 'string', default: '1024,4096,16384' },
  },
});
const tokens = Number(values.tokens);
const contexts = values.contexts.split(',').filter(Boolean).map(Number);
const models =
  values.model?.split(',') ??
  readdirSync('public/models')
    .map((name) => join('public/models', name))
    .filter((dir) => existsSync(join(dir, 'config.json')));

interface Rate {
  median: number;
  least: number;
  most: number;
}

async function rate(count: number, work: () => Promise<void>): Promise<Rate> {
  const rates: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const start = performance.now();
    await work();
    rates.push((1000 * count) / (performance.now() - start));
  }
  rates.sort((a, b) => a - b);
  const round = (x: number) => Number(x.toPrecision(3));
  return { median: round(rates[REPEATS >> 1]!), least: round(rates[0]!), most: round(rates[REPEATS - 1]!) };
}

/** Ids spread over the vocabulary, the same in every run. */
const prompt = (model: Model, length: number) =>
  Uint32Array.from({ length }, (_, i) => (i * 7919 + 13) % model.blueprint.vocabSize);

async function measure(model: Model) {
  const session = await model.createSession();
  const prefillLength = 256;
  await session.prefill(prompt(model, prefillLength));
  const prefill = await rate(prefillLength, async () => {
    await session.reset();
    await session.prefill(prompt(model, prefillLength));
  });
  const before = model.backend.stats();
  let decoded = 0;
  const decode = await rate(tokens, async () => {
    for (let i = 0; i < tokens; i++, decoded++) await session.step();
  });
  const after = model.backend.stats();
  const mixer = matchNodes(model.blueprint, 'layers.0.mixer.*').filter((id) => !/\.(h|scores)$/.test(id));
  const traced = await rate(tokens, async () => {
    for (let i = 0; i < tokens; i++) await session.step({}, { taps: mixer });
  });
  const perToken = (a: number, b: number) => Number(((b - a) / decoded).toPrecision(3));
  const byContext: Record<string, number> = {};
  for (const context of contexts) {
    await session.reset();
    await session.prefill(prompt(model, context));
    const r = await rate(8, async () => {
      for (let i = 0; i < 8; i++) await session.step();
    });
    byContext[context] = Number((1000 / r.median).toPrecision(3));
  }
  session.dispose();
  return {
    weightBytes: model.backend.weightBytes,
    prefillTokensPerSecond: prefill,
    decodeTokensPerSecond: decode,
    dispatchesPerToken: perToken(before.dispatches, after.dispatches),
    submitsPerToken: perToken(before.submits, after.submits),
    bytesReadBackPerToken: perToken(before.bytesRead, after.bytesRead),
    weightBytesPerSecond: Number((model.backend.weightBytes * decode.median).toPrecision(3)),
    tracingCost: { taps: mixer.length, slowdown: Number((decode.median / traced.median).toPrecision(3)) },
    decodeMillisecondsByContext: byContext,
  };
}

const gpu = values.device.includes('webgpu') ? await nodeGpu() : null;
const rows: Record<string, unknown>[] = [];
for (const dir of models)
  for (const device of values.device.split(',') as BackendKind[]) {
    if (device === 'webgpu' && !gpu) {
      console.error('no WebGPU device in Node: webgpu rows are left out');
      continue;
    }
    const model = await loadModel({ kind: 'folder', path: dir }, { device, ...(gpu ? { gpu } : {}) });
    const row = { model: dir, device: model.backend.device, backend: device, ...(await measure(model)) };
    model.dispose();
    rows.push(row);
    const { prefillTokensPerSecond: p, decodeTokensPerSecond: d } = row;
    console.error(
      `${dir} ${device}: prefill ${p.median} (${p.least}–${p.most}), decode ${d.median} (${d.least}–${d.most}) tokens/s`,
    );
  }
console.log(
  JSON.stringify(
    { machine: `${cpus().length} × ${cpus()[0]?.model}`, node: process.version, repeats: REPEATS, rows },
    null,
    2,
  ),
);
process.exit(0);
