/** The chapter on long context: its live figures, driven, against the engine in this process. */
import { equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fitOf } from '../../components/figures/long-context/fits';
import { apart } from '../../components/figures/long-context/two-formats';
import { loadModel } from '../../engine/session/load';
import { candidateIds, candidateShares, rulerExample, TOYS } from '../../engine/tasks';
import { e2e } from './harness';

const open = (name: string, dtype: 'f32' | 'experts-int8' = 'f32') =>
  loadModel({ kind: 'folder', path: `public/models/${name}` }, { device: 'cpu', dtype });
type Model = Awaited<ReturnType<typeof open>>;

async function lastLogits(model: Model, ids: readonly number[]): Promise<Float32Array> {
  const { logits } = await (await model.createSession()).prefill(ids, { allLogits: true });
  return logits!.data.slice(-model.blueprint.vocabSize);
}

e2e('in chapter "long-context" a needle is asked of the engine', { timeout: 120 }, async ({ page, open: go }) => {
  await go('/en/book/long-context/');
  await page.locator('#small-ruler').scrollIntoViewIfNeeded();
  const status = page.locator('#small-ruler [data-right]');
  await status.waitFor();
  await page.getByRole('button', { name: 'Another example' }).click();

  const model = await open('stories-mamba');
  const encode = (text: string) => model.tokenizer!.encode(text, { addSpecial: false }).ids;
  const { stories } = JSON.parse(readFileSync('public/evaluations/haystack.json', 'utf8')) as { stories: string[] };
  const hay = [...stories.flatMap((story) => [1, ...encode(story)]), 1];
  const example = rulerExample('needle', 64, 2, hay, encode, 0.5);
  const shares = candidateShares(await lastLogits(model, example.ids), candidateIds(encode));
  model.dispose();

  await page.locator('#small-ruler b', { hasText: `${example.question} ___` }).waitFor();
  const shown = Number(await status.getAttribute('data-right'));
  // Logits of WebGPU and CPU agree to 1e-4 of their spread (test/tolerance.ts); a share moves by no more than that times itself.
  const expected = shares[TOYS.indexOf(example.answer)]!;
  ok(Math.abs(shown - expected) < 1e-2 * expected, `${shown}, engine: ${expected}`);
  equal(await status.getAttribute('data-tokens'), '64');
});

e2e(
  'in chapter "long-context" 8-bit experts are compared with the engine',
  { timeout: 120 },
  async ({ page, open: go }) => {
    await go('/es/book/long-context/');
    await page.locator('#two-formats').scrollIntoViewIfNeeded();
    const text = 'Tom had a red ball. He went to the';
    await page.locator('#two-formats input[type="text"]').fill(text);
    const status = page.locator('#two-formats [data-logit]');
    const [wide, narrow] = [await open('stories-jamba'), await open('stories-jamba', 'experts-int8')];
    const { ids } = wide.tokenizer!.encode(text);
    const expected = apart(await lastLogits(wide, ids), await lastLogits(narrow, ids));
    await page.waitForFunction(
      (logit) => {
        const shown = document.querySelector('#two-formats [data-logit]')?.getAttribute('data-logit');
        return shown && Math.abs(Number(shown) - logit) < 0.05 * logit;
      },
      expected.logit,
      { timeout: 90_000 },
    );
    ok(Number(await status.getAttribute('data-apart')) < 0.01);
    wide.dispose();
    narrow.dispose();
  },
);

e2e('in chapter "long-context" what lies in memory is the blueprint’s', async ({ page, open: go }) => {
  await go('/en/book/long-context/');
  await page.locator('#fits').scrollIntoViewIfNeeded();
  await page.locator('#fits select').first().waitFor();
  await page.locator('#fits select').first().selectOption('jamba-1.5-large');
  const total = page.locator('#fits [data-precision="experts-int8"]');
  equal(Number(await total.getAttribute('data-total')), fitOf('jamba-1.5-large', 'experts-int8', 256 * 1024).total);
});
