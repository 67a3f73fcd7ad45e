/**
 * Everything that makes a screen of the lab, as plain data, and its form in the address: a link reproduces the screen (look.md, "the lab
 * is an instrument"). A hand-edited link never breaks the page: each wrong field is reported and replaced by its default.
 */
import { z } from 'zod';
import { readExampleName, settingsOf } from './task-example';

export const VIEWS = ['state', 'selection', 'attention', 'prediction', 'compare', 'experts'] as const;
export type View = (typeof VIEWS)[number];

export const LIMITS = { text: 4000, other: 400, interventions: 32, tokens: 1024 } as const;

/** Adding 0 makes −0 plain 0, as the address will say it. */
const number = z.coerce.number().transform((value) => value + 0);
const whole = (least: number, most: number) => number.pipe(z.int().min(least).max(most));

/** A change inside the model as the lab writes it; turned into the engine's Intervention by interventions.ts. */
const changeSchema = z.strictObject({
  node: z.string().regex(/^[\w.*]{1,80}$/),
  /** 'patch' and 'start' take the recurrent state of another text (changes/read-changes.ts); `text` and `at` say of which, and where in it. */
  kind: z.enum(['scale', 'zero', 'freeze', 'patch', 'start']),
  value: z.number().min(-1e6).max(1e6).optional(),
  from: z.int().min(0).max(LIMITS.tokens).optional(),
  to: z.int().min(0).max(LIMITS.tokens).optional(),
  axis: z
    .string()
    .regex(/^\w{1,20}$/)
    .optional(),
  indices: z.array(z.int().min(0).max(1e6)).max(64).optional(),
  text: z.string().max(LIMITS.other).optional(),
  at: z.int().min(0).max(LIMITS.tokens).optional(),
});
export type Change = z.infer<typeof changeSchema>;

const fields = {
  model: z.string().regex(/^[\w.-]{1,80}$/),
  text: z.string().max(LIMITS.text),
  /** The synthetic task's example that the text is (task-example.ts), or ''. */
  example: z.string().refine((name) => name === '' || readExampleName(name) !== null),
  seed: whole(0, 2 ** 31 - 1),
  temperature: number.pipe(z.number().min(0).max(5)),
  topK: whole(0, 100_000),
  topP: number.pipe(z.number().gt(0).max(1)),
  /** Position of the token under the cursor. */
  token: whole(0, LIMITS.tokens),
  layer: whole(0, 999),
  /** The node's name in its layer: 'delta', or 'mlp.gate' where that alone names two. */
  node: z.string().regex(/^[\w.]{0,40}$/),
  view: z.enum(VIEWS),
  /** What a view shows of several things it can: each view knows its own words and takes its first for any other. */
  show: z.string().regex(/^[a-z0-9.]{0,20}$/),
  channel: whole(0, 1e6),
  /** The model that reads beside, '' for none; how its weights are kept; whether the changes act on it too. */
  compare: z.string().regex(/^[\w.-]{0,80}$/),
  besideDtype: z.enum(['f32', 'f16', 'int8']),
  besideChanges: z.enum(['same', 'none']),
  changes: z.array(changeSchema).max(LIMITS.interventions),
};
const schema = z.object(fields);
export type LabState = z.infer<typeof schema>;
type Field = keyof LabState;

export const DEFAULTS: LabState = {
  model: 'stories-mamba',
  text: 'Once upon a time, there was a little girl named Lily. She had a red ball. One day,',
  example: '',
  seed: 1,
  temperature: 0.7,
  topK: 0,
  topP: 0.95,
  /** The end of the text above. */
  token: 23,
  layer: 0,
  node: 'h',
  view: 'state',
  show: '',
  channel: 0,
  compare: '',
  besideDtype: 'f32',
  besideChanges: 'same',
  changes: [],
};

/** Short names in the address, so that a link stays readable. */
const KEYS: Record<Field, string> = {
  model: 'm',
  text: 't',
  example: 'ex',
  seed: 's',
  temperature: 'temp',
  topK: 'k',
  topP: 'p',
  token: 'at',
  layer: 'l',
  node: 'n',
  view: 'v',
  show: 'w',
  channel: 'c',
  compare: 'vs',
  besideDtype: 'vd',
  besideChanges: 'vx',
  changes: 'x',
};

export interface LinkProblem {
  readonly field: Field;
  /** What the link said, cut to a readable length. */
  readonly value: string;
}

/** What a field is where the address does not say it: an example brings its own text and cursor. */
function usualOf(example: string): LabState {
  const name = readExampleName(example);
  return name ? { ...DEFAULTS, ...settingsOf(name), example: DEFAULTS.example } : DEFAULTS;
}

/** The query string of a state; fields that are as usual are left out. */
export function toQuery(state: LabState): string {
  const query = new URLSearchParams();
  for (const field of Object.keys(KEYS) as Field[]) {
    const value = state[field];
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    const usual = usualOf(state.example)[field];
    if (text !== (typeof usual === 'object' ? JSON.stringify(usual) : String(usual))) query.set(KEYS[field], text);
  }
  return query.toString();
}

/** The state in a query string, with what was wrong in it. Never throws. */
export function fromQuery(search: string): { state: LabState; problems: LinkProblem[] } {
  const query = new URLSearchParams(search);
  const state: Record<string, unknown> = { ...usualOf(query.get(KEYS.example) ?? '') };
  const problems: LinkProblem[] = [];
  for (const field of Object.keys(KEYS) as Field[]) {
    const raw = query.get(KEYS[field]);
    if (raw === null) continue;
    const parsed = fields[field].safeParse(
      field === 'changes'
        ? json(raw)
        : raw === '' &&
            field !== 'text' &&
            field !== 'example' &&
            field !== 'compare' &&
            field !== 'node' &&
            field !== 'show'
          ? undefined
          : raw,
    );
    if (parsed.success) state[field] = parsed.data;
    else problems.push({ field, value: raw.length > 60 ? `${raw.slice(0, 59)}…` : raw });
  }
  return { state: state as LabState, problems };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
