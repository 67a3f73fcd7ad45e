/**
 * The architectures, by the `model_type` of their config.json. One file each; shared parts in blocks/, reading of fields in config/.
 */
import type { Blueprint } from '../blueprint/types';
import { EngineError } from '../errors';
import { buildFalconMamba } from './falcon-mamba';
import { buildLlama } from './llama';
import { buildMamba } from './mamba';

const builders: Readonly<Record<string, (config: unknown) => Blueprint>> = {
  llama: buildLlama,
  mamba: buildMamba,
  falcon_mamba: buildFalconMamba,
};

/** The model types that the engine runs. */
export const modelTypes: readonly string[] = Object.keys(builders);

/**
 * The blueprint of a model from its parsed config.json. Allocates no weights: a 400 B model takes milliseconds.
 * Throws 'unknown-model' (the message lists the known types) or 'bad-config' (field, value, rule).
 */
export function buildBlueprint(config: unknown): Blueprint {
  if (config === null || typeof config !== 'object' || Array.isArray(config))
    throw new EngineError('bad-config', 'config.json must hold one JSON object');
  const type = (config as { model_type?: unknown }).model_type;
  const build = typeof type === 'string' && Object.hasOwn(builders, type) ? builders[type] : undefined;
  if (!build)
    throw new EngineError(
      'unknown-model',
      `unknown model_type ${JSON.stringify(type) ?? '(missing)'}; this engine runs: ${modelTypes.join(', ')}`,
      'Open a model of one of these types.',
      { model_type: String(type) },
    );
  return build(config);
}
