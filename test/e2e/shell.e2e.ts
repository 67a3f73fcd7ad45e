/** The shell: languages, settings, keyboard, accessibility, wrong addresses. No model is waited for here. */
import assert from 'node:assert/strict';
import { sections } from '../../components/shell/sections';
import { chapters } from '../../content';
import { violations } from './axe';
import { e2e } from './harness';

const pages = ['', ...sections].map((section) => (section === '' ? '/en/' : `/en/${section}/`));

for (const colorScheme of ['light', 'dark'] as const)
  e2e(
    `axe finds nothing wrong in the ${colorScheme} scheme`,
    { browser: { colorScheme }, timeout: 240, errors: /404/ },
    async ({ page, open }) => {
      for (const path of ['/', '/nowhere/', ...pages, ...pages.map((path) => path.replace('/en/', '/es/'))]) {
        // The chooser goes on by itself, and a wrong address answers 404.
        await open(path).catch((error) => {
          if (path !== '/') throw error;
        });
        await page.waitForLoadState('networkidle');
        assert.deepEqual(await violations(page), [], path);
      }
      await open('/en/');
      await page.click('text=Settings');
      assert.deepEqual(await violations(page), [], 'settings');
    },
  );

e2e('the first address goes to the reader’s language', { browser: { locale: 'es-CU' } }, async ({ page, address }) => {
  await page.goto(`${address}/?a=1#b`);
  await page.waitForURL(`${address}/es/?a=1#b`);
  assert.equal(await page.getAttribute('html', 'lang'), 'es');
});

e2e(
  'the first address asks when there is no script',
  { browser: { javaScriptEnabled: false } },
  async ({ page, open }) => {
    await open('/');
    await page.click('text=Statescope, Español');
    assert.match(page.url(), /\/es\/$/);
    assert.match((await page.textContent('h1'))!, /recuerda/);
    await page.click('header >> text=English');
    assert.match(page.url(), /\/en\/$/);
  },
);

e2e('the language switch keeps the place', async ({ page, address, open }) => {
  await open('/en/?m=stories-mamba&t=a%20b#figure');
  await page.click('header >> text=Español');
  await page.waitForURL(`${address}/es/?m=stories-mamba&t=a%20b#figure`);
  assert.equal(await page.getAttribute('html', 'lang'), 'es');
  // The choice holds for the next visit to '/'.
  await page.goto(`${address}/`);
  await page.waitForURL(`${address}/es/`);
  for (const section of sections) {
    await open(`/es/${section}/`);
    await page.click('header >> text=English');
    await page.waitForURL(`${address}/en/${section}/`);
  }
});

e2e('settings are in force at once and after a reload', async ({ page, open }) => {
  await open('/en/');
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const size = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  assert.equal(await background(), 'rgb(251, 249, 244)');
  await page.click('text=Settings');
  await page.click('label:has-text("Dark")');
  await page.click('label:has-text("Larger")');
  await page.selectOption('[popover] select', '256');
  assert.equal(await background(), 'rgb(27, 28, 31)');
  assert.equal(await size(), '21px');
  await page.reload();
  assert.equal(await background(), 'rgb(27, 28, 31)');
  assert.equal(await size(), '21px');
  await page.click('text=Settings');
  assert.equal(await page.inputValue('[popover] select'), '256');
  assert.ok(await page.isChecked('label:has-text("Dark") input'));
  await page.keyboard.press('Escape');
  assert.ok(await page.isHidden('[popover] select'));
});

e2e('everything in the header is reached and worked by keyboard', async ({ page, open }) => {
  await open('/en/');
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the content');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
  assert.equal(outline, 'solid');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'content');
  await page.focus('header a[aria-label]');
  for (const _ of sections) await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Español');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Settings');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[popover]:popover-open');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.getAttribute('html', 'data-scheme'), 'light');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.getAttribute('html', 'data-scheme'), 'dark');
  await page.keyboard.press('Escape');
  assert.ok(await page.isHidden('[popover]'));
});

e2e('a wrong address is answered in its own language', { errors: /404/ }, async ({ page, address }) => {
  const response = await page.goto(`${address}/es/no-existe/`);
  assert.equal(response!.status(), 404);
  assert.deepEqual(await page.locator('h1:visible').allTextContents(), ['Aquí no hay ninguna página']);
  assert.equal(await page.getAttribute('html', 'lang'), 'es');
  await page.click('text=Statescope, Español');
  assert.equal(page.url(), `${address}/es/`);
  await page.goto(`${address}/nowhere/`);
  assert.equal(await page.locator('h1:visible').count(), 2);
});

e2e('a page that breaks says so in its language', { errors: /matchMedia is broken/ }, async ({ page, open }) => {
  await page.addInitScript(() => {
    globalThis.matchMedia = () => {
      throw new Error('matchMedia is broken');
    };
  });
  await open('/es/');
  await page.waitForSelector('h1:has-text("Esta página dejó de funcionar")');
  await page.click('text=Qué pasó');
  assert.match((await page.textContent('pre'))!, /matchMedia is broken/);
  assert.equal(await page.getAttribute('a:has-text("Ir a la página inicial")', 'href'), '/es/');
});

e2e('the site works where nothing may be stored', async ({ page, open }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await open('/en/');
  await page.click('text=Settings');
  await page.click('label:has-text("Dark")');
  assert.equal(await page.getAttribute('html', 'data-scheme'), 'dark');
  await page.keyboard.press('Escape');
  await page.click('header >> text=Español');
  await page.waitForURL('**/es/');
});

e2e('every section of the navigation leads to its page', async ({ page, open }) => {
  for (const section of sections) {
    await open('/en/');
    await page.click(`header nav a[href$="/en/${section}/"]`);
    await page.waitForURL(`**/en/${section}/`);
    assert.equal(await page.getAttribute('header nav a[aria-current]', 'href'), `/en/${section}/`);
    assert.notEqual((await page.textContent('h1'))!.trim(), '');
  }
});

for (const width of [320, 390, 1024, 1440])
  e2e(
    `no page is wider than a window of ${width} pixels`,
    { browser: { viewport: { width, height: 800 } }, timeout: 180 },
    async ({ page, open }) => {
      const texts = width === 320 ? chapters.map(({ slug }) => `/en/book/${slug}/`) : [];
      for (const path of [...pages, ...texts].flatMap((path) => [path, path.replace('/en/', '/es/')])) {
        await open(path);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${path} is ${wide} px too wide`);
      }
    },
  );
