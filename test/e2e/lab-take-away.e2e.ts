/** What is taken away from the lab: the files as a browser saves them, read again. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { BlobFile } from '../../engine/checkpoint/files';
import { readSafetensors } from '../../engine/checkpoint/safetensors';
import { e2e } from './harness';

async function saved(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return readFileSync(await download.path());
}

e2e('the lab is taken away as QR code, table, tensors and notebook', { timeout: 150 }, async ({ page, open }) => {
  await open(`/en/lab/?t=${encodeURIComponent('Once upon a time')}&at=2&l=1&n=delta`);
  await page.waitForSelector('[data-inspects="layers.1.mixer.delta"]');
  await page.click('[data-part=take-away]');
  const panel = page.locator('section[aria-label="Take it away"]');
  const link = await panel.locator('input').inputValue();
  assert.equal(link, page.url());

  await panel.getByText('QR code').click();
  await panel.locator('svg[data-modules]').waitFor();
  const code = String(await saved(page, () => panel.getByText('Save as SVG').click()));
  assert.match(code, /^<svg [^<>]*>(<[a-z]+ [^<>]*\/>)+<\/svg>$/);

  const csv = String(await saved(page, () => panel.getByText('CSV', { exact: true }).click()));
  const [head, ...lines] = csv.trimEnd().split('\r\n');
  assert.equal(head, 'token,d_inner,text,value');
  const file = new BlobFile(
    'x',
    new Blob([new Uint8Array(await saved(page, () => panel.getByText('safetensors', { exact: true }).click()))]),
  );
  const { tensors, metadata } = await readSafetensors(file);
  const [entry] = tensors;
  assert.equal(entry?.name, 'layers.1.mixer.delta');
  assert.equal(metadata.model, 'stories-mamba');
  const bytes = await file.read(entry.start, entry.end);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  assert.deepEqual(
    lines.map((line) => Math.fround(Number(line.slice(line.lastIndexOf(',') + 1)))),
    [...values],
  );

  const notebook = JSON.parse(String(await saved(page, () => panel.getByText('Save the notebook').click())));
  assert.equal(notebook.nbformat, 4);
  const python = notebook.cells.map((cell: { source: string[] }) => cell.source.join('')).join('\n');
  const put = /PAGE = torch\.tensor\(\[(.*?)\]\)/
    .exec(python)![1]!
    .split(', ')
    .map((v) => Math.fround(Number(v)));
  assert.deepEqual(put, [...values.subarray(2 * 256, 3 * 256)]);
  assert.ok(python.includes(link));

  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
});

e2e('a link too long for a QR code is said to be', { timeout: 150 }, async ({ page, open }) => {
  await open(`/en/lab/?t=${encodeURIComponent('Ω '.repeat(900))}`);
  await page.waitForSelector('[data-tier]');
  await page.click('[data-part=take-away]');
  await page.getByText('QR code').click();
  await page.waitForSelector('text=a QR code holds 2953');
});
