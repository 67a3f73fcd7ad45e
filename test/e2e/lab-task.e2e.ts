/** Task models in the lab: their examples, the marks that they get, and the link that names an example. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { exampleOf, marksOf } from '../../components/scope/task-example';
import { loadModel } from '../../engine/session/load';
import { e2e } from './harness';

const marks = (page: Page) =>
  page
    .locator('[data-answer]')
    .evaluateAll((all) =>
      all.map((e) => [Number(e.getAttribute('data-position')), Number(e.getAttribute('data-said'))]),
    );

e2e(
  'the lab marks each answer of a task model as the engine gives it',
  { on: ['webgpu', 'cpu'], timeout: 60 },
  async ({ page, open }) => {
    const model = await loadModel(
      { kind: 'folder', path: 'public/models/task-selective-copying-s4d' },
      { device: 'cpu' },
    );
    const example = exampleOf({ task: 'selective-copying', size: 24, seed: 7 });
    const session = await model.createSession();
    const { logits } = await session.prefill(example.ids, { allLogits: true });
    const V = logits!.shape[1]!;
    const rows = example.ids.map((_, t) => logits!.data.subarray(t * V, (t + 1) * V));
    const wanted = marksOf(example, example.ids, rows, model.drawable)!;

    await open('/en/lab/?m=task-selective-copying-s4d');
    await page.waitForSelector('[data-right]');
    await page.fill('[data-part=size]', '24');
    await page.fill('[data-part=seed]', '7');
    await page.waitForSelector('[data-answers="selective-copying.24.7"]');
    assert.deepEqual(
      await marks(page),
      wanted.map(({ position, said }) => [position, said]),
    );
    const right = wanted.filter((mark) => mark.right).length;
    assert.equal(await page.locator('[data-answers] [role=status]').getAttribute('data-right'), String(right));
    await page.locator('[data-answer]').nth(3).focus();
    await page.keyboard.press('Enter');
    const at = wanted[3]!.position;
    await page.waitForFunction((text) => document.querySelector('output')?.textContent?.startsWith(text), `${at} /`);
  },
);

e2e(
  'a task model is tried on more examples, and a story model gets its story back',
  { timeout: 60 },
  async ({ page, open }) => {
    await open('/es/lab/?m=task-induction-mamba&ex=induction.64.3');
    await page.waitForSelector('[data-answer]');
    await page.click('text=Prueba 20 más');
    await page.waitForSelector('[data-trials="20"]');
    assert.equal(await page.locator('[data-trials]').getAttribute('data-asked'), '20');
    await page.selectOption('select:has(option[value=stories-mamba])', 'stories-mamba');
    await page.waitForSelector('[data-task]', { state: 'detached' });
    assert.match(await page.locator('textarea').inputValue(), /^Once upon a time/);
  },
);
