/**
 * Reading of config.json: one zod schema per architecture, beside its model file, and one way to report what is wrong.
 *
 * Hugging Face writes the same model in more than one way. transformers 5 stores infinity as {"__float__": "Infinity"} (JSON has none),
 * end-of-text ids as a number or a list, and names that changed between releases; each schema says which forms it takes.
 */
import { z } from 'zod';
import { EngineError } from '../../errors';

/** A whole number ≥ 1, the kind of every size. The ceiling keeps a hostile file from asking for an absurd graph. */
export const size = z.int().min(1).max(16_777_216);
export const positive = z.number().positive();
export const flag = (fallback: boolean) =>
  z
    .boolean()
    .nullish()
    .transform((v) => v ?? fallback);
const tokenId = z.int().min(0);

/** The fields that every language model may carry; -1 and null both mean "none". */
export const common = {
  vocab_size: size,
  hidden_size: size,
  num_hidden_layers: z.int().min(1).max(1024),
  bos_token_id: z.union([tokenId, z.literal(-1)]).nullish(),
  eos_token_id: z.union([tokenId, z.literal(-1), z.array(tokenId)]).nullish(),
  pad_token_id: z.union([tokenId, z.literal(-1)]).nullish(),
};

/** Special ids in one form: `eos` is always a list. */
export function specialTokens(config: {
  bos_token_id?: number | null | undefined;
  eos_token_id?: number | number[] | null | undefined;
  pad_token_id?: number | null | undefined;
}): { bos: number | null; eos: number[]; pad: number | null } {
  const one = (id: number | null | undefined) => (id === undefined || id === null || id < 0 ? null : id);
  const eos = config.eos_token_id;
  const list = Array.isArray(eos) ? eos : [one(eos)].filter((id) => id !== null);
  return { bos: one(config.bos_token_id), eos: list, pad: one(config.pad_token_id) };
}

/** Replaces {"__float__": "Infinity" | "-Infinity" | "NaN"} by the number it stands for, at any depth. */
function plainNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainNumbers);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]![0] === '__float__') return Number(entries[0]![1]);
  return Object.fromEntries(entries.map(([k, v]) => [k, plainNumbers(v)]));
}

/** The value at a path of an unknown tree; undefined where the path leaves it. */
function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const key of path) here = (here as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return here;
}

/** Throws 'bad-config' naming the field, its value and the rule. */
export function refuse(field: string, value: unknown, rule: string, hint = ''): never {
  const shown = value === undefined ? 'missing' : JSON.stringify(value);
  throw new EngineError('bad-config', `config.json: invalid ${field}; ${rule}: ${shown}`, hint, {
    field,
    value: shown,
    rule,
  });
}

/**
 * Checks a parsed config.json against a schema and returns its typed form.
 * Throws 'bad-config' naming the first field that is wrong, its value and the rule.
 */
export function readConfig<S extends z.ZodType>(schema: S, config: unknown): z.output<S> {
  const plain = plainNumbers(config);
  const result = schema.safeParse(plain);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  return refuse(
    issue.path.join('.') || 'config',
    at(plain, issue.path),
    issue.message.replace(/^Invalid (input|option): /, ''),
  );
}
