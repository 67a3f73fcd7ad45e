import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { matchNodes, nodeOf } from '../../engine/blueprint/graph';
import { checkShapes } from '../../engine/blueprint/shapes';
import type { Blueprint } from '../../engine/blueprint/types';
import { buildBlueprint } from '../../engine/models';
import { everyConfig, falconMamba, jamba, llama, mamba, mamba2, nemotronH, original2, s4d } from './configs';

/** Names of a layer's nodes without their prefix, in order, early readings left out. */
function namesIn(blueprint: Blueprint, layer: number): string[] {
  return blueprint.nodes.filter((n) => n.layer === layer && !n.side).map((n) => n.id.slice(`layers.${layer}.`.length));
}
const mixer = (names: string) => names.split(' ').map((name) => `mixer.${name}`);
const mlp = (names: string) => names.split(' ').map((name) => `mlp.${name}`);

const mambaNodes = mixer('in_proj x_in z conv x x_proj dt_low B C dt delta A_bar h y_ssm y gate gated out_proj');
const normedMambaNodes = mixer(
  'in_proj x_in z conv x x_proj dt_low_raw dt_low B_raw B C_raw C dt delta A_bar h y_ssm y gate gated out_proj',
);
const mamba2Nodes = mixer('in_proj z xBC_in dt conv xBC x B C delta A_bar h y_ssm y gate gated norm out_proj');
const attentionNodes = mixer('q k v scores weights context o_proj');
const gatedMlpNodes = mlp('gate up act hidden down');

describe('node ids are the contract between engine, figures and saved links', () => {
  const cases: [string, Record<string, unknown>, number, string[]][] = [
    ['a Mamba layer', mamba, 1, ['norm', ...mambaNodes, 'residual']],
    ['a Falcon Mamba layer', falconMamba, 1, ['norm', ...normedMambaNodes, 'residual']],
    ['a Mamba-2 layer', mamba2, 1, ['norm', ...mamba2Nodes, 'residual']],
    ['an S4D layer', s4d, 1, ['norm', ...mixer('in_proj A_bar B_bar h y_ssm y act output_linear glu'), 'residual']],
    [
      'a Transformer layer',
      llama,
      1,
      [
        'norm',
        ...mixer('q k v q_rot k_rot scores weights context o_proj'),
        'residual_mid',
        'norm2',
        ...gatedMlpNodes,
        'residual',
      ],
    ],
    [
      'a Jamba layer of Mamba and experts',
      jamba,
      1,
      [
        'norm',
        ...normedMambaNodes,
        'residual_mid',
        'norm2',
        ...mlp('router router_probs experts expert_weights out'),
        'residual',
      ],
    ],
    [
      'a Jamba layer of attention and MLP',
      jamba,
      2,
      ['norm', ...attentionNodes, 'residual_mid', 'norm2', ...gatedMlpNodes, 'residual'],
    ],
    ['a Mamba-2 layer of a hybrid', nemotronH, 0, ['norm', ...mamba2Nodes, 'residual']],
    ['an MLP layer of a hybrid', nemotronH, 1, ['norm', ...mixer('up act down'), 'residual']],
    ['an attention layer of a hybrid', nemotronH, 2, ['norm', ...attentionNodes, 'residual']],
    [
      'an original Mamba-2 layer with an MLP',
      original2,
      1,
      ['norm', ...mamba2Nodes, 'residual_mid', 'norm2', ...gatedMlpNodes, 'residual'],
    ],
  ];
  // The order among nodes that do not read each other is free, so sets are compared.
  it.each(cases)('%s has the agreed nodes', (_, config, layer, names) => {
    expect(new Set(namesIn(buildBlueprint(config), layer))).toEqual(new Set(names));
  });
});

describe.each(Object.entries(everyConfig))('the blueprint of %s', (_, config) => {
  const blueprint = buildBlueprint(config);

  it('has the shell and the early readings of every layer', () => {
    for (const id of ['tokens', 'embedding', 'final_norm', 'logits']) nodeOf(blueprint, id);
    expect(blueprint.layers.length).toBe(blueprint.dims.n_layers);
    blueprint.layers.forEach((layer, i) => {
      expect(layer.index).toBe(i);
      expect(layer.output).toBe(`layers.${i}.residual`);
      expect(nodeOf(blueprint, `layers.${i}.early_norm`).inputs).toEqual([layer.output]);
      expect(nodeOf(blueprint, `layers.${i}.early_logits`).weights.weight).toBe(
        nodeOf(blueprint, 'logits').weights.weight,
      );
    });
    expect(blueprint.nodes.filter((n) => n.side).map((n) => n.id)).toEqual(matchNodes(blueprint, 'layers.*.early_*'));
  });

  it('has shapes that every op accepts', () => {
    checkShapes(blueprint);
  });

  it('says every node in English and Spanish, and no two languages agree', () => {
    for (const { id, meaning } of blueprint.nodes) {
      expect(meaning.en, id).toMatch(/^\p{Lu}.*[.]$/u);
      expect(meaning.es, id).toMatch(/^[\p{Lu}¿¡«].*[.»]$/u);
      expect(meaning.en, id).not.toBe(meaning.es);
    }
  });

  it('has formulas that KaTeX renders without a complaint', () => {
    for (const formula of new Set(blueprint.nodes.map((n) => n.formula)))
      expect(katex.renderToString(formula, { throwOnError: true, strict: 'error' })).toContain('katex');
  });

  it('uses every weight and names a tensor for each', () => {
    const used = new Set(blueprint.nodes.flatMap((n) => Object.values(n.weights)));
    for (const weight of blueprint.weights.values()) {
      expect(used.has(weight.key), weight.key).toBe(true);
      expect(weight.sources.length, weight.key).toBeGreaterThan(0);
    }
  });
});
