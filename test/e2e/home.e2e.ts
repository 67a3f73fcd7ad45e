/** The first page: a real model runs and everything on screen is its own. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { BEGINNINGS, leftOf, MODEL, SAMPLING, stateNodesOf, Traces } from '../../components/figures/first-run';
import { loadModel } from '../../engine/session/load';
import { e2e } from './harness';

const text = async (page: Page) => (await page.textContent('[data-part="text"]'))!;
const count = async (page: Page) => Number(await page.getAttribute('[data-part="timeline"]', 'max'));
const waitForTokens = (page: Page, tokens: number) =>
  page.waitForFunction(
    (least) => Number(document.querySelector('[data-part="timeline"]')?.getAttribute('max')) >= least,
    tokens,
  );

/** What the model writes after a prompt, on the CPU in this process, with what is left of each token at the end. */
async function reference(prompt: string, seed: number, steps: number) {
  const path = join(fileURLToPath(new URL('../..', import.meta.url)), 'public', 'models', MODEL);
  const model = await loadModel({ kind: 'folder', path }, { device: 'cpu' });
  const session = await model.createSession();
  const nodes = stateNodesOf(model.blueprint);
  const taps = nodes.flatMap((node) => [node.id, node.decay]);
  const { ids } = model.tokenizer!.encode(prompt);
  const read = await session.prefill(ids, { taps });
  const traces = new Traces(nodes);
  let frame = traces.add(read.taps, 0);
  for (let t = 1; t < ids.length; t++) frame = traces.add(read.taps, t);
  const all = [...ids];
  for (let i = 0; i < steps; i++) {
    const step = await session.step({ ...SAMPLING, seed }, { taps });
    all.push(step.id);
    frame = traces.add(step.taps, 0);
  }
  const written = model.tokenizer!.decode(all);
  model.dispose();
  return { written, frame, tokens: all.length, last: nodes.length - 1, given: ids.length };
}

e2e(
  'a model writes real text on the first screen',
  { on: ['webgpu', 'cpu'], timeout: 180 },
  async ({ page, open, backend }) => {
    // The prompt, the twelve tokens compared below, and some more: however soon the pause comes, they are on the page.
    const { written, frame, tokens: at } = await reference(BEGINNINGS[0]!, 1, 12);
    await open('/en/');
    await waitForTokens(page, at + 3);
    await page.click('text=Pause');
    await page.waitForSelector('text=Go on');
    const given = await page.locator('[data-part="text"] [data-given]').count();
    // Twelve tokens on both backends and in this process: later ones may differ where two are nearly as likely.
    assert.ok(
      (await text(page)).replace(/\s+/g, ' ').startsWith(written.replace(/\s+/g, ' ').trim()),
      await text(page),
    );
    assert.ok(given > 10);
    assert.equal(await page.getAttribute('[data-tier]', 'data-tier'), backend);
    assert.ok(Number(await page.getAttribute('[data-rate]', 'data-rate')) > 0);

    // The state shown at a token is the engine's: read a cell by the keyboard.
    await page.fill('[data-part="timeline"]', String(at - 1));
    await page.focus('[role="application"]');
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
    const [shown, label] = [
      Number(await page.getAttribute('output[data-value]', 'data-value')),
      (await page.textContent('output[data-value]'))!,
    ];
    const [, layer, channel, cell] = /layer (\d+) · channel (\d+) · cell (\d+)/.exec(label)!.map(Number);
    const own = frame.states[layer!]!;
    const size = own.length / 256;
    const expected = own[channel! * size + cell!]!;
    // WebGPU and CPU agree to 1e-4 of the root mean square (test/tolerance.ts); 20 tokens of recurrence stay well within ten times that.
    const rms = Math.hypot(...own) / Math.sqrt(own.length);
    assert.ok(Math.abs(shown - expected) <= 1e-3 * rms, `${label}: ${shown}, engine: ${expected}`);

    // What is left of the first word is the engine's too.
    const bar = await page
      .locator('[data-part="text"] [data-given]')
      .nth(1)
      .evaluate((e) => (e as HTMLElement).style.getPropertyValue('--left'));
    assert.ok(Math.abs(Number(bar) - leftOf(frame, 2, null)!) < 2e-3, `bar ${bar}, engine ${leftOf(frame, 2, null)}`);
  },
);

e2e(
  'another prompt is read, and the same seed writes the same again',
  { on: ['webgpu', 'cpu'], timeout: 180 },
  async ({ page, open }) => {
    await open('/es/');
    await waitForTokens(page, 20);
    const run = async () => {
      const before = await page.getAttribute('[data-part="stage"]', 'data-run');
      await page.fill('textarea', 'The big dog and the small cat');
      await page.keyboard.press('Enter');
      await page.waitForSelector(`[data-run="${Number(before) + 1}"]`);
      await waitForTokens(page, 20);
      await page.click('text=Pausar');
      await page.waitForSelector('text=Seguir');
      return text(page);
    };
    const first = await run();
    assert.match(first, /^The big dog and the small cat/);
    const again = await run();
    const both = Math.min(first.length, again.length);
    assert.ok(both > 40, first);
    assert.equal(again.slice(0, both), first.slice(0, both));
    const before = await count(page);
    await page.click('text=Seguir');
    await waitForTokens(page, before + 2);
  },
);

e2e('a prompt that cannot be run is answered in words', { timeout: 120 }, async ({ page, open }) => {
  await open('/en/');
  await waitForTokens(page, 20);
  await page.fill('textarea', '   ');
  await page.click('button:has-text("Run")');
  assert.match((await page.textContent('form [role="alert"]'))!, /few words/);
  await page.fill('textarea', 'word '.repeat(200));
  await page.click('button:has-text("Run")');
  await page.waitForSelector('form [role="alert"]:has-text("too long")');
  await page.fill('textarea', '¿Qué? 你好 🙂');
  await page.click('button:has-text("Run")');
  await page.waitForFunction(() => document.querySelector('[data-part="text"]')?.textContent?.includes('🙂'));
  assert.equal(await page.locator('form [role="alert"]:visible').count(), 0);
});

e2e('the reader’s backend is used', { on: ['webgpu'], timeout: 120 }, async ({ page, open }) => {
  await open('/en/');
  await page.waitForSelector('[data-tier="webgpu"]');
  await page.click('text=Settings');
  await page.click('label:has-text("CPU")');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-tier="cpu"]');
  await waitForTokens(page, 25);
});

e2e('without workers a recording of the model plays', { timeout: 120 }, async ({ page, open }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'Worker');
  });
  await open('/en/');
  await page.waitForSelector('[data-tier="recorded"]');
  await page.waitForSelector('text=This is a recording');
  await waitForTokens(page, 25);
  const { written } = await reference(BEGINNINGS[0]!, 1, 5);
  assert.ok((await text(page)).replace(/\s+/g, ' ').startsWith(written.replace(/\s+/g, ' ').trim()));
});

e2e('WebGPU asked for and missing: said in words, and a recording plays', { timeout: 120 }, async ({ page, open }) => {
  await page.addInitScript(() => {
    localStorage.setItem('statescope.settings', '{"backend":"webgpu"}');
  });
  await open('/es/');
  await page.waitForSelector('text=Se pidió WebGPU y aquí no está');
  await waitForTokens(page, 25);
});

e2e('the page goes on drawing while the model writes', { on: ['cpu'], timeout: 120 }, async ({ page, open }) => {
  // As text: tsx would name the function by a helper that the page does not have.
  await page.addInitScript(
    'frameCount = 0; requestAnimationFrame(function draw() { frameCount++; requestAnimationFrame(draw); })',
  );
  await open('/en/');
  await waitForTokens(page, 25);
  assert.equal(page.workers().length, 1);
  const frames = async () => Number(await page.evaluate('frameCount'));
  const [before, tokens] = [await frames(), await count(page)];
  await waitForTokens(page, tokens + 20);
  // Frames against tokens, not milliseconds: a busy machine slows both. A model on the page's own thread would draw at most one a token.
  const drawn = (await frames()) - before;
  assert.ok(drawn > 20, `${drawn} frames for 20 tokens`);
});
