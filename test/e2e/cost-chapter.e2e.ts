/** The chapter on cost: its figures, driven, against the blueprint and the engine's own count. */
import assert from 'node:assert/strict';
import { firstLength, timesFewer } from '../../components/figures/cost/eight-times';
import { cost } from '../../engine/blueprint/cost';
import { buildBlueprint } from '../../engine/models';
import { published } from '../../engine/models/published';
import { e2e } from './harness';

e2e('in chapter "cost" eight times is found where the bytes say', { timeout: 120 }, async ({ page, open }) => {
  await open('/en/book/cost/');
  await page.locator('#eight-times').scrollIntoViewIfNeeded();
  const said = page.locator('#eight-times [data-batch]');
  await said.waitFor();
  assert.equal(Number(await said.getAttribute('data-short')), timesFewer(2048, 1));
  await page.locator('#eight-times input[type=range]').focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await page.waitForSelector('#eight-times [data-batch="32"]');
  assert.equal(Number(await said.getAttribute('data-eight')), firstLength(8, 32));
});

e2e('in chapter "cost" the explorer keeps the bytes of the blueprint', { timeout: 120 }, async ({ page, open }) => {
  await open('/es/book/cost/');
  await page.locator('#cost-explorer').scrollIntoViewIfNeeded();
  const said = page.locator('#cost-explorer [data-kept]');
  await said.waitFor();
  await page.locator('#cost-explorer select').nth(0).selectOption('jamba-1.5-large');
  await page.locator('#cost-explorer select').nth(1).selectOption('262144');
  const { config } = published.find((p) => p.id === 'jamba-1.5-large')!;
  const { total } = cost(buildBlueprint(config), { context: 262_144 });
  assert.equal(
    Number(await said.getAttribute('data-kept')),
    total.cacheBytes + total.ssmStateBytes + total.convStateBytes,
  );
  assert.equal(Number(await said.getAttribute('data-seconds')), total.bytesMoved / 2039e9);
});

e2e(
  'in chapter "cost" three models race on this device',
  { on: ['webgpu', 'cpu'], timeout: 300 },
  async ({ page, open, backend }) => {
    await open('/en/book/cost/');
    await page.locator('#race').scrollIntoViewIfNeeded();
    await page.locator('#race select').selectOption('128');
    await page.locator('#race').getByRole('button', { name: 'Measure' }).click();
    await page.waitForSelector('#race [data-phase=finished]', { timeout: 0 });
    assert.equal(await page.locator('#race [data-tier]').getAttribute('data-tier'), backend);
    assert.match((await page.locator('#race [data-phase]').textContent())!, /At 128 tokens the fastest is \w+/);
    assert.equal(await page.locator('#race svg path[fill=none]').count(), 3);
  },
);
