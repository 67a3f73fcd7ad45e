import { EngineError } from '../errors';
import { loadModel } from '../session/load';
import type { Model } from '../session/model';
import { nodeGpu } from '../webgpu/node';
import type { Args } from './args';

/** Loads the model that the command line names; asks for WebGPU only where the device flag may need it. */
export async function openModel(args: Args): Promise<Model> {
  const device = args.device();
  const gpu = device === 'cpu' ? null : await nodeGpu();
  if (device === 'webgpu' && !gpu)
    throw new EngineError(
      'no-device',
      'no WebGPU device was found in Node',
      'Install Chromium (its software driver is enough) or use --device cpu.',
    );
  return loadModel(
    { kind: 'folder', path: args.required('model') },
    { device: gpu ? device : 'cpu', dtype: args.dtype(), ...(gpu ? { gpu } : {}) },
  );
}

/** Token ids from --tokens, or from --prompt through the model's tokenizer. */
export function promptIds(args: Args, model: Model): number[] {
  const ids = args.tokens();
  const prompt = args.text('prompt');
  if (ids && prompt !== undefined) throw new EngineError('bad-argument', 'give --tokens or --prompt, not both');
  if (ids) return ids;
  if (prompt === undefined) throw new EngineError('bad-argument', '--tokens or --prompt is required');
  if (!model.tokenizer) throw new EngineError('bad-tokenizer', `${model.name} has no tokenizer.json`, 'Use --tokens.');
  return [...model.tokenizer.encode(prompt).ids];
}

/** 'cpu' or 'webgpu (name of the adapter)'. */
export function deviceName(model: Model): string {
  return model.backend.kind === 'cpu' ? 'cpu' : `webgpu (${model.backend.device})`;
}
