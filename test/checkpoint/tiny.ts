/** A tiny Llama in memory: config, tensors and files, for tests that need a whole checkpoint and no real one. */
import { writeSafetensors } from '@/engine/checkpoint/safetensors';
import { sizeOf, type Tensor } from '@/engine/tensor';

export const tinyConfig = {
  model_type: 'llama',
  vocab_size: 16,
  hidden_size: 8,
  intermediate_size: 12,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 2,
  rms_norm_eps: 1e-5,
  rope_theta: 10000,
  max_position_embeddings: 32,
  tie_word_embeddings: true,
  hidden_act: 'silu',
  bos_token_id: 1,
  eos_token_id: 2,
};

const SHAPES: Readonly<Record<string, readonly number[]>> = {
  'model.embed_tokens.weight': [16, 8],
  'model.norm.weight': [8],
  'model.layers.0.input_layernorm.weight': [8],
  'model.layers.0.post_attention_layernorm.weight': [8],
  'model.layers.0.self_attn.q_proj.weight': [8, 8],
  'model.layers.0.self_attn.k_proj.weight': [8, 8],
  'model.layers.0.self_attn.v_proj.weight': [8, 8],
  'model.layers.0.self_attn.o_proj.weight': [8, 8],
  'model.layers.0.mlp.gate_proj.weight': [12, 8],
  'model.layers.0.mlp.up_proj.weight': [12, 8],
  'model.layers.0.mlp.down_proj.weight': [8, 12],
};

/** Value i of the tensor that comes k-th in the map is k + i / 1024: every one is known and exact in f32. */
export function tinyTensors(): Map<string, Tensor> {
  return new Map(
    Object.entries(SHAPES).map(([name, shape], k) => [
      name,
      { shape, data: Float32Array.from({ length: sizeOf(shape) }, (_, i) => k + i / 1024) },
    ]),
  );
}

export function tinyFiles(
  tensors: ReadonlyMap<string, Tensor> = tinyTensors(),
  config: object = tinyConfig,
): Map<string, Uint8Array<ArrayBuffer>> {
  return new Map([
    ['config.json', new TextEncoder().encode(JSON.stringify(config))],
    ['model.safetensors', writeSafetensors(tensors, { format: 'pt' })],
  ]);
}

/** The same files as a reader's browser hands them over. */
export function asFiles(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>, folder = 'tiny'): File[] {
  return [...files].map(([name, bytes]) => {
    const file = new File([bytes], name);
    Object.defineProperty(file, 'webkitRelativePath', { value: folder ? `${folder}/${name}` : '' });
    return file;
  });
}
