/**
 * A bundle's card.json (training/statescope_training/card.py and tasks/ship.py write them). Only name, title, licence and data are in every
 * card: what a card does not say, the page does not show. What it says in another form than here is refused, so that nothing is lost unseen.
 */
import { z } from 'zod';
import { EngineError } from '@/engine/errors';

const text = z.object({ en: z.string(), es: z.string() });
const loss = z.object({
  stories: z.number(),
  tokens: z.number(),
  bytes: z.number(),
  natsPerToken: z.number(),
  bitsPerByte: z.number(),
});
/** On stories sampled like the training text but held out, and on real TinyStories. */
const losses = z.object({ held: loss, real: loss });

/** [tokens seen, nats per token] of training and held-out text, or a table of a task: [step, loss, accuracy]. */
const curve = z.union([
  z.object({
    train: z.array(z.tuple([z.number(), z.number()])),
    held: z.array(z.tuple([z.number(), z.number()])).optional(),
  }),
  z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.number()).min(2)) }),
]);

/** What a task's size counts. */
const unit = z.enum(['noise', 'length', 'pairs', 'entries']);

const training = z.object({
  tokens: z.number().optional(),
  steps: z.number().optional(),
  sizes: z.object({ unit, least: z.number(), most: z.number() }).optional(),
  batch: z.string().optional(),
  optimiser: z.string().optional(),
  schedule: z.string().optional(),
  precision: z.string().optional(),
  targets: text.optional(),
  seed: z.number().optional(),
  hours: z.number().optional(),
  tokensPerSecond: z.number().optional(),
  hardware: z.string().optional(),
  commit: z.string().optional(),
  curve: curve.optional(),
});

const quantised = z.object({
  bytes: z.number(),
  natsPerToken: z.number(),
  lossDifference: z.number().optional(),
  sameNextToken: z.number().optional(),
});

const languageScores = z.object({
  losses: losses.optional(),
  samples: z
    .object({
      temperature: z.number(),
      topP: z.number(),
      samples: z.array(z.object({ seed: z.number(), prompt: z.string(), text: z.string() })),
    })
    .optional(),
  /** Mean loss of each `bin` positions of the context. */
  positions: z.object({ windows: z.number(), bin: z.number(), natsPerToken: z.array(z.number()) }).optional(),
  quantised: z
    .object({
      tokens: z.number(),
      f16: quantised,
      int8: quantised.optional(),
      'experts-int8': quantised.optional(),
    })
    .optional(),
  /** Share of right answers at each length. */
  ruler: z
    .object({
      examples: z.number(),
      chance: z.number(),
      lengths: z.array(z.number()),
      needle: z.array(z.number()),
      needles: z.array(z.number()),
      tracking: z.array(z.number()),
    })
    .optional(),
});

const taskScores = z.object({
  unit,
  chance: z.number(),
  cells: z.array(z.object({ size: z.number(), examples: z.number(), accuracy: z.number(), loss: z.number() })),
});

const schema = z.object({
  name: z.string(),
  title: text,
  /** Of a task model: the task's name. */
  task: z.string().optional(),
  architecture: text.optional(),
  source: z.string().optional(),
  licence: z.string(),
  data: text,
  changes: text.optional(),
  /** Numbers that were trained; a tied matrix that the file stores twice counts once. */
  parameters: z.object({ total: z.number() }).optional(),
  /** Tokens of context that it was trained on. */
  context: z.number().optional(),
  training: training.optional(),
  scores: z.union([taskScores, languageScores]).optional(),
  baselines: z
    .object({
      kneserNey5: losses.extend({ countedTokens: z.number() }).optional(),
      kneserNey5SameTokens: losses.extend({ countedTokens: z.number() }).optional(),
      stories15m: losses.optional(),
      storiesTransformer: losses.optional(),
    })
    .optional(),
  weaknesses: z.object({ en: z.array(z.string()), es: z.array(z.string()) }).optional(),
});

export type Card = z.output<typeof schema>;
export type Losses = z.output<typeof losses>;
export type Training = z.output<typeof training>;
export type LanguageScores = z.output<typeof languageScores>;
export type TaskScores = z.output<typeof taskScores>;

/** A card from its parsed JSON; `file` names it in errors. */
export function parseCard(json: unknown, file: string): Card {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new EngineError('bad-file', `${file}: invalid ${issue.path.join('.') || 'card'}; ${issue.message}`, '', {
    file,
  });
}

export const isTaskScores = (scores: LanguageScores | TaskScores): scores is TaskScores => 'cells' in scores;
