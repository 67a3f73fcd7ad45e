/** The reader always sees on what a model runs, and why it is not WebGPU. */
import assert from 'node:assert/strict';
import { e2e } from './harness';

e2e('where there is no WebGPU the badge says so in words', { timeout: 100 }, async ({ page, open }) => {
  await open('/en/lab/');
  await page.waitForSelector('[data-tier="cpu"] [data-why="no-device"] >> text=no WebGPU here');
});

e2e(
  'where the processor plays WebGPU the faster one is taken, and said',
  { on: ['webgpu'], timeout: 100 },
  async ({ page, open }) => {
    await page.addInitScript(() => localStorage.setItem('statescope.settings', '{"backend":"auto"}'));
    await open('/en/lab/');
    await page.waitForSelector('[data-tier]');
    const badge = page.locator('[data-tier]').first();
    // Which one wins depends on the machine; the reason must go with it.
    const why = await badge.locator('[data-why]').count();
    assert.equal(await badge.getAttribute('data-tier'), why ? 'cpu' : 'webgpu');
    if (why) assert.match((await badge.textContent())!, /faster here than WebGPU in software/);
  },
);
