import { describe, expect, it } from 'vitest';
import { BlueprintBuilder, type NodeInit } from '../../engine/blueprint/builder';
import { evalDim, evalShape } from '../../engine/blueprint/dims';

const node = (more: Partial<NodeInit> = {}): NodeInit => ({
  op: 'activation',
  shape: ['T', 'd'],
  formula: 'x',
  meaning: { en: 'A thing.', es: 'Una cosa.' },
  ...more,
});

describe('the builder refuses what would dangle', () => {
  const builder = () => {
    const b = new BlueprintBuilder({ d: 3 });
    b.weight('w', ['d'], 'mixer');
    b.node('first', node({ op: 'tokens' }));
    return b;
  };
  it('an id given twice', () => {
    expect(() => builder().node('first', node())).toThrow('node "first" is declared twice');
  });
  it('a weight given twice', () => {
    expect(() => builder().weight('w', ['d'], 'mixer')).toThrow('weight "w" is declared twice');
  });
  it('an input that comes later or never', () => {
    expect(() => builder().node('second', node({ inputs: ['third'] }))).toThrow(
      'reads "third", which is not declared before',
    );
  });
  it('a weight that nobody declared', () => {
    expect(() => builder().node('second', node({ weights: { weight: 'v' } }))).toThrow('undeclared weight "v"');
  });
  it('and takes what is there, with the layer it was in', () => {
    const b = builder();
    b.enter(4);
    expect(b.node('second', node({ inputs: ['first'], weights: { weight: 'w' } }))).toBe('second');
    b.endLayer({ kind: 'mamba', output: 'second', mark: 'M' });
    const rest = {
      modelType: 'm',
      title: 'M',
      vocabSize: 3,
      maxPositions: null,
      special: { bos: null, eos: [], pad: null },
    };
    const blueprint = b.build(rest);
    expect(blueprint.nodes.map((n) => [n.id, n.layer, n.side])).toEqual([
      ['first', null, false],
      ['second', 4, false],
    ]);
    expect(blueprint.layers).toEqual([{ index: 4, kind: 'mamba', output: 'second', mark: 'M' }]);
    expect(blueprint.weights.get('w')!.sources).toEqual([{ kind: 'tensor', name: 'w' }]);
  });
});

describe('symbolic sizes', () => {
  it.each([
    ['7', 7],
    ['d', 3],
    ['2*d', 6],
    ['dt_rank+2*d_state', 5 + 2 * 4],
    ['2 * d + 1', 7],
    ['T', 9],
    ['d*T', 27],
  ])('%s is %d', (dim, value) => {
    expect(evalDim(dim, { d: 3, dt_rank: 5, d_state: 4 }, { T: 9 })).toBe(value);
  });
  it('a shape is its sizes in order', () => {
    expect(evalShape(['T', 'd', '2'], { d: 3 }, { T: 9 })).toEqual([9, 3, 2]);
  });
  it('an unknown name is an error that lists the known ones', () => {
    expect(() => evalDim('2*width', { d: 3, e: 4 })).toThrow('unknown size "width" in "2*width"; known: d, e');
  });
});
