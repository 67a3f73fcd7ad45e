/** The atlas in a real browser: walked by key and pointer, its numbers held against the blueprint's, its links taken apart. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { cost } from '../../engine/blueprint/cost';
import { buildBlueprint } from '../../engine/models';
import { published } from '../../engine/models/published';
import { violations } from './axe';
import { e2e } from './harness';

const ready = (page: Page) => page.waitForSelector('[data-ready=true]');
const shows = (page: Page, local: string) => page.waitForSelector(`[data-shows="${local}"]`);
const focused = (page: Page, name: string) =>
  page.evaluate((attribute) => document.activeElement?.getAttribute(attribute) ?? null, name);
const blueprint = (id: string) => buildBlueprint(published.find((model) => model.id === id)!.config);
const number = async (page: Page, selector: string) =>
  Number(await page.locator(selector).first().getAttribute('data-value'));

e2e('the atlas reads whole without scripts', { browser: { javaScriptEnabled: false } }, async ({ page, open }) => {
  for (const path of ['/en/atlas/', '/es/atlas/']) {
    await open(path);
    assert.equal(await page.locator('[data-side=left] [data-row]').count(), 32 + 3); // Jamba: 32 layers, embedding, norm, head
    assert.ok((await page.locator('[data-node]').count()) > 25);
    await page.click('[data-text=left] summary');
    assert.equal(await page.locator('tr[data-op]').count(), await page.locator('[data-node]').count());
    assert.ok((await page.locator('[data-op="mixer.h"]').textContent())!.includes('[T, d_inner, d_state]'));
    const { total } = cost(blueprint('jamba-v0.1'), { context: 4096 });
    assert.equal(await number(page, '[data-quantity=parameters] [data-value]'), total.parameters);
    assert.equal(await number(page, '[data-quantity=cache] [data-value]'), total.cacheBytes);
  }
});

e2e('the atlas is walked by keyboard alone, in and out', async ({ page, open }) => {
  await open('/en/atlas/?a=mamba-130m&l=3');
  await ready(page);
  await page.waitForSelector('[data-row="3"][aria-current=true]');
  await page.focus('[data-row="3"]');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page, 'data-row'), '4');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page, 'data-node'), 'layers.4.mixer.h');
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(page, 'data-node'), 'layers.4.mixer.A_bar');
  await page.keyboard.press('ArrowUp');
  await shows(page, 'mixer.delta');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page, 'data-level'), 'node');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page, 'data-node'), 'layers.4.mixer.delta');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page, 'data-row'), '4');
  await page.keyboard.press('End');
  assert.equal(await focused(page, 'data-row'), 'logits');
  await page.waitForSelector('[data-node=logits][aria-pressed=true]');
  await page.waitForFunction(() => location.search.includes('l=ends') && location.search.includes('n=logits'));
  await page.keyboard.press('r');
  await page.waitForSelector('[data-row="0"][aria-current=true]');
});

e2e('the numbers of the atlas are the blueprint’s at any context', async ({ page, open }) => {
  await open('/en/atlas/?a=llama-3.1-8b&m=memory&c=32768');
  await ready(page);
  await page.waitForFunction(() => document.querySelector('output')?.textContent === '32,768 tokens');
  const check = async (context: number, bytes: number) => {
    const { total } = cost(blueprint('llama-3.1-8b'), {
      context,
      weightBytes: bytes,
      stateBytes: bytes,
      cacheBytes: bytes,
    });
    await page.waitForSelector(`[data-quantity=cache] [data-value="${total.cacheBytes}"]`);
    const shown = async (name: string) => number(page, `[data-quantity=${name}] [data-value]`);
    assert.equal(await shown('parameters'), total.parameters);
    assert.equal(await shown('decode'), total.decodeFlops);
    assert.equal(await shown('prefill'), total.prefillFlops);
    assert.equal(await shown('moved'), total.bytesMoved);
    assert.equal(await number(page, '[data-row="7"]'), total.cacheBytes / 32);
  };
  await check(32_768, 2);
  assert.match((await page.textContent('[data-quantity=cache]'))!, /4 GiB/); // facts: 32 layers, 1024 wide, 16 bits
  await page.focus('[data-control=context]');
  await page.keyboard.press('ArrowRight');
  await check(65_536, 2);
  await page.selectOption('[data-control=bytes]', '1');
  await check(65_536, 1);

  // One operation: its row in the panel is its node's cost.
  await page.click('[data-node="layers.0.mixer.scores"]');
  await shows(page, 'mixer.scores');
  const own = cost(blueprint('llama-3.1-8b'), { context: 65_536 }).nodes.find((n) => n.id === 'layers.0.mixer.scores')!;
  assert.equal(await number(page, '[data-measure=decode]'), own.decodeFlops);
  await page.hover('[data-node="layers.0.mlp.gate"]');
  await shows(page, 'mlp.gate');
});

e2e('two architectures of the atlas say what they share', async ({ page, open }) => {
  await open('/en/atlas/?a=mamba-130m');
  await ready(page);
  await page.selectOption('[data-control=beside]', 'jamba-v0.1');
  await page.waitForSelector('[data-side=right] [data-node]');
  const kin = (side: string, local: string) =>
    page.locator(`[data-side=${side}] [data-node="layers.0.${local}"]`).getAttribute('data-kin');
  assert.equal(await kin('left', 'mixer.h'), 'same');
  assert.equal(await kin('left', 'mixer.B'), 'changed');
  assert.equal(await kin('right', 'mixer.B_raw'), 'own');
  assert.equal(await kin('right', 'mlp.gate'), 'own');
  await page.click('[data-side=right] [data-node="layers.0.mixer.B_raw"]');
  await shows(page, 'mixer.B_raw');
  assert.match((await page.textContent('[data-level=node]'))!, /This layer has no mixer\.B_raw/);
  await page.click('[data-side=right] [data-row="4"]');
  await page.waitForSelector('[data-node="layers.4.mixer.scores"]');
  await page.waitForFunction(() => location.search.includes('l2=4'));
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await page.waitForSelector('[data-side=right] [data-row="4"][aria-current=true]');
});

e2e('an operation of the atlas is found, and leads into the lab', { timeout: 120 }, async ({ page, open }) => {
  await open('/es/atlas/?a=stories-mamba');
  await ready(page);
  await page.fill('[data-control=search]', 'compuerta');
  await page.waitForSelector('[data-hit="mixer.z"]');
  await page.keyboard.press('ArrowDown');
  assert.ok(await focused(page, 'data-hit'));
  await page.click('[data-hit="mixer.z"]');
  await shows(page, 'mixer.z');
  // Found in another architecture, it goes there.
  await page.fill('[data-control=search]', 'mlp.router');
  await page.keyboard.press('Enter');
  await shows(page, 'mlp.router');
  assert.equal(await page.inputValue('[data-control=model]'), 'stories-jamba');
  await page.click('[data-to=lab]');
  await page.waitForURL(/\/es\/lab\/\?.*m=stories-jamba/);
  await page.waitForSelector('[data-inspects$="mlp.router"]', { timeout: 90_000 });
});

e2e('a broken link to the atlas says so and leaves a usable page', async ({ page, open }) => {
  await open('/es/atlas/?a=gpt-5&l=99&c=-4&m=money&n=mixer.flux&vs=%00&b=3');
  await ready(page);
  const said = (await page.locator('#content [role=alert]').textContent())!;
  for (const word of [
    'la arquitectura',
    'la capa',
    'el contexto',
    'lo que muestran las barras',
    'la operación',
    'gpt-5',
  ])
    assert.ok(said.includes(word), word);
  await page.click('#content [role=alert] button');
  assert.equal(await page.locator('#content [role=alert]').count(), 0);
  await page.click('[data-row="4"]');
  await page.waitForSelector('[data-node="layers.4.mixer.scores"]');
});

e2e('the diagram of the atlas is taken away as CSV and SVG', async ({ page, open }) => {
  await open('/en/atlas/?a=stories-s4d');
  await ready(page);
  await page.waitForSelector('[data-row="0"][aria-current=true]');
  const save = async (item: string) => {
    if (
      !(await page
        .locator('figure')
        .first()
        .locator('details')
        .first()
        .getAttribute('open')
        .then((o) => o !== null))
    )
      await page.locator('figure summary').first().click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('figure').first().getByRole('button', { name: item }).click(),
    ]);
    return readFileSync((await download.path())!, 'utf8');
  };
  const csv = await save('Save the data as CSV');
  const small = buildBlueprint(JSON.parse(readFileSync('public/models/stories-s4d/config.json', 'utf8')));
  const { nodes } = cost(small, { context: 4096 });
  const lines = csv.trim().split('\r\n');
  assert.equal(lines.length, nodes.length + 1);
  const h = nodes.find(({ id }) => id === 'layers.0.mixer.h')!;
  const row = lines.find((line) => line.includes(',layers.0.mixer.h,'))!;
  assert.ok(row.includes(`,${h.decodeFlops},`) && row.includes(`,${h.ssmStateBytes},`), row);
  const svg = await save('Save as SVG');
  const wellFormed = await page.evaluate(
    (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror') === null,
    svg,
  );
  assert.ok(wellFormed && svg.includes('in_proj') && svg.includes('logits'));
});

for (const colorScheme of ['light', 'dark'] as const)
  e2e(
    `axe finds nothing wrong in the atlas with everything open, in the ${colorScheme} scheme`,
    { browser: { colorScheme, viewport: { width: 1440, height: 1000 } }, timeout: 120 },
    async ({ page, open }) => {
      await open('/en/atlas/?a=mamba-2.8b&vs=jamba-1.5-large&c=0');
      await ready(page);
      for (const summary of await page.locator('[data-text] > summary').all()) await summary.click();
      await page.fill('[data-control=search]', 'norm');
      assert.deepEqual(await violations(page), []);
      await page.setViewportSize({ width: 390, height: 844 });
      await page.fill('[data-control=search]', '');
      assert.deepEqual(await violations(page), []);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow} px wider than the screen`);
    },
  );
