/** The chapter on what came after: its exact systems, driven, against the same systems computed here. */
import { equal, ok } from 'node:assert/strict';
import { meanError, WRITES } from '../../components/figures/delta-rule';
import { told } from '../../components/figures/parity';
import { e2e } from './harness';

e2e('in chapter "after" a turning state answers what a fading one cannot', async ({ page, open }) => {
  await open('/en/book/after/');
  const picture = page.locator('#parity [data-share]');
  await page.locator('#parity').scrollIntoViewIfNeeded();
  await picture.waitFor();
  const share = async () => Number(await picture.getAttribute('data-share'));
  equal(await share(), told({ rule: 'fade', a: 0.5, angle: 180 }, 10, 2).share);
  await page.check('#parity input[value=turn]');
  equal(await share(), 1);
  await page.selectOption('#parity select', '3');
  equal(await share(), told({ rule: 'turn', a: 0, angle: 180 }, 10, 3).share);
  ok((await share()) < 0.9);
});

e2e('in chapter "after" the delta rule overwrites one key and spares the others', async ({ page, open }) => {
  await open('/es/book/after/');
  await page.locator('#delta-rule').scrollIntoViewIfNeeded();
  const error = page.locator('#delta-rule [data-error]');
  await error.waitFor();
  const at = (memory: 'add' | 'delta') => meanError({ memory, alpha: 0.7, beta: 1, overlap: 0 }, WRITES, 3);
  equal(Number(await error.getAttribute('data-error')), at('add'));
  await page.check('#delta-rule input[value=delta]');
  equal(Number(await error.getAttribute('data-error')), at('delta'));
  equal(at('delta'), 0);
});
