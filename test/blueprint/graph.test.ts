import { describe, expect, it } from 'vitest';
import { matchNodes, needed, nodeIndex, nodeOf, stateNodes } from '../../engine/blueprint/graph';
import { buildBlueprint } from '../../engine/models';
import { jamba, mamba, nemotronH } from '../models/configs';

const blueprint = buildBlueprint(mamba);

describe('a glob over node ids', () => {
  const cases: [string, string[]][] = [
    ['logits', ['logits']],
    ['layers.*.mixer.delta', ['layers.0.mixer.delta', 'layers.1.mixer.delta']],
    ['layers.1.mixer.d*', ['layers.1.mixer.dt_low', 'layers.1.mixer.dt', 'layers.1.mixer.delta']],
    ['**.h', ['layers.0.mixer.h', 'layers.1.mixer.h']],
    ['layers.**.residual', ['layers.0.residual', 'layers.1.residual']],
    ['*', ['tokens', 'embedding', 'final_norm', 'logits']],
    ['layers.*', []],
    ['nothing', []],
    ['layers.0.mixer.A?bar', []],
  ];
  it.each(cases)('%s', (glob, ids) => {
    expect(matchNodes(blueprint, glob)).toEqual(ids);
  });
  it('** alone is every node', () => {
    expect(matchNodes(blueprint, '**')).toEqual(blueprint.nodes.map((n) => n.id));
  });
});

describe('the nodes that a target needs', () => {
  it('leave out the rest of the model and keep the order', () => {
    const ids = needed(blueprint, ['layers.0.mixer.delta']).map((n) => n.id);
    expect(ids).toEqual([
      'tokens',
      'embedding',
      ...[
        'norm',
        'mixer.in_proj',
        'mixer.x_in',
        'mixer.conv',
        'mixer.x',
        'mixer.x_proj',
        'mixer.dt_low',
        'mixer.dt',
        'mixer.delta',
      ].map((n) => `layers.0.${n}`),
    ]);
  });
  it('for logits are all but the side readings', () => {
    expect(needed(blueprint, ['logits']).length).toBe(blueprint.nodes.filter((n) => !n.side).length);
  });
  it('for an early reading end at its layer', () => {
    const ids = needed(blueprint, ['layers.0.early_logits']).map((n) => n.id);
    expect(ids.at(-1)).toBe('layers.0.early_logits');
    expect(ids.some((id) => id.startsWith('layers.1'))).toBe(false);
  });
});

describe('looking up a node', () => {
  it('finds it by id, and every id is unique', () => {
    expect(nodeOf(blueprint, 'layers.1.mixer.h').op).toBe('selective-state');
    expect(nodeIndex(blueprint).size).toBe(blueprint.nodes.length);
  });
  it('names close ids when there is none', () => {
    expect(() => nodeOf(blueprint, 'layers.9.mixer.delta')).toThrow(
      'unknown node "layers.9.mixer.delta" in this mamba model',
    );
    try {
      nodeOf(blueprint, 'layers.9.mixer.delta');
    } catch (error) {
      expect((error as { hint: string }).hint).toContain('layers.0.mixer.delta');
    }
  });
});

describe('the memory of a model', () => {
  it('is a convolution and a state per Mamba layer', () => {
    expect(stateNodes(blueprint).map((n) => `${n.id}:${n.state!.kind}`)).toEqual(
      [0, 1].flatMap((i) => [`layers.${i}.mixer.conv:conv`, `layers.${i}.mixer.h:ssm`]),
    );
  });
  it('is a cache of keys and values per attention layer', () => {
    const kinds = (config: object) =>
      stateNodes(buildBlueprint(config))
        .filter((n) => n.layer === 2)
        .map((n) => `${n.id}:${n.state!.kind}`);
    for (const config of [jamba, nemotronH])
      expect(kinds(config)).toEqual(['layers.2.mixer.scores:k', 'layers.2.mixer.context:v']);
  });
});
