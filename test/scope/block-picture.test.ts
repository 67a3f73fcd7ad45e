/** The block of the lab in pixels: readable at every width it is drawn in, and drops that run along its ribbons. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { layoutBlock } from '@/components/blueprint/block-layout';
import { nameOf } from '@/components/blueprint/nodes';
import { alongPath, drawBlock, goesAcross } from '@/components/scope/block-picture';
import { buildBlueprint } from '@/engine/models';

const bundled = ['mamba', 'mamba2', 'mamba2-hybrid', 'jamba', 's4d', 'transformer'].map((name) => {
  const blueprint = buildBlueprint(JSON.parse(readFileSync(`public/models/stories-${name}/config.json`, 'utf8')));
  return { name, blueprint };
});
const cases = bundled.flatMap(({ name, blueprint }) =>
  [...new Map(blueprint.layers.map((l) => [l.kind, l.index])).values()].map((layer) => {
    const layout = layoutBlock(blueprint, layer);
    const names = new Map(layout.nodes.map(({ id, node }) => [id, node ? nameOf(blueprint, node) : 'stream']));
    return { name, layer, layout, names };
  }),
);

describe.each(cases)('layer $layer of $name', ({ layout, names }) => {
  const nameAt = (id: string) => names.get(id)!;

  it.each([330, 358, 640, 808, 920, 1200])(
    'in %i px: no box and no name lies on another, nothing lies outside',
    (width) => {
      const across = goesAcross(layout, width, nameAt);
      const { boxes, ...drawn } = drawBlock(layout, width, across, new Set());
      expect(drawn.width).toBeLessThanOrEqual(width + 1);
      // Names of 11 px stand under their boxes, 5.5 px a letter at least.
      const marks = [...boxes].flatMap(([id, { x, y, width: w, height: h }]) => {
        const half = (nameAt(id).length * 5.5) / 2;
        const name = { left: x + w / 2 - half, right: x + w / 2 + half, top: y + h, bottom: y + h + 14 };
        return [
          { id, left: x, right: x + w, top: y, bottom: y + h },
          { id: `the name of ${id}`, ...name },
        ];
      });
      for (const [i, a] of marks.entries())
        for (const b of marks.slice(i + 1)) {
          const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
          expect(apart, `${a.id} lies on ${b.id}`).toBe(true);
        }
    },
  );

  it('has ways that begin at the end of one box and end at the start of another', () => {
    for (const across of [true, false]) {
      const { boxes, paths } = drawBlock(layout, 900, across, new Set());
      for (const [i, { from, to }] of layout.edges.entries()) {
        const way = alongPath(paths[i]!);
        const [a, b] = [boxes.get(from)!, boxes.get(to)!];
        const start = across ? [a.x + a.width, a.y + a.height / 2] : [a.x + a.width / 2, a.y + a.height];
        const end = across ? [b.x, b.y + b.height / 2] : [b.x + b.width / 2, b.y];
        for (const axis of [0, 1]) {
          expect(way[0]![axis]).toBeCloseTo(start[axis]!, 0);
          expect(way.at(-1)![axis]).toBeCloseTo(end[axis]!, 0);
        }
      }
    }
  });
});

describe('a way along a path', () => {
  it('goes over the points of its curves', () => {
    const points = alongPath('M0 0L10 0C20 0 20 0 30 0');
    expect(points.map(([x]) => x)).toEqual([...points.map(([x]) => x)].sort((a, b) => a - b));
    expect(points[0]).toEqual([0, 0]);
    expect(points.at(-1)).toEqual([30, 0]);
    // Halfway along a cubic: (a + 3b + 3c + d) / 8.
    expect(points.some(([x]) => Math.abs(x - 20) < 1e-9)).toBe(true);
  });
});
