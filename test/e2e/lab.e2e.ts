/** The lab in a real browser: stepped by key and pointer, read against the engine's own numbers, taken away as a link. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import { loadModel } from '../../engine/session/load';
import { e2e, eventually } from './harness';

const TEXT = 'Once upon a time, there was a dog';
const HERE = `t=${encodeURIComponent(TEXT)}`;
const PLACE = 'output';

const ready = (page: Page) => page.waitForSelector('[data-step=token1]:not([disabled])');
const place = (page: Page) => page.locator(PLACE).first().textContent();
/** All that a screen says of the state at the cursor. */
const screen = async (page: Page) => ({
  place: await place(page),
  line: await page.locator('[data-line]').getAttribute('data-line'),
  norms: await page
    .locator('[data-layer] [data-value]')
    .evaluateAll((all) => all.map((e) => e.getAttribute('data-value'))),
});

const shows = async (page: Page, wanted: Awaited<ReturnType<typeof screen>>) =>
  assert.deepEqual(
    await eventually(
      () => screen(page),
      (now) => isDeepStrictEqual(now, wanted),
    ),
    wanted,
  );

e2e(
  'the lab steps forward and back to the same state',
  { on: ['webgpu', 'cpu'], timeout: 180 },
  async ({ page, open, backend }) => {
    await open(`/en/lab/?${HERE}&at=4&l=2&n=h&c=3`);
    await ready(page);
    assert.equal(await page.locator('[data-tier]').getAttribute('data-tier'), backend);
    await page.waitForSelector('[data-line]');
    const start = await screen(page);
    await page.locator('h1').click();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('output')?.textContent?.startsWith('5 /'));
    assert.notDeepEqual(await screen(page), start);
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(() => document.querySelector('output')?.textContent?.startsWith('4 /'));
    await shows(page, start);
    await page.keyboard.press('.');
    await page.waitForSelector('[data-inspects="layers.2.mixer.y_ssm"]');
    await page.click('[data-step="op-1"]');
    await page.waitForSelector('[data-inspects="layers.2.mixer.h"] [data-line]');
    await shows(page, start);
  },
);

e2e('a number in the lab is the tap of the engine', { on: ['cpu'], timeout: 180 }, async ({ page, open }) => {
  const model = await loadModel({ kind: 'folder', path: 'public/models/stories-mamba' }, { device: 'cpu' });
  const session = await model.createSession();
  const ids = model.tokenizer!.encode(TEXT).ids;
  const { taps } = await session.prefill(ids, { taps: ['layers.2.mixer.delta'] });
  const delta = taps.get('layers.2.mixer.delta')!;
  await open(`/en/lab/?${HERE}&at=4&l=2&n=delta&c=3`);
  await ready(page);
  await page.waitForSelector('[data-inspects="layers.2.mixer.delta"]');
  const map = page.locator('[data-inspects] [role=application]').first();
  await map.focus();
  await map.press('ArrowRight');
  for (let i = 0; i < 2; i++) await map.press('ArrowDown');
  for (let i = 0; i < 5; i++) await map.press('ArrowRight');
  const readout = page.locator('[data-inspects] [data-value]').first();
  const value = Number(await readout.getAttribute('data-value'));
  assert.match((await readout.textContent())!, /delta\[2, 5\]/);
  const tap = delta.data[2 * delta.shape[1]! + 5]!;
  // The page taps the whole layer, the test one node: sums may round apart in the last places of f32.
  assert.ok(Math.abs(value - tap) < 1e-5 * Math.max(1, Math.abs(tap)), `${value} on the page, ${tap} from the engine`);
});

e2e('a link brings back the screen of the lab', { timeout: 180 }, async ({ page, open }) => {
  await open(`/en/lab/?${HERE}&at=3&l=1`);
  await ready(page);
  await page.locator('h1').click();
  await page.keyboard.press('End');
  for (let i = 0; i < 2; i++) {
    const before = await place(page);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((old) => document.querySelector('output')?.textContent !== old, before);
  }
  await page.waitForFunction(() => /[?&]at=\d+/.test(location.search));
  await page.waitForTimeout(600);
  await page.waitForSelector('[data-line]');
  const [address, there] = [page.url(), await screen(page)];
  await page.goto('about:blank');
  await page.goto(address);
  await ready(page);
  await page.waitForFunction((text) => document.querySelector('output')?.textContent === text, there.place);
  await page.waitForSelector('[data-line]');
  assert.equal((await screen(page)).place, there.place);
  assert.equal(await page.locator('[data-layer="1"]').getAttribute('aria-current'), 'true');
});

e2e('a broken link to the lab says so and leaves a usable page', { timeout: 180 }, async ({ page, open }) => {
  await open('/es/lab/?m=no-such-model&temp=9&at=-1&v=teleport&x=[{]');
  await ready(page);
  const said = (await page.getByRole('alert').first().textContent())!;
  for (const word of ['el modelo', 'la temperatura', 'el token', 'la vista', 'la lista de cambios'])
    assert.ok(said.includes(word), word);
  await page.locator('h1').click();
  await page.keyboard.press('ArrowLeft');
  assert.match((await place(page))!, /^22 \/ 23/);
});

e2e('a change in the lab moves the next word, and undo takes it back', { timeout: 180 }, async ({ page, open }) => {
  await open(`/en/lab/?${HERE}&v=prediction&l=0&n=delta`);
  await ready(page);
  await page.click('text=Take out layer 0');
  await page.waitForSelector('[data-divergence]');
  assert.match((await page.locator('[aria-label=Changed]').textContent())!, /layers\.0\.mixer\.out_proj/);
  await page.locator('[aria-label=Changed] >> text=undo').click();
  await page.waitForSelector('[data-divergence]', { state: 'detached' });
});

e2e(
  'another text’s state is put in by keyboard, listed, and undone',
  { on: ['webgpu', 'cpu'], timeout: 180 },
  async ({ page, open }) => {
    await open(`/en/lab/?${HERE}&v=prediction&l=2&n=h&at=5`);
    await ready(page);
    const line = await page.locator('[data-layer="2"] [data-value]').getAttribute('data-value');
    await page.locator('summary', { hasText: 'another text' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('The other text').fill('Tom had a big dog.');
    await page.locator('[data-patch]').press('Enter');
    await page.waitForSelector('[data-divergence]');
    assert.match(
      (await page.locator('[aria-label=Changed]').textContent())!,
      /layers\.\*\.mixer\.h ← “Tom had a big dog\.”\[\d+\] at token 5/,
    );
    assert.notEqual(await page.locator('[data-layer="2"] [data-value]').getAttribute('data-value'), line);
    await page.waitForFunction(() => location.search.includes('patch'));
    await page.locator('h1').click();
    await page.keyboard.press('x');
    await page.waitForFunction(() => document.querySelectorAll('[aria-label=Changed] li').length === 2);
    await page.keyboard.press('z');
    await page.keyboard.press('z');
    await page.waitForSelector('[data-divergence]', { state: 'detached' });
  },
);
