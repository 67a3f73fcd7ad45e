/** The chapter on the parallel scan in a browser: its figures driven, their numbers held to the engine's. */
import assert from 'node:assert/strict';
import { loop, roundsOf } from '../../components/figures/scan/rounds';
import { billOf } from '../../components/figures/scan/work-depth';
import { e2e } from './harness';

e2e('the scan by hand ends with the states of the loop', async ({ page, open }) => {
  await open('/en/book/parallel-scan/#scan-rounds');
  const figure = page.locator('#scan-rounds');
  await figure.locator('[data-next]').waitFor();
  await figure.locator('select').selectOption('chunks');
  await figure.locator('input[data-of=b]').first().fill('12');
  await figure.locator('[data-all]').click();
  const shown = figure.locator('[data-done=true]');
  await shown.waitFor();
  const steps = [12, 4, 0, 2, 8, 0, 4, 2].map((b) => ({ a: 0.5, b }));
  assert.deepEqual(JSON.parse((await shown.getAttribute('data-h'))!), loop(steps));
  assert.equal(Number(await shown.getAttribute('data-sum')), 14);
  assert.equal(roundsOf('chunks', steps, 4).length, 8);
  const work = page.locator('#scan-work');
  await work.scrollIntoViewIfNeeded();
  await work.locator('select').first().selectOption('8');
  const row = work.locator('tr[data-way=everyone]');
  const loses = String(billOf('everyone', 4096, 8, 64).rounds);
  await page.waitForFunction(
    (rounds) => document.querySelector('#scan-work tr[data-way=everyone]')?.getAttribute('data-rounds') === rounds,
    loses,
  );
  assert.ok(Number(await row.getAttribute('data-rounds')) > 4095);
});

e2e(
  'the ladder runs real kernels and every rung gives what the loop gives',
  { on: ['webgpu', 'cpu'], timeout: 240 },
  async ({ page, open, backend }) => {
    await open('/en/book/parallel-scan/#scan-ladder');
    const figure = page.locator('#scan-ladder');
    await figure.locator('[data-run]:not([disabled])').click();
    await figure.locator(`tr[data-rung="cpu chunked"]`).waitFor();
    const rungs =
      backend === 'webgpu' ? ['webgpu serial', 'webgpu tree', 'webgpu chunked'] : ['cpu serial', 'cpu tree'];
    for (const rung of rungs) {
      const row = figure.locator(`tr[data-rung="${rung}"]`);
      assert.ok(Number(await row.getAttribute('data-ms')) > 0, rung);
      // As in test/worker/ladder.test.ts; the page's length may already be four times the first.
      assert.ok(Number(await row.getAttribute('data-apart')) < 1e-4, rung);
    }
    await figure.locator('summary', { hasText: 'selective-scan-tree.wgsl' }).click();
    assert.match((await figure.locator('details[open] pre').textContent())!, /fn then\(first: vec2f, second: vec2f\)/);
  },
);
