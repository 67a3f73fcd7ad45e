/** Views of the lab against the engine: the number that is read in a picture is the tap, or the view computed from it. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { loadModel } from '../../engine/session/load';
import { readView } from '../../engine/views';
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

e2e(
  'what a layer selects in the lab is the tap of the engine',
  { on: ['cpu'], timeout: 180 },
  async ({ page, open }) => {
    const model = await load('stories-mamba');
    const session = await model.createSession();
    const ids = ['delta', 'B'].map((part) => `layers.2.mixer.${part}`);
    const { taps } = await session.prefill(model.tokenizer!.encode(TEXT).ids, { taps: ids });
    await open(`/en/lab/?${HERE}&v=selection&l=2&c=3`);
    await page.waitForSelector('[data-selected=delta]');
    for (const [part, symbol] of [['delta', 'Δ'] as const, ['B', 'B'] as const]) {
      await page.getByRole('radio', { name: symbol, exact: true }).check();
      await page.waitForSelector(`[data-selected=${part}]`);
      await walk(page, `[data-selected=${part}]`, ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight']);
      const readout = page.locator(`[data-selected=${part}] [data-value]`).first();
      const at = (await readout.textContent())!
        .match(/mixer\.\w+\[(\d+), (\d+)\]/)!
        .slice(1)
        .map(Number);
      const tap = taps.get(`layers.2.mixer.${part}`)!;
      const value = Number(await readout.getAttribute('data-value'));
      assert.ok(Math.abs(value - tap.data[at[0]! * tap.shape[1]! + at[1]!]!) < 1e-5, `${part}[${at}]: ${value}`);
    }
  },
);

e2e(
  'attention in the lab is the tap of the engine, and the next word is taken apart',
  { on: ['cpu'], timeout: 180 },
  async ({ page, open }) => {
    const model = await load('stories-transformer');
    const session = await model.createSession();
    const { ids } = model.tokenizer!.encode(TEXT);
    const { taps, logits } = await session.prefill(ids, { taps: ['layers.1.mixer.weights'], allLogits: true });
    const weights = taps.get('layers.1.mixer.weights')!;
    await open(`/en/lab/?m=stories-transformer&${HERE}&v=attention&w=unit&l=1&c=2&at=5`);
    await page.waitForSelector('[role=tabpanel] figure canvas');
    await walk(page, '[role=tabpanel] figure', ['ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']);
    const readout = page.locator('[role=tabpanel] figure [data-value]').first();
    assert.match((await readout.textContent())!, /layers\.1\.mixer\.weights\[2, 3, 1\]/);
    const value = Number(await readout.getAttribute('data-value'));
    const [T, S] = [weights.shape[1]!, weights.shape[2]!];
    assert.ok(Math.abs(value - weights.data[(2 * T + 3) * S + 1]!) < 1e-5, `${value} on the page`);

    await page.locator('input[type=radio][value=prediction]').check();
    await page.waitForSelector('[data-score]');
    const score = Number(await page.locator('[data-score]').getAttribute('data-score'));
    const total = Number(await page.locator('[data-score]').getAttribute('data-total'));
    const said = logits!.data[5 * model.blueprint.vocabSize + ids[6]!]!;
    assert.ok(Math.abs(score - said) < 1e-3, `${score} on the page, ${said} from the engine`);
    assert.ok(Math.abs(total - score) < 1e-2 * Math.max(1, Math.abs(score)), 'the parts add up to the score');
  },
);

e2e(
  'S4D beside the selective model writes and keeps alike at every token',
  { on: ['cpu'], timeout: 180 },
  async ({ page, open }) => {
    const model = await load('stories-s4d');
    const { ids } = model.tokenizer!.encode(TEXT);
    const plane = await readView(model, ids, { name: 'write-plane', layer: 2, options: {} });
    await open(`/en/lab/?${HERE}&v=selection&l=2`);
    await page.locator('[data-twin=stories-s4d]').press('Enter');
    await page.waitForSelector('[data-plane=s4d] [data-point]');
    await walk(page, '[data-plane=s4d]', ['ArrowRight', 'ArrowRight', 'ArrowRight']);
    const read = await page
      .locator('[data-plane=s4d] [data-value]')
      .evaluateAll((all) => all.map((e) => Number(e.getAttribute('data-value'))));
    assert.ok(
      Math.abs(read[0]! - plane.write.data[2]!) < 1e-5 && Math.abs(read[1]! - plane.keep.data[2]!) < 1e-5,
      `${read}`,
    );
    await page.waitForFunction(() => location.search.includes('w=s4d'));
  },
);
