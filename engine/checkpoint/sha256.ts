/**
 * SHA-256 (FIPS 180-4) of a stream. crypto.subtle hashes only what lies in memory as a whole, and only in pages loaded over HTTPS; weights
 * are too large for the first and a school's own server may not have the second.
 */
export class Sha256 {
  private readonly state = Int32Array.from(INITIAL);
  private readonly block = new Uint8Array(64);
  private readonly words = new Int32Array(64);
  private filled = 0;
  private length = 0;

  update(bytes: Uint8Array): this {
    this.length += bytes.byteLength;
    let at = 0;
    if (this.filled > 0) {
      at = Math.min(64 - this.filled, bytes.byteLength);
      this.block.set(bytes.subarray(0, at), this.filled);
      this.filled += at;
      if (this.filled < 64) return this;
      this.compress(this.block, 0);
      this.filled = 0;
    }
    for (; at + 64 <= bytes.byteLength; at += 64) this.compress(bytes, at);
    this.filled = bytes.byteLength - at;
    this.block.set(bytes.subarray(at));
    return this;
  }

  /** The digest in hexadecimal. The object is used up. */
  hex(): string {
    const { length } = this;
    const end = new Uint8Array(((this.filled < 56 ? 64 : 128) - this.filled) as number);
    end[0] = 0x80;
    new DataView(end.buffer).setBigUint64(end.byteLength - 8, BigInt(length) * 8n);
    this.update(end);
    return Array.from(this.state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  /** One block of 64 bytes (section 6.2.2). */
  private compress(bytes: Uint8Array, at: number): void {
    const { words: w, state } = this;
    const k = K;
    for (let t = 0; t < 16; t++, at += 4)
      w[t] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    for (let t = 16; t < 64; t++) {
      const x = w[t - 15]!;
      const y = w[t - 2]!;
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[t] = (w[t - 16]! + s0 + w[t - 7]! + s1) | 0;
    }
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    let e = state[4]!;
    let f = state[5]!;
    let g = state[6]!;
    let h = state[7]!;
    for (let t = 0; t < 64; t++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (((h + s1) | 0) + (((g ^ (e & (f ^ g))) + ((k[t]! + w[t]!) | 0)) | 0)) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    state[0]! += a;
    state[1]! += b;
    state[2]! += c;
    state[3]! += d;
    state[4]! += e;
    state[5]! += f;
    state[6]! += g;
    state[7]! += h;
  }
}

/** The first 32 bits of the fractional part of `root(p)` for the first `count` primes (sections 4.2.2 and 5.3.3). */
function fractions(count: number, root: (p: number) => number): Int32Array {
  const words: number[] = [];
  for (let p = 2; words.length < count; p++) {
    let prime = true;
    for (let q = 2; q * q <= p; q++) if (p % q === 0) prime = false;
    if (prime) words.push(Math.floor((root(p) % 1) * 2 ** 32) | 0);
  }
  return Int32Array.from(words);
}

const K = fractions(64, Math.cbrt);
const INITIAL = fractions(8, Math.sqrt);

/** Hex SHA-256 of a blob; by the browser where it may, which is several times faster. */
export async function sha256(blob: Blob): Promise<string> {
  const bytes = await blob.arrayBuffer();
  if (!globalThis.crypto?.subtle) return new Sha256().update(new Uint8Array(bytes)).hex();
  return hex(await crypto.subtle.digest('SHA-256', bytes));
}

/** What git calls a file's content: SHA-1 of `blob <size>\0` and the bytes. Null where the page may not use crypto.subtle. */
export async function gitBlobSha1(blob: Blob): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  return hex(await crypto.subtle.digest('SHA-1', await new Blob([`blob ${blob.size}\0`, blob]).arrayBuffer()));
}

function hex(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
