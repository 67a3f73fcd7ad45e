/** Views of the lab against the engine: the number that is read in a picture is the tap, or the view computed from it. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { loadModel } from '../../engine/session/load';
import { e2e } from './harness';

const TEXT = 'Once upon a time, there was a dog';
const HERE = `t=${encodeURIComponent(TEXT)}`;

const load = (name: string) => loadModel({ kind: 'folder', path: `public/models/${name}` }, { device: 'cpu' });
/** Puts the reading cursor of a figure's picture on its first place and walks from there. */
async function walk(page: Page, figure: string, keys: readonly string[]) {
  const map = page.locator(`${figure} [role=application]`).first();
  await map.focus();
  for (const key of keys) await map.press(key);
}

e2e('a router’s share in the lab is the tap of the engine', { on: ['cpu'], timeout: 180 }, async ({ page, open }) => {
  const model = await load('stories-jamba');
  const session = await model.createSession();
  const { taps } = await session.prefill(model.tokenizer!.encode(TEXT).ids, { taps: ['layers.1.mlp.router_probs'] });
  const probs = taps.get('layers.1.mlp.router_probs')!;
  await open(`/en/lab/?m=stories-jamba&${HERE}&v=experts&l=0`);
  await page.locator('[role=tabpanel] button', { hasText: 'layer 1' }).click();
  await page.waitForSelector('[data-out]');
  await walk(page, '[role=tabpanel] figure', ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown']);
  const readout = page.locator('[role=tabpanel] figure [data-value]').first();
  assert.match((await readout.textContent())!, /layers\.1\.mlp\.router_probs\[2, 2\]/);
  const value = Number(await readout.getAttribute('data-value'));
  assert.ok(Math.abs(value - probs.data[2 * probs.shape[1]! + 2]!) < 1e-6, `${value} on the page`);
  await page.locator('[data-out="0"]').press('Enter');
  await page.waitForSelector('[aria-label=Changed]');
  assert.match((await page.locator('[aria-label=Changed]').textContent())!, /router_probs\[n_experts: 0\]/);
});
