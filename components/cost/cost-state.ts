/**
 * What the reader has chosen on the cost page, as plain data, and its form in the address. A hand-edited link never breaks the page: each
 * wrong field is reported and replaced by its default; of a list the known models stay.
 */
import { z } from 'zod';

export const SHOWS = ['published', 'here', 'both'] as const;
export const WEIGHT_BYTES = [4, 2, 1, 0.5] as const;
export const BATCHES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] as const;
/** Longest text on the axis, and at most as long as anybody claims to read. */
export const LONGEST = [4096, 32_768, 262_144, 1_048_576] as const;
/** Longest text that is measured. */
export const MEASURED = [64, 128, 256, 512, 1024, 2048, 4096] as const;
export const SHORTEST = 64;
/** Lines that a picture can name. */
export const MOST_MODELS = 6;
/** Devices that are no product: the reader's own numbers, and what was measured here. */
export const CUSTOM = 'custom';
export const HERE = 'here';

const oneOf = (values: readonly number[]) => z.coerce.number().refine((v) => values.includes(v));
const names = z
  .string()
  .regex(/^[\w.,-]*$/)
  .transform((text) => text.split(',').filter(Boolean));

const fields = {
  models: names,
  bundles: names,
  show: z.enum(SHOWS),
  /** Tokens at which the pictures are read. */
  at: z.coerce.number().int().min(SHORTEST).max(1_048_576),
  longest: oneOf(LONGEST),
  device: z.string().regex(/^[\w-]{1,20}$/),
  /** Of a device of the reader's own: TFLOP/s, GB/s, GiB. */
  teraflops: z.coerce.number().gt(0).max(1e6),
  gigabytes: z.coerce.number().gt(0).max(1e6),
  memory: z.coerce.number().gt(0).max(1e6),
  batch: oneOf(BATCHES),
  bytes: oneOf(WEIGHT_BYTES),
  /** The weights are counted in the picture of memory. */
  weights: z.enum(['yes', 'no']),
  measure: oneOf(MEASURED),
  against: z.string().regex(/^[\w.-]{1,40}$/),
};
const schema = z.object(fields);
export type CostState = z.infer<typeof schema>;
export type Field = keyof CostState;

export const DEFAULTS: CostState = {
  models: ['llama-3.1-8b', 'mamba-2.8b', 'mamba2-hybrid-8b', 'jamba-1.5-mini'],
  bundles: ['stories-transformer', 'stories-mamba', 'stories-mamba2', 'stories-mamba2-hybrid', 'stories-jamba'],
  show: 'published',
  at: 32_768,
  longest: 262_144,
  device: 'a100',
  teraflops: 10,
  gigabytes: 200,
  memory: 24,
  batch: 1,
  bytes: 2,
  weights: 'no',
  measure: 1024,
  against: 'llama-3.1-8b',
};

/** Short names in the address. */
const KEYS: Record<Field, string> = {
  models: 'm',
  bundles: 'h',
  show: 's',
  at: 'at',
  longest: 'max',
  device: 'd',
  teraflops: 'tf',
  gigabytes: 'gb',
  memory: 'gib',
  batch: 'n',
  bytes: 'b',
  weights: 'w',
  measure: 'l',
  against: 'vs',
};

export interface LinkProblem {
  readonly field: Field;
  /** What the link said, cut to a readable length. */
  readonly value: string;
}

/** What names a link may use. */
export interface Known {
  readonly models: readonly string[];
  readonly bundles: readonly string[];
  readonly devices: readonly string[];
}

const said = (state: CostState, field: Field) => String(state[field]);

/** The query string of a state; fields at their default are left out. */
export function toQuery(state: CostState): string {
  const query = new URLSearchParams();
  for (const field of Object.keys(KEYS) as Field[])
    if (said(state, field) !== said(DEFAULTS, field)) query.set(KEYS[field], said(state, field));
  // Commas between models stay readable.
  return query.toString().replaceAll('%2C', ',');
}

/** The state in a query string, with what was wrong in it. Never throws. */
export function fromQuery(search: string, known: Known): { state: CostState; problems: LinkProblem[] } {
  const query = new URLSearchParams(search);
  const state: Record<string, unknown> = { ...DEFAULTS };
  const problems: LinkProblem[] = [];
  const wrong = (field: Field, value: string) =>
    problems.push({ field, value: value.length > 60 ? `${value.slice(0, 59)}…` : value });
  for (const field of Object.keys(KEYS) as Field[]) {
    const raw = query.get(KEYS[field]);
    if (raw === null) continue;
    const parsed = raw === '' && field !== 'models' && field !== 'bundles' ? null : fields[field].safeParse(raw);
    if (!parsed?.success) wrong(field, raw);
    else if (field === 'models' || field === 'bundles') {
      const all = [...new Set(parsed.data as string[])];
      const kept = all.filter((id) => known[field].includes(id)).slice(0, MOST_MODELS + 1);
      if (kept.length < all.length) wrong(field, all.filter((id) => !kept.includes(id)).join(','));
      state[field] = kept;
    } else if (field === 'device' && ![...known.devices, CUSTOM, HERE].includes(parsed.data as string))
      wrong(field, raw);
    else if (field === 'against' && !known.models.includes(parsed.data as string)) wrong(field, raw);
    else state[field] = parsed.data;
  }
  return { state: state as CostState, problems };
}
