import { expect, it } from 'vitest';
import { moveInGrid, moveInList } from '@/components/charts/keys';

const key = (name: string, more: { shiftKey?: boolean; ctrlKey?: boolean } = {}) => ({ key: name, ...more });

it('arrows walk along a list and stop at its ends; shift leaps', () => {
  expect(moveInList(key('ArrowRight'), 3, 10)).toBe(4);
  expect(moveInList(key('ArrowRight'), 9, 10)).toBe(9);
  expect(moveInList(key('ArrowLeft'), 3, 100)).toBe(2);
  expect(moveInList(key('ArrowRight', { shiftKey: true }), 3, 100)).toBe(13);
  expect(moveInList(key('ArrowLeft', { shiftKey: true }), 3, 100)).toBe(0);
  expect(moveInList(key('PageDown'), 95, 100)).toBe(99);
  expect([moveInList(key('Home'), 5, 10), moveInList(key('End'), 5, 10)]).toEqual([0, 9]);
});

it('the first arrow enters a list at the end from which it comes', () => {
  expect(moveInList(key('ArrowRight'), null, 10)).toBe(0);
  expect(moveInList(key('ArrowLeft'), null, 10)).toBe(9);
});

it('other keys, the other axis and empty lists are left to the page', () => {
  expect(moveInList(key('Tab'), 0, 10)).toBeUndefined();
  expect(moveInList(key('ArrowDown'), 0, 10)).toBeUndefined();
  expect(moveInList(key('ArrowDown'), 0, 10, 'y')).toBe(1);
  expect(moveInList(key('ArrowRight'), null, 0)).toBeUndefined();
});

it('arrows walk over a grid cell by cell and stay inside', () => {
  const at = { row: 2, col: 3 };
  expect(moveInGrid(key('ArrowUp'), at, 5, 8)).toEqual({ row: 1, col: 3 });
  expect(moveInGrid(key('ArrowRight', { shiftKey: true }), at, 5, 8)).toEqual({ row: 2, col: 7 });
  expect(moveInGrid(key('PageDown'), at, 50, 8)).toEqual({ row: 12, col: 3 });
  expect(moveInGrid(key('End'), at, 5, 8)).toEqual({ row: 2, col: 7 });
  expect(moveInGrid(key('Home', { ctrlKey: true }), at, 5, 8)).toEqual({ row: 0, col: 0 });
  expect(moveInGrid(key('End', { ctrlKey: true }), at, 5, 8)).toEqual({ row: 4, col: 7 });
  expect(moveInGrid(key('ArrowDown'), null, 5, 8)).toEqual({ row: 0, col: 0 });
  expect(moveInGrid(key('a'), at, 5, 8)).toBeUndefined();
  expect(moveInGrid(key('ArrowDown'), null, 0, 8)).toBeUndefined();
});
