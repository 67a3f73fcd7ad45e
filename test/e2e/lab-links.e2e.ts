/** Bad input to the lab: hand-edited links and texts that a model cannot read. Each is said, and the page can be used. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { e2e } from './harness';

const LINKS: readonly { readonly query: string; readonly says: readonly string[] }[] = [
  { query: 'l=99&n=router&c=3', says: ['no layer “99”', 'no node “router”'] },
  { query: 'm=../../etc&s=1e99&k=-3&p=2&ex=poetry.3.1', says: ['model', 'seed', 'top-k', 'top-p', 'example'] },
  {
    query: 'x=%5B%7B%22node%22%3A%22layers.*.attn.q%22%2C%22kind%22%3A%22zero%22%7D%5D',
    says: ['does not fit this model'],
  },
  { query: 'm=task-induction-mamba&ex=recall.4.1', says: ['example “recall.4.1”'] },
  { query: 'm=task-induction-mamba&t=a+b+%C3%B1', says: ['1 of 3 tokens'] },
];

/** A page that can be used: it reads a text and steps through it. */
async function usable(page: Page): Promise<void> {
  await page.fill('textarea', 'a b c');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => /^(\d+) \/ \1$/.test(document.querySelector('output')?.textContent ?? ''));
  await page.locator('h1').click();
  const before = await page.locator('output').first().textContent();
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction((old) => document.querySelector('output')?.textContent !== old, before);
}

e2e('each bad link to the lab is said, and the page can be used', { timeout: 170 }, async ({ page, open }) => {
  for (const { query, says } of LINKS) {
    await open(`/en/lab/?${query}`);
    await page.waitForSelector('[data-step=token1]:not([disabled])');
    const said = await page.getByRole('alert').first().textContent();
    for (const words of says) assert.ok(said?.includes(words), `${query}: “${words}” is not in “${said}”`);
    await usable(page);
  }
});

e2e('a task model that is given nothing says so, and then reads', { timeout: 60 }, async ({ page, open }) => {
  await open('/en/lab/?m=task-induction-mamba&t=');
  await page.waitForSelector('figure >> text=The text is empty');
  await usable(page);
});

e2e('without workers the lab says so and plays a recorded run', { timeout: 100 }, async ({ page, open }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'Worker');
  });
  await open('/es/lab/');
  await page.waitForSelector('text=no tiene web workers');
  await page.waitForSelector('[data-part=recorded] [data-tier="recorded"]');
  await page.waitForSelector('text=no una en vivo');
  const place = () => page.locator('[data-part=timeline]').getAttribute('max');
  const before = Number(await place());
  await page.waitForFunction(
    (n) => Number(document.querySelector('[data-part=timeline]')?.getAttribute('max')) > n,
    before,
  );
  assert.equal(await page.locator('[data-step=token1]').count(), 0);
});
