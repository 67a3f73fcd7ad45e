/** Numbers of our own models as the prose quotes them, from recorded runs (scripts/record-*.ts). */
import induction from '@/public/evaluations/induction.json';
import phonebook from '@/public/evaluations/phonebook.json';
import recall from '@/public/evaluations/recall.json';
import copying from '@/public/evaluations/selective-copying.json';
import mambaCard from '@/public/models/stories-mamba/card.json';
import s4dCard from '@/public/models/stories-s4d/card.json';
import { formatFixed, formatNumber, formatPercent, formatWhole } from '../charts/format';
import duality from '../figures/duality/recorded.json';
import { accuracyAt, shippedRuns } from '../figures/evaluations';
import rounding from '../figures/long-context/recorded-rounding.json';
import { driftOf } from '../figures/parents';
import recorded from '../figures/recorded.json';
import hybrids from '../figures/recorded-hybrids.json';
import memory from '../figures/recorded-memory.json';
import { costOf } from '../figures/what-saved';

const of = (every: number | null) => memory.forget.find((bar) => bar.every === every)!.bits;
const part = (id: string) => recorded.parts.find((bar) => bar.id === id)!.bits;
const without = (model: keyof typeof hybrids.without, mixer: string) =>
  hybrids.without[model].cuts.filter((cut) => cut.mixer === mixer).map(({ bits }) => bits);
/** Means over the training runs, as in the figures. */
const recalled = (model: string, pairs: number) => accuracyAt(recall, model, pairs);
/** Of the shipped model, which the figure runs. */
const copied = (model: string, noise: number) => accuracyAt({ models: shippedRuns(copying) }, model, noise);
const starred = (model: string, length: number) => accuracyAt(induction, model, length);
const rank = (id: string) => duality.ranks.find((model) => model.id === id)!.rank;
const held = (card: { scores: { losses: { held: { natsPerToken: number } } } }) => card.scores.losses.held.natsPerToken;
const last = (values: readonly number[], count: number) => values.slice(-count).reduce((a, b) => a + b, 0) / count;

const values: Readonly<Record<string, () => number>> = {
  /** Letters repeated right among 64 noise tokens. */
  'copy-s4d-64': () => copied('s4d', 64),
  'copy-mamba-64': () => copied('mamba', 64),
  /** Half-lives of the cells of layer 3 of stories-mamba, in tokens. */
  'half-life-tenth': () => memory.halfLives.tenth,
  'half-life-median': () => memory.halfLives.median,
  'half-life-ninth': () => memory.halfLives.ninth,
  'half-life-within': () => memory.halfLives.within,
  /** Bits that stories-mamba loses when it forgets every so many tokens. */
  'forget-128': () => of(128) - of(null),
  'forget-64': () => of(64) - of(null),
  'forget-16': () => of(16) - of(null),
  /** Mean surprise of stories-mamba on the story of the figure take-away, whole and with parts missing. */
  'part-whole': () => part('whole'),
  'part-state': () => part('state'),
  'part-selection': () => part('selection'),
  'part-gate': () => part('gate'),
  /** The same as the number of equally likely words that it amounts to. */
  'choices-whole': () => 2 ** part('whole'),
  'choices-gate': () => 2 ** part('gate'),
  /** Bits that Δ blind to the token costs there. */
  'selection-blind': () => part('selection') - part('whole'),
  /** Bits by which “she” after the pause costs more without the state (figure what-saved). */
  'she-unsaved': () => costOf(recorded.saved.ssm, recorded.saved.nothing)[recorded.saved.tokens.indexOf(' she')]!,
  /** Bits per token by which S4D is worse than Mamba on held-out stories. */
  's4d-behind': () => (held(s4dCard) - held(mambaCard)) / Math.LN2,
  /** Bits that stories-mamba loses when its state is never read (figure take-away). */
  'state-unread': () => part('state') - part('whole'),
  /** Share of what the last star reads that was written at one place. */
  'star-most': () => memory.star.most,
  /** Transformer over Mamba in the last quarter of 1024 tokens, in bits. */
  'far-gap': () => last(memory.long.transformer.bits, 4) - last(memory.long.mamba.bits, 4),
  /** Bits that the small hybrids lose without their attention layer, and without the Mamba layer that they need most (but the first). */
  'hybrid-without-attention': () => without('stories-mamba2-hybrid', 'attention')[0]!,
  'hybrid-without-mamba': () => Math.max(...without('stories-mamba2-hybrid', 'ssm')),
  'jamba-without-attention': () => without('stories-jamba', 'attention')[0]!,
  'jamba-without-mamba': () => Math.max(...without('stories-jamba', 'ssm')),
  /** Bits by which the last quarter of 1024 positions is worse than the first. */
  'drift-transformer': () => driftOf('transformer'),
  'drift-mamba2': () => driftOf('mamba2'),
  'drift-hybrid': () => driftOf('hybrid'),
  'drift-jamba': () => driftOf('jamba'),
  /** Mean sum of the two weights that stories-jamba gives its experts, over its expert layers. */
  'router-least': () => hybrids.router.leastSum,
  'router-most': () => hybrids.router.mostSum,
  /** Share of the heads of stories-mamba2 with more than nine tenths of positive weight, and messages that cross the middle of a text. */
  'heads-positive': () => duality.positive.filter((share) => share > 0.9).length / duality.positive.length,
  'rank-mamba2': () => rank('stories-mamba2'),
  'rank-mamba': () => rank('stories-mamba'),
  'rank-transformer': () => rank('stories-transformer'),
  /** Values named right at associative recall, with 4 and 16 state numbers a channel, and by the hybrid with 4. */
  /** Whole numbers found in a phonebook, means of two training runs. */
  'phone-mamba-4': () => accuracyAt(phonebook, 'mamba', 4),
  'phone-mamba-16': () => accuracyAt(phonebook, 'mamba', 16),
  'phone-hybrid-64': () => accuracyAt(phonebook, 'hybrid', 64),
  'recall-n4-8': () => recalled('mamba-n4', 8),
  'recall-n4-16': () => recalled('mamba-n4', 16),
  'recall-n4-32': () => recalled('mamba-n4', 32),
  'recall-n16-16': () => recalled('mamba-n16', 16),
  'recall-n16-32': () => recalled('mamba-n16', 32),
  'recall-n64-32': () => recalled('mamba-n64', 32),
  /** Stars found at twice the training length by attention with rotary positions. */
  'far-rope-256': () => starred('attention-rope', 256),
  /** Bits per token of stories-jamba on unseen stories, and what rounding adds: A_log alone to 4 bits, then parts, scales and bits. */
  'rounding-whole': () => rounding.whole,
  'rounding-decays': () => rounding.decays,
  ...Object.fromEntries(
    rounding.runs.map(({ part, per, bits, lost }) => [`rounding-${part}-${per}-${bits}`, () => lost]),
  ),
  'recall-mamba2-n16-16': () => recalled('mamba2-n16', 16),
  'recall-hybrid-32': () => recalled('hybrid-n4', 32),
};

export const measuredNames = Object.keys(values);

/** A number that a recording of our models gives; throws on an unknown name. */
export function measured(name: string): number {
  const value = values[name];
  if (!value) throw new Error(`<Measured of="${name}">: not recorded; known: ${measuredNames.join(', ')}`);
  return value();
}

/** Bits to two places, for tables whose rows are compared: −0.00 is 0.00. */
const hundredths = (value: number) => formatFixed(value, 2).replace('−0.00', '0.00');

/** The number as the reader sees it. */
export function measuredText(name: string, as: 'number' | 'percent' | 'bits' | undefined, locale: string): string {
  const value = measured(name);
  if (as === 'percent') return formatPercent(value);
  if (as === 'bits') return hundredths(value);
  // Two digits of a large number would end in a power of ten: 140, not 1.4e2.
  return Math.abs(value) >= 100 ? formatWhole(Number(value.toPrecision(2)), locale) : formatNumber(value, locale, 2);
}
