/**
 * Records what rounding costs the small Jamba, for the exercise of the chapter on long context: bits per token lost on unseen stories with
 * its experts and MLPs, or all its matrices, at a few bits. Writes components/figures/long-context/recorded-rounding.json.
 *
 *   node --import tsx --import ./engine/cli/wgsl-hook.mjs scripts/record-rounding.ts
 *
 * Run it again when stories-jamba changes. CPU backend, f32, three significant digits; no randomness.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import stories from '../components/figures/held-stories.json';
import { roundTo, type ScalePer } from '../components/figures/long-context/rounding';
import { BlobFile } from '../engine/checkpoint/files';
import { readSafetensors, writeSafetensors } from '../engine/checkpoint/safetensors';
import { fromHalf } from '../engine/quantise';
import { loadModel } from '../engine/session/load';
import { type Tensor, tensor } from '../engine/tensor';
import { digits, textBits } from './lib/record';

const FROM = 'public/models/stories-jamba';
const FILE = 'model.safetensors';
const folder = mkdtempSync(join(tmpdir(), 'rounding-'));
for (const name of ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json'])
  cpSync(join(FROM, name), join(folder, name));

const file = new BlobFile(FILE, new Blob([readFileSync(join(FROM, FILE))]));
const weights = new Map<string, Tensor>();
for (const { name, dtype, shape, start, end } of (await readSafetensors(file)).tensors) {
  if (dtype !== 'F16') throw new Error(`tensor "${name}" is ${dtype}; this script reads F16`);
  const { buffer } = await file.read(start, end);
  weights.set(name, tensor(shape, Float32Array.from(new Uint16Array(buffer), fromHalf)));
}

/** Bits per token over the stories, with the chosen matrices rounded. */
async function lossWith(chosen: (name: string) => boolean, bits: number, per: ScalePer): Promise<number> {
  const rounded = new Map(
    [...weights].map(([name, { shape, data }]) => [
      name,
      shape.length === 2 && chosen(name)
        ? tensor(shape, roundTo(data, shape[0]!, bits, per).values)
        : weights.get(name)!,
    ]),
  );
  writeFileSync(join(folder, FILE), writeSafetensors(rounded));
  const model = await loadModel({ kind: 'folder', path: folder }, { device: 'cpu' });
  let [sum, count] = [0, 0];
  for (const story of stories) {
    const { ids } = model.tokenizer!.encode(story);
    sum += await textBits(await model.createSession(), ids);
    count += ids.length - 1;
  }
  return sum / count;
}

const parts = {
  experts: (name: string) => name.includes('.feed_forward.') && !name.includes('router'),
  all: () => true,
};
const whole = await lossWith(() => false, 8, 'row');
const runs: { part: string; per: ScalePer; bits: number; lost: number }[] = [];
for (const bits of [8, 4, 3, 2])
  for (const per of ['row', 'matrix'] as const)
    for (const [part, chosen] of Object.entries(parts))
      runs.push({ part, per, bits, lost: digits((await lossWith(chosen, bits, per)) - whole) });
const decays = digits((await lossWith((name) => name.endsWith('A_log'), 4, 'row')) - whole);
const recorded = { stories: stories.length, whole: digits(whole), decays, runs };
rmSync(folder, { recursive: true });
writeFileSync('components/figures/long-context/recorded-rounding.json', `${JSON.stringify(recorded)}\n`);
console.log(recorded);
process.exit(0);
