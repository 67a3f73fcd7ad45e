/** The book without scripts: every chapter reads whole, figures as still pictures, answers and solutions there to be unfolded. */
import assert from 'node:assert/strict';
import { chapterText, headingsOf } from '../../components/book/chapter-source';
import { figures } from '../../components/figures/registry';
import { locales } from '../../components/i18n/locales';
import { chapters } from '../../content';
import { e2e } from './harness';

const count = (source: string, pattern: RegExp) => source.match(pattern)?.length ?? 0;

for (const locale of locales)
  e2e(
    `the chapters read whole without scripts in ${locale}`,
    { browser: { javaScriptEnabled: false, locale }, timeout: 180 },
    async ({ page, open }) => {
      for (const { slug, title } of chapters) {
        const source = chapterText(locale, slug);
        await open(`/${locale}/book/${slug}/`);
        assert.equal(await page.textContent('h1'), title[locale]);
        const headings = await page.locator('main h2').allTextContents();
        assert.equal(headings.filter((text) => text.trim() !== '').length >= headingsOf(source).length, true, slug);
        for (const [, name] of source.matchAll(/<Fig name="([^"]+)"/g)) {
          const still = page.locator(`[id="${name}"] figure`).first();
          const box = await still.boundingBox();
          assert.ok(box && box.height > 80 && box.width > 200, `${slug}: the still of ${name} is seen`);
          const text = await still.textContent();
          assert.ok(text!.includes(figures[name!]!.title[locale]), `${slug}: ${name} has its title`);
          assert.ok(text!.includes(figures[name!]!.caption[locale].slice(0, 40)), `${slug}: ${name} has its caption`);
        }
        const main = (await page.textContent('main'))!;
        assert.doesNotMatch(main, /\$\$|<(Fig|Cite|Sym|Fact)/, `${slug}: all mark-up is set`);
        assert.equal(await page.locator('main .katex-error').count(), 0, `${slug}: formulas`);
        for (const [, why] of source.matchAll(/\bwhy: '((?:[^'\\]|\\.)*)'/g)) {
          const said = why!.replaceAll("\\'", "'").slice(0, 30);
          assert.ok(main.includes(said), `${slug}: the answer “${said}” can be read`);
        }
        const exercises = count(source, /<Exercise\s/g);
        assert.equal(
          (await page.locator('main section details').count()) >= exercises,
          true,
          `${slug}: solutions unfold`,
        );
      }
    },
  );
