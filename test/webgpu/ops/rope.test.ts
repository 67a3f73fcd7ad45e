import { expect, it } from 'vitest';
import { rope as onCpu } from '@/engine/cpu/attention';
import { ropeFrequencies } from '@/engine/ops/rope';
import { rope } from '@/engine/webgpu/ops/rope';
import { describeGpu, errorOverRms, numbers, runOp, testNode } from '../harness';
import { strided } from '../scan-data';

const attrs = {
  headDim: 18,
  theta: 10_000,
  type: 'default',
  factor: 1,
  lowFreqFactor: 0,
  highFreqFactor: 0,
  originalMaxPositions: 0,
};
const llama3 = { type: 'llama3', factor: 8, lowFreqFactor: 1, highFreqFactor: 4, originalMaxPositions: 8192 };

describeGpu('rope on WebGPU', () => {
  for (const [title, more] of [
    ['default', {}],
    ['llama3', llama3],
  ] as const)
    for (const [T, position] of [
      [1, 0],
      [7, 1020], // across the table's split
      [3, 131_070],
      [2, 1_048_574], // the last positions there are
    ] as const)
      it(`turns ${T} tokens from position ${position} as the CPU does in f64, ${title}`, async () => {
        const node = testNode({ op: 'rope', attrs: { ...attrs, ...more } });
        const width = 5 * 18;
        const x = numbers(T * width, 1);
        const { output } = await runOp([strided([T, width], x)], { position }, (ctx, [t]) =>
          rope.encode(ctx, node, [t!]),
        );
        const expected = new Float32Array(x.length);
        onCpu(expected, x, width, 18, ropeFrequencies(node.attrs), position);
        expect(errorOverRms(output.data, expected)).toBeLessThan(1e-6); // two products of table entries, each within 6e-8
      });

  it('refuses positions beyond its table', async () => {
    const node = testNode({ op: 'rope', attrs });
    const x = { shape: [1, 18], data: numbers(18, 1) };
    await expect(runOp([x], { position: 1_048_576 }, (ctx, [t]) => rope.encode(ctx, node, [t!]))).rejects.toThrow(
      'position 1048576 is beyond',
    );
  });
});
