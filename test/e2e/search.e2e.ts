/** The search of the book, with the keyboard: from a word without its accent to the section it stands in. */
import { equal, ok } from 'node:assert/strict';
import { e2e } from './harness';

e2e('the search leads from a misspelt word to its section, by keyboard', async ({ page, open }) => {
  await open('/es/book/');
  await page.getByRole('searchbox').focus();
  await page.keyboard.type('semivda');
  await page.getByRole('status').filter({ hasText: /lugar/ }).waitFor();
  await page.getByRole('searchbox').fill('half-life');
  const first = page.locator('[data-hit]').first();
  await first.filter({ hasText: 'mitad' }).waitFor();
  await page.keyboard.press('Tab');
  const target = await page.evaluate(() => (document.activeElement as HTMLAnchorElement).href);
  ok(target.includes('/es/book/memory/#'), target);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/es/book/memory/#*');
  const id = decodeURIComponent(new URL(page.url()).hash.slice(1));
  equal(await page.evaluate((id) => document.getElementById(id)?.tagName, id), 'H2');
});

e2e('the search marks what it found and says when it finds nothing', async ({ page, open }) => {
  await open('/en/book/');
  await page.getByRole('searchbox').fill('phonebook');
  equal((await page.locator('[data-hit] mark').first().textContent())?.toLowerCase(), 'phonebook');
  await page.getByRole('searchbox').fill('xylophone');
  await page.getByRole('status').filter({ hasText: 'Nothing found' }).waitFor();
  equal(await page.locator('[data-hit]').count(), 0);
});
