/**
 * Every bundle in public/models gives the logits of the reference (test/fixtures/bundles, written by training's check_bundles.py: transformers
 * for the types that it knows, the training code for s4d), on the engine's backends.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BackendModel } from '@/engine/backend';
import { bindWeights } from '@/engine/checkpoint/bind';
import { openCheckpoint } from '@/engine/checkpoint/source';
import { loadCpu } from '@/engine/cpu';
import { buildBlueprint } from '@/engine/models';
import type { Tensor } from '@/engine/tensor';
import type { Tokenizer } from '@/engine/tokenizer';
import { loadWebGpu } from '@/engine/webgpu';
import { nodeGpu } from '@/engine/webgpu/node';

interface Prompt {
  readonly text: string;
  readonly ids: number[];
  readonly top: { readonly position: number; readonly ids: number[]; readonly values: number[] }[];
  /** Of the logits, at each position. */
  readonly rms: number[];
  readonly columns: number[];
  readonly columnValues: Readonly<Record<string, number[]>>;
}

/** Weights are f16 read as f32 on both sides; what remains is the order of f32 sums (issue "Small real models": 1e-4 of the RMS). */
const TOLERANCE = 1e-4;

const path = (relative: string) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const bundles = readdirSync(path('public/models'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

it('every bundle has a fixture', () => {
  expect(bundles.filter((name) => !existsSync(path(`test/fixtures/bundles/${name}.json`)))).toEqual([]);
});

const gpu = await nodeGpu();
if (!gpu) console.warn('SKIPPED on WebGPU: there is no device in Node.');
const load = {
  cpu: loadCpu,
  webgpu: (...[blueprint, reader]: Parameters<typeof loadCpu>) => loadWebGpu(blueprint, reader, { gpu: gpu! }),
};
const cases = bundles.flatMap((name) => (['cpu', 'webgpu'] as const).map((kind) => ({ name, kind })));

describe.each(cases)('$name on $kind', ({ name, kind }) => {
  const fixture = readFileSync(path(`test/fixtures/bundles/${name}.json`), 'utf8');
  const all = (JSON.parse(fixture) as { prompts: Prompt[] }).prompts;
  const prompts = all.filter(({ ids }) => kind === 'cpu' || ids.length <= 64); // a software driver takes 20 s for 139 tokens
  let tokenizer: Tokenizer;
  let backend: BackendModel;
  beforeAll(async () => {
    if (kind === 'webgpu' && !gpu) return;
    const checkpoint = await openCheckpoint({ kind: 'folder', path: path(`public/models/${name}`) });
    const blueprint = buildBlueprint(checkpoint.config);
    tokenizer = (await checkpoint.tokenizer)!;
    backend = await load[kind](blueprint, bindWeights(checkpoint, blueprint).reader);
  }, 60_000);
  afterAll(() => backend?.dispose());

  it.skipIf(kind === 'webgpu' && !gpu).each(prompts)(
    'reads $text',
    async (prompt) => {
      expect(tokenizer.encode(prompt.text).ids).toEqual(prompt.ids);
      const state = await backend.createState();
      const { logits } = await backend.run(state, Uint32Array.from(prompt.ids), { logits: 'all' });
      backend.freeState(state);
      expect(worstError(logits!, prompt)).toBeLessThan(TOLERANCE);
    },
    120_000,
  );
});

/** Largest difference at the recorded places, in units of that position's RMS; and the RMS itself. */
function worstError(logits: Tensor, prompt: Prompt): number {
  const [T, V] = logits.shape as [number, number];
  expect(T).toBe(prompt.ids.length);
  let worst = 0;
  const compare = (t: number, id: number, value: number) => {
    worst = Math.max(worst, Math.abs(logits.data[t * V + id]! - value) / prompt.rms[t]!);
  };
  for (const { position, ids, values } of prompt.top) ids.forEach((id, i) => void compare(position, id, values[i]!));
  for (const [t, values] of Object.entries(prompt.columnValues))
    prompt.columns.forEach((id, i) => void compare(Number(t), id, values[i]!));
  for (let t = 0; t < T; t++) {
    const row = logits.data.subarray(t * V, (t + 1) * V);
    const rms = Math.sqrt(row.reduce((sum, v) => sum + v * v, 0) / V);
    worst = Math.max(worst, Math.abs(rms - prompt.rms[t]!) / prompt.rms[t]!);
  }
  return worst;
}
