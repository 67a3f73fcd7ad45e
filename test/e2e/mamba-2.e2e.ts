/** The chapter on Mamba-2 in a browser: its figures driven, their numbers held to the engine's. */
import assert from 'node:assert/strict';
import { START as CHUNKS } from '../../components/figures/duality/chunk-start';
import { recurrence } from '../../components/figures/duality/three-views';
import { loadModel } from '../../engine/session/load';
import { readView } from '../../engine/views';
import { e2e } from './harness';

e2e('the three views of a layer agree after an edit', async ({ page, open }) => {
  await open('/en/book/mamba-2/#dual-views');
  const figure = page.locator('#dual-views');
  await figure.locator('input[data-of=a]').nth(3).fill('0');
  const shown = figure.locator('[data-y]');
  const head = { a: [1, 0.5, 0.5, 0, 0.5, 0.5], B: [1, 2, 1, 1, 1, 2], C: [1, 1, 2, 1, 1, 1], x: [4, 2, 8, 0, 2, 4] };
  assert.deepEqual(JSON.parse((await shown.getAttribute('data-y'))!), recurrence(head).y);
  assert.equal(Number(await shown.getAttribute('data-apart')), 0);
  await shown.focus();
  await page.keyboard.press('ArrowDown');
  assert.match((await figure.textContent())!, /token \d takes/);
});

e2e(
  'the chunks of a trained head cost what the engine counts and change no output',
  { on: ['cpu'], timeout: 180 },
  async ({ page, open }) => {
    await open('/en/book/mamba-2/#dual-chunks');
    const figure = page.locator('#dual-chunks');
    await figure.locator('[data-work]').waitFor();
    await figure.locator('[data-choose=Q]').fill('16');
    const model = await loadModel({ kind: 'folder', path: 'public/models/stories-mamba2' }, { device: 'cpu' });
    const { ids } = model.tokenizer!.encode(CHUNKS.text);
    const { layer, head } = CHUNKS;
    const { work, bounds } = await readView(model, ids, { name: 'ssd-chunks', layer, options: { head, chunk: 16 } });
    const shown = figure.locator(`[data-chunks="${bounds.length - 1}"][data-busy=false]`);
    await shown.waitFor();
    const all = work.inside + work.states + work.passing + work.reading;
    assert.equal(Number(await shown.getAttribute('data-work')), all);
    // Both are computed in f64 and rounded to f32 once.
    assert.ok(Number(await shown.getAttribute('data-apart')) < 1e-5);
  },
);
