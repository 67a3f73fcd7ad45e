import { describe, expect, it } from 'vitest';
import { score, type TaskName, taskExample, taskNames, tasks, taskText } from '@/engine/tasks';
import fixture from '../fixtures/tasks.json';

describe('task examples are those that the models were trained on', () => {
  it('for all four tasks', () => {
    expect(fixture.tasks.map((task) => task.task)).toEqual([...taskNames]);
  });
  for (const { task, vocabulary, chance, examples } of fixture.tasks) {
    const name = task as TaskName;
    it(`${name}: vocabulary and chance`, () => {
      expect(tasks[name].vocabulary).toEqual(vocabulary);
      expect(tasks[name].chance).toBe(chance);
    });
    it.each(examples)(`${name}: size $size, seed $seed`, ({ size, seed, ids, answers }) => {
      expect(taskExample(name, size, seed)).toEqual({ task: name, size, seed, ids, answers });
    });
  }
});

describe('an answer can be found in the example itself', () => {
  const at = (task: TaskName, size: number) => Array.from({ length: 20 }, (_, seed) => taskExample(task, size, seed));

  it('selective copying: the tokens that are no noise, in order', () => {
    for (const { ids, answers } of at('selective-copying', 40))
      expect(answers.map(({ id }) => id)).toEqual(ids.slice(0, 48).filter((id) => id !== 0));
  });
  it('induction: the token after the first star, and the example ends with the second', () => {
    for (const { ids, answers } of at('induction', 50)) {
      expect(ids.filter((id) => id === 15)).toHaveLength(2);
      expect(answers).toEqual([{ position: 49, id: ids[ids.indexOf(15) + 1] }]);
    }
  });
  it('recall: the token after the first place of the key', () => {
    for (const { ids, answers } of at('recall', 16)) {
      expect(new Set(ids.filter((id) => id > 0 && id < 65))).toHaveLength(16);
      for (const { position, id } of answers) expect(id).toBe(ids[ids.indexOf(ids[position]!) + 1]);
    }
  });
  it('phonebook: the three digits after the name', () => {
    for (const { ids, answers } of at('phonebook', 30)) {
      const name = ids.slice(151, 153).join();
      const entry = Array.from({ length: 30 }, (_, i) => 5 * i).find((i) => ids.slice(i, i + 2).join() === name)!;
      expect(answers.map(({ id }) => id)).toEqual(ids.slice(entry + 2, entry + 5));
    }
  });
});

describe('score', () => {
  it('counts answers one by one, but a phone number as a whole', () => {
    const copying = taskExample('selective-copying', 10, 3);
    const best = copying.answers.map(({ id }) => id);
    expect(score(copying, best)).toEqual({ right: 8, asked: 8 });
    expect(score(copying, [99, ...best.slice(1)])).toEqual({ right: 7, asked: 8 });
    const phone = taskExample('phonebook', 4, 3);
    const digits = phone.answers.map(({ id }) => id);
    expect(score(phone, digits)).toEqual({ right: 1, asked: 1 });
    expect(score(phone, [digits[0]!, digits[1]!, 99])).toEqual({ right: 0, asked: 1 });
  });
});

it('the text of an example names its tokens', () => {
  expect(taskText(taskExample('phonebook', 1, 1))).toMatch(/^[a-z] [a-z] \d \d \d \? [a-z] [a-z] \d \d$/);
});

it('a size that the task does not have is refused with the range', () => {
  expect(() => taskExample('recall', 65, 1)).toThrow('invalid pairs for recall; a whole number from 1 to 64: 65');
  expect(() => taskExample('induction', 5.5, 1)).toThrow('whole number');
});
