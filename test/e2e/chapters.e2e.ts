/** One figure each of chapters 1, 2, 4 and 11, driven in the page and compared with the engine, or the exact system, in this process. */
import { equal, ok } from 'node:assert/strict';
import { claims } from '../../components/figures/claims';
import { distance, remember, shape, TOKENS } from '../../components/figures/hippo';
import { superposition, X1, X2 } from '../../components/figures/superposition';
import { changesFor, type Part } from '../../components/figures/take-away';
import { error } from '../../components/figures/zoom';
import { loadModel } from '../../engine/session/load';
import { logSumExp } from '../../engine/session/sampling';
import { readView } from '../../engine/views';
import { e2e } from './harness';

const open = (name: string) => loadModel({ kind: 'folder', path: `public/models/${name}` }, { device: 'cpu' });
/** Both backends agree to 1e-4 of the spread of what they compute (test/tolerance.ts); a mean of such values stays within ten times that. */
const NEAR = 1e-3;
/** Exact systems: exp and tanh of two JavaScript engines differ in the last digit. */
const same = (shown: string | null, expected: number) =>
  ok(shown !== null && Math.abs(Number(shown) - expected) < 1e-12, `${shown}, here: ${expected}`);

e2e('chapter 1 shows the attention that the engine computes', { timeout: 120 }, async ({ page, open: go }) => {
  await go('/en/book/attention/');
  const figure = page.locator('#who-looks');
  await figure.scrollIntoViewIfNeeded();
  const matrix = figure.locator('[role="application"]');
  await matrix.waitFor({ timeout: 90_000 });
  const text = 'Tom had a red ball. Lily took the ball.';
  await figure.locator('input[type="text"]').fill(text);
  await figure.locator('select').first().selectOption('2');
  await figure.locator('select').nth(1).selectOption('-1');

  const model = await open('stories-transformer');
  const { ids } = model.tokenizer!.encode(text);
  const { mean } = await readView(model, ids, { name: 'hidden-attention', layer: 2, options: {} });
  model.dispose();
  await page.waitForFunction(
    (rows) =>
      document
        .querySelector('#who-looks [role="application"]')
        ?.parentElement?.parentElement?.textContent?.includes(`${rows} × ${rows}`),
    ids.length,
  );
  await matrix.focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']) await matrix.press(key);
  const readout = figure.locator('[data-value]:has(code)');
  const [, row, column] = /\[(\d+), (\d+)\]$/.exec((await readout.locator('code').textContent())!)!.map(Number);
  ok(row! > 0 && column! <= row!, `row ${row}, column ${column}`);
  const expected = mean!.data[row! * ids.length + column!]!;
  const shown = Number(await readout.getAttribute('data-value'));
  ok(Math.abs(shown - expected) < NEAR, `${shown}, engine: ${expected}`);
});

e2e('chapter 2 samples a system with the error that the rule has', async ({ page, open: go }) => {
  await go('/es/book/state-space-models/');
  const figure = page.locator('#zoom');
  await figure.scrollIntoViewIfNeeded();
  const picture = figure.locator('[data-error]');
  await picture.waitFor();
  same(await picture.getAttribute('data-error'), error('euler', -1.5, 0.5, 4));
  await figure.locator('input[type=radio]').first().check();
  same(await picture.getAttribute('data-error'), error('zoh', -1.5, 0.5, 4));
  await figure.locator('input[type=radio]').last().check();
  await figure.locator('input[type="range"]').first().press('ArrowRight');
  const finer = Number(await picture.getAttribute('data-error'));
  ok(
    [0.25, 1].some((step) => finer === error('euler', -1.5, step, 4)),
    String(finer),
  );
});

e2e('chapter 2 rebuilds a signal, chosen or drawn, from its state', async ({ page, open: go }) => {
  await go('/en/book/state-space-models/');
  const figure = page.locator('#hippo');
  await figure.scrollIntoViewIfNeeded();
  const said = figure.locator('[data-off]');
  await said.waitFor();
  const off = async () => await said.getAttribute('data-off');
  const x = shape('click');
  await figure.locator('select').selectOption('click');
  await figure.locator('input[type=range]').first().press('End');
  same(await off(), distance(x, remember(x, 16)));
  await figure.locator('input[type=range]').last().press('ArrowLeft');
  const read = x.slice(0, TOKENS - 1);
  same(await off(), distance(read, remember(read, 16)));

  const field = (await figure.locator('svg rect[style*="crosshair"]').boundingBox())!;
  await page.mouse.move(field.x + 4, field.y + field.height / 2);
  await page.mouse.down();
  await page.mouse.move(field.x + field.width - 4, field.y + field.height / 2);
  await page.mouse.up();
  // A line at rest needs one number: what is off is only that the pointer stands between two values.
  ok(Number(await off()) < 0.02, String(await off()));
  equal(await figure.locator('select').inputValue(), 'drawn');
});

e2e('chapter 4 walks a token through a layer of the engine', { timeout: 120 }, async ({ page, open: go }) => {
  await go('/es/book/mamba-block/');
  const figure = page.locator('#walk-token');
  await figure.scrollIntoViewIfNeeded();
  const row = figure.locator('tr[data-op="h"][data-most]');
  await row.waitFor({ timeout: 90_000 });
  await figure.locator('input[type=range]').press('Home');
  await figure.locator('input[type=range]').press('ArrowRight');

  const model = await open('stories-mamba');
  const { ids } = model.tokenizer!.encode('Lily put the red ball in the box.');
  const tap = 'layers.3.mixer.h';
  const { data } = (await (await model.createSession()).prefill(ids, { taps: [tap] })).taps.get(tap)!;
  const size = data.length / ids.length;
  const expected = Math.max(...data.subarray(size, 2 * size));
  model.dispose();
  const shown = Number(await row.getAttribute('data-most'));
  ok(Math.abs(shown - expected) < NEAR * expected, `${shown}, engine: ${expected}`);
});

e2e('chapter 4 takes parts of the model away as the engine does', { timeout: 120 }, async ({ page, open: go }) => {
  await go('/en/book/mamba-block/');
  const figure = page.locator('#take-away');
  await figure.scrollIntoViewIfNeeded();
  const text = 'Tom had a red ball. He went to the park.';
  await figure.locator('input[type="text"]').fill(text);

  const model = await open('stories-mamba');
  const V = model.blueprint.vocabSize;
  const { ids } = model.tokenizer!.encode(text);
  const bits = async (id: Part) => {
    const session = await model.createSession();
    session.intervene(changesFor(id));
    const { data } = (await session.prefill(ids, { allLogits: true })).logits!;
    let sum = 0;
    for (let t = 1; t < ids.length; t++) {
      const row = data.subarray((t - 1) * V, t * V);
      sum += logSumExp(row) - row[ids[t]!]!;
    }
    return sum / (ids.length - 1) / Math.LN2;
  };
  for (const id of ['whole', 'gate', 'state'] as const) {
    const expected = await bits(id);
    await page.waitForFunction(
      ([id, value, near]) => {
        const shown = document.querySelector(`#take-away [data-bar="${id}"]`)?.getAttribute('data-value');
        return shown && Math.abs(Number(shown) - Number(value)) < Number(near) * Number(value);
      },
      [id, expected, NEAR] as const,
      { timeout: 90_000 },
    );
  }
  model.dispose();
});

e2e('chapter 11 adds outputs up, and filters what it says it filters', async ({ page, open: go }) => {
  await go('/en/book/claims/');
  await page.locator('#linear-in-the-state').scrollIntoViewIfNeeded();
  const gap = page.locator('#linear-in-the-state [data-gap]');
  await gap.waitFor();
  same(await gap.getAttribute('data-gap'), superposition(X1, X2, 'tanh').gap);
  await page.locator('#linear-in-the-state input[type=radio]').nth(1).check();
  same(await gap.getAttribute('data-gap'), superposition(X1, X2, 'linear').gap);

  await page.locator('#claims-table').scrollIntoViewIfNeeded();
  const shown = page.locator('#claims-table [data-shown]');
  await shown.waitFor();
  equal(await shown.getAttribute('data-shown'), String(claims.length));
  await page.locator('#claims-table select').selectOption('mamba2-hybrid');
  const own = claims.filter(({ model }) => model === 'mamba2-hybrid').length;
  equal(await shown.getAttribute('data-shown'), String(own));
  equal(await page.locator('#claims-table tr[data-claim]').count(), own);
});
