/** The lab on its way: played, dragged, run to a place where it stops, and changed by freezing and forgetting. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { loadModel } from '../../engine/session/load';
import { e2e } from './harness';

const TEXT = 'Once upon a time, there was a dog';
const HERE = `/en/lab/?t=${encodeURIComponent(TEXT)}`;
const CHANNEL = 3;

const ready = (page: Page) => page.waitForSelector('[data-step=token1]:not([disabled])');
const stands = (page: Page, at: number) =>
  page.waitForFunction((now) => document.querySelector('output')?.textContent?.startsWith(`${now} /`), at);
const tokenOf = async (page: Page) => Number.parseInt((await page.locator('output').first().textContent())!, 10);

e2e('the lab runs to a token, a layer and a value, and stops there', { timeout: 180 }, async ({ page, open }) => {
  const model = await loadModel({ kind: 'folder', path: 'public/models/stories-mamba' }, { device: 'cpu' });
  const session = await model.createSession();
  const { ids } = model.tokenizer!.encode(TEXT);
  const { taps } = await session.prefill(ids, { taps: ['layers.0.mixer.delta'] });
  const { data, shape } = taps.get('layers.0.mixer.delta')!;
  const delta = ids.length === shape[0] ? Array.from(ids, (_, t) => data[t * shape[1]! + CHANNEL]!) : [];
  // The largest Δ after token 2: a limit just below it is passed there and, if the run begins at 2, nowhere before.
  const most = delta.indexOf(Math.max(...delta.slice(3)), 3);

  await open(`${HERE}&at=1&l=0&n=delta&c=${CHANNEL}`);
  await ready(page);
  const form = page.locator('details:has(summary:text("break at"))');
  await form.locator('summary').focus();
  await page.keyboard.press('Enter');
  const number = form.getByLabel('number');
  await number.fill('2');
  await number.press('Enter');
  await stands(page, 2);

  await form.locator('select').first().selectOption('value');
  await number.fill(String(0.999 * delta[most]!));
  await number.press('Enter');
  await stands(page, most);

  await form.locator('select').first().selectOption('layer');
  await number.fill('99');
  await form.getByRole('alert').waitFor();
  assert.ok(await form.getByRole('button').isDisabled());
  await number.fill('5');
  await number.press('Enter');
  await page.waitForSelector('[data-layer="5"][aria-current=true]');
});

e2e('the lab plays, is paused, and is dragged through the text', { timeout: 180 }, async ({ page, open }) => {
  await open(`${HERE}&at=2`);
  await ready(page);
  await page.getByLabel('speed').selectOption('16');
  await page.getByRole('button', { name: 'play' }).click();
  await page.waitForFunction(() => Number.parseInt(document.querySelector('output')!.textContent!, 10) > 5);
  await page.getByRole('button', { name: 'pause' }).click();
  await page.waitForSelector('[data-play=""]');
  await page.waitForSelector('[data-busy=false]', { state: 'attached' });
  const at = await tokenOf(page);
  const line = page.getByRole('slider', { name: 'Token' });
  await line.focus();
  await page.keyboard.press('ArrowLeft');
  await stands(page, at - 1);
  const box = (await line.boundingBox())!;
  await page.mouse.move(box.x + box.width - 3, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 1, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await stands(page, 0);
});

e2e('a frozen Δ stands still, and what is forgotten is gone', { timeout: 180 }, async ({ page, open }) => {
  await open(`${HERE}&at=5&l=2&n=delta&c=${CHANNEL}`);
  await ready(page);
  const form = page.getByRole('form', { name: /What if/ });
  await form.getByLabel('Change').selectOption('freeze');
  await form.getByLabel('Value').fill('0.25');
  await form.getByRole('button').last().click();
  const changed = page.locator('[aria-label=Changed]');
  await changed.locator('li').waitFor();
  const map = page.locator('[data-inspects="layers.2.mixer.delta"] [role=application]').first();
  await map.focus();
  await map.press('ArrowRight');
  await page.waitForSelector('[data-inspects="layers.2.mixer.delta"] [data-value="0.25"]');
  await page.locator('h1').click();
  await page.keyboard.press('f');
  await page.waitForFunction(() => document.querySelectorAll('[aria-label=Changed] li').length === 2);
  await page.keyboard.press('z');
  await page.keyboard.press('z');
  await changed.waitFor({ state: 'detached' });
});
