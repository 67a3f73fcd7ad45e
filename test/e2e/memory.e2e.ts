/** The chapter on memory in a real browser: figures driven by hand, their numbers against the engine's own. */
import assert from 'node:assert/strict';
import { loadModel } from '../../engine/session/load';
import { taskExample } from '../../engine/tasks';
import { readView } from '../../engine/views';
import { e2e } from './harness';

const open_ = (name: string) => loadModel({ kind: 'folder', path: `public/models/${name}` }, { device: 'cpu' });

e2e('memory: a word is followed as the engine says', { on: ['cpu'], timeout: 120 }, async ({ page, open }) => {
  await open('/en/book/memory/');
  const figure = page.locator('#who-survives');
  await figure.scrollIntoViewIfNeeded();
  await figure.locator('[role=option]').first().waitFor();
  const before = await figure.locator('[data-left]').getAttribute('data-left');
  await figure.locator('[data-token="5"]').click();
  await page.waitForFunction(
    (old) => document.querySelector('#who-survives [data-left]')?.getAttribute('data-left') !== old,
    before,
  );
  const shown = Number(await figure.locator('[data-left]').getAttribute('data-left'));

  const model = await open_('stories-mamba');
  const text = await figure.locator('input[type=text]').inputValue();
  const { ids } = model.tokenizer!.encode(text);
  const view = await readView(model, ids, { name: 'survival', layer: 4, options: { token: 5 } });
  model.dispose();
  const own = view.mean.data[ids.length - 1]!;
  // Two sums over the same f32 exponentials, in the same order: only the backend's last digits differ.
  assert.ok(Math.abs(shown - own) < 1e-4, `shown ${shown}, engine ${own}`);
});

e2e('memory: the star is found in an example of your own', { on: ['cpu'], timeout: 120 }, async ({ page, open }) => {
  await open('/es/book/memory/');
  const figure = page.locator('#the-star');
  await figure.scrollIntoViewIfNeeded();
  await figure.locator('[role=option]').first().waitFor();
  await figure.locator('input[type=number]').fill('7');
  const example = taskExample('induction', 40, 7);
  const star = example.ids.indexOf(example.ids.at(-1)!);
  await page.waitForFunction(
    ([place]) => document.querySelector('#the-star [data-place]')?.getAttribute('data-place') === place,
    [String(star + 2)],
  );
  assert.equal(await figure.locator('[data-said]').getAttribute('data-said'), String(example.answers[0]!.id));
});
