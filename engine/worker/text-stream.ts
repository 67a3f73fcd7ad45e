/** What a tokenizer must give to be read token by token. */
export interface Decoder {
  decode(ids: readonly number[]): string;
}

/** Tokens of context that decide how the next one is written (whether it starts with a space, say). */
const CONTEXT = 4;
/** A character of UTF-8 has at most four bytes, so at most four tokens: beyond that the bytes are simply not text. */
const LONGEST = 4;

/**
 * Text of a growing list of tokens, piece by piece: `push` gives what a token adds. Bytes of an unfinished character are held back until
 * it is whole, so the pieces joined are the text decoded at once.
 */
export class TextStream {
  private readonly ids: number[];
  /** Tokens whose text has been given. */
  private given: number;

  constructor(
    private readonly decoder: Decoder,
    seen: readonly number[] = [],
  ) {
    this.ids = seen.slice(-CONTEXT);
    this.given = this.ids.length;
  }

  push(id: number): string {
    this.ids.push(id);
    const from = Math.max(0, this.given - CONTEXT);
    const before = this.decoder.decode(this.ids.slice(from, this.given));
    const after = this.decoder.decode(this.ids.slice(from));
    if (after.endsWith('\uFFFD') && this.ids.length - this.given < LONGEST) return '';
    this.given = this.ids.length;
    return after.slice(before.length);
  }
}
