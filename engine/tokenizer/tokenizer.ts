import { Tokenizer as Library } from '@huggingface/tokenizers';
import { EngineError } from '../errors';
import { TextStream } from './text-stream';
import { type TokenBytes, tokenBytes } from './token-bytes';
import { parseTokenizer, type TokenizerJson } from './tokenizer-json';

/** One token of an encoded text. */
export interface Piece {
  readonly id: number;
  /** A control token (<s>, <|endoftext|>): it stands for no text. */
  readonly special: boolean;
  /** True where the tokenizer knows no token for what the text says: the model reads that it does not know. */
  readonly unknown?: true;
  readonly bytes: Uint8Array;
  /**
   * The characters that end in this token, and their place [start, end) in `decode(ids)`, in UTF-16 units: the pieces tile the text. A
   * character spread over several tokens belongs to the one that completes it; the others have the empty text.
   */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The token alone, for a label: its text, or its bytes where they are no whole characters. Control characters are made visible. */
  readonly display: string;
}

export interface Encoding {
  readonly ids: readonly number[];
  readonly pieces: readonly Piece[];
}

export interface EncodeOptions {
  /** Add what the model expects around a text (<s> in front, for Llama's family), as transformers does. Default true. */
  readonly addSpecial?: boolean;
  /** Read control tokens that are written out in the text ("</s>") as such, as transformers does. Default true; false for text that must stay text. */
  readonly parseSpecial?: boolean;
}

export interface DecodeOptions {
  /** Leave control tokens out. Default true. */
  readonly skipSpecial?: boolean;
  /** The ids go on from earlier ones: the space before a first word belongs to the text. Default false. */
  readonly continues?: boolean;
}

/**
 * Text to token ids and back, from a tokenizer.json. Encoding is @huggingface/tokenizers (the same algorithms as transformers uses);
 * decoding is done here on bytes, so that any sequence of ids can be shown as it grows.
 *
 * `encode` adds a beginning-of-text token exactly where transformers would: where the post-processor in tokenizer.json says so (our stories
 * models: id 1; GPT-NeoX: none). `add_bos_token` in tokenizer_config.json is ignored, as transformers 5 ignores it beside a tokenizer.json.
 */
export class Tokenizer {
  /** Highest id + 1, control tokens included. */
  readonly size: number;
  private readonly library: Library;
  private readonly plain: Library;
  private readonly tokens: ReadonlyMap<number, string>;
  private readonly special: ReadonlySet<number>;
  private readonly toBytes: TokenBytes;
  /** The token for what the vocabulary lacks, as tokenizer.json names it; byte-level vocabularies lack nothing. */
  private readonly unknown: string | null;

  constructor(json: TokenizerJson, file: string) {
    const { unk_token: unknown } = json.raw.model as { unk_token?: unknown };
    this.unknown = typeof unknown === 'string' ? unknown : null;
    this.tokens = json.tokens;
    this.special = json.special;
    this.size = json.size;
    this.toBytes = tokenBytes(json.raw.decoder, json.added, file);
    try {
      this.library = new Library(json.raw, {});
      // The same model, without the control tokens that would be cut out of a text: it never sees them.
      this.plain = new Library(
        { ...json.raw, model: EMPTY_MODEL, added_tokens: json.raw.added_tokens.filter((t) => !t.special) },
        {},
      );
      this.plain.model = this.library.model;
    } catch (error) {
      throw new EngineError('bad-tokenizer', `${file} could not be read: ${(error as Error).message}`, '', { file });
    }
  }

  encode(text: string, options: EncodeOptions = {}): Encoding {
    const { addSpecial = true, parseSpecial = true } = options;
    const library = parseSpecial ? this.library : this.plain;
    const { ids } = library.encode(text, { add_special_tokens: addSpecial });
    return { ids, pieces: this.pieces(ids) };
  }

  decode(ids: readonly number[], options: DecodeOptions = {}): string {
    const { skipSpecial = true, continues = false } = options;
    const stream = new TextStream(this.toBytes.dropFirst, continues);
    let text = '';
    for (const id of ids) if (!(skipSpecial && this.special.has(id))) text += stream.push(this.bytes(id));
    return text + stream.end();
  }

  /** Decodes ids one at a time: `push` returns the characters that are complete, `end` what is left. Options as for `decode`. */
  stream(options: DecodeOptions = {}): { push(id: number): string; end(): string } {
    const { skipSpecial = true, continues = false } = options;
    const stream = new TextStream(this.toBytes.dropFirst, continues);
    return {
      push: (id) => (skipSpecial && this.special.has(id) ? '' : stream.push(this.bytes(id))),
      end: () => stream.end(),
    };
  }

  /** The tokens of a text one by one, with their place in it. */
  pieces(ids: readonly number[], options: Pick<DecodeOptions, 'continues'> = {}): Piece[] {
    const stream = this.stream(options);
    let at = 0;
    return ids.map((id, i) => {
      const text = stream.push(id) + (i === ids.length - 1 ? stream.end() : '');
      const start = at;
      at += text.length;
      return {
        id,
        special: this.special.has(id),
        ...(this.tokens.get(id) === this.unknown ? { unknown: true as const } : {}),
        bytes: this.bytes(id),
        text,
        start,
        end: at,
        display: this.display(id),
      };
    });
  }

  /** The bytes that a token adds inside a text; none for an id that has no token. */
  bytes(id: number): Uint8Array {
    const token = this.tokens.get(id);
    return token === undefined ? new Uint8Array() : this.toBytes.bytes(token);
  }

  /** True for control tokens such as <s>. */
  isSpecial(id: number): boolean {
    return this.special.has(id);
  }

  /** A token alone, for a label. Bytes that are no whole characters are shown in hexadecimal: ⟨F0 9F⟩. */
  display(id: number): string {
    const token = this.tokens.get(id);
    if (token === undefined) return `⟨${id}⟩`;
    if (this.special.has(id)) return token;
    const bytes = this.bytes(id);
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return `⟨${Array.from(bytes, (b) => b.toString(16).toUpperCase().padStart(2, '0')).join(' ')}⟩`;
    }
    return text.replace(/\p{Cc}/gu, picture);
  }
}

/** A control character made visible: ␀ … ␟ and ␡ have pictures in Unicode, the others are named. */
function picture(c: string): string {
  const code = c.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '␡' : `⟨U+00${code.toString(16).toUpperCase()}⟩`;
}

const EMPTY_MODEL = { type: 'BPE', vocab: {}, merges: [], unk_token: null };

/** Reads the text of a tokenizer.json; `file` names it in errors ('bad-tokenizer'). */
export function loadTokenizer(text: string, file = 'tokenizer.json'): Tokenizer {
  return new Tokenizer(parseTokenizer(text, file), file);
}

/**
 * Throws 'bad-tokenizer' if the tokenizer makes ids that the model has no embedding row for. Fewer tokens than rows is common: tables are
 * padded to a multiple of 8 or 64.
 */
export function checkVocabulary(tokenizer: Tokenizer, vocabSize: number, name: string): void {
  if (tokenizer.size <= vocabSize) return;
  throw new EngineError(
    'bad-tokenizer',
    `${name}: the tokenizer has ids up to ${tokenizer.size - 1}; the model's vocabulary ends at ${vocabSize - 1}`,
    'tokenizer.json and the weights do not belong together.',
    { file: 'tokenizer.json', found: tokenizer.size, expected: vocabSize },
  );
}
