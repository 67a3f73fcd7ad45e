/**
 * Who draws when, while tokens stream: one token changes every panel of the lab, and all of them in one frame take longer than a frame
 * lasts. So the panels take turns, one a frame, each with the latest there is: what the eye follows first (the text), what takes longest
 * last. A panel whose turn is due again before it came gets the newer state only, so that dragging never queues pictures.
 */
export type Turn = 0 | 1 | 2 | 3;

type Draw = () => void;

/** Gives each frame to one panel, in a fixed order, as long as any waits. */
export class Turns {
  private readonly waiting = new Map<Turn, Set<Draw>>();
  private last: Turn = 3;
  private asked = false;

  /** `frame` calls back before the next picture is painted. */
  constructor(private readonly frame: (callback: () => void) => void = (callback) => requestAnimationFrame(callback)) {}

  /** Draws in its panel's turn, once, however often it is asked before. */
  ask(turn: Turn, draw: Draw): void {
    const own = this.waiting.get(turn) ?? new Set();
    this.waiting.set(turn, own.add(draw));
    this.next();
  }

  /** It has been drawn, or is gone. */
  drop(turn: Turn, draw: Draw): void {
    this.waiting.get(turn)?.delete(draw);
  }

  private next(): void {
    if (this.asked) return;
    this.asked = true;
    this.frame(() => {
      this.asked = false;
      const turn = this.due();
      if (turn === null) return;
      const own = this.waiting.get(turn)!;
      this.waiting.delete(turn);
      this.last = turn;
      for (const draw of own) draw();
      if (this.due() !== null) this.next();
    });
  }

  /** The next panel after the last one that has something to draw. */
  private due(): Turn | null {
    for (let step = 1; step <= 4; step++) {
      const turn = ((this.last + step) % 4) as Turn;
      if ((this.waiting.get(turn)?.size ?? 0) > 0) return turn;
    }
    return null;
  }
}
