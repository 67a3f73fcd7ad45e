/** The cost page in a real browser: curves against the blueprint, driven by key and pointer; one small measurement really run. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { type CostOptions, cost } from '../../engine/blueprint/cost';
import { buildBlueprint } from '../../engine/models';
import { published } from '../../engine/models/published';
import { violations } from './axe';
import { e2e } from './harness';

const totals = (id: string, options: CostOptions) =>
  cost(buildBlueprint(published.find((p) => p.id === id)!.config), options).total;
const kept = (id: string, context: number) => {
  const { cacheBytes, ssmStateBytes, convStateBytes } = totals(id, { context });
  return cacheBytes + ssmStateBytes + convStateBytes;
};
const cell = async (page: Page, model: string, quantity: string) =>
  Number(await page.locator(`[data-cost="${model} ${quantity}"]`).getAttribute('data-value'));
const close = (a: number, b: number, what: string) =>
  assert.ok(Math.abs(a - b) <= 1e-9 * Math.abs(b), `${what}: ${a} on the page, ${b} from the blueprint`);
/** The page answers: what the address says is in force. */
const ready = (page: Page) => page.waitForSelector('[data-ready]');

for (const path of ['/en/cost/', '/es/cost/'])
  e2e(
    `${path} draws its curves and numbers without script`,
    { browser: { javaScriptEnabled: false } },
    async ({ page, open }) => {
      await open(path);
      for (const quantity of ['prefill', 'decode', 'memory', 'flops'])
        assert.equal(await page.locator(`#${quantity} svg path[fill=none]`).count(), 4, `lines of ${quantity}`);
      close(await cell(page, 'llama-3.1-8b', 'memory'), kept('llama-3.1-8b', 32_768), 'memory');
      assert.ok((await page.locator('[data-fits]').count()) > 15);
    },
  );

e2e(
  'the cost page is read by key and pointer, and its numbers are the blueprint’s',
  { timeout: 120 },
  async ({ page, open }) => {
    await open('/en/cost/?m=llama-3.1-8b,mamba2-hybrid-8b&at=4096');
    await ready(page);
    const chart = page.locator('#memory [role=application]');
    await chart.focus();
    await chart.press('Home');
    for (let i = 0; i < 3; i++) await chart.press('ArrowRight');
    await page.locator('#flops b', { hasText: 'tokens 512' }).waitFor();
    for (const id of ['llama-3.1-8b', 'mamba2-hybrid-8b']) {
      const { prefillFlops, bytesMoved } = totals(id, { context: 512 });
      close(await cell(page, id, 'memory'), kept(id, 512), `${id} memory`);
      close(await cell(page, id, 'flops'), 512 * prefillFlops, `${id} FLOPs`);
      // An A100 moves 2039 GB/s, and decoding one text waits for that.
      close(await cell(page, id, 'decode'), bytesMoved / 2039e9, `${id} decode`);
    }
    await chart.press('Enter');
    await page.waitForFunction(() => location.search.includes('at=512'));

    await page.locator('input[type=range]').first().focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => location.search.includes('n=32'));
    close(await cell(page, 'llama-3.1-8b', 'memory'), 32 * kept('llama-3.1-8b', 512), 'memory of 32 texts');

    const box = (await page.locator('#prefill [role=application]').boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForFunction(() => !document.querySelector('#flops b')?.textContent?.includes('tokens 512'));
  },
);

e2e('data of the cost page is the same in its file', async ({ page, open }) => {
  await open('/es/cost/?m=llama-3.1-8b,jamba-1.5-mini');
  await ready(page);
  await page.locator('#memory summary').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('#memory').getByRole('button', { name: 'CSV' }).click(),
  ]);
  const [, ...rows] = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\r\n');
  assert.equal(rows.length, 2 * 13); // 64 … 262144
  for (const row of rows) {
    const [name, length, bytes] = row.split(',');
    const { id } = published.find((p) => p.name === name)!;
    close(Number(bytes), kept(id, Number(length)), row);
  }
});

e2e(
  'two lengths are measured, paused, kept and forgotten',
  { on: ['webgpu', 'cpu'], timeout: 300 },
  async ({ page, open, backend }) => {
    await open('/en/cost/?l=128&h=stories-mamba,stories-transformer');
    await ready(page);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.waitForSelector('[data-phase=running]');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.waitForSelector('[data-phase=paused]');
    await page.getByRole('button', { name: 'Go on' }).press('Enter');
    await page.waitForSelector('[data-phase=finished]', { timeout: 0 });
    assert.equal(await page.locator('[data-tier]').getAttribute('data-tier'), backend);
    assert.match((await page.locator('[data-kept]').textContent())!, backend === 'cpu' ? /CPU/ : /WebGPU/);
    const chart = page.locator('#memory [role=application]');
    const measured = async () => {
      await chart.focus();
      await chart.press('Home');
      await chart.press('ArrowRight');
      await page.locator('#memory b', { hasText: 'tokens 128' }).waitFor();
      return page
        .locator('#memory [data-series$=measured]')
        .evaluateAll((all) => all.map((e) => [e.getAttribute('data-series'), Number(e.getAttribute('data-value'))]));
    };
    const expected = ['stories-mamba', 'stories-transformer'].map((name) => {
      const config: unknown = JSON.parse(readFileSync(`public/models/${name}/config.json`, 'utf8'));
      const { total } = cost(buildBlueprint(config), { context: 128, stateBytes: 4, convColumns: 'minimal' });
      return [`${name} measured`, total.cacheBytes + total.ssmStateBytes + total.convStateBytes];
    });
    assert.deepEqual(await measured(), expected);
    assert.equal(await page.locator('#prefill svg circle[stroke=none]').count(), 4, 'two lengths of two models');

    // Another visit has them still, until the reader clears them.
    await open('/en/cost/?s=here&h=stories-mamba,stories-transformer');
    await ready(page);
    await page.waitForSelector('[data-kept="2"]');
    assert.deepEqual(await measured(), expected);
    await page.getByRole('button', { name: 'Forget these measurements' }).click();
    await page.waitForSelector('[data-kept]', { state: 'detached' });
  },
);

e2e('a measurement is stopped without a trace of what was not finished', { timeout: 180 }, async ({ page, open }) => {
  await open('/en/cost/?l=4096&h=stories-mamba');
  await ready(page);
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForSelector('[data-phase=running]');
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.waitForSelector('[data-phase=cancelled]');
  await page.getByRole('button', { name: 'Start' }).waitFor();
});

e2e('a broken link to the cost page says so and leaves a usable page', async ({ page, open }) => {
  await open('/es/cost/?m=llama-3.1-8b,gpt-17&n=3&d=abaco&b=x&s=todo');
  await ready(page);
  const said = (await page.locator('#content [role=alert]').textContent())!;
  for (const word of ['gpt-17', 'textos a la vez', 'abaco', 'bytes por peso', 'lo que se muestra'])
    assert.ok(said.includes(word), word);
  close(await cell(page, 'llama-3.1-8b', 'memory'), kept('llama-3.1-8b', 32_768), 'memory');
  await page.getByRole('button', { name: 'De acuerdo' }).click();
  assert.equal(await page.locator('#content [role=alert]').count(), 0);
});

for (const colorScheme of ['light', 'dark'] as const)
  e2e(
    `axe finds nothing wrong with the cost page in the ${colorScheme} scheme`,
    { browser: { colorScheme } },
    async ({ page, open }) => {
      await open('/en/cost/');
      await ready(page);
      await page.locator('#memory summary').click();
      await page.locator('#memory').getByRole('button', { name: 'Show as a table' }).click();
      assert.deepEqual(await violations(page), []);
    },
  );

e2e('a figure that fills the screen has a picture as large', async ({ page, open }) => {
  await open('/en/cost/');
  await ready(page);
  const height = () =>
    page
      .locator('#memory svg')
      .first()
      .evaluate((svg) => svg.clientHeight);
  assert.equal(await height(), 300);
  await page.locator('#memory summary').click();
  await page.locator('#memory').getByRole('button', { name: 'Full screen' }).click();
  await page.waitForFunction(() => document.fullscreenElement?.id === 'memory');
  await page.waitForFunction(() => (document.querySelector('#memory svg')?.clientHeight ?? 0) > 400);
  // Its menu is not left open over it, and escape closes one that is.
  assert.equal(await page.locator('#memory details').getAttribute('open'), null);
  await page.locator('#memory summary').click();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#memory details').getAttribute('open'), null);
  await page.evaluate(() => document.fullscreenElement && document.exitFullscreen());
  await page.waitForFunction(() => document.querySelector('#memory svg')?.clientHeight === 300);
});
