/** The models page: all that comes with the site, and a model of the reader's own. */
import { ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { e2e } from './harness';

const { bundles } = JSON.parse(readFileSync('public/models/manifest.json', 'utf8')) as {
  bundles: { name: string; files: { path: string; bytes: number }[] }[];
};
const fixture = (name: string) =>
  ['config.json', 'model.safetensors'].map((f) => join('test/fixtures/models', name, f));

for (const path of ['/en/models/', '/es/models/'])
  e2e(
    `${path} lists every bundle with its files, without script`,
    { browser: { javaScriptEnabled: false } },
    async ({ page, open, address }) => {
      await open(path);
      for (const { name, files } of bundles) {
        const links = await page
          .locator(`section#${name} a[download]`)
          .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
        strictEqual(links.join('\n'), files.map((file) => `${address}/models/${name}/${file.path}`).join('\n'));
      }
      ok(
        (await page.locator('section figure svg path').count()) >= bundles.length - 1,
        'each trained model has its curve',
      );
    },
  );

e2e('a model of the reader is opened, counted and continued', { on: ['webgpu', 'cpu'] }, async ({ page, open }) => {
  await open('/en/models/');
  await page.locator('[data-way=files]').setInputFiles(fixture('mamba-odd'));
  const found = page.locator('[data-found=mamba]');
  await found.waitFor();
  const numbers = safetensorsNumbers('mamba-odd');
  ok(
    (await found.textContent())?.includes(numbers.toLocaleString('en')),
    `${numbers} parameters in ${await found.textContent()}`,
  );
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('[data-tokens="24"]').waitFor();
});

e2e('files without a config.json are refused with what to do', async ({ page, open }) => {
  await open('/en/models/');
  await page.locator('[data-way=files]').setInputFiles(fixture('mamba-odd').slice(1));
  const alert = page.locator('#content [role=alert]');
  await alert.waitFor();
  ok((await alert.textContent())?.includes('there is no config.json among model.safetensors'));
});

/** How many numbers a safetensors file holds, from its header. */
function safetensorsNumbers(name: string): number {
  const bytes = readFileSync(join('test/fixtures/models', name, 'model.safetensors'));
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString()) as Record<
    string,
    { shape?: number[] }
  >;
  return Object.values(header).reduce((sum, { shape }) => sum + (shape ? shape.reduce((a, b) => a * b, 1) : 0), 0);
}
