/** Synthetic tasks with known answers, for the task models and for any other: any cell of public/evaluations/*.json can be run again. */
export {
  type Answer,
  score,
  type Task,
  type TaskExample,
  type TaskName,
  taskExample,
  taskNames,
  tasks,
  taskText,
} from './generators';
export {
  candidateIds,
  candidateShares,
  type EncodePlain,
  RULER_CHANCE,
  type RulerExample,
  type RulerKind,
  type RulerTask,
  rulerExample,
  rulerKinds,
  rulerTask,
  TOYS,
  withoutNeedles,
} from './ruler';
