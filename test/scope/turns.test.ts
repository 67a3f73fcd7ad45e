/** While tokens stream the lab's panels draw one a frame, in turn, each once, with the latest there is. */
import { describe, expect, it } from 'vitest';
import { type Turn, Turns } from '@/components/scope/turns';

function frames() {
  let due: (() => void) | null = null;
  return {
    ask: (callback: () => void) => {
      expect(due, 'a frame that is already asked for').toBeNull();
      due = callback;
    },
    /** The next frame; false where none was asked for. */
    next: () => {
      const now = due;
      due = null;
      now?.();
      return now !== null;
    },
  };
}

describe('the turns of the panels', () => {
  it('come one a frame, in the order of the panels, and end when nothing waits', () => {
    const { ask, next } = frames();
    const turns = new Turns(ask);
    const drawn: string[] = [];
    for (const turn of [2, 1, 3] as Turn[]) turns.ask(turn, () => drawn.push(`panel ${turn}`));
    turns.ask(1, () => drawn.push('panel 1 too'));
    expect(drawn).toEqual([]);
    next();
    expect(drawn).toEqual(['panel 1', 'panel 1 too']);
    next();
    next();
    expect(drawn).toEqual(['panel 1', 'panel 1 too', 'panel 2', 'panel 3']);
    expect(next()).toBe(false);
  });

  it('draw a part once, however often it is asked for before its turn', () => {
    const { ask, next } = frames();
    const turns = new Turns(ask);
    let drawn = 0;
    const draw = () => void drawn++;
    for (let i = 0; i < 5; i++) turns.ask(1, draw);
    while (next());
    expect(drawn).toBe(1);
  });

  it('let every panel draw, however fast the first ones ask again', () => {
    const { ask, next } = frames();
    const turns = new Turns(ask);
    const drawn = [0, 0, 0, 0];
    const again = (turn: Turn) => {
      drawn[turn]!++;
      turns.ask(turn, () => again(turn));
    };
    for (const turn of [1, 2, 3] as Turn[]) turns.ask(turn, () => again(turn));
    for (let i = 0; i < 30; i++) next();
    expect(drawn).toEqual([0, 10, 10, 10]);
  });

  it('pass over what has gone', () => {
    const { ask, next } = frames();
    const turns = new Turns(ask);
    const drawn: string[] = [];
    const gone = () => void drawn.push('gone');
    turns.ask(1, gone);
    turns.ask(2, () => void drawn.push('there'));
    turns.drop(1, gone);
    while (next());
    expect(drawn).toEqual(['there']);
  });
});
