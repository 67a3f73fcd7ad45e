/** The chapter on hybrids in a real browser: figures driven by hand, their numbers against the engine's own. */
import assert from 'node:assert/strict';
import { loadOf } from '../../components/figures/router';
import { factValue } from '../../components/prose/fact';
import { loadModel } from '../../engine/session/load';
import { e2e } from './harness';

e2e('hybrids: the router chooses as the engine says', { on: ['cpu'], timeout: 120 }, async ({ page, open }) => {
  await open('/en/book/hybrids/');
  const figure = page.locator('#router-at-work');
  await figure.scrollIntoViewIfNeeded();
  await figure.locator('[data-load]').waitFor();
  const before = await figure.locator('[data-load]').getAttribute('data-load');
  await figure.locator('select').selectOption('7');
  await page.waitForFunction(
    (old) => document.querySelector('#router-at-work [data-load]')?.getAttribute('data-load') !== old,
    before,
  );
  const shown = await figure.locator('[data-load]').getAttribute('data-load');

  const model = await loadModel({ kind: 'folder', path: 'public/models/stories-jamba' }, { device: 'cpu' });
  const { ids } = model.tokenizer!.encode(await figure.locator('input[type=text]').inputValue());
  const session = await model.createSession();
  const tap = 'layers.7.mlp.experts';
  const own = loadOf((await session.prefill(ids, { taps: [tap] })).taps.get(tap)!, model.blueprint.dims.n_experts!);
  model.dispose();
  assert.equal(shown, own.join(' '));
});

e2e('hybrids: a layer and a length say what the blueprint says', async ({ page, open }) => {
  await open('/es/book/hybrids/');
  const strip = page.locator('#read-the-strip');
  await strip.scrollIntoViewIfNeeded();
  const layer = strip.locator('[data-strip="mamba2-hybrid-8b"] button').nth(10);
  await layer.click();
  const perToken = factValue({ model: 'mamba2-hybrid-8b', of: 'kvBytesPerToken' });
  assert.equal(Number(await strip.locator('[data-cache]').getAttribute('data-cache')), perToken / 4);

  const kept = page.locator('#cache-and-state');
  await kept.scrollIntoViewIfNeeded();
  await kept.locator('select').selectOption('jamba-1.5-large');
  const cache = Number(await kept.locator('[data-cache]').getAttribute('data-cache'));
  assert.equal(cache, factValue({ model: 'jamba-1.5-large', of: 'kvBytes', context: 262144 }));
});

e2e('hybrids: recall falls to nothing without attention', { on: ['cpu'], timeout: 120 }, async ({ page, open }) => {
  await open('/en/book/hybrids/');
  const figure = page.locator('#recall-hybrid');
  await figure.scrollIntoViewIfNeeded();
  const right = () => figure.locator('[data-right]').getAttribute('data-right');
  await figure.locator('[data-right]').waitFor();
  assert.ok(Number(await right()) >= 15, `with attention: ${await right()}`);
  await figure.locator('[data-off]').selectOption('attention');
  await page.waitForFunction(() => {
    const shown = document.querySelector('#recall-hybrid [data-right]')?.getAttribute('data-right');
    return shown !== null && Number(shown) <= 2;
  });
});
