/** Numbers of published models as the prose quotes them: from the blueprint's cost (engine/blueprint/cost.ts), never typed. */
import { cost } from '@/engine/blueprint/cost';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';
import { formatBytes, formatCount, formatWhole } from '../charts/format';

export type FactKind =
  | 'parameters'
  | 'parametersExact'
  | 'activeParameters'
  | 'kvBytes'
  | 'kvBytesPerToken'
  | 'stateBytes'
  | 'weightBytes'
  | 'decodeFlops';

export interface FactQuestion {
  /** Id of a published model (engine/models/published). */
  readonly model: string;
  readonly of: FactKind;
  /** Tokens seen; default 4096. Matters to kvBytes and decodeFlops. */
  readonly context?: number;
  /** Bytes per number; default 2 (16-bit). */
  readonly bytes?: number;
}

/** The bare number. Errors name the models and kinds there are. */
export function factValue({ model, of, context = 4096, bytes = 2 }: FactQuestion): number {
  const entry = published.find((p) => p.id === model);
  if (!entry)
    throw new Error(`<Fact model="${model}">: no such model; known: ${published.map((p) => p.id).join(', ')}`);
  const price = (tokens: number) =>
    cost(buildBlueprint(entry.config), { context: tokens, weightBytes: bytes, stateBytes: bytes }).total;
  const total = price(context);
  switch (of) {
    case 'parameters':
    case 'parametersExact':
      return total.parameters;
    case 'activeParameters':
      return total.activeParameters;
    case 'kvBytes':
      return total.cacheBytes;
    case 'kvBytesPerToken':
      return price(2).cacheBytes - price(1).cacheBytes;
    case 'stateBytes':
      return total.ssmStateBytes + total.convStateBytes;
    case 'weightBytes':
      return total.parameters * bytes;
    case 'decodeFlops':
      return total.decodeFlops;
    default:
      throw new Error(`<Fact of="${of}">: unknown; see FactKind in fact.ts`);
  }
}

/** The number as the reader sees it. */
export function factText(question: FactQuestion, locale: string): string {
  const value = factValue(question);
  if (question.of === 'parametersExact') return formatWhole(value, locale);
  return /bytes/i.test(question.of) ? formatBytes(value, locale) : formatCount(value, locale);
}
