/**
 * `npm run bench:feel [-- --out DIR] [--seconds N] [--webgpu] [--path /en/lab/] [--address URL]`: how the lab feels, from the browser's
 * own performance trace. Opens the built site in Chromium twice (cold, then with what the browser kept), plays the default model, and prints one JSON object:
 *
 *   firstTokenMilliseconds   from opening the page to the first text read, cold and warm (aim: 2 s warm)
 *   longestTask              of the page's main thread while tokens stream, in time on the processor, with what it ran (aim: below 50 ms)
 *   longTasks                their number and the sum of what lies above 50 ms
 *   framesPerSecond          of the page's animation frames while tokens stream (aim: 60)
 *   busy                     milliseconds of each second that the main thread worked, in time on the processor, and what took most of them:
 *                            of all these the one that holds on a machine which does other things too
 *   tokens                   played meanwhile
 *
 * Never a test: on a shared machine times say little. `idle` is the same page, the same time, without playing: compare with it.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { serve } from '../../scripts/lib/serve.mjs';
import { launch } from '../e2e/browser';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'out' },
    path: { type: 'string', default: '/en/lab/' },
    seconds: { type: 'string', default: '6' },
    webgpu: { type: 'boolean', default: false },
    address: { type: 'string' },
  },
});
if (!values.address && !existsSync(`${values.out}/index.html`)) {
  console.error(`There is no ${values.out}/index.html: run \`npm run build\` first, or name a built site with --out.`);
  process.exit(1);
}

/** Length from which the browser calls a task long. */
const LONG = 50;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Time on the processor: what other programs do on the machine does not count. */
  readonly tdur?: number;
  readonly args: { readonly name?: string; readonly data?: Readonly<Record<string, unknown>> };
}

/** All events of the trace between start and the returned function's call. */
async function trace(cdp: CDPSession): Promise<() => Promise<TraceEvent[]>> {
  const events: TraceEvent[] = [];
  const keep = ({ value }: { value: object[] }) => void events.push(...(value as TraceEvent[]));
  cdp.on('Tracing.dataCollected', keep);
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] },
  });
  return async () => {
    const done = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
    await cdp.send('Tracing.end');
    await done;
    cdp.off('Tracing.dataCollected', keep);
    return events;
  };
}

/** Milliseconds on the processor, where the browser gives them. */
const timeOf = ({ tdur, dur = 0 }: TraceEvent) => (tdur ?? dur) / 1000;
const round = (value: number) => Math.round(10 * value) / 10;

/** What the main thread of the page did: the renderer main thread that fired the most animation frames. */
function read(events: readonly TraceEvent[], seconds: number) {
  const frames = events.filter(({ name }) => name === 'FireAnimationFrame');
  const byThread = new Map<string, number>();
  for (const { pid, tid } of frames) byThread.set(`${pid}.${tid}`, (byThread.get(`${pid}.${tid}`) ?? 0) + 1);
  const [main = '', count = 0] = [...byThread].sort((a, b) => b[1] - a[1])[0] ?? [];
  const own = events.filter(({ ph, pid, tid }) => ph === 'X' && `${pid}.${tid}` === main);
  const tasks = own.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask');
  const longest = tasks.reduce((a, b) => (timeOf(a) > timeOf(b) ? a : b), tasks[0]!);
  const over = tasks.map(timeOf).filter((ms) => ms > LONG);
  return {
    longestTask: longest && { milliseconds: round(timeOf(longest)), ran: parts(own, longest) },
    longTasks: { count: over.length, above: round(over.reduce((sum, ms) => sum + ms - LONG, 0)) },
    framesPerSecond: round(count / seconds),
    busy: { milliseconds: round(sum(tasks.map(timeOf)) / seconds), in: mostOf(own, seconds) },
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The kinds of event that took most time of their own, without what ran inside them, in milliseconds a second. */
function mostOf(events: readonly TraceEvent[], seconds: number): Record<string, number> {
  const sums = new Map<string, number>();
  const open: TraceEvent[] = [];
  for (const event of [...events].sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    while (open.length > 0 && event.ts >= open.at(-1)!.ts + (open.at(-1)!.dur ?? 0)) open.pop();
    const around = open.at(-1);
    if (around) sums.set(around.name, (sums.get(around.name) ?? 0) - timeOf(event));
    sums.set(event.name, (sums.get(event.name) ?? 0) + timeOf(event));
    open.push(event);
  }
  const most = [...sums].sort((a, b) => b[1] - a[1]).slice(0, 8);
  return Object.fromEntries(most.map(([name, ms]) => [name, round(ms / seconds)]));
}

/** The longest events inside a task, by name, in milliseconds. */
function parts(events: readonly TraceEvent[], task: TraceEvent): Record<string, number> {
  const sums = new Map<string, number>();
  for (const event of events) {
    if (event === task || event.ts < task.ts || event.ts > task.ts + (task.dur ?? 0) || /RunTask/.test(event.name))
      continue;
    const { functionName, url } = event.args.data ?? {};
    const name = functionName
      ? `${event.name} ${functionName}`
      : url
        ? `${event.name} ${String(url).slice(-40)}`
        : event.name;
    sums.set(name, (sums.get(name) ?? 0) + timeOf(event));
  }
  return Object.fromEntries(
    [...sums]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 6)
      .map(([name, ms]) => [name, round(ms)]),
  );
}

const ready = '[data-step=token1]:not([disabled])';

async function opened(page: Page, address: string): Promise<number> {
  const started = performance.now();
  await page.goto(address + values.path);
  await page.waitForSelector(ready);
  return Math.round(performance.now() - started);
}

const seconds = Number(values.seconds);
const own = values.address ? null : await serve(values.out, { port: 0 });
const address = values.address ?? own!.address;
const browser = await launch(values.webgpu ? 'webgpu' : 'cpu');
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
page.setDefaultTimeout(120_000);
// A frame is fired only where somebody asks for one.
await page.addInitScript('requestAnimationFrame(function frame() { requestAnimationFrame(frame); })');
const cold = await opened(page, address);
await page.goto('about:blank');
const warm = await opened(page, address);
const tier = await page.locator('[data-tier]').first().getAttribute('data-tier');
const cdp = await context.newCDPSession(page);
const tokens = async () => Number((await page.locator('output').first().textContent())?.split('/')[1]);
// What opening the page still has to do is not playing.
await page.waitForTimeout(2000);

const idleEnd = await trace(cdp);
await page.waitForTimeout(1000 * seconds);
const idle = read(await idleEnd(), seconds);

const before = await tokens();
await page.locator('h1').click();
await page.keyboard.press(' ');
await page.waitForTimeout(500);
const end = await trace(cdp);
await page.waitForTimeout(1000 * seconds);
const playing = read(await end(), seconds);
await page.keyboard.press(' ');
const played = (await tokens()) - before;
await browser.close();
own?.server.close();
console.log(
  JSON.stringify({ tier, seconds, firstTokenMilliseconds: { cold, warm }, tokens: played, idle, playing }, null, 2),
);
