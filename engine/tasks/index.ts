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
