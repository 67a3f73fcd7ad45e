/** embedding: rows of a table at the ids of the run. The ids are u32 words on the device: uploaded, or left there by argmax. */
import source from '../../../shaders/embedding.wgsl';
import type { KernelSpec } from '../kernels';
import { FORMAT, withMatrix } from '../matrix';
import type { GpuOp } from '../op';

const spec: KernelSpec<'tokens' | 'first' | 'columns' | 'quads' | 'start' | 'rows'> = {
  name: 'embedding',
  source: withMatrix(source),
  bindings: ['read', 'read', 'read', 'write'],
  params: { tokens: 'u32', first: 'u32', columns: 'u32', quads: 'u32', start: 'u32', rows: 'u32' },
};

export const embedding: GpuOp = {
  name: 'embedding',
  encode(ctx, node, [ids]) {
    const table = ctx.matrix(node, 'table');
    const output = ctx.alloc([ctx.T, table.columns]);
    for (const part of table.parts)
      ctx.encoder.dispatch(
        spec,
        [ids!, part.buffer, part.scales, output],
        {
          tokens: ctx.T,
          first: ids!.offset,
          columns: table.columns,
          quads: table.wordsPerRow / 4,
          start: part.startRow,
          rows: part.rows,
        },
        [Math.ceil(table.columns / 4 / 64), ctx.T],
        { constants: { FORMAT: FORMAT[table.format] } },
      );
    return output;
  },
};
