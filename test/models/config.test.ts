import { describe, expect, it } from 'vitest';
import { nodeOf } from '../../engine/blueprint/graph';
import { EngineError } from '../../engine/errors';
import { buildBlueprint, modelTypes } from '../../engine/models';
import { jamba, llama, mamba, mamba2, nemotronH, original, original2, s4d } from './configs';

function errorOf(run: () => unknown): EngineError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError);
    return error as EngineError;
  }
  throw new Error('nothing was thrown');
}
/** A copy of the config without one field. */
const without = (config: Record<string, unknown>, field: string) =>
  Object.fromEntries(Object.entries(config).filter(([name]) => name !== field));

describe('a bad config names the field, the value and the rule', () => {
  const cases: [string, Record<string, unknown>, string, string][] = [
    ['a missing size', without(mamba, 'state_size'), 'state_size', 'missing'],
    ['a size of the wrong type', { ...mamba, hidden_size: '768' }, 'hidden_size', '"768"'],
    ['a size of zero', { ...llama, num_hidden_layers: 0 }, 'num_hidden_layers', '0'],
    ['a fraction', { ...llama, vocab_size: 10.5 }, 'vocab_size', '10.5'],
    ['an absurd size', { ...mamba, hidden_size: 1e12 }, 'hidden_size', '1000000000000'],
    ['an intermediate_size that expand denies', { ...mamba, intermediate_size: 41 }, 'intermediate_size', '41'],
    ['an activation that Mamba kernels fix', { ...mamba, hidden_act: 'gelu' }, 'hidden_act', '"gelu"'],
    ['an unknown activation', { ...llama, hidden_act: 'xyz' }, 'hidden_act', '"xyz"'],
    ['key heads that do not divide', { ...llama, num_key_value_heads: 4 }, 'num_key_value_heads', '4'],
    ['heads that do not divide the width', { ...llama, num_attention_heads: 8 }, 'num_attention_heads', '8'],
    ['a sliding window', { ...llama, sliding_window: 4096 }, 'sliding_window', '4096'],
    ['an odd head under RoPE', { ...llama, head_dim: 7 }, 'head_dim', '7'],
    [
      'a RoPE scaling of another kind',
      { ...llama, rope_scaling: { type: 'yarn', factor: 4 } },
      'rope_scaling.rope_type',
      '"yarn"',
    ],
    [
      'a llama3 scaling without its factors',
      { ...llama, rope_parameters: { rope_type: 'llama3', rope_theta: 1e4, factor: 8 } },
      'rope_parameters.low_freq_factor',
      'missing',
    ],
    ['partial rotation', { ...llama, partial_rotary_factor: 0.5 }, 'partial_rotary_factor', '0.5'],
    ['groups that do not divide the heads', { ...mamba2, n_groups: 4 }, 'n_groups', '4'],
    ['an expand that heads deny', { ...mamba2, expand: 3 }, 'expand', '3'],
    ['limits of Δ in the wrong order', { ...mamba2, time_step_limit: [2, 1] }, 'time_step_limit', '[2,1]'],
    ['an attention offset outside its period', { ...jamba, attn_layer_offset: 4 }, 'attn_layer_offset', '4'],
    ['more experts per token than experts', { ...jamba, num_experts_per_tok: 6 }, 'num_experts_per_tok', '6'],
    ['experts in a pattern', { ...nemotronH, hybrid_override_pattern: 'M-E' }, 'hybrid_override_pattern[2]', '"E"'],
    ['experts in a list', { ...nemotronH, layers_block_type: ['mamba', 'moe'] }, 'layers_block_type[1]', '"moe"'],
    ['an unknown mark', { ...nemotronH, hybrid_override_pattern: 'MX' }, 'hybrid_override_pattern[1]', '"X"'],
    ['no pattern at all', without(nemotronH, 'hybrid_override_pattern'), 'layers_block_type', 'missing'],
    ['a layer count that the pattern denies', { ...nemotronH, num_hidden_layers: 4 }, 'num_hidden_layers', '4'],
    ['biases that transformers ignores', { ...nemotronH, attention_bias: true }, 'attention_bias', 'true'],
    ['an odd number of complex poles', { ...s4d, state_size: 15 }, 'state_size', '15'],
    ['attention in the original layout', { ...original, attn_layer_idx: [1] }, 'attn_layer_idx', '[1]'],
    [
      'a head width that does not divide',
      { ...original2, ssm_cfg: { layer: 'Mamba2', headdim: 24 } },
      'ssm_cfg.headdim',
      '24',
    ],
    ['norm before gate', { ...mamba2, norm_before_gate: true }, 'norm_before_gate', 'true'],
  ];
  it.each(cases)('%s', (_, config, field, value) => {
    const error = errorOf(() => buildBlueprint(config));
    expect([error.code, error.details.field, error.details.value]).toEqual(['bad-config', field, value]);
    expect(error.message).toContain(String(error.details.rule));
    expect(error.message).toContain(field);
    expect(error.message).toContain(value);
  });

  it.each([null, 3, 'mamba', [mamba]])('a config that is no object: %j', (config) => {
    expect(errorOf(() => buildBlueprint(config)).code).toBe('bad-config');
  });
});

describe('an unknown model type', () => {
  it.each(['gpt2', '__proto__', 'constructor', undefined, 7])('lists the known ones: %j', (type) => {
    const error = errorOf(() => buildBlueprint({ ...llama, model_type: type }));
    expect(error.code).toBe('unknown-model');
    for (const known of modelTypes) expect(error.message).toContain(known);
  });
});

describe('the same model written in two ways gives the same blueprint', () => {
  const same = (a: object, b: object) => {
    const [one, two] = [buildBlueprint(a), buildBlueprint(b)];
    expect(two).toEqual(one);
  };

  it('special ids as a number, a list and -1', () => {
    same({ ...llama, eos_token_id: 2 }, { ...llama, eos_token_id: [2] });
    expect(buildBlueprint({ ...llama, eos_token_id: [2, 518], pad_token_id: -1, bos_token_id: null }).special).toEqual({
      bos: null,
      eos: [2, 518],
      pad: null,
    });
  });

  it('rotary positions of transformers 4 and 5', () => {
    const llama3 = { factor: 8, low_freq_factor: 1, high_freq_factor: 4, original_max_position_embeddings: 32 };
    same(
      { ...llama, rope_theta: 5e5, rope_scaling: { rope_type: 'llama3', ...llama3 } },
      { ...llama, rope_parameters: { rope_type: 'llama3', rope_theta: 5e5, ...llama3 } },
    );
    same(llama, { ...llama, rope_theta: 1e4, rope_scaling: null });
    same(
      { ...llama, rope_scaling: { type: 'linear', factor: 2 } },
      { ...llama, rope_parameters: { rope_type: 'linear', rope_theta: 1e4, factor: 2 } },
    );
  });

  it('infinity as a number and as an object', () => {
    same({ ...mamba2, time_step_limit: [0, Number.POSITIVE_INFINITY] }, mamba2);
    same(without(mamba2, 'time_step_limit'), mamba2);
  });

  it('the order of layers as a string and as either list', () => {
    const rest = without(nemotronH, 'hybrid_override_pattern');
    same(nemotronH, { ...rest, layers_block_type: ['mamba', 'mlp', 'attention', 'mlp', 'mamba'] });
    same(nemotronH, {
      ...rest,
      layers_block_type: ['linear_attention', 'mlp', 'full_attention', 'mlp', 'linear_attention'],
    });
  });

  it('a rank of "auto" and its value, hidden_size / 16 rounded up', () => {
    same({ ...mamba, time_step_rank: 'auto' }, { ...mamba, time_step_rank: 2 });
    expect(buildBlueprint(without(mamba, 'time_step_rank')).dims.dt_rank).toBe(2);
  });
});

describe('what a config decides', () => {
  it('transformers norms the whole vector in mamba2 and each group in nemotron_h and the original layout', () => {
    const groups = (config: object) => nodeOf(buildBlueprint(config), 'layers.0.mixer.norm').attrs.groups;
    expect([groups(mamba2), groups(nemotronH), groups(original2)]).toEqual([1, 3, 2]);
  });

  it('nemotron_h limits Δ from below by time_step_min, mamba2 by time_step_limit', () => {
    const limits = (config: object) => nodeOf(buildBlueprint(config), 'layers.0.mixer.delta').attrs;
    expect(limits({ ...nemotronH, time_step_min: 0.01, time_step_limit: [0.5, 1] })).toEqual({
      min: 0.01,
      max: Infinity,
    });
    expect(limits({ ...mamba2, time_step_limit: [0.5, 1] })).toEqual({ min: 0.5, max: 1 });
  });

  it('a tied head has no numbers of its own, except in nemotron_h, which transformers never ties', () => {
    const head = (config: object) => buildBlueprint(config).weights.get('lm_head.weight')!;
    expect(head({ ...mamba, tie_word_embeddings: true }).tiedTo).toBe('backbone.embeddings.weight');
    expect(head({ ...mamba, tie_word_embeddings: false }).tiedTo).toBeUndefined();
    expect(head({ ...nemotronH, tie_word_embeddings: true }).sources[0]).toEqual({
      kind: 'tensor',
      name: 'lm_head.weight',
    });
  });

  it('experts are read one by one or fused', () => {
    const blueprint = buildBlueprint(jamba);
    const { gate, up, down } = nodeOf(blueprint, 'layers.1.mlp.out').weights;
    const at = 'model.layers.1.feed_forward.experts';
    const sources = (key: string | undefined) => blueprint.weights.get(key!)!.sources;
    expect(sources(gate)[0]).toEqual({
      kind: 'stack',
      names: [0, 1, 2, 3, 4].map((e) => `${at}.${e}.gate_proj.weight`),
    });
    expect(sources(up)[1]).toEqual({
      kind: 'rows',
      name: `${at}.gate_up_proj`,
      axis: 1,
      start: 'd_mlp',
      end: '2*d_mlp',
    });
    expect(sources(down)[1]).toEqual({ kind: 'tensor', name: `${at}.down_proj` });
  });

  it('the original layout rounds up the vocabulary and the MLP', () => {
    expect(buildBlueprint(original).vocabSize).toBe(96);
    expect(buildBlueprint(original2).dims).toMatchObject({ vocab: 96, d_mlp: 128, ssm_heads: 4, n_groups: 2 });
  });

  it('biases are declared where the config asks for them', () => {
    const has = (config: object, key: string) => buildBlueprint(config).weights.has(key);
    const at = 'backbone.layers.0.mixer';
    expect(has({ ...mamba, use_bias: true }, `${at}.in_proj.bias`)).toBe(true);
    expect(has(mamba, `${at}.in_proj.bias`)).toBe(false);
    expect(has({ ...mamba, use_conv_bias: false }, `${at}.conv1d.bias`)).toBe(false);
    expect(has(mamba, `${at}.dt_proj.bias`)).toBe(true);
    expect(has({ ...llama, attention_bias: true }, 'model.layers.0.self_attn.o_proj.bias')).toBe(true);
    expect(has({ ...llama, mlp_bias: true }, 'model.layers.0.mlp.down_proj.bias')).toBe(true);
    expect(has({ ...jamba, mamba_proj_bias: true }, 'model.layers.0.mamba.out_proj.bias')).toBe(true);
  });
});
