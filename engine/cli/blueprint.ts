import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { WeightFormat } from '../backend';
import { cost } from '../blueprint/cost';
import { evalDim } from '../blueprint/dims';
import type { WeightSpec } from '../blueprint/types';
import { EngineError } from '../errors';
import { buildBlueprint } from '../models';
import { published } from '../models/published';
import type { Args } from './args';

/** `blueprint`: nodes with shapes and costs, from a config alone: a folder, a config.json, or the id of a published model. */
export async function blueprint(args: Args): Promise<void> {
  const name = args.required('model');
  const context = args.whole('context', 1) ?? 4096;
  const plan = buildBlueprint(await readConfig(name));
  const price = cost(plan, { context, batch: args.whole('batch', 1) ?? 1, weightBytes: bytesOf(args.dtype()) });
  const costs = new Map(price.nodes.map(({ id, ...sums }) => [id, sums]));
  const nodes = plan.nodes.map((node) => ({
    id: node.id,
    op: node.op,
    inputs: node.inputs,
    symbolicShape: node.shape,
    shape: node.shape.map((dim) => (/\b[TS]\b/.test(dim) ? dim : evalDim(dim, plan.dims))),
    formula: node.formula,
    meaning: node.meaning,
    ...(node.side ? { side: true } : (costs.get(node.id) ?? {})),
  }));
  const { total, parametersByPart, bytesPerToken, batch } = price;
  console.log(
    JSON.stringify({
      model: name,
      modelType: plan.modelType,
      context,
      batch,
      dims: plan.dims,
      layers: plan.layers.map((layer) => layer.mark).join(''),
      totals: { ...total, bytesPerToken, parametersByPart },
      nodes,
    }),
  );
}

async function readConfig(name: string): Promise<unknown> {
  const known = published.find((model) => model.id === name);
  if (known) return known.config;
  const kind = await stat(name).catch(() => null);
  if (!kind)
    throw new EngineError(
      'bad-argument',
      `--model "${name}" is neither a folder, a config.json, nor a published model`,
      `Published: ${published.map((model) => model.id).join(', ')}.`,
    );
  const path = kind.isDirectory() ? join(name, 'config.json') : name;
  const text = await readFile(path, 'utf8').catch(() => {
    throw new EngineError('bad-file', `${path} cannot be read`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EngineError('bad-config', `${path} is not JSON: ${(error as Error).message}`);
  }
}

/** Bytes per weight of a format, as the WebGPU backend keeps it: only matrices are ever less than f32. Scales of int8 rows are not counted. */
function bytesOf(format: WeightFormat): (weight: WeightSpec) => number {
  return ({ matrix, part }) => {
    if (!matrix || format === 'f32') return 4;
    if (format === 'int8') return 1;
    return format === 'experts-int8' && (part === 'expert' || part === 'mlp') ? 1 : 2;
  };
}
