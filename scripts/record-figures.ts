/**
 * Records what the still pictures of the book's figures show, from the real models: components/figures/recorded.json.
 *
 *   node --import tsx --import ./engine/cli/wgsl-hook.mjs scripts/record-figures.ts
 *
 * Run it again when a model of public/models changes. CPU backend, f32, three significant digits; no randomness but the sampling seed.
 */
import { writeFileSync } from 'node:fs';
import { changesFor, deltaOf, PARTS } from '../components/figures/take-away';
import { withZeros } from '../components/figures/what-saved';
import { meanOverChannels, mostDecided } from '../components/figures/where-it-writes';
import { farthest, weightsOf } from '../components/figures/who-looks';
import { channelOf } from '../components/figures/who-survives';
import { readView } from '../engine/views';
import { digits, open, read, round, surprises, textBits } from './lib/record';

const TEXT = 'Lily put the red ball in the box. Um, it was a sunny day. Tom asked where the ball was.';
const SHORT = 'Lily put the red ball in the box. Tom asked where the ball was.';
const LAYER = 3;
/** Of the figure of Δ. */
const DELTA_LAYER = 6;

const [transformer, mamba, s4d] = [
  await open('stories-transformer'),
  await open('stories-mamba'),
  await open('stories-s4d'),
];

const short = read(transformer, SHORT);
const weightNames = transformer.blueprint.layers.map(({ index }) => weightsOf(index));
const seen = (await (await transformer.createSession()).prefill(short.ids, { taps: weightNames })).taps;
const far = farthest(weightNames.map((name) => seen.get(name)!));
const looks = await readView(transformer, short.ids, {
  name: 'hidden-attention',
  layer: far.layer,
  options: { unit: far.head, only: true },
});
const long = read(mamba, TEXT);
const session = await mamba.createSession();
const tap = deltaOf(DELTA_LAYER);
const delta = (await session.prefill(long.ids, { taps: [tap] })).taps.get(tap)!;
const channel = mostDecided(delta);
const planes = await Promise.all(
  [mamba, s4d].map(async (model) => {
    const plane = await readView(model, long.ids, { name: 'write-plane', layer: LAYER, options: {} });
    return { write: round(plane.write.data), keep: round(plane.keep.data) };
  }),
);
const [a, b] = [await transformer.createSession(), await mamba.createSession()];
const total = (session: typeof a) => session.stateBytes.fixed + session.stateBytes.cache;
const bytes: { tokens: number; cache: number; state: number }[] = [];
for (const count of [10, 40, 200]) {
  const more = Array.from({ length: count - a.position }, () => 5);
  await a.prefill(more);
  await b.prefill(more);
  bytes.push({ tokens: count, cache: total(a), state: total(b) });
}

const STORY =
  'Once upon a time, there was a little girl named Lily. She loved to play outside in the sun. One day, she found a red ball in the garden. She was very happy and showed it to her mom.';
const story = read(mamba, STORY);
const parts: { id: string; bits: number }[] = [];
const deltaNames = mamba.blueprint.layers.map(({ index }) => deltaOf(index));
const { taps } = await (await mamba.createSession()).prefill(story.ids, { taps: deltaNames });
const deltas = deltaNames.map((name) => taps.get(name)!);
for (const id of PARTS) {
  const own = await mamba.createSession();
  own.intervene(changesFor(id, deltas));
  parts.push({ id, bits: digits((await textBits(own, story.ids)) / (story.ids.length - 1)) });
}
const CUT = 24;
const saved: Record<string, number[]> = {};
for (const lost of ['nothing', 'ssm', 'conv'] as const) {
  const own = await mamba.createSession();
  await own.prefill(story.ids.slice(0, CUT));
  const state = await own.readState();
  const names = [...state.tensors.keys()].filter((name) => name.endsWith(`:${lost}`));
  if (names.length) await own.setState(withZeros(state, names), names);
  saved[lost] = round(await surprises(own, story.ids.slice(CUT)));
}

const recorded = {
  parts,
  saved: { tokens: story.tokens.slice(CUT), ...saved },
  attention: { tokens: short.tokens, ...far, weights: round(looks.chosen!.data) },
  delta: {
    tokens: long.tokens,
    channel,
    mean: round(meanOverChannels(delta)),
    one: round(channelOf(delta, channel)),
  },
  planes: { mamba: planes[0], s4d: planes[1] },
  bytes,
};
writeFileSync('components/figures/recorded.json', `${JSON.stringify(recorded)}\n`);
console.log(`components/figures/recorded.json: ${JSON.stringify(recorded).length} bytes; ${JSON.stringify(bytes)}`);
process.exit(0);
