/**
 * Records what the still pictures and the sentences of the chapter on memory say of our own models: components/figures/recorded-memory.json.
 *
 *   node --import tsx --import ./engine/cli/wgsl-hook.mjs scripts/record-memory.ts
 *
 * Run it again when a model of public/models changes. CPU backend, f32, three significant digits; no randomness.
 */
import { writeFileSync } from 'node:fs';
import { binValues } from '../components/charts/histogram';
import { longText, lossForgetting, meanOf, normsOf } from '../components/figures/far-reading';
import { FORGET_EVERY, FORGET_TOKENS } from '../components/figures/forget-often';
import { BINS, spreadOf } from '../components/figures/half-lives';
import { largestOf, lastRowShares } from '../components/figures/the-star';
import { BLOCK, blockEnds } from '../components/figures/too-long';
import { channelOf, cliffOf } from '../components/figures/who-survives';
import type { Model } from '../engine/session/model';
import type { Session } from '../engine/session/session';
import { taskExample, tasks } from '../engine/tasks';
import { readView } from '../engine/views';
import { digits, open, read, round, surprises } from './lib/record';

/** A session that tells surprise, as the worker's does. */
async function reader(model: Model) {
  const session = await model.createSession();
  return {
    session,
    reset: () => session.reset(),
    forget: () => session.forget(),
    prefill: async (ids: ArrayLike<number>) => ({ surprise: await surprises(session, ids) }),
  };
}

const [mamba, transformer, star] = [
  await open('stories-mamba'),
  await open('stories-transformer'),
  await open('task-induction-mamba'),
];

const TEXT = 'Lily put the red ball in the box. Um, it was a sunny day. Tom asked where the ball was.';
const half = await readView(mamba, read(mamba, TEXT).ids, { name: 'half-life', layer: 3, options: {} });
const spread = spreadOf(half.typical.data);

const name = read(mamba, 'Lily put the red ball in the box. It was a sunny day. Tom asked where the ball was.');
const survival = await readView(mamba, name.ids, { name: 'survival', layer: 4, options: { token: 9 } });
const cliff = cliffOf(survival.perUnit, 9)!;

const text = { encode: async (story: string) => mamba.tokenizer!.encode(story) } as unknown as Parameters<
  typeof longText
>[0];
const window = await longText(text, FORGET_TOKENS);
const forgetful = await reader(mamba);
const forget: { every: number | null; bits: number }[] = [];
for (const every of FORGET_EVERY) {
  const bits = await lossForgetting(forgetful as unknown as Parameters<typeof lossForgetting>[0], window, every);
  forget.push({ every: Number.isFinite(every) ? every : null, bits: digits(bits) });
}

const example = taskExample('induction', 40, 3);
const norms = await readView(star, example.ids, { name: 'state-norms', options: {} });
const influence = await readView(star, example.ids, { name: 'token-influence', layer: 1, options: {} });
const kept = norms.kept.data.subarray(40, 80);
const shares = lastRowShares(influence.influence);

const LENGTH = 1024;
const far = await longText(text, LENGTH);
async function blocks(model: Model) {
  const own = await reader(model);
  const [bits, sizes]: [number[], number[]] = [[], []];
  for (const end of blockEnds(LENGTH)) {
    bits.push(meanOf((await own.prefill(far.subarray(end - BLOCK, end))).surprise));
    const norms = normsOf(await (own.session as Session).readState());
    if (norms.length > 0) sizes.push(meanOf(norms));
  }
  return { bits: round(bits), norms: round(sizes) };
}

const recorded = {
  halfLives: {
    counts: binValues(half.typical.data, BINS).counts,
    ...Object.fromEntries(Object.entries(spread).map(([k, v]) => [k, digits(v)])),
  },
  survival: {
    tokens: name.tokens,
    mean: round(survival.mean.data),
    ...cliff,
    one: round(channelOf(survival.perUnit, cliff.channel)),
  },
  forget,
  star: {
    tokens: example.ids.map((id) => tasks.induction.vocabulary[id]!),
    kept: round(kept),
    read: round(shares),
    most: digits(largestOf(shares).value),
  },
  long: { mamba: await blocks(mamba), transformer: await blocks(transformer) },
};
writeFileSync('components/figures/recorded-memory.json', `${JSON.stringify(recorded)}\n`);
console.log(JSON.stringify(recorded));
process.exit(0);
