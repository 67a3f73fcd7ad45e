/**
 * The parity suite of test/parity in a real browser: the engine, bundled as it is, gives what transformers gives, on the browser's own
 * WebGPU and on its JavaScript. One model of each kind; all of them run in Node.
 */
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { fixture } from '../fixtures';
import type { Parity, Result } from '../parity/browser';
import { LOGITS, TAPS, worst, worstRow } from '../tolerance';
import { e2e } from './harness';

const KINDS = [
  'llama-gqa',
  'mamba-odd',
  'falcon-mamba',
  'mamba2-groups-limits',
  'jamba',
  'nemotron-h-list-groups',
  's4d-complex-zoh',
  's4d-real-bilinear',
  'mamba-biases-sharded-bf16',
];

let bundle: Promise<string> | null = null;
async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['test/parity/browser.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    loader: { '.wgsl': 'text' },
    external: ['node:*'], // a folder on disk is for Node alone; the import is never reached
    logLevel: 'error',
  });
  return outputFiles[0]!.text;
}

for (const name of KINDS)
  e2e(
    `${name} in the browser is what transformers computes`,
    { on: ['webgpu', 'cpu'], timeout: 180 },
    async (context) => {
      const { page, address, backend } = context;
      const { folder, prompt, greedy, expected, tapped } = fixture(name);
      bundle ??= bundled();
      const script = await bundle;
      await page.route(`${address}/parity/**`, (route) => {
        const file = new URL(route.request().url()).pathname.split('/').at(-1)!;
        return file === 'page'
          ? route.fulfill({ contentType: 'text/html', body: '<!doctype html><link rel="icon" href="data:,">' })
          : route.fulfill({ body: readFileSync(join(folder, file)) });
      });
      await page.goto(`${address}/parity/page`);
      await page.addScriptTag({ content: script });
      const taps = tapped ? [...expected.keys()] : [];
      const job = {
        device: backend,
        files: readdirSync(folder).map((file) => `${address}/parity/${file}`),
        prompt,
        taps,
        steps: greedy.length,
      };
      const result = (await page.evaluate(
        (job) => (globalThis as unknown as { parity: Parity }).parity(job),
        job,
      )) as Result;

      strictEqual(result.backend, backend);
      const floats = ({ shape, data }: { shape: readonly number[]; data: number[] }) => ({
        shape,
        data: Float32Array.from(data),
      });
      const { error, what } = worstRow(floats(result.logits), expected.get('logits')!);
      ok(error < LOGITS[backend], `logits on ${result.device}: ${error} (${what})`);
      deepStrictEqual(result.greedy, greedy);
      strictEqual(result.taps.length, taps.length);
      for (const tap of result.taps) {
        const truth = expected.get(tap.name)!;
        deepStrictEqual(tap.shape, truth.shape, tap.name);
        const off = worst(tap.data, truth.data);
        ok(off.error < TAPS, `${tap.name} on ${result.device}: ${off.error} (${off.what})`);
      }
    },
  );
