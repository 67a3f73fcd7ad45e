/**
 * Records one run of the ladder of scans for the still picture of the chapter on the parallel scan:
 * components/figures/scan/ladder-recorded.json. It says on what it was measured.
 *
 *   node --import tsx --import ./engine/cli/wgsl-hook.mjs scripts/record-ladder.ts
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { type LadderRun, planOf } from '../components/figures/scan/ladder-runs';
import { loadModel } from '../engine/session/load';
import { nodeGpu } from '../engine/webgpu/node';
import { LadderHost } from '../engine/worker/ladder-host';
import { digits } from './lib/record';

const TEXT = 'Lily put the red ball in the box. Um, it was a sunny day. Tom asked where the ball was.';
const AT = 'layers.3.mixer';

const model = await loadModel({ kind: 'folder', path: 'public/models/stories-mamba' }, { device: 'cpu' });
const session = await model.createSession();
const { taps } = await session.prefill(model.tokenizer!.encode(TEXT).ids, {
  taps: ['x', 'delta', 'B', 'C'].map((name) => `${AT}.${name}`),
});
const tap = (name: string) => taps.get(`${AT}.${name}`)!.data;
const decay = model.blueprint.nodes.find((node) => node.id === `${AT}.A_bar`)!;
const input = {
  x: tap('x'),
  delta: tap('delta'),
  B: tap('B'),
  C: tap('C'),
  aLog: (await model.weight(decay.weights!.A_log!)).data,
  channels: model.blueprint.dims.d_inner!,
  states: model.blueprint.dims.d_state!,
};
const host = new LadderHost();
const gpu = await nodeGpu();
const { device, software } = await host.open(gpu ? { gpu } : {});
const runs: LadderRun[] = [];
let tokens = 0;
for (const next of planOf(device === null ? ['cpu'] : ['webgpu', 'cpu'], runs)) {
  if (next.tokens !== tokens) await host.use(input, next.tokens);
  tokens = next.tokens;
  const { milliseconds, clock, repeats, apart } = await host.measure(next.place, next.rung);
  runs.push({ ...next, milliseconds: digits(milliseconds), clock, repeats, apart: digits(apart) });
  console.log(JSON.stringify(runs.at(-1)));
}
const about = { device, software, core: cpus()[0]!.model };
writeFileSync('components/figures/scan/ladder-recorded.json', `${JSON.stringify({ ...about, runs })}\n`);
console.log(about);
process.exit(0);
