/** Accuracy of the small task models by size, from public/evaluations/*.json (written by training/statescope_training/tasks/ship.py). */
import type { Text } from '@/engine/blueprint/types';
import type { Locale } from '../i18n/locales';

export interface EvaluationCell {
  readonly size: number;
  readonly examples: number;
  readonly accuracy: number;
}

export interface EvaluatedModel {
  readonly model: string;
  readonly title: Text;
  readonly architecture: string;
  /** Name in public/models, where the model is shipped. */
  readonly bundle?: string | null;
  readonly seed: number;
  readonly cells: readonly EvaluationCell[];
}

export interface Evaluation {
  readonly task: string;
  readonly chance: number;
  readonly trainedOn: { readonly least: number; readonly most: number };
  readonly models: readonly EvaluatedModel[];
}

/** One colour per kind of mixer, as everywhere on the site. */
const COLOURS: Readonly<Record<string, string>> = {
  llama: 'var(--sym-attention)',
  mamba: 'var(--sym-h)',
  mamba2: 'var(--sym-B)',
  s4d: 'var(--sym-x)',
};

/** Hybrids, of whatever mixture, have the colour left. */
export const colourOf = (architecture: string): string => COLOURS[architecture] ?? 'var(--sym-C)';

/** Names short enough to stand at the end of a curve, where a model's title is not. */
const SHORT: Readonly<Record<string, Text>> = {
  hybrid: { en: 'hybrid', es: 'híbrido' },
  transformer: { en: 'Transformer', es: 'Transformer' },
  'hybrid-n4': { en: 'hybrid, N = 4', es: 'híbrido, N = 4' },
  'hybrid-n16': { en: 'hybrid, N = 16', es: 'híbrido, N = 16' },
  'attention-rope': { en: 'attention, rotary', es: 'atención rotatoria' },
  'attention-nope': { en: 'attention, no positions', es: 'atención sin posiciones' },
};

export interface AccuracyCurve {
  readonly id: string;
  /** For the end of the curve. */
  readonly label: string;
  readonly colour: string;
  /** Sizes of the task, ascending. */
  readonly x: readonly number[];
  /** Mean accuracy over the seeds, in [0, 1]. */
  readonly y: readonly number[];
}

/** The runs whose models are shipped: these can be run in the page. */
export const shippedRuns = <M extends EvaluatedModel>({ models }: { readonly models: readonly M[] }) =>
  models.filter((run): run is M & { readonly bundle: string } => typeof run.bundle === 'string');

/** Mean accuracy, in [0, 1], of the training runs of a model at one size; throws where none was measured. */
export function accuracyAt({ models }: Pick<Evaluation, 'models'>, model: string, size: number): number {
  const found = models
    .filter((run) => run.model === model)
    .flatMap(({ cells }) => cells.filter((cell) => cell.size === size));
  if (found.length === 0) throw new Error(`no run of "${model}" was measured at size ${size}`);
  return found.reduce((sum, { accuracy }) => sum + accuracy, 0) / found.length;
}

/** One curve a model: its mean accuracy over the seeds, by size. */
export function curvesOf({ models }: Pick<Evaluation, 'models'>, locale: Locale): AccuracyCurve[] {
  return [...new Set(models.map(({ model }) => model))].map((id) => {
    const runs = models.filter(({ model }) => model === id);
    const x = [...new Set(runs.flatMap(({ cells }) => cells.map(({ size }) => size)))].sort((a, b) => a - b);
    const y = x.map((size) => accuracyAt({ models: runs }, id, size));
    const { title, architecture } = runs[0]!;
    return { id, label: (SHORT[id] ?? title)[locale], colour: colourOf(architecture), x, y };
  });
}
