/** Finding an operation by name, by what it is, by its formula or by what it does, in all architectures of the atlas. Pure. */
import type { BlueprintNode } from '@/engine/blueprint/types';
import type { Locale } from '../i18n/locales';
import { type AtlasModel, blueprintOf, localId } from './models';

export interface Hit {
  readonly local: string;
  readonly node: BlueprintNode;
  /** The model in view where it has the operation, else the first that has it. */
  readonly model: AtlasModel;
  /** Kinds of model that have it. */
  readonly types: readonly string[];
}

const MOST_HITS = 12;

/** Lower case, without accents; Δ and Ā as they are typed. */
export const plain = (text: string): string =>
  text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('δ', 'delta').replaceAll('_', ' ');

/** The best hits first, those of the model in view before others. `nameOp` says an op in the reader's language. */
export function findOperations(
  words: string,
  models: readonly AtlasModel[],
  current: AtlasModel,
  locale: Locale,
  nameOp: (op: BlueprintNode['op']) => string,
): readonly Hit[] {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const found = new Map<string, { hit: Hit; score: number; types: Set<string> }>();
  for (const model of representatives(models, current)) {
    const blueprint = blueprintOf(model);
    const seen = new Set<string>();
    for (const node of blueprint.nodes) {
      if (node.side) continue;
      const local = localId(node);
      if (seen.has(local)) continue;
      seen.add(local);
      const key = `${local} ${node.op}`;
      const known = found.get(key);
      if (known) {
        known.types.add(blueprint.title);
        continue;
      }
      const score = scoreOf(wanted, local, nameOp(node.op), node, locale) + (model === current ? 0.5 : 0);
      if (score < 1) continue;
      const types = new Set([blueprint.title]);
      found.set(key, { hit: { local, node, model, types: [] }, score, types });
    }
  }
  return [...found.values()]
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_HITS)
    .map(({ hit, types }) => ({ ...hit, types: [...types] }));
}

/** The model in view, then a small model of each other type: layers of one type have the same operations at every size. */
function representatives(models: readonly AtlasModel[], current: AtlasModel): readonly AtlasModel[] {
  const byType = new Map([[blueprintOf(current).modelType, current]]);
  for (const model of models.filter(({ small }) => small)) {
    const { modelType } = blueprintOf(model);
    if (!byType.has(modelType)) byType.set(modelType, model);
  }
  return [...byType.values()];
}

/** All words must be found; where the rarest of them is found decides. */
function scoreOf(wanted: readonly string[], local: string, op: string, node: BlueprintNode, locale: Locale): number {
  const last = plain(local.slice(local.lastIndexOf('.') + 1));
  const places: readonly (readonly [number, string])[] = [
    [4, plain(local)],
    [3, `${plain(op)} ${plain(node.op)}`],
    [2, plain(node.meaning[locale])],
    [1, plain(node.formula)],
  ];
  if (wanted.join(' ') === last) return 6;
  const scores = wanted.map((word) => places.find(([, text]) => text.includes(word))?.[0] ?? 0);
  return scores.includes(0) ? 0 : Math.min(...scores) + (last.startsWith(wanted[0]!) ? 1 : 0);
}
