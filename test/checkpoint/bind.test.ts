import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Blueprint, WeightSpec } from '@/engine/blueprint/types';
import { bindWeights } from '@/engine/checkpoint/bind';
import { widen } from '@/engine/checkpoint/dtypes';
import { BlobFile, type CheckpointFile } from '@/engine/checkpoint/files';
import { readSafetensors, type TensorEntry, writeSafetensors } from '@/engine/checkpoint/safetensors';
import { EngineError } from '@/engine/errors';
import { buildBlueprint } from '@/engine/models';
import { fromHalf } from '@/engine/quantise';
import { sizeOf, type Tensor } from '@/engine/tensor';
import { tinyConfig, tinyTensors } from './tiny';

/** A checkpoint in memory. */
async function checkpointOf(tensors: ReadonlyMap<string, Tensor>) {
  const file = new BlobFile('model.safetensors', new Blob([writeSafetensors(tensors)]));
  const { tensors: entries } = await readSafetensors(file);
  return { name: 'tiny', tensors: new Map(entries.map((entry) => [entry.name, entry])) };
}

/** A checkpoint whose bytes nobody may read: what is refused must be refused from the headers. */
function headersOnly(entries: Record<string, { shape: number[]; dtype?: string }>) {
  const file: CheckpointFile = {
    path: 'model.safetensors',
    size: Number.MAX_SAFE_INTEGER,
    read: () => Promise.reject(new Error('data was read')),
  };
  return {
    name: 'tiny',
    tensors: new Map(
      Object.entries(entries).map(([name, { shape, dtype = 'F32' }]): [string, TensorEntry] => [
        name,
        { name, file, dtype, shape, start: 0, end: 4 * sizeOf(shape) },
      ]),
    ),
  };
}

/** A blueprint of weights alone. */
function weights(dims: Record<string, number>, specs: Omit<WeightSpec, 'part' | 'layer' | 'matrix'>[]): Blueprint {
  return {
    modelType: 'test',
    title: 'test',
    dims,
    nodes: [],
    layers: [],
    vocabSize: 1,
    maxPositions: null,
    special: { bos: null, eos: [], pad: null },
    weights: new Map(specs.map((spec) => [spec.key, { part: 'mixer', layer: null, matrix: false, ...spec }])),
  };
}

const range = (shape: number[]): Tensor => ({ shape, data: Float32Array.from({ length: sizeOf(shape) }, (_, i) => i) });

function refusal(work: () => unknown): EngineError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError);
    return error as EngineError;
  }
  return expect.unreachable();
}

describe('binding a model', () => {
  it('gives every weight its numbers, tied ones too', async () => {
    const blueprint = buildBlueprint(tinyConfig);
    const { reader, warnings } = bindWeights(await checkpointOf(tinyTensors()), blueprint);
    expect(warnings).toEqual([]);
    for (const [name, { data }] of tinyTensors()) expect(await reader.read(name)).toEqual(data);
    const tied = [...blueprint.weights.values()].find((spec) => spec.tiedTo)!;
    expect(await reader.read(tied.key)).toEqual(tinyTensors().get('model.embed_tokens.weight')!.data);
  });

  it('warns of tensors that the architecture does not use, and not of computed buffers', async () => {
    const tensors = tinyTensors()
      .set('lm_head.weight', range([16, 8]))
      .set('model.layers.0.self_attn.rotary_emb.inv_freq', range([2]));
    const { warnings } = bindWeights(await checkpointOf(tensors), buildBlueprint(tinyConfig));
    expect(warnings).toEqual(['tiny: 1 tensor is not used by this architecture: lm_head.weight']);
  });

  it('names a missing tensor and the shape that it should have', async () => {
    const tensors = tinyTensors();
    tensors.delete('model.layers.0.mlp.down_proj.weight');
    const error = refusal(() => bindWeights({ name: 'tiny', tensors: new Map() }, buildBlueprint(tinyConfig)));
    expect(error.code).toBe('missing-tensor');
    const checkpoint = await checkpointOf(tensors);
    const one = refusal(() => bindWeights(checkpoint, buildBlueprint(tinyConfig)));
    expect(one.message).toBe(
      'tiny: tensor "model.layers.0.mlp.down_proj.weight" is missing; the config requires it with shape [8,12]',
    );
  });

  it('names a tensor of another shape, with both shapes', async () => {
    const checkpoint = await checkpointOf(tinyTensors().set('model.norm.weight', range([9])));
    const error = refusal(() => bindWeights(checkpoint, buildBlueprint(tinyConfig)));
    expect(error.code).toBe('bad-shape');
    expect(error.message).toBe('model.safetensors: tensor "model.norm.weight" has shape [9]; the config requires [8]');
    expect(error.hint).not.toBe('');
  });

  it.each(['I64', 'F64', 'F8_E4M3', 'U8'])('refuses a weight of dtype %s by name', (dtype) => {
    const blueprint = weights({ d: 4 }, [{ key: 'w', shape: ['d'], sources: [{ kind: 'tensor', name: 'w' }] }]);
    const error = refusal(() => bindWeights(headersOnly({ w: { shape: [4], dtype } }), blueprint));
    expect(error.code).toBe('bad-shape');
    expect(error.message).toContain(`tensor "w" has dtype ${dtype}; F32, F16 and BF16 are read`);
  });

  it('refuses a weight beyond what a buffer can hold, before anything is read', () => {
    const blueprint = weights({ d: 2 ** 20 }, [
      { key: 'w', shape: ['d', 'd'], sources: [{ kind: 'tensor', name: 'w' }] },
    ]);
    const error = refusal(() => bindWeights(headersOnly({ w: { shape: [2 ** 20, 2 ** 20] } }), blueprint));
    expect(error.code).toBe('too-large');
    expect(error.message).toContain('4398046511104 bytes in f32');
  });

  it('reads nothing until it is asked to', () => {
    const blueprint = weights({ d: 4 }, [{ key: 'w', shape: ['d'], sources: [{ kind: 'tensor', name: 'w' }] }]);
    expect(() => bindWeights(headersOnly({ w: { shape: [4] } }), blueprint)).not.toThrow();
  });

  it('refuses a key that is no weight', async () => {
    const { reader } = bindWeights(await checkpointOf(tinyTensors()), buildBlueprint(tinyConfig));
    await expect(reader.read('nothing')).rejects.toMatchObject({ code: 'bad-argument' });
  });
});

describe('the sources of a weight', () => {
  it('are tried in order: the first whose tensors all exist', async () => {
    const blueprint = weights({ d: 2 }, [
      {
        key: 'w',
        shape: ['d'],
        sources: [
          { kind: 'tensor', name: 'new' },
          { kind: 'tensor', name: 'old' },
        ],
      },
    ]);
    const { reader } = bindWeights(await checkpointOf(new Map([['old', range([2])]])), blueprint);
    expect(await reader.read('w')).toEqual(Float32Array.of(0, 1));
    const error = refusal(() => bindWeights(headersOnly({}), blueprint));
    expect(error.message).toContain('"new" or "old" is missing');
  });

  it('may have axes of size 1 that the weight has not, and the other way round', async () => {
    const blueprint = weights({ C: 3, W: 4 }, [
      { key: 'a', shape: ['C', '1', 'W'], sources: [{ kind: 'tensor', name: 'a' }] },
      { key: 'b', shape: ['C', 'W'], sources: [{ kind: 'tensor', name: 'b' }] },
    ]);
    const tensors = new Map([
      ['a', range([3, 4])],
      ['b', range([3, 1, 4, 1])],
    ]);
    const { reader } = bindWeights(await checkpointOf(tensors), blueprint);
    expect(await reader.read('a')).toEqual(range([12]).data);
    expect(await reader.read('b')).toEqual(range([12]).data);
  });

  it('may be stacked along a new first axis', async () => {
    const names = ['e.0', 'e.1', 'e.2'];
    const blueprint = weights({ E: 3, I: 2, d: 2 }, [
      { key: 'w', shape: ['E', 'I', 'd'], sources: [{ kind: 'stack', names }] },
    ]);
    const tensors = new Map(
      names.map((name, e) => [name, { shape: [2, 2], data: Float32Array.of(e, e + 10, e + 20, e + 30) }]),
    );
    const { reader } = bindWeights(await checkpointOf(tensors), blueprint);
    expect([...(await reader.read('w'))]).toEqual([0, 10, 20, 30, 1, 11, 21, 31, 2, 12, 22, 32]);
    tensors.delete('e.1');
    const rest = await checkpointOf(tensors);
    expect(refusal(() => bindWeights(rest, blueprint)).message).toContain('"e.1" (one of 3) is missing');
  });

  it('may be rows of a fused tensor, on any axis', () => {
    const shape = fc.tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 1, max: 3 }),
    );
    return fc.assert(
      fc.asyncProperty(shape, fc.nat(2), fc.nat(), async (dims, axis, cutAt) => {
        const rows = dims[axis]!;
        fc.pre(rows > 1);
        const cut = 1 + (cutAt % (rows - 1));
        const part = (start: number, end: number) => dims.map((n, i) => String(i === axis ? end - start : n));
        const blueprint = weights({ cut, rows }, [
          { key: 'low', shape: part(0, cut), sources: [{ kind: 'rows', name: 'f', axis, start: '0', end: 'cut' }] },
          {
            key: 'high',
            shape: part(cut, rows),
            sources: [{ kind: 'rows', name: 'f', axis, start: 'cut', end: 'rows' }],
          },
        ]);
        const { reader } = bindWeights(await checkpointOf(new Map([['f', range(dims)]])), blueprint);
        // Every element of the fused tensor by its own index.
        const low: number[] = [];
        const high: number[] = [];
        for (let a = 0, flat = 0; a < dims[0]; a++)
          for (let b = 0; b < dims[1]; b++)
            for (let c = 0; c < dims[2]; c++, flat++) ([a, b, c][axis]! < cut ? low : high).push(flat);
        expect([...(await reader.read('low'))]).toEqual(low);
        expect([...(await reader.read('high'))]).toEqual(high);
      }),
      { numRuns: 100 },
    );
  });

  it('may not leave rows of a fused tensor over, nor reach beyond it', () => {
    const blueprint = weights({ I: 4, d: 2 }, [
      { key: 'gate', shape: ['I', 'd'], sources: [{ kind: 'rows', name: 'f', axis: 0, start: '0', end: 'I' }] },
      { key: 'up', shape: ['I', 'd'], sources: [{ kind: 'rows', name: 'f', axis: 0, start: 'I', end: '2*I' }] },
    ]);
    expect(() => bindWeights(headersOnly({ f: { shape: [8, 2] } }), blueprint)).not.toThrow();
    for (const shape of [[10, 2], [7, 2], [8, 3], [16], []]) {
      const error = refusal(() => bindWeights(headersOnly({ f: { shape } }), blueprint));
      expect(error.code).toBe('bad-shape');
      expect(error.message).toContain(
        shape[0] === 10 ? 'has 10 rows on axis 0' : `has shape [${shape}]; the config takes`,
      );
    }
  });
});

describe('reading numbers', () => {
  /** One tensor of raw bits under a dtype. */
  function raw(dtype: string, shape: number[], bytes: Uint8Array<ArrayBuffer>) {
    const file = new BlobFile('model.safetensors', new Blob([bytes]));
    const entry: TensorEntry = { name: 'w', file, dtype, shape, start: 0, end: bytes.byteLength };
    const dims = Object.fromEntries(shape.map((n, i) => [`n${i}`, n]));
    const blueprint = weights(dims, [{ key: 'w', shape: Object.keys(dims), sources: [{ kind: 'tensor', name: 'w' }] }]);
    return bindWeights({ name: 'tiny', tensors: new Map([['w', entry]]) }, blueprint).reader;
  }

  it('widens every finite F16 exactly', async () => {
    const finite = Array.from({ length: 65536 }, (_, bits) => bits).filter((bits) => (bits & 0x7c00) !== 0x7c00);
    const values = await raw('F16', [finite.length], new Uint8Array(Uint16Array.from(finite).buffer)).read('w');
    expect(finite.every((bits, i) => Object.is(values[i], fromHalf(bits)))).toBe(true);
  });

  it('widens every finite BF16 exactly', async () => {
    const finite = Array.from({ length: 65536 }, (_, bits) => bits).filter((bits) => (bits & 0x7f80) !== 0x7f80);
    const values = await raw('BF16', [finite.length], new Uint8Array(Uint16Array.from(finite).buffer)).read('w');
    const view = new DataView(new ArrayBuffer(4));
    const value = (bits: number) => {
      view.setUint16(0, bits);
      return view.getFloat32(0);
    };
    expect(finite.every((bits, i) => Object.is(values[i], value(bits)))).toBe(true);
  });

  it.each([
    ['F32', [1, 2, 3, Number.NaN, 5, 6], 'NaN at [1,0]'],
    ['F32', [1, 2, 3, 4, 5, -Infinity], '-Infinity at [1,2]'],
    ['F16', [0, 0x7c00, 0, 0, 0, 0], 'Infinity at [0,1]'],
    ['F16', [0, 0, 0, 0, 0xfe00, 0x7c00], 'NaN at [1,1]'],
    ['BF16', [0, 0, 0xff80, 0, 0, 0], '-Infinity at [0,2]'],
    ['BF16', [0x7fc0, 0, 0, 0, 0, 0], 'NaN at [0,0]'],
    ['BF16', [0, 0x7f80, 0x7fc0, 0, 0, 0], 'Infinity at [0,1]'],
  ] as const)('refuses %s weights %j, saying which is not finite and where', async (dtype, values, message) => {
    const reader = raw(
      dtype,
      [2, 3],
      new Uint8Array((dtype === 'F32' ? Float32Array.from(values) : Uint16Array.from(values)).buffer),
    );
    const error = await reader.read('w').then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'bad-weights' });
    expect((error as EngineError).message).toContain(
      `model.safetensors: tensor "w" is ${message}; every weight must be finite`,
    );
  });

  it('goes through a weight of several pieces without a seam', async () => {
    // One piece is 2²² elements.
    const n = 2 ** 22 + 5;
    const bits = Uint16Array.from({ length: n }, (_, i) => i % 30000);
    const values = await raw('F16', [n], new Uint8Array(bits.buffer)).read('w');
    expect(values.length).toBe(n);
    for (const i of [0, 2 ** 22 - 1, 2 ** 22, n - 1]) expect(values[i]).toBe(fromHalf(i % 30000));
  });

  it('stops at an abort between two pieces, whatever the file does', async () => {
    const abort = new AbortController();
    let reads = 0;
    const file: CheckpointFile = {
      path: 'model.safetensors',
      size: 4 * 2 ** 23,
      async read(start, end) {
        reads++;
        abort.abort();
        return new Uint8Array(end - start);
      },
    };
    const entry: TensorEntry = { name: 'w', file, dtype: 'F32', shape: [2 ** 23], start: 0, end: 4 * 2 ** 23 };
    const blueprint = weights({ d: 2 ** 23 }, [{ key: 'w', shape: ['d'], sources: [{ kind: 'tensor', name: 'w' }] }]);
    const { reader } = bindWeights({ name: 'tiny', tensors: new Map([['w', entry]]) }, blueprint);
    await expect(reader.read('w', abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect(reads).toBe(1);
  });

  it('says when a source gives fewer bytes than it was asked for', async () => {
    const file: CheckpointFile = { path: 'model.safetensors', size: 100, read: async () => new Uint8Array(3) };
    const entry: TensorEntry = { name: 'w', file, dtype: 'F32', shape: [4], start: 0, end: 16 };
    const blueprint = weights({ d: 4 }, [{ key: 'w', shape: ['d'], sources: [{ kind: 'tensor', name: 'w' }] }]);
    const { reader } = bindWeights({ name: 'tiny', tensors: new Map([['w', entry]]) }, blueprint);
    await expect(reader.read('w')).rejects.toMatchObject({ code: 'bad-file' });
  });

  it('converts bytes that do not begin at a multiple of their width only from memory of their own', () => {
    // Why CheckpointFile.read promises fresh memory: a view at an odd offset cannot be read as 16-bit numbers.
    expect(() => widen('F16', new Uint8Array(new ArrayBuffer(5), 1, 4), new Float32Array(2), 0)).toThrow(RangeError);
  });
});
