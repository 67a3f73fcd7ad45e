/**
 * Text from a stream of byte pieces: gives out whole characters only. Bytes of a character that is not complete yet wait for the next
 * piece; bytes that can never become a character are shown as U+FFFD.
 */
export class TextStream {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private started: boolean;

  /** `dropFirst`: spaces dropped at the beginning of the text, see token-bytes.ts. `continues`: the text goes on from an earlier one. */
  constructor(
    private readonly dropFirst: number,
    continues = false,
  ) {
    this.started = continues;
  }

  push(bytes: Uint8Array): string {
    let from = 0;
    if (!this.started && bytes.length > 0) {
      while (from < this.dropFirst && bytes[from] === 0x20) from++;
      this.started = true;
    }
    return this.decoder.decode(bytes.subarray(from), { stream: true });
  }

  /** What is left at the end: U+FFFD for a character that was cut off. */
  end(): string {
    return this.decoder.decode();
  }
}
