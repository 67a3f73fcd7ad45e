/**
 * Memory of one device: labelled storage buffers, an arena of activations that are reused between kernels, and readback of several
 * pieces in one mapping (mapAsync costs about 100 ms in Firefox, whatever the size).
 */
import type { RunStats } from '../backend';
import { EngineError } from '../errors';
import type { GpuDevice } from './device';

// Values of GPUBufferUsage and GPUMapMode, which are globals of the browser but not of Node before a device exists.
const COPY_SRC = 0x4;
const COPY_DST = 0x8;
const MAP_READ = 0x1;
const STORAGE = 0x80;
const UNIFORM = 0x40;

export interface Piece {
  readonly buffer: GPUBuffer;
  /** First byte, a multiple of 4. */
  readonly offset: number;
  readonly bytes: number;
}

/** Makes, reuses, reads and frees the buffers of one model. */
export class Buffers {
  readonly counters = { dispatches: 0, submits: 0, bytesRead: 0 };
  private readonly free = new Map<number, GPUBuffer[]>();
  private readonly classes = new WeakMap<GPUBuffer, number>();
  private readonly owned = new Set<GPUBuffer>();
  private staging: GPUBuffer | null = null;

  constructor(private readonly gpu: GpuDevice) {}

  /** Bytes of the largest buffer that a kernel can be given. */
  get bindingLimit(): number {
    return this.gpu.bindingLimit;
  }

  stats(): RunStats {
    return { ...this.counters };
  }

  /** A zeroed storage buffer of its own, filled with `data` if given. Errors: too-large with both values. */
  storage(label: string, bytes: number, data?: ArrayBufferView<ArrayBuffer>): GPUBuffer {
    const size = Math.max(4, Math.ceil(bytes / 4) * 4);
    this.fits(label, size);
    const buffer = this.create({ label, size, usage: STORAGE | COPY_SRC | COPY_DST });
    if (data) this.write(buffer, 0, data);
    return buffer;
  }

  /** A buffer for dynamic-offset uniforms. */
  uniform(label: string, bytes: number): GPUBuffer {
    return this.create({ label, size: bytes, usage: UNIFORM | COPY_DST });
  }

  write(buffer: GPUBuffer, offset: number, data: ArrayBufferView<ArrayBuffer>): void {
    this.gpu.device.queue.writeBuffer(buffer, offset, data);
  }

  destroy(buffer: GPUBuffer): void {
    this.owned.delete(buffer);
    buffer.destroy();
  }

  /**
   * A buffer of at least `bytes` from the arena; its contents are whatever was there. Commands of a queue run in order, so a buffer may be
   * released as soon as the last command that reads it has been recorded. `what` it is for is said if it does not fit.
   */
  acquire(bytes: number, what = 'activation'): GPUBuffer {
    this.fits(what, bytes);
    const size = sizeClass(bytes, this.gpu.bindingLimit);
    const buffer =
      this.free.get(size)?.pop() ?? this.create({ label: `arena ${size}`, size, usage: STORAGE | COPY_SRC | COPY_DST });
    this.classes.set(buffer, size);
    return buffer;
  }

  release(buffer: GPUBuffer): void {
    const size = this.classes.get(buffer);
    if (size === undefined)
      throw new EngineError('bad-argument', `buffer "${buffer.label}" is not of the arena, or was released`);
    this.classes.delete(buffer);
    const list = this.free.get(size);
    if (list) list.push(buffer);
    else this.free.set(size, [buffer]);
  }

  /** Destroys unused buffers of the arena, the largest first, until at most `keep` bytes are left. Only while nothing is recorded. */
  trim(keep = 0): void {
    let unused = 0;
    for (const [size, list] of this.free) unused += size * list.length;
    for (const size of [...this.free.keys()].sort((a, b) => b - a)) {
      const list = this.free.get(size)!;
      for (; unused > keep && list.length > 0; unused -= size) this.destroy(list.pop()!);
    }
  }

  /** A buffer to copy `bytes` into for reading back; hand it to `collect` or `unstage`. Errors: too-large with both values. */
  stage(bytes: number): GPUBuffer {
    const limit = this.gpu.device.limits.maxBufferSize;
    if (bytes > limit)
      throw new EngineError(
        'too-large',
        `${bytes} bytes to read back at once; this device allows ${limit}`,
        'Ask for fewer taps or tokens.',
        { found: bytes, limit },
      );
    const kept = this.staging;
    this.staging = null; // taken: a second reader makes its own
    if (kept && kept.size >= bytes) return kept;
    if (kept) this.destroy(kept);
    return this.create({ label: 'staging', size: sizeClass(bytes, limit), usage: COPY_DST | MAP_READ });
  }

  /** Gives a staging buffer back unread. */
  unstage(staging: GPUBuffer): void {
    if (this.staging) this.destroy(staging);
    else this.staging = staging;
  }

  /** The first `bytes` of a staging buffer, once everything submitted before is done. */
  async collect(staging: GPUBuffer, bytes: number): Promise<Float32Array<ArrayBuffer>> {
    try {
      await staging.mapAsync(1, 0, bytes); // GPUMapMode.READ
    } catch (cause) {
      this.destroy(staging);
      // The promise of a lost device settles in the same turn as the mapping's rejection: let it go first.
      await new Promise((resolve) => setTimeout(resolve, 0));
      this.gpu.check();
      throw new EngineError('gpu-error', `reading back ${bytes} bytes failed: ${String(cause)}`);
    }
    const data = new Float32Array(staging.getMappedRange(0, bytes).slice(0));
    staging.unmap();
    this.unstage(staging);
    this.counters.bytesRead += bytes;
    this.gpu.check();
    return data;
  }

  /** Copies every piece to the host through one staging buffer and one mapping. Call after the commands that fill them were submitted. */
  async read(pieces: readonly Piece[]): Promise<Float32Array<ArrayBuffer>[]> {
    const total = pieces.reduce((n, p) => n + p.bytes, 0);
    if (total === 0) return pieces.map(() => new Float32Array(0));
    const staging = this.stage(total);
    const encoder = this.gpu.device.createCommandEncoder({ label: 'readback' });
    let at = 0;
    for (const { buffer, offset, bytes } of pieces) {
      if (bytes > 0) encoder.copyBufferToBuffer(buffer, offset, staging, at, bytes);
      at += bytes;
    }
    this.gpu.device.queue.submit([encoder.finish()]);
    this.counters.submits++;
    const all = await this.collect(staging, total);
    at = 0;
    return pieces.map(({ bytes }) => {
      const part = all.subarray(at / 4, (at + bytes) / 4);
      at += bytes;
      return pieces.length === 1 ? part : part.slice();
    });
  }

  /** Destroys everything that was made here. */
  dispose(): void {
    for (const buffer of this.owned) buffer.destroy();
    this.owned.clear();
    this.free.clear();
    this.staging = null;
  }

  private create(descriptor: GPUBufferDescriptor): GPUBuffer {
    if (this.gpu.lost) throw this.gpu.lost;
    const buffer = this.gpu.device.createBuffer(descriptor);
    this.owned.add(buffer);
    return buffer;
  }

  private fits(label: string, bytes: number): void {
    const limit = this.gpu.bindingLimit;
    if (bytes > limit)
      throw new EngineError(
        'too-large',
        `"${label}" needs ${bytes} bytes in one buffer; this device allows ${limit}`,
        'Use a smaller model, fewer tokens at once, or the CPU.',
        { what: label, found: bytes, limit },
      );
  }
}

/** Arena sizes: powers of two and the half steps between them, from 256 bytes, so that at most a third is wasted. */
function sizeClass(bytes: number, limit = Infinity): number {
  let size = 256;
  while (size < bytes) size *= 2;
  const half = (size / 4) * 3;
  return Math.min(limit, half >= bytes && half >= 256 ? half : size);
}
