import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DTYPE_BITS } from '@/engine/checkpoint/dtypes';
import { BlobFile, type CheckpointFile } from '@/engine/checkpoint/files';
import { readSafetensors, writeSafetensors } from '@/engine/checkpoint/safetensors';
import { EngineError } from '@/engine/errors';
import { sizeOf, type Tensor } from '@/engine/tensor';

/** A file from a header (an object, or its text) and a number of data bytes. */
function fileOf(header: unknown, data = 0, length?: bigint): CheckpointFile {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.byteLength + data);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.byteLength), true);
  bytes.set(json, 8);
  return new BlobFile('model.safetensors', new Blob([bytes]));
}

const entry = (dtype: string, shape: unknown, data_offsets: unknown) => ({ dtype, shape, data_offsets });

async function refusal(file: CheckpointFile): Promise<EngineError> {
  const error = await readSafetensors(file).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EngineError);
  expect((error as EngineError).code).toBe('bad-file');
  expect((error as EngineError).message).toContain('model.safetensors');
  return error as EngineError;
}

describe('a good header', () => {
  it('gives names, dtypes, shapes and byte ranges', async () => {
    const header = {
      __metadata__: { format: 'pt' },
      b: entry('F16', [2, 3], [8, 20]),
      a: entry('F32', [2], [0, 8]),
      scalar: entry('I64', [], [20, 28]),
      none: entry('BF16', [0, 7], [28, 28]),
    };
    const file = fileOf(header, 28);
    const { tensors, metadata } = await readSafetensors(file);
    const base = file.size - 28;
    expect(metadata).toEqual({ format: 'pt' });
    expect(tensors.map(({ name, dtype, shape, start, end }) => [name, dtype, shape, start - base, end - base])).toEqual(
      [
        ['b', 'F16', [2, 3], 8, 20],
        ['a', 'F32', [2], 0, 8],
        ['scalar', 'I64', [], 20, 28],
        ['none', 'BF16', [0, 7], 28, 28],
      ],
    );
  });

  it('may be padded with spaces, as the reference writer does', async () => {
    expect(
      (await readSafetensors(fileOf(`${JSON.stringify({ a: entry('U8', [1], [0, 1]) })}     `, 1))).tensors.length,
    ).toBe(1);
  });

  it('may be empty', async () => {
    expect((await readSafetensors(fileOf({}))).tensors).toEqual([]);
  });
});

describe('a hostile or broken file is refused, by name and with both values:', () => {
  it('shorter than the header length', async () => {
    const error = await refusal(new BlobFile('model.safetensors', new Blob([new Uint8Array(5)])));
    expect(error.message).toContain('it holds 5 bytes');
  });

  it('a header longer than the file', async () => {
    const error = await refusal(fileOf({}, 0, 1000n));
    expect(error.message).toContain('1000 is larger than the 2 bytes that follow');
    expect(error.hint).not.toBe('');
  });

  it('a header length of 2^63, with nothing read or allocated for it', async () => {
    const reads: number[] = [];
    const file: CheckpointFile = {
      path: 'model.safetensors',
      size: Number.MAX_SAFE_INTEGER,
      async read(start, end) {
        reads.push(end - start);
        const bytes = new Uint8Array(8);
        new DataView(bytes.buffer).setBigUint64(0, 2n ** 63n, true);
        return bytes;
      },
    };
    expect((await refusal(file)).message).toContain("larger than the format's limit");
    expect(reads).toEqual([8]);
  });

  it('a shape that would take exabytes', async () => {
    const error = await refusal(fileOf({ a: entry('F32', [2 ** 40, 2 ** 40], [0, 8]) }, 8));
    expect(error.message).toContain('"a"');
    expect(error.message).toContain('data_offsets give it 8');
    expect(error.details.tensor).toBe('a');
  });

  it.each([
    ['no object', '[]', 'does not begin with "{"'],
    ['a space before the object', ' {}', 'does not begin with "{"'],
    ['broken JSON', '{"a": ', 'not valid JSON'],
    ['text after the object', '{} x', 'after the end'],
    [
      'one name twice',
      '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}',
      '"a" is given twice',
    ],
    ['metadata that is no text', '{"__metadata__":{"a":1}}', '__metadata__'],
    ['an entry that is no object', '{"a":7}', 'must be an object: 7'],
    ['an unknown field', '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1}}', 'unknown field "x"'],
    ['deep nesting', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`, 'nested deeper'],
  ])('%s', async (_, header, message) => {
    expect((await refusal(fileOf(header, 1))).message).toContain(message);
  });

  it.each([
    ['an unknown dtype', entry('F31', [1], [0, 4]), 'unknown dtype "F31"'],
    ['a dtype named like a method', entry('toString', [1], [0, 4]), 'unknown dtype'],
    ['a negative size', entry('F32', [-1], [0, 4]), '[-1]'],
    ['a size that is no whole number', entry('F32', [1.5], [0, 4]), '[1.5]'],
    ['a size that is text', entry('F32', ['1'], [0, 4]), '["1"]'],
    ['no shape', entry('F32', undefined, [0, 4]), 'shape'],
    ['three offsets', entry('F32', [1], [0, 2, 4]), '[0,2,4]'],
    ['offsets backwards', entry('F32', [1], [4, 0]), 'backwards: 4 to 0'],
    ['offsets beyond the file', entry('F32', [2], [0, 8]), 'ends at byte 8; the file holds 4'],
    ['offsets beyond 2^53', entry('F32', [1], [0, 2 ** 60]), 'data_offsets'],
    ['more bytes than the shape takes', entry('F32', [0], [0, 4]), 'takes 0 bytes; data_offsets give it 4'],
    ['fewer bytes than the shape takes', entry('F64', [1], [0, 4]), 'takes 8 bytes; data_offsets give it 4'],
  ])('%s', async (_, value, message) => {
    const error = await refusal(fileOf({ 'layers.0.weight': value }, 4));
    expect(error.message).toContain('layers.0.weight');
    expect(error.message).toContain(message);
  });

  it.each([
    [
      'overlapping tensors',
      [
        [0, 4],
        [2, 6],
        [6, 8],
      ],
      8,
      'begins at byte 2 of the data, before tensor "a" ends at 4',
    ],
    [
      'two tensors in one place',
      [
        [0, 4],
        [0, 4],
        [4, 8],
      ],
      8,
      'before tensor',
    ],
    [
      'a hole',
      [
        [0, 4],
        [5, 9],
        [9, 13],
      ],
      13,
      'bytes 4 to 5 belong to no tensor',
    ],
    [
      'a hole at the beginning',
      [
        [1, 5],
        [5, 9],
        [9, 13],
      ],
      13,
      'bytes 0 to 1',
    ],
    [
      'bytes that belong to nothing at the end',
      [
        [0, 4],
        [4, 8],
        [8, 12],
      ],
      13,
      'end at byte 12 of the data; the file holds 13',
    ],
  ])('%s', async (_, offsets, data, message) => {
    const header = Object.fromEntries(offsets.map((o, i) => ['abc'[i], entry('U8', [o[1]! - o[0]!], o)]));
    expect((await refusal(fileOf(header, data))).message).toContain(message);
  });

  it('a name of a megabyte, without repeating it', async () => {
    const error = await refusal(fileOf({ ['x'.repeat(2 ** 20)]: entry('F31', [1], [0, 1]) }, 1));
    expect(error.message.length).toBeLessThan(600);
  });

  it('a header that is no UTF-8', async () => {
    const bytes = new Uint8Array([3, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff, 0x7d]);
    expect((await refusal(new BlobFile('model.safetensors', new Blob([bytes])))).message).toContain('UTF-8');
  });

  it('any bytes at all: never anything but one clear error or a sound header', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
        await sound(new BlobFile('model.safetensors', new Blob([bytes as Uint8Array<ArrayBuffer>])));
      }),
      { numRuns: 300 },
    );
  });

  it('any header of plausible parts', async () => {
    const small = fc.oneof(
      fc.nat(12),
      fc.integer({ min: -2, max: 20 }),
      fc.constantFrom(2 ** 31, 2 ** 53, 1e300, null, '4'),
    );
    const arbitrary = fc.record(
      {
        dtype: fc.constantFrom(...Object.keys(DTYPE_BITS), 'F31', 4),
        shape: fc.oneof(fc.array(small, { maxLength: 3 }), small),
        data_offsets: fc.oneof(fc.tuple(small, small), fc.array(small, { maxLength: 3 })),
      },
      { requiredKeys: ['dtype', 'shape'] },
    );
    const header = fc.dictionary(fc.string({ maxLength: 4 }), arbitrary, { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(header, fc.nat(40), async (json, data) => {
        await sound(fileOf(json, data));
      }),
      { numRuns: 1000 },
    );
  });

  it('a good file with one byte changed anywhere in its header', async () => {
    const good = writeSafetensors(new Map([['w', { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }]]), { a: 'b' });
    await fc.assert(
      fc.asyncProperty(fc.nat(good.byteLength - 17), fc.nat(255), async (at, value) => {
        const bytes = good.slice();
        bytes[at] = value;
        await sound(new BlobFile('model.safetensors', new Blob([bytes])));
      }),
      { numRuns: 500 },
    );
  });
});

/** Either a typed error, or tensors that lie inside the file, fill it and have the bytes that their shapes take. */
async function sound(file: CheckpointFile): Promise<void> {
  try {
    const { tensors } = await readSafetensors(file);
    let bytes = 0;
    for (const { shape, dtype, start, end } of tensors) {
      expect(start).toBeGreaterThanOrEqual(8);
      expect(end).toBeLessThanOrEqual(file.size);
      expect((sizeOf(shape) * DTYPE_BITS[dtype]!) / 8).toBe(end - start);
      bytes += end - start;
    }
    const header = new DataView((await file.read(0, 8)).buffer).getBigUint64(0, true);
    expect(8 + Number(header) + bytes).toBe(file.size);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'bad-file') throw error;
  }
}

describe('writing', () => {
  const tensor = fc
    .array(fc.nat(4), { maxLength: 3 })
    .chain((shape) =>
      fc.float32Array({ minLength: sizeOf(shape), maxLength: sizeOf(shape) }).map((data): Tensor => ({ shape, data })),
    );

  it('and reading gives the same tensors and metadata back, whatever their names', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ unit: 'binary', maxLength: 8 }), tensor), { maxLength: 5 }),
        fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
        async (entries, metadata) => {
          const tensors = new Map(entries.filter(([name]) => name !== '__metadata__'));
          const bytes = writeSafetensors(tensors, metadata);
          const file = new BlobFile('model.safetensors', new Blob([bytes]));
          const read = await readSafetensors(file);
          expect(new Map(read.tensors.map(({ name, shape }) => [name, shape]))).toEqual(
            new Map([...tensors].map(([name, { shape }]) => [name, shape])),
          );
          expect({ ...read.metadata }).toEqual({ ...metadata });
          for (const { name, start, end } of read.tensors) {
            const data = new Float32Array((await file.read(start, end)).buffer);
            expect(data).toEqual(tensors.get(name)!.data);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('begins the data at a multiple of 8 bytes', () => {
    for (const name of ['a', 'ab', 'abc', 'abcd', 'abcde', 'abcdef', 'abcdefg', 'abcdefgh']) {
      const bytes = writeSafetensors(new Map([[name, { shape: [1], data: Float32Array.of(1) }]]));
      expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
    }
  });

  it('refuses a shape that its data does not fill', () => {
    expect(() => writeSafetensors(new Map([['w', { shape: [3], data: new Float32Array(2) }]]))).toThrow(
      'tensor "w" of shape [3] needs 3 values; got 2',
    );
  });
});
