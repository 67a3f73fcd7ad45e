/** The parts under the ops: kernels and their errors, the encoder's checks, the arena, readback. Every refusal has a control that passes. */
import { describe, expect, it } from 'vitest';
import { Buffers } from '@/engine/webgpu/buffers';
import { requestDevice } from '@/engine/webgpu/device';
import { splitGrid } from '@/engine/webgpu/encoder';
import { type KernelSpec, kernelKey, kernelsOf } from '@/engine/webgpu/kernels';
import { describeGpu, runKernel, testBench } from './harness';

const double: KernelSpec<'count' | 'factor' | 'shift'> = {
  name: 'double',
  source: `
override WORKGROUP: u32 = 64;
override SQUARE: bool = false;
struct Params { count: u32, factor: f32, shift: i32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>;
@group(0) @binding(2) var<storage, read_write> output: array<f32>;
@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let i = (wg.x + num.x * (wg.y + num.y * wg.z)) * WORKGROUP + local;
  if (i >= p.count) {
    return;
  }
  var value = input[i] * p.factor + f32(p.shift);
  if (SQUARE) {
    value = value * value;
  }
  output[i] = value;
}`,
  bindings: ['read', 'write'],
  params: { count: 'u32', factor: 'f32', shift: 'i32' },
};
const input = Float32Array.of(1, 2, 3);
const run = (changes: Partial<Parameters<typeof runKernel>[0]> = {}) =>
  runKernel({
    spec: double,
    bindings: [input, 3],
    params: { count: 3, factor: 2, shift: -1 },
    grid: 1,
    ...changes,
  });

describe('a grid', () => {
  it('above the limit of a dimension is folded into two or three', () => {
    expect(splitGrid(65_535, 65_535, 'k')).toEqual([65_535, 1, 1]);
    for (const count of [65_536, 66_001, 1_000_003, 65_535 ** 2]) {
      const [x, y, z] = splitGrid(count, 65_535, 'k');
      expect(Math.max(x, y, z)).toBeLessThanOrEqual(65_535);
      expect(x * y * z).toBeGreaterThanOrEqual(count);
      expect(x * y * z).toBeLessThan(count * 1.1);
    }
    const [x, y, z] = splitGrid(300, 7, 'k'); // more than 7², less than 7³
    expect([x <= 7, y <= 7, z <= 7, x * y * z >= 300]).toEqual([true, true, true, true]);
    expect(() => splitGrid(1000, 7, 'k')).toThrow(/needs 7×7×21 workgroups/);
  });

  it('given exactly is kept, or refused with its size', () => {
    expect(splitGrid([3, 4], 10, 'k')).toEqual([3, 4, 1]);
    expect(() => splitGrid([11, 4], 10, 'scan')).toThrow(
      'kernel "scan" needs 11×4×1 workgroups; 1 to 10 per dimension',
    );
    expect(() => splitGrid(0, 10, 'scan')).toThrow(/needs 0×1×1/);
  });
});

describe('the key of a kernel', () => {
  it('tells constants, generated constants, entry points and preludes apart', () => {
    const keys = [
      kernelKey(double),
      kernelKey({ ...double, entry: 'other' }),
      kernelKey(double, { constants: { A: 1 } }),
      kernelKey(double, { consts: { A: 1 } }),
      kernelKey(double, { prelude: 'enable f16;' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describeGpu('a kernel', () => {
  it('gets its params by name, and its constants', async () => {
    expect(Array.from((await run())[0])).toEqual([1, 3, 5]);
    const squared = await run({ options: { constants: { SQUARE: 1 } } });
    expect(Array.from(squared[0])).toEqual([1, 9, 25]);
  });

  it('that misses elements leaves the poison of the harness', async () => {
    const [out] = await run({ params: { count: 2, factor: 2, shift: 0 } });
    expect(Array.from(out)).toEqual([2, 4, Number.NaN]);
  });

  it('that does not compile says which, where and why', async () => {
    const broken = { ...double, name: 'broken', source: double.source.replace('var value', 'let value') };
    await expect(run({ spec: broken, options: { consts: { SIZE: 4 } } })).rejects.toThrow(
      /kernel "broken" does not compile \(broken\.wgsl:16:\d+\): cannot assign to/,
    );
  });

  it('that has no such entry point, or asks for too large a workgroup, has no pipeline', async () => {
    await expect(run({ spec: { ...double, entry: 'nothing' } })).rejects.toThrow(
      /kernel "double\/nothing" has no pipeline/,
    );
    await expect(run({ options: { constants: { WORKGROUP: 512 } } })).rejects.toThrow(/has no pipeline/);
  });

  it('is refused without one of its params or bindings', async () => {
    await expect(run({ params: { count: 3, factor: 2 } })).rejects.toThrow('needs a number for "shift"; got undefined');
    await expect(run({ params: { count: 3, factor: Number.NaN, shift: 0 } })).rejects.toThrow('for "factor"; got NaN');
    await expect(run({ bindings: [input] })).rejects.toThrow('kernel "double" has 2 bindings; got 1');
    expect(Array.from((await run())[0])).toEqual([1, 3, 5]); // the encoder is usable after a refusal
  });

  it('is compiled once for all who ask at the same time', async () => {
    const { gpu } = testBench();
    const kernels = kernelsOf(gpu);
    const [a, b] = await Promise.all([kernels.compile(double), kernels.compile(double)]);
    expect(a).toBe(b);
  });
});

describeGpu('the encoder', () => {
  it('keeps the order of dispatches, copies and clears in one submit', async () => {
    const { buffers, encoder } = testBench();
    const [a, b] = [buffers.storage('a', 12, input), buffers.storage('b', 12)];
    const params = { count: 3, factor: 1, shift: 1 };
    const before = buffers.stats().submits;
    encoder.dispatch(double, [a, b], params, 1);
    encoder.copy(b, 0, a, 4, 8); // a = 1, 2, 3 → 1, 2, 3 with b = 2, 3, 4 behind its first
    encoder.dispatch(double, [a, b], params, 1);
    encoder.clear(a);
    await encoder.submit();
    await encoder.settle();
    expect(buffers.stats().submits - before).toBe(1);
    const [first, second] = await buffers.read([
      { buffer: a, offset: 0, bytes: 12 },
      { buffer: b, offset: 0, bytes: 12 },
    ]);
    expect([Array.from(first), Array.from(second)]).toEqual([
      [0, 0, 0],
      [2, 3, 4],
    ]);
  });

  it('forgets what was discarded', async () => {
    const { buffers, encoder } = testBench();
    const a = buffers.storage('a', 12, input);
    encoder.clear(a);
    encoder.discard();
    await encoder.submit();
    expect(Array.from((await buffers.read([{ buffer: a, offset: 0, bytes: 12 }]))[0])).toEqual([1, 2, 3]);
  });

  it('reports a command buffer that the device voids, which would read back stale', async () => {
    const { buffers, encoder } = testBench();
    const a = buffers.storage('a', 12, input);
    encoder.dispatch(double, [a, a], { count: 3, factor: 1, shift: 0 }, 1); // read and written in one dispatch
    await encoder.submit();
    await expect(encoder.settle()).rejects.toThrow(/refused a command/);
    await encoder.settle(); // said once
  });
});

describeGpu('the arena', () => {
  it('gives a released buffer again, one that is large enough and not much larger', () => {
    const { buffers } = testBench();
    const a = buffers.acquire(1000);
    expect(a.size).toBe(1024);
    buffers.release(a);
    const b = buffers.acquire(900);
    expect(b).toBe(a);
    const c = buffers.acquire(900);
    expect(c).not.toBe(a);
    for (const bytes of [4, 256, 257, 385, 5000, 100_000]) {
      const buffer = buffers.acquire(bytes);
      expect(buffer.size).toBeGreaterThanOrEqual(bytes);
      expect(buffer.size).toBeLessThanOrEqual(Math.max(256, 1.5 * bytes));
      buffers.release(buffer);
    }
    buffers.release(b);
    buffers.release(c);
  });

  it('gives unused buffers up, the largest first, down to what it may keep', () => {
    const buffers = new Buffers(testBench().gpu);
    const made = [256, 1024, 4096, 4096].map((bytes) => buffers.acquire(bytes));
    for (const buffer of made) buffers.release(buffer);
    buffers.trim(6000);
    expect(buffers.acquire(1024)).toBe(made[1]);
    expect(made).toContain(buffers.acquire(4096));
    expect(made).not.toContain(buffers.acquire(4096));
    buffers.dispose();
  });

  it('refuses a buffer that is not its own, or released twice', () => {
    const { buffers } = testBench();
    const a = buffers.acquire(8);
    buffers.release(a);
    expect(() => buffers.release(a)).toThrow(/is not of the arena, or was released/);
    expect(() => buffers.release(buffers.storage('own', 8))).toThrow(/buffer "own"/);
  });

  it('keeps to the binding limit, with both values in the error', async () => {
    const { gpu } = testBench();
    const buffers = new Buffers(await requestDevice({ device: gpu.device, bindingLimit: 1000 }));
    expect(buffers.acquire(1000).size).toBe(1000);
    expect(() => buffers.acquire(1004, 'h')).toThrow('"h" needs 1004 bytes in one buffer; this device allows 1000');
    expect(() => buffers.storage('w', 2000)).toThrow('"w" needs 2000 bytes');
    buffers.dispose();
  });
});

describeGpu('reading back', () => {
  it('takes several pieces of several buffers in one mapping, empty ones too', async () => {
    const { buffers } = testBench();
    const [a, b] = [buffers.storage('a', 12, input), buffers.storage('b', 8, Float32Array.of(7, 8))];
    const before = buffers.stats();
    const pieces = await buffers.read([
      { buffer: a, offset: 4, bytes: 8 },
      { buffer: b, offset: 0, bytes: 0 },
      { buffer: b, offset: 4, bytes: 4 },
    ]);
    expect(pieces.map((p) => Array.from(p))).toEqual([[2, 3], [], [8]]);
    const after = buffers.stats();
    expect([after.submits - before.submits, after.bytesRead - before.bytesRead]).toEqual([1, 12]);
    expect(await buffers.read([])).toEqual([]);
  });

  it('by two readers at once gives each its own', async () => {
    const { buffers } = testBench();
    const made = [1, 2, 3].map((v) => buffers.storage('v', 4, Float32Array.of(v)));
    const read = await Promise.all(made.map((buffer) => buffers.read([{ buffer, offset: 0, bytes: 4 }])));
    expect(read.map(([piece]) => piece[0])).toEqual([1, 2, 3]);
  });
});
