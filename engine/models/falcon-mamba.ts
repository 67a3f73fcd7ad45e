/**
 * Falcon Mamba: Mamba with an RMSNorm without weights on dt, B and C before they are used (model_type 'falcon_mamba').
 * Read first: Zuo et al. 2024, arXiv:2410.05355, section 3.1; transformers modeling_falcon_mamba.py; then mamba.ts, which it shares.
 *
 * Glossary: as mamba.ts; `mixer_rms_eps` is the ε of those three norms. dt is normed while it is still low-rank (R numbers), before dt_proj.
 */
import type { Blueprint } from '../blueprint/types';
import { positive, readConfig } from './config/read';
import { mambaSchema, mambaStack } from './mamba';

const schema = mambaSchema.extend({ mixer_rms_eps: positive.default(1e-6) });

/** Blueprint of a Falcon Mamba model. */
export function buildFalconMamba(raw: unknown): Blueprint {
  const config = readConfig(schema, raw);
  return mambaStack(config, {
    modelType: 'falcon_mamba',
    title: 'Falcon Mamba',
    innerNorm: 'plain',
    innerEps: config.mixer_rms_eps,
  });
}
