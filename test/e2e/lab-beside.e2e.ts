/** Two models on one text, in step: what is set side by side is what the two engines say. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import { loadModel } from '../../engine/session/load';
import { compareDistributions } from '../../engine/views';
import { violations } from './axe';
import { e2e, eventually } from './harness';

const TEXT = 'Once upon a time, there was a dog';
const HERE = `t=${encodeURIComponent(TEXT)}`;

const number = async (page: Page, selector: string, name: string) =>
  Number(await page.locator(selector).first().getAttribute(name));
/** The token that each strip marks as the place. */
const places = (page: Page) =>
  page
    .locator('[role=option][aria-selected=true][data-token]')
    .evaluateAll((all) => all.map((e) => e.getAttribute('data-token')));
const sides = async (page: Page) => ({
  places: await places(page),
  apart: await number(page, '[data-apart]', 'data-apart'),
  state: await number(page, '[data-side=first]', 'data-fixed'),
  cache: await number(page, '[data-side=second]', 'data-cache'),
});

e2e(
  'two models read one text in step, side by side',
  { on: ['webgpu', 'cpu'], timeout: 180 },
  async ({ page, open }) => {
    const load = (name: string) => loadModel({ kind: 'folder', path: `public/models/${name}` }, { device: 'cpu' });
    const [mamba, transformer] = [await load('stories-mamba'), await load('stories-transformer')];
    const { ids } = mamba.tokenizer!.encode(TEXT);
    const V = mamba.blueprint.vocabSize;
    const rows = await Promise.all(
      [mamba, transformer].map(async (model) => {
        const { logits } = await (await model.createSession()).prefill(ids, { allLogits: true });
        return logits!.data.subarray(4 * V, 5 * V);
      }),
    );
    const { divergence } = compareDistributions(rows[0]!, rows[1]!, { vocabulary: mamba.drawable });

    await open(`/en/lab/?${HERE}&at=4&v=compare`);
    await page.click('[data-offer=stories-transformer]');
    await page.waitForSelector('[data-apart]');
    const start = await sides(page);
    assert.deepEqual(start.places, ['4', '4']);
    assert.ok(Math.abs(start.apart - divergence) < 1e-4, `${start.apart} on the page, ${divergence} from the engines`);

    await page.locator('h1').click();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      () => document.querySelectorAll('[role=option][aria-selected=true][data-token="5"]').length === 2,
    );
    const next = await eventually(
      () => sides(page),
      ({ apart }) => apart !== start.apart,
    );
    assert.equal(next.state, start.state);
    assert.equal(next.cache, (start.cache / 5) * 6);
    assert.notEqual(next.apart, start.apart);
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(
      () => document.querySelectorAll('[role=option][aria-selected=true][data-token="4"]').length === 2,
    );
    assert.deepEqual(
      await eventually(
        () => sides(page),
        (now) => isDeepStrictEqual(now, start),
      ),
      start,
    );

    await page.waitForFunction(() => location.search.includes('vs=stories-transformer'));
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      (n) => document.querySelectorAll(`[role=option][data-token="${n}"]`).length === 2,
      ids.length,
    );
    assert.ok((await number(page, '[data-fact=steps] td:nth-of-type(2)', 'data-value')) > 0);
    assert.deepEqual(await violations(page), []);
  },
);

e2e(
  'a link to a second model that is not there leaves the first',
  { on: ['cpu'], timeout: 180 },
  async ({ page, open }) => {
    await open(`/es/lab/?${HERE}&vs=no-such&vd=f8&v=compare`);
    await page.waitForSelector('[data-step=token1]:not([disabled])');
    const said = (await page.getByRole('alert').first().textContent())!;
    for (const word of ['segundo modelo', 'pesos del segundo modelo'])
      assert.ok(said.includes(word), `${word} in ${said}`);
    await page.waitForSelector('[data-offer=stories-transformer]');
  },
);
