/** Every chapter as axe reads it: half of them in each language, in both colour schemes. */
import assert from 'node:assert/strict';
import { chapters } from '../../content';
import { violations } from './axe';
import { e2e } from './harness';

e2e('axe finds nothing wrong in any chapter', { timeout: 600 }, async ({ page, open }) => {
  const found: string[] = [];
  for (const [i, { slug }] of chapters.entries()) {
    const path = `/${i % 2 === 0 ? 'en' : 'es'}/book/${slug}/`;
    await open(path);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await violations(page)).map((text) => `${path} (${colorScheme}): ${text}`));
    }
  }
  assert.deepEqual(found, []);
});
