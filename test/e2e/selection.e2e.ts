/** Chapter 3: what the figure of selective copying says is what the engine says. */
import assert from 'node:assert/strict';
import { loadModel } from '../../engine/session/load';
import { argmax } from '../../engine/session/sampling';
import { taskExample } from '../../engine/tasks';
import { e2e } from './harness';

e2e(
  'chapter 3 lets four models copy, and says what they say',
  { on: ['cpu'], timeout: 180 },
  async ({ page, open }) => {
    await open('/en/book/selection/');
    const figure = page.locator('#copying');
    await figure.scrollIntoViewIfNeeded();
    const said = async (model: string) => {
      await page.waitForSelector(`#copying table[aria-busy=false] tr[data-model=${model}] td[data-said]`);
      return figure
        .locator(`tr[data-model=${model}] td[data-said]`)
        .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).dataset.said)));
    };
    await said('mamba');
    await figure.locator('select').selectOption('32');
    await figure.getByRole('button', { name: 'Another example' }).press('Enter');
    const example = taskExample('selective-copying', 32, 2);
    for (const name of ['s4d', 'mamba']) {
      const folder = { kind: 'folder', path: `public/models/task-selective-copying-${name}` } as const;
      const model = await loadModel(folder, { device: 'cpu' });
      const { logits } = await (await model.createSession()).prefill(example.ids, { allLogits: true });
      const V = logits!.shape[1]!;
      const wanted = example.answers.map(({ position: p }) => argmax(logits!.data.subarray(p * V, (p + 1) * V)));
      assert.deepEqual(await said(name), wanted, name);
    }
  },
);
