/** The task models solve their tasks in this engine as the shipped grids (public/evaluations) say; the generators make the same examples. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { bindWeights } from '@/engine/checkpoint/bind';
import { openCheckpoint } from '@/engine/checkpoint/source';
import { loadCpu } from '@/engine/cpu';
import { buildBlueprint } from '@/engine/models';
import { score, type TaskName, taskExample, taskNames, tasks, taskText } from '@/engine/tasks';
import type { Tensor } from '@/engine/tensor';

interface Grid {
  readonly task: TaskName;
  readonly models: { readonly bundle: string | null; readonly cells: { size: number; accuracy: number }[] }[];
}

const EXAMPLES = 8;
const path = (relative: string) => fileURLToPath(new URL(`../../public/${relative}`, import.meta.url));
const grids = taskNames
  .map((task) => path(`evaluations/${task}.json`))
  .filter(existsSync)
  .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Grid);
const shipped = grids.flatMap(({ task, models }) =>
  models.flatMap(({ bundle, cells }) => (bundle ? [{ task, bundle, cell: cells[0]! }] : [])),
);

it.each(shipped)(
  '$bundle',
  async ({ task, bundle, cell }) => {
    const checkpoint = await openCheckpoint({ kind: 'folder', path: path(`models/${bundle}`) });
    const blueprint = buildBlueprint(checkpoint.config);
    const tokenizer = (await checkpoint.tokenizer)!;
    const backend = await loadCpu(blueprint, bindWeights(checkpoint, blueprint).reader);
    let right = 0;
    let asked = 0;
    for (let seed = 1; seed <= EXAMPLES; seed++) {
      const example = taskExample(task, cell.size, seed);
      expect(tokenizer.encode(taskText(example)).ids).toEqual(example.ids);
      const state = await backend.createState();
      const { logits } = await backend.run(state, Uint32Array.from(example.ids), { logits: 'all' });
      backend.freeState(state);
      const result = score(
        example,
        example.answers.map(({ position }) => best(logits!, position)),
      );
      right += result.right;
      asked += result.asked;
    }
    backend.dispose();
    // The cell's accuracy is over all its examples; of these few it may differ by four standard deviations of as many draws.
    const spread = Math.sqrt((cell.accuracy * (1 - cell.accuracy)) / asked);
    expect(Math.abs(right / asked - cell.accuracy)).toBeLessThanOrEqual(4 * spread + 0.5 / asked);
    if (cell.accuracy > 0.9) expect(right / asked).toBeGreaterThan(10 * tasks[task].chance);
  },
  60_000,
);

function best(logits: Tensor, t: number): number {
  const V = logits.shape[1]!;
  const row = logits.data.subarray(t * V, (t + 1) * V);
  return row.indexOf(Math.max(...row));
}
