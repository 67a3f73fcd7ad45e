/** The designer of the atlas in a real browser: typed, moved by key and pointer, costed, run with random weights and taken away. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { configOf, START, STARTS } from '../../components/atlas/design';
import { cost } from '../../engine/blueprint/cost';
import { buildBlueprint } from '../../engine/models';
import { violations } from './axe';
import { e2e } from './harness';

e2e('a hybrid of one’s own is typed, moved, costed and taken away', { timeout: 90 }, async ({ page, open }) => {
  await open('/en/atlas/');
  await page.waitForSelector('[data-ready=true]');
  await page.selectOption('[data-control=model]', 'own');
  await page.waitForSelector(`[data-design="${START.pattern}"]`);
  const costs = async (pattern: string, sizes = {}) => {
    const { total } = cost(buildBlueprint(configOf({ ...START, ...sizes, pattern })), { context: 4096 });
    await page.waitForSelector(`[data-quantity=parameters] [data-value="${total.parameters}"]`);
    await page.waitForSelector(`[data-quantity=decode] [data-value="${total.decodeFlops}"]`);
    await page.waitForSelector(`[data-quantity=cache] [data-value="${total.cacheBytes}"]`);
    assert.equal(await page.locator('[data-side=left] [data-row]').count(), pattern.length + 3);
  };
  await costs(START.pattern);
  await page.fill('[data-control=pattern]', 'M-M*');
  await costs('M-M*');

  // Wrong characters are answered; the last good design stands.
  await page.fill('[data-control=pattern]', 'M-xE');
  assert.match((await page.textContent('[data-problem=character]'))!, /Character 3, “x”.*Take it out/);
  assert.match((await page.textContent('[data-problem=experts]'))!, /Character 4, “E”/);
  await costs('M-M*');
  await page.fill('[data-control=pattern]', 'M-M*');

  // By keyboard, then by pointer, then by the buttons.
  await page.focus('[data-chip="3"]');
  await page.keyboard.press('Home');
  await page.waitForSelector('[data-design="*M-M"]');
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-chip') === '0');
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('[data-design="M*-M"]');
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-chip') === '1');
  await page.keyboard.press('Delete');
  await page.waitForSelector('[data-design="M-M"]');
  await page.dragAndDrop('[data-chip="1"]', '[data-chip="2"]');
  await page.waitForSelector('[data-design="MM-"]');
  await page.click('[data-add="*"]');
  await page.waitForSelector('[data-design="MM-*"]');
  assert.equal(await page.inputValue('[data-control=pattern]'), 'MM-*');

  // Sizes that must divide each other change one after the other.
  await page.fill('[data-size=width]', '96');
  assert.match((await page.textContent('[data-problem=ssmHeads]'))!, /7.*192/);
  await page.fill('[data-size=ssmHeads]', '6');
  await costs('MM-*', { width: 96, ssmHeads: 6 });
  assert.equal(await page.locator('[data-problem]').count(), 0);

  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-control=download]')]);
  assert.equal(download.suggestedFilename(), 'config.json');
  const saved = JSON.parse(readFileSync((await download.path())!, 'utf8'));
  assert.deepEqual(saved, configOf({ ...START, pattern: 'MM-*', width: 96, ssmHeads: 6 }));

  await page.waitForFunction(() => location.search.includes('p=MM-*') && location.search.includes('d=96'));
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await page.waitForSelector('[data-design="MM-*"]');
  await costs('MM-*', { width: 96, ssmHeads: 6 });
  assert.deepEqual(await violations(page), []);
  await page.setViewportSize({ width: 390, height: 844 });
  // Charts are drawn anew for the new width a frame later.
  await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth);
});

e2e('a hybrid of one’s own runs here with random weights', { timeout: 120 }, async ({ page, open }) => {
  await open('/es/atlas/?a=own&p=M*-&d=16&N=8&H=4&q=2&kv=1&hd=8&ff=24&v=40');
  await page.waitForSelector('[data-design="M*-"]');
  await page.click('[data-control=run]');
  await page.waitForSelector('[data-phase=finished]', { timeout: 60_000 });
  for (const length of [64, 128, 256]) {
    const rates = await page.locator(`[data-speed="${length}"] td`).allTextContents();
    assert.equal(rates.length, 3);
    assert.ok(Number.parseFloat(rates[0]!) > 0 && Number.parseFloat(rates[1]!) > 0, rates.join());
  }
  assert.ok(await page.locator('[data-tier=cpu]').isVisible());

  // Another design has no speed until it has been run; one that is too large says so.
  await page.fill('[data-size=vocab]', '262144');
  await page.fill('[data-size=width]', '4096');
  await page.waitForSelector('[data-phase=idle]');
  assert.equal(await page.locator('[data-speed]').count(), 0);
  assert.ok(await page.locator('[data-control=run]').isDisabled());
  assert.match((await page.textContent('[data-parameters]'))!, /como máximo/);
});

e2e('a broken link to a hybrid of one’s own says what is wrong', async ({ page, open }) => {
  await open('/en/atlas/?a=own&p=MxM&d=0');
  await page.waitForSelector(`[data-design="${START.pattern}"]`);
  const said = (await page.locator('#content [role=alert]').textContent())!;
  assert.ok(said.includes('the pattern of layers') && said.includes('MxM') && said.includes('the width'), said);
});

e2e('a Jamba of one’s own is typed, dragged, run and taken away', { timeout: 120 }, async ({ page, open }) => {
  await open('/en/atlas/?a=own&d=48');
  await page.waitForSelector('[data-ready=true]');
  await page.fill('[data-control=pattern]', 'ME');
  assert.match((await page.textContent('[data-problem=experts]'))!, /choose “Jamba” above/);
  await page.check('input[value=jamba]');
  await page.waitForSelector(`[data-design="${STARTS.jamba.pattern}"]`);
  await page.fill('[data-control=pattern]', 'M-ME*-ME');
  await page.waitForSelector('[data-design="M-ME*-ME"]');

  // Attention is dragged past the other mixers; what stands behind them keeps its place.
  await page.dragAndDrop('[data-chip="4"]', '[data-chip="0"]');
  await page.waitForSelector('[data-design="*-MEM-ME"]');
  await page.focus('[data-chip="0"]');
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('[data-design="M-*EM-ME"]');
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-chip') === '2');

  // An order that no Jamba has is said, and moved on to one that it has.
  await page.focus('[data-chip="3"]');
  await page.keyboard.press('ArrowRight');
  assert.match((await page.textContent('[data-problem=missing]'))!, /experts \(E\).*places 3, 4.*place 2/);
  assert.equal(await page.inputValue('[data-control=pattern]'), 'M-*-MEME');
  assert.equal(await page.locator('[data-design]').getAttribute('data-design'), 'M-*EM-ME');
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-chip') === '5');
  await page.keyboard.press('ArrowLeft');
  await page.waitForSelector('[data-problem]', { state: 'detached' });
  await page.click('[data-add=ME]');
  assert.match((await page.textContent('[data-problem=uneven]'))!, /places 2, 4, 5/);
  await page.focus('[data-chip="8"]');
  await page.keyboard.press('Delete');
  await page.click('[data-add="M-"]');
  await page.waitForSelector('[data-design="M-*EM-MEM-"]');
  assert.equal(await page.locator('[data-problem]').count(), 0);

  await page.fill('[data-size=topK]', '5');
  assert.match((await page.textContent('[data-problem=topK]'))!, /from 1 to 4/);
  await page.fill('[data-size=topK]', '3');
  await page.fill('[data-size=vocab]', '64');
  const design = { ...STARTS.jamba, pattern: 'M-*EM-MEM-', topK: 3, vocab: 64 };
  const { total } = cost(buildBlueprint(configOf(design)), { context: 4096 });
  await page.waitForSelector(`[data-quantity=parameters] [data-value="${total.parameters}"]`);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-control=download]')]);
  const saved = JSON.parse(readFileSync((await download.path())!, 'utf8'));
  assert.deepEqual(saved, configOf(design));
  await page.click('[data-control=run]');
  await page.waitForSelector('[data-phase=finished]', { timeout: 60_000 });
  assert.deepEqual(await violations(page), []);

  await page.waitForFunction(() => /f=jamba.*p=M-.*K=3/.test(location.search));
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await page.waitForSelector('[data-design="M-*EM-MEM-"]');
  // The other design is as it was left, or as it begins.
  await page.check('input[value=mamba2]');
  await page.waitForSelector(`[data-design="${START.pattern}"]`);
});
