import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gitBlobSha1, Sha256, sha256 } from '@/engine/checkpoint/sha256';

const reference = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('SHA-256', () => {
  it('agrees with Node for any bytes in any pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 6 }), (parts) => {
        const hash = new Sha256();
        for (const part of parts) hash.update(part);
        expect(hash.hex()).toBe(reference(Buffer.concat(parts)));
      }),
      { numRuns: 300 },
    );
  });

  it('agrees at every length around a block', () => {
    for (let n = 0; n < 140; n++) {
      const bytes = Uint8Array.from({ length: n }, (_, i) => i * 7);
      expect(new Sha256().update(bytes).hex()).toBe(reference(bytes));
    }
  });

  it('is the same with and without crypto.subtle', async () => {
    const blob = new Blob(['state space']);
    const native = await sha256(blob);
    const { crypto } = globalThis;
    Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
    try {
      expect(await sha256(blob)).toBe(native);
      expect(await gitBlobSha1(blob)).toBeNull();
    } finally {
      Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
    }
  });

  it('gives the id that git gives a file', async () => {
    // git hash-object of a file that holds "hello\n"
    expect(await gitBlobSha1(new Blob(['hello\n']))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
  });
});
