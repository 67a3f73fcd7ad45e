/** Buffers of a plan, shared by values that are not alive at the same time. */
export class BufferPool {
  private readonly free: Float32Array[] = [];
  private readonly taken = new Map<string, Float32Array>();
  /** Floats allocated in all. */
  floats = 0;

  /** A buffer of exactly `floats` numbers for the value `id`: the smallest free one that holds them, or a new one. */
  take(id: string, floats: number): Float32Array {
    let best = -1;
    this.free.forEach((buffer, i) => {
      if (buffer.length >= floats && (best < 0 || buffer.length < this.free[best].length)) best = i;
    });
    // A much larger one is kept for a value that needs it.
    if (best >= 0 && this.free[best].length > 4 * floats) best = -1;
    const buffer = best >= 0 ? this.free.splice(best, 1)[0] : new Float32Array(floats);
    if (best < 0) this.floats += floats;
    this.taken.set(id, buffer);
    return buffer.length === floats ? buffer : buffer.subarray(0, floats);
  }

  /** The value `id` is not read any more. */
  give(id: string): void {
    const buffer = this.taken.get(id);
    if (!buffer) return;
    this.taken.delete(id);
    this.free.push(buffer);
  }
}
