import { afterAll, describe, expect, it } from 'vitest';
import type { LabModel } from '@/components/scope/LabBar';
import { DEFAULTS, fromQuery, toQuery } from '@/components/scope/lab-state';
import { LabStore } from '@/components/scope/lab-store';
import { firstExample, fitToModels, withModel } from '@/components/scope/lab-task';
import {
  exampleOf,
  MOST_EXAMPLE_TOKENS,
  marksOf,
  readExampleName,
  settingsOf,
  sizesOf,
} from '@/components/scope/task-example';
import { taskExample, taskNames, taskText } from '@/engine/tasks';
import { closeAll, live } from './live';

const induction = { name: 'induction', least: 64, most: 128 } as const;
const MODELS: readonly LabModel[] = [
  { name: 'stories-mamba', title: '', task: null },
  { name: 'induction-a', title: '', task: induction },
  { name: 'induction-b', title: '', task: induction },
  { name: 'copying', title: '', task: { name: 'selective-copying', least: 16, most: 64 } },
];

describe('an example of a task in the lab', () => {
  it('has a name that stands for task, size and seed, and no other name is read', () => {
    expect(readExampleName('induction.64.3')).toEqual({ task: 'induction', size: 64, seed: 3 });
    for (const wrong of [
      '',
      'induction',
      'induction.3.1',
      'induction.384.1',
      'recall.65.1',
      'poetry.8.1',
      'induction.8.-1',
    ])
      expect(readExampleName(wrong), wrong).toBeNull();
    expect(readExampleName('induction.64.2147483648')).toBeNull();
  });

  it('is at most as long as the lab has room, and its largest size uses that room', () => {
    for (const task of taskNames) {
      const { most } = sizesOf(task);
      expect(taskExample(task, most, 5).ids.length).toBeLessThanOrEqual(MOST_EXAMPLE_TOKENS);
      expect(readExampleName(`${task}.${most}.0`)).not.toBeNull();
      expect(readExampleName(`${task}.${most + 1}.0`)).toBeNull();
    }
    expect(sizesOf('phonebook').most).toBe(75);
  });

  it('is in the link by its name alone, and a text that was changed is in it too', () => {
    const set = { ...DEFAULTS, model: 'copying', ...settingsOf({ task: 'selective-copying', size: 16, seed: 2 }) };
    const query = toQuery(set);
    expect(new URLSearchParams(query).get('t')).toBeNull();
    expect(fromQuery(query).state).toEqual(set);
    const longer = { ...set, text: `${set.text} a` };
    expect(fromQuery(toQuery(longer)).state).toEqual(longer);
  });
});

describe('a model of a task', () => {
  it('gets an example of its task, and keeps one that it knows', () => {
    const first = { ...DEFAULTS, ...withModel(DEFAULTS, MODELS, 'induction-a') };
    expect(first.example).toBe('induction.91.1');
    expect(first.text).toBe(taskText(taskExample('induction', 91, 1)));
    expect(first.token).toBe(90);
    expect(withModel(first, MODELS, 'induction-b')).toEqual({ model: 'induction-b' });
    expect(withModel(first, MODELS, 'copying').example).toBe('selective-copying.32.1');
  });

  it('leaves the story behind for a model of stories', () => {
    const set = { ...DEFAULTS, ...withModel(DEFAULTS, MODELS, 'induction-a') };
    expect({ ...set, ...withModel(set, MODELS, 'stories-mamba') }).toEqual(DEFAULTS);
  });

  it('is not given an example of another task by a link', () => {
    const { state, problems } = fitToModels(
      { ...DEFAULTS, model: 'copying', example: 'induction.64.3' },
      MODELS,
      false,
    );
    expect(problems).toEqual([{ field: 'example', value: 'induction.64.3' }]);
    expect(state.example).toBe('selective-copying.32.1');
    expect(fitToModels({ ...DEFAULTS, model: 'nothing' }, MODELS, false).state.model).toBe(DEFAULTS.model);
    const own = fitToModels({ ...DEFAULTS, model: 'copying', text: 'a b' }, MODELS, true);
    expect(own).toEqual({ state: { ...DEFAULTS, model: 'copying', text: 'a b' }, problems: [] });
  });
});

describe('the marks of a trained model', () => {
  afterAll(closeAll);
  it('say what it answers at the places where it is asked', async () => {
    const model = await live('task-selective-copying-mamba');
    const name = firstExample({ name: 'selective-copying', least: 16, most: 64 });
    const store = new LabStore({ ...DEFAULTS, ...settingsOf(name) });
    store.use(model);
    do await new Promise((resolve) => setTimeout(resolve, 5));
    while (store.lab.run === null && store.lab.error === null);
    const run = store.lab.run!;
    const example = exampleOf(name);
    const marks = marksOf(example, run.ids, run.logits, model.info.drawable)!;
    expect(marks.map(({ wanted }) => wanted)).toEqual(example.answers.map(({ id }) => id));
    // The model was trained to more than 99 of 100 answers at this size (its card).
    expect(marks.filter(({ right }) => right).length).toBeGreaterThanOrEqual(7);
    for (const mark of marks) {
      expect(mark.right).toBe(mark.said === mark.wanted);
      expect(mark.saidProbability).toBeGreaterThanOrEqual(mark.wantedProbability);
      expect(run.logits[mark.position]!.every((score) => score <= run.logits[mark.position]![mark.said]!)).toBe(true);
    }
    expect(marksOf(example, run.ids.slice(0, -1), run.logits, model.info.drawable)).toBeNull();
    store.dispose();
  });
});
