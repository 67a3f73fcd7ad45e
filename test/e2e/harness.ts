/**
 * What a test file of this folder uses. A file is named <something>.e2e.ts, is found by itself, and calls `e2e` once per test:
 *
 *   e2e('the language switch keeps the place', async ({ page, open }) => {
 *     await open('/en/lab/?m=stories-mamba#state');
 *     …
 *   });
 *   e2e('text streams', { on: ['webgpu', 'cpu'] }, async ({ page, open, backend }) => { … });
 *
 * Every test has a page of its own and fails on an error in the page's console, on an exception in the page, and on a request to any other
 * host, unless it says so (`errors`). Run all: `npm test`, or after `npm run build`: `node --import tsx test/e2e/run.ts [words of a title]`.
 */
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Backend } from './browser';

export interface Context {
  readonly page: Page;
  /** Root of the site: http://127.0.0.1:port. */
  readonly address: string;
  readonly backend: Backend;
  /** Goes to a path of the site and waits until it is loaded. */
  open(path: string): Promise<void>;
}

export interface TestOptions {
  /** Browsers to run in. Default: once, without WebGPU, for what no model is needed. */
  readonly on?: readonly Backend[];
  /** Seconds. Default 60. */
  readonly timeout?: number;
  /** Viewport, colour scheme, language, script off … of the page. */
  readonly browser?: BrowserContextOptions;
  /** Console errors that belong to the test. */
  readonly errors?: RegExp;
}

export interface Test extends TestOptions {
  readonly title: string;
  readonly run: (context: Context) => Promise<void>;
}

const registry: Test[] = [];

export function e2e(title: string, options: TestOptions, run: Test['run']): void;
export function e2e(title: string, run: Test['run']): void;
export function e2e(title: string, a: TestOptions | Test['run'], b?: Test['run']): void {
  if (registry.some((test) => test.title === title)) throw new Error(`two tests have the title "${title}"`);
  registry.push(typeof a === 'function' ? { title, run: a } : { ...a, title, run: b! });
}

/** The tests registered so far. */
export const registered = (): readonly Test[] => registry;

/** Reads again until it is as it should be, and gives the last reading: the lab's panels draw a few frames after the cursor has moved. */
export async function eventually<T>(read: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 10_000; ; ) {
    const value = await read();
    if (good(value) || Date.now() > end) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
