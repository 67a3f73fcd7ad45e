import { EngineError } from '../errors';

/** What the engine needs of a tokenizer.json; `raw` goes to the library as it is. */
export interface TokenizerJson {
  readonly raw: Record<string, unknown> & { readonly added_tokens: readonly AddedToken[] };
  /** Token by id, added tokens included. */
  readonly tokens: ReadonlyMap<number, string>;
  /** Contents of all added tokens. */
  readonly added: ReadonlySet<string>;
  /** Ids of control tokens. */
  readonly special: ReadonlySet<number>;
  /** Highest id + 1. */
  readonly size: number;
}

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special?: boolean;
}

/** More ids than any vocabulary has: a hostile id must not make a table of its size. */
const MAX_ID = 2 ** 24;

/** Checks the parts of a tokenizer.json that are read here. Throws 'bad-tokenizer' naming the file, the part and its value. */
export function parseTokenizer(text: string, file: string): TokenizerJson {
  const bad: (rule: string) => never = (rule) => {
    throw new EngineError('bad-tokenizer', `${file}: ${rule}`, '', { file });
  };
  let json: unknown;
  try {
    json = JSON.parse(text); // the native parser: these files are long (17 MB for 256,000 tokens)
  } catch (error) {
    return bad(`not valid JSON; ${(error as Error).message}`);
  }
  if (!isRecord(json)) return bad('it must hold one JSON object');
  if (!isRecord(json.model)) return bad('"model" is missing');
  const tokens = new Map<number, string>();
  const add = (token: unknown, id: unknown) => {
    if (typeof token !== 'string') bad(`a token must be a string: ${JSON.stringify(token)}`);
    if (!Number.isInteger(id) || (id as number) < 0 || (id as number) > MAX_ID)
      bad(`token ${JSON.stringify(token)}: invalid id; not a whole number from 0 to ${MAX_ID}: ${JSON.stringify(id)}`);
    tokens.set(id as number, token as string);
  };
  const { vocab } = json.model;
  if (Array.isArray(vocab)) {
    // Unigram: [token, score], the id is the place.
    for (const [id, entry] of vocab.entries()) add(Array.isArray(entry) ? entry[0] : entry, id);
  } else if (isRecord(vocab)) for (const [token, id] of Object.entries(vocab)) add(token, id);
  else bad('"model.vocab" is missing');

  const list = json.added_tokens ?? [];
  if (!Array.isArray(list) || !list.every(isRecord)) return bad('"added_tokens" must be a list of objects');
  const special = new Set<number>();
  for (const token of list) {
    add(token.content, token.id);
    if (token.special === true) special.add(token.id as number);
  }
  let highest = -1;
  for (const id of tokens.keys()) highest = Math.max(highest, id);
  if (highest < 0) bad('its vocabulary is empty');
  const parts = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null };
  return {
    raw: { ...parts, ...json, added_tokens: list as unknown as AddedToken[] },
    tokens,
    added: new Set((list as unknown as AddedToken[]).map((token) => token.content)),
    special,
    size: highest + 1,
  };
}

const isRecord = (v: unknown): v is Record<string, unknown> => v !== null && typeof v === 'object' && !Array.isArray(v);
