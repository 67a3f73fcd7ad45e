import { PIECE } from './cache';

/** Collects a stream of `left` bytes into blobs of PIECE bytes; the last holds the rest. */
export class Gather {
  private buffer: Uint8Array<ArrayBuffer>;
  private filled = 0;

  constructor(
    private left: number,
    private readonly emit: (piece: Blob) => Promise<void>,
  ) {
    this.buffer = new Uint8Array(Math.min(PIECE, left));
  }

  async take(bytes: Uint8Array): Promise<void> {
    let from = 0;
    while (from < bytes.byteLength) {
      const count = Math.min(bytes.byteLength - from, this.buffer.byteLength - this.filled);
      this.buffer.set(bytes.subarray(from, from + count), this.filled);
      this.filled += count;
      from += count;
      if (this.filled < this.buffer.byteLength) return;
      this.left -= this.filled;
      const full = new Blob([this.buffer]);
      this.buffer = new Uint8Array(Math.min(PIECE, this.left));
      this.filled = 0;
      await this.emit(full);
    }
  }
}
