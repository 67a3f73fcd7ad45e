/**
 * The architectures, by the `model_type` of their config.json. One file each; shared parts in blocks/, reading of fields in config/.
 */
import type { Blueprint } from '../blueprint/types';
import { EngineError } from '../errors';
import { buildFalconMamba } from './falcon-mamba';
import { buildJamba } from './jamba';
import { buildLlama } from './llama';
import { buildMamba } from './mamba';
import { buildMamba2 } from './mamba2';
import { buildNemotronH } from './nemotron-h';
import { buildOriginal, isOriginal } from './original';
import { buildS4d } from './s4d';

const builders: Readonly<Record<string, (config: unknown) => Blueprint>> = {
  llama: buildLlama,
  s4d: buildS4d,
  mamba: buildMamba,
  falcon_mamba: buildFalconMamba,
  mamba2: buildMamba2,
  jamba: buildJamba,
  nemotron_h: buildNemotronH,
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
  if (isOriginal(config)) return buildOriginal(config);
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
