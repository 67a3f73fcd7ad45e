/**
 * `npm run bench:paint [-- --out DIR] [--runs N]`: the largest contentful paint of every page of the built site, in a fresh browser
 * profile each time (nothing cached, local server). Prints one JSON object: { path: { median, worst } } in milliseconds; aim: below 1500.
 * Never a test: on a shared machine times say little.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { written } from '../../components/book/chapter-source';
import { chapters } from '../../content';
import { serve } from '../../scripts/lib/serve.mjs';
import { launch } from '../e2e/browser';

const { values } = parseArgs({
  options: { out: { type: 'string', default: 'out' }, runs: { type: 'string', default: '5' } },
});
if (!existsSync(`${values.out}/index.html`)) {
  console.error(`There is no ${values.out}/index.html: run \`npm run build\` first, or name a built site with --out.`);
  process.exit(1);
}

const paths = [
  '',
  'lab/',
  'atlas/',
  'cost/',
  'models/',
  'book/',
  ...written(chapters).map(({ slug }) => `book/${slug}/`),
];
const { server, address } = await serve(values.out, { port: 0 });
const browser = await launch('cpu');
const found: Record<string, { median: number; worst: number }> = {};
for (const path of paths) {
  const times: number[] = [];
  for (let i = 0; i < Number(values.runs); i++) times.push(await largestPaint(browser, `${address}/en/${path}`));
  times.sort((a, b) => a - b);
  found[`/en/${path}`] = { median: Math.round(times[times.length >> 1]!), worst: Math.round(times.at(-1)!) };
}
console.log(JSON.stringify(found, null, 1));
await browser.close();
server.close();

/** Milliseconds from navigation to the largest contentful paint of the first screen, two seconds after the page has loaded. */
async function largestPaint(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'load' });
  const time = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let last = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) last = entry.startTime;
        }).observe({ type: 'largest-contentful-paint', buffered: true });
        setTimeout(() => resolve(last), 2000);
      }),
  );
  await context.close();
  return time;
}
