/**
 * `npm run bench [-- --model DIR,DIR] [--device cpu,webgpu] [--dtype f32,f16] [--tokens N] [--contexts 1024,4096,16384]`: what the engine
 * costs on this machine. Prints one JSON object; one line per row goes to standard error. Never a test: timings on a shared machine are
 * not repeatable. Compare only within one run of the bench.
 */
import { existsSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BackendKind, WeightFormat } from '../../engine/backend';
import { loadModel } from '../../engine/session/load';
import { nodeGpu } from '../../engine/webgpu/node';
import { measure } from './measure';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    device: { type: 'string', default: 'cpu,webgpu' },
    dtype: { type: 'string', default: 'f32' },
    tokens: { type: 'string', default: '48' },
    contexts: { type: 'string', default: '1024,4096,16384' },
  },
});
const list = (text: string) => text.split(',').filter(Boolean);
const models = values.model
  ? list(values.model)
  : readdirSync('public/models')
      .map((name) => join('public/models', name))
      .filter((dir) => existsSync(join(dir, 'config.json')));
const devices = list(values.device) as BackendKind[];
const formats = list(values.dtype) as WeightFormat[];
const options = { tokens: Number(values.tokens), contexts: list(values.contexts).map(Number) };

const gpu = devices.includes('webgpu') ? await nodeGpu() : null;
if (devices.includes('webgpu') && !gpu) console.error('no WebGPU device in Node: webgpu rows are left out');
const rows: Record<string, unknown>[] = [];
for (const path of models)
  for (const device of devices)
    for (const dtype of formats) {
      if (device === 'webgpu' && !gpu) continue;
      const model = await loadModel({ kind: 'folder', path }, { device, dtype, ...(gpu ? { gpu } : {}) });
      const row = { model: path, backend: device, device: model.backend.device, ...(await measure(model, options)) };
      model.dispose();
      rows.push(row);
      const { prefillTokensPerSecond: p, decodeTokensPerSecond: d, greedyTokensPerSecond: g, perToken } = row;
      const on = g ? `, on the device ${g.median}` : '';
      const perContext = Object.entries(row.decodeMillisecondsByContext).map(([t, ms]) => `${t}: ${ms}`);
      console.error(
        `${path} ${device} ${dtype}: prefill ${p.median}, decode ${d.median} (${d.least}–${d.most})${on} tokens/s; ` +
          `${perToken.dispatches} dispatches, ${perToken.submits} submits, ${perToken.cpuMilliseconds} ms of CPU a token; ms by context ${perContext.join(', ')}`,
      );
    }
const machine = `${cpus().length} × ${cpus()[0]?.model}`;
console.log(JSON.stringify({ machine, node: process.version, rows }, null, 2));
// A software WebGPU device keeps worker threads alive.
process.exit(0);
