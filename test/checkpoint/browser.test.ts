/** The same in a real browser's worker: Cache Storage, CORS, blobs on disk, and no module of Node in what is bundled for a page. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PIECE } from '@/engine/checkpoint/cache';
import { sizeOf } from '@/engine/tensor';
import { findBrowser } from '../../scripts/lib/browser.mjs';
import type { Command } from './browser-entry';
import { COMMIT, REPO, TestServer } from './server';
import { tinyConfig, tinyFiles, tinyTensors } from './tiny';

const program = findBrowser();
if (!program) console.warn('SKIPPED: no Chrome or Chromium found; the cache was not tried in a real browser.');

/** 20 MiB: two pieces. */
const shape = [655_360, 8];
const data = Float32Array.from({ length: sizeOf(shape) }, (_, i) => i % 2);
const files = tinyFiles(tinyTensors().set('model.embed_tokens.weight', { shape, data }), {
  ...tinyConfig,
  vocab_size: shape[0],
});

async function bundle(): Promise<string> {
  const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
  const result = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@': path('../..') } },
    build: {
      write: false,
      minify: false,
      lib: { entry: path('./browser-entry.ts'), formats: ['es'], fileName: 'worker' },
    },
  });
  const output = (Array.isArray(result) ? result[0]! : result) as { output: { code?: string }[] };
  expect(output.output.length).toBe(1);
  return output.output[0]!.code!;
}

describe.skipIf(!program)('in a browser', () => {
  let hub: TestServer;
  let site: Server;
  let browser: Browser;
  let page: Page;
  let code: string;

  beforeAll(async () => {
    hub = await TestServer.start(files);
    hub.rules.origin = '*';
    code = await bundle();
    site = createServer((request, response) => {
      const script = request.url === '/worker.js';
      response
        .writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' })
        .end(script ? code : '<!doctype html><title>test</title>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    browser = await chromium.launch({
      executablePath: program!,
      args: [...root, '--disable-background-networking'],
    });
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  });

  afterAll(async () => {
    await browser?.close();
    await hub?.stop();
    site?.close();
  });

  /** Runs a command in a worker of its own, as after a reload of the page. */
  function run<T>(command: Command): Promise<T> {
    return page.evaluate(
      (data) =>
        new Promise((resolve, reject) => {
          const worker = new Worker('/worker.js', { type: 'module' });
          const end = (done: () => void) => {
            worker.terminate();
            done();
          };
          worker.onerror = (event) => end(() => reject(new Error(event.message)));
          worker.onmessage = ({ data: { value, error } }) =>
            end(() => (error ? reject(new Error(`${error.code}: ${error.message}`)) : resolve(value)));
          worker.postMessage(data);
        }),
      command,
    ) as Promise<T>;
  }

  const load = (more = {}): Command => ({
    do: 'load',
    source: { kind: 'hub', repo: REPO, endpoint: hub.endpoint },
    ...more,
  });
  const loaded = { name: REPO, revision: COMMIT, warnings: [], length: data.length, sum: data.length / 2 };
  const total = [...files.values()].reduce((n, bytes) => n + bytes.byteLength, 0);

  it('no module of Node is bundled: only a folder in Node imports them, when it is opened', () => {
    const imports = [...code.matchAll(/\bimport\(([^)]*)\)|^import\b.*$/gm)].map(([whole]) => whole);
    expect(imports.map((text) => /["']([^"']+)["']/.exec(text)![1]).sort()).toEqual(['node:fs/promises', 'node:path']);
  });

  it('a cancelled download keeps its whole pieces, and the next one goes on from there', async () => {
    await expect(run(load({ abortAt: PIECE + 1_000_000 }))).rejects.toThrow('cancelled');
    expect(await run({ do: 'list' })).toMatchObject([{ repo: REPO, complete: false }]);
    hub.requests.length = 0;
    expect(await run(load())).toEqual(loaded);
    expect(hub.rangesOf('model.safetensors').at(-1)).toBe(`bytes=${PIECE}-`);
  });

  it('a kept model is read from the browser’s cache, without a connection too', async () => {
    hub.requests.length = 0;
    expect(await run(load())).toEqual(loaded);
    expect(hub.requests).toEqual([]);
    const nowhere = 'http://127.0.0.1:9';
    const offline = { kind: 'hub' as const, repo: REPO, revision: COMMIT, endpoint: nowhere };
    expect(await run({ do: 'load', source: offline })).toEqual(loaded);
  });

  it('kept models are listed with their size and can be deleted', async () => {
    expect(await run({ do: 'list' })).toEqual([{ repo: REPO, commits: [COMMIT], bytes: total, complete: true }]);
    expect(await run({ do: 'delete', repo: REPO })).toBe(total);
    expect(await run({ do: 'list' })).toEqual([]);
  });

  it('a hub that the page may not ask (CORS) is reported as one that cannot be reached', async () => {
    hub.rules.origin = undefined;
    await expect(run(load())).rejects.toThrow(/network: .* could not be reached/);
    hub.rules.origin = '*';
  });
});
