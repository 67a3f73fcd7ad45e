/**
 * Runs the end-to-end tests: serves out/, opens each test's page in headless Chromium with software WebGPU or without WebGPU, and writes
 * test-results/e2e.json ({ tests: [{ title, backend, status, milliseconds, error? }] }) and a picture of each page that failed.
 *
 *   node --import tsx test/e2e/run.ts [words of a title] [--address URL]
 *
 * --address names a server that runs already (`npm run dev`): quick while a test is being written. Slashes at the end are left out.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import '../../engine/cli/wgsl-hook.mjs';
import { serve } from '../../scripts/lib/serve.mjs';
import { type Backend, launch } from './browser';
import { registered, type Test } from './harness';

interface Result {
  readonly title: string;
  readonly backend: Backend;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
  readonly error?: string;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..', '..');
const results = join(root, 'test-results');
const out = join(root, 'out');

const { values, positionals } = parseArgs({ allowPositionals: true, options: { address: { type: 'string' } } });
if (!values.address && !existsSync(join(out, 'index.html'))) {
  console.error('There is no out/ to test: run `npm run build` first.');
  process.exit(1);
}
for (const file of readdirSync(here).sort())
  if (file.endsWith('.e2e.ts')) await import(pathToFileURL(join(here, file)).href);
const words = positionals.join(' ').toLowerCase();
const tests = registered().filter((test) => test.title.toLowerCase().includes(words));
mkdirSync(results, { recursive: true });

/** A reader who asked for WebGPU, until the test chooses otherwise. A page without an address has no storage. */
const PREFER_WEBGPU = `try { localStorage.getItem('statescope.settings') ?? localStorage.setItem('statescope.settings', '{"backend":"webgpu"}') } catch {}`;

const own = values.address ? null : await serve(out, { port: 0 });
const address = values.address?.replace(/\/+$/, '') ?? own!.address;
const done: Result[] = [];
for (const backend of ['webgpu', 'cpu'] as const) {
  const chosen = tests.filter((test) => (test.on ?? ['cpu']).includes(backend));
  if (chosen.length === 0) continue;
  console.log(backend === 'webgpu' ? '\nWith WebGPU (software)' : '\nWithout WebGPU');
  const browser = await launch(backend);
  const missing = backend === 'webgpu' && !(await hasAdapter(browser));
  for (const test of chosen) {
    const result = missing
      ? { title: test.title, backend, status: 'skipped' as const, milliseconds: 0, error: 'no WebGPU adapter here' }
      : await runOne(test, backend, browser);
    done.push(result);
    const sign = { passed: '✓', failed: '✗', skipped: '–' }[result.status];
    console.log(`  ${sign} ${result.title} (${Math.round(result.milliseconds)} ms)`);
    if (result.error) console.log(`      ${result.error.replaceAll('\n', '\n      ')}`);
  }
  await browser.close();
}
own?.server.close();

writeFileSync(join(results, 'e2e.json'), `${JSON.stringify({ tests: done }, null, 1)}\n`);
const count = (status: Result['status']) => done.filter((result) => result.status === status).length;
console.log(`\n${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
process.exit(count('failed') > 0 || done.length === 0 ? 1 : 0);

async function runOne(test: Test, backend: Backend, browser: Browser): Promise<Result> {
  const started = performance.now();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en', ...test.browser });
  // A software device is slower than the CPU, and a page that may choose would not take it.
  if (backend === 'webgpu') await context.addInitScript(PREFER_WEBGPU);
  const page = await context.newPage();
  const faults = watch(page, test.errors);
  const limit = 1000 * (test.timeout ?? 60);
  page.setDefaultTimeout(limit);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await Promise.race([
      test.run({
        page,
        address,
        backend,
        open: async (path) => {
          await page.goto(address + path, { waitUntil: 'load' });
        },
      }),
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`not done after ${limit / 1000} s`)), limit);
      }),
    ]);
    if (faults.length > 0) throw new Error(faults.join('\n'));
    return { title: test.title, backend, status: 'passed', milliseconds: performance.now() - started };
  } catch (error) {
    const name = `${test.title}-${backend}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    await page.screenshot({ path: join(results, `${name}.png`), timeout: 10_000 }).catch(() => undefined);
    const text = [(error as Error).stack ?? String(error), ...faults].join('\n');
    return { title: test.title, backend, status: 'failed', milliseconds: performance.now() - started, error: text };
  } finally {
    clearTimeout(timer);
    await context.close();
  }
}

/** What must not happen on any page: errors, and requests to another host. */
function watch(page: Page, expected: RegExp | undefined): string[] {
  const faults: string[] = [];
  const fault = (text: string) => {
    if (!expected?.test(text)) faults.push(text);
  };
  page.on('console', (message) => {
    if (message.type() === 'error') fault(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => fault(`exception: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !/^(data|blob|about):/.test(url)) fault(`request to another host: ${url}`);
  });
  return faults;
}

async function hasAdapter(browser: Browser): Promise<boolean> {
  const page = await browser.newPage();
  await page.goto(address);
  const found = await page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));
  await page.close();
  return found;
}
