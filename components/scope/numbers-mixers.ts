/** The lines of numbers.ts for what mixes tokens in another way than Mamba: Mamba-2's read, S4D and attention. */
import type { BlueprintNode } from '@/engine/blueprint/types';
import { type Line, par, type Step, sum, texOf } from './numbers';
import { atToken, tokensOf } from './tensor-read';

interface Here {
  /** Value of input i at the token (or another), by its flat index without T. */
  readonly input: (i: number, flat: number, at?: number) => number;
  readonly weight: (role: string) => Float32Array | null;
  readonly line: (tex: string, worth: number | null) => Line;
  readonly value: number;
  /** Numbers of the unit: cells of a state, earlier tokens of an attention row. */
  readonly own: number;
}

export const MIXERS = [
  'ssd-read',
  's4d-state',
  's4d-read',
  'attention-scores',
  'attention-softmax',
  'attention-read',
  'softmax',
  'gather',
] as const;
type MixerOp = (typeof MIXERS)[number];
export const isMixer = (op: string): op is MixerOp => (MIXERS as readonly string[]).includes(op);

export function mixerLine(op: MixerOp, step: Step, here: Here): Line {
  const { node, byId, taps, token, unit } = step;
  const { input, weight, line, value } = here;
  const cell = Math.min(step.cell, here.own - 1);
  /** Numbers of input i at one token. */
  const width = (i: number): number => {
    const id = node.inputs[i]!;
    return atToken(byId.get(id)!, taps.get(id)!, token).data.length;
  };
  const attr = (name: string) => Number(node.attrs[name]);
  switch (op) {
    case 'ssd-read': {
      const N = taps.get(node.inputs[0]!)!.shape.at(-1)!;
      const group = Math.floor((Math.floor(unit / attr('headDim')) * attr('groups')) / attr('heads'));
      const pairs = Array.from({ length: N }, (_, n) => [input(0, unit * N + n), input(1, group * N + n)] as const);
      return sum(pairs, '', value);
    }
    case 's4d-state':
      return s4dStep(node, step, cell, here);
    case 's4d-read': {
      const C = weight('C');
      if (!C) return line('2\\,\\mathrm{Re}\\textstyle\\sum_m C_m h_m', null);
      const complex = byId.get(node.inputs[0]!)!.shape.at(-1) === '2';
      const cells = width(0) / taps.get(node.id)!.shape[1]!;
      // 2 Re(C h) = 2 (Re C · Re h - Im C · Im h)
      const pairs = Array.from({ length: cells }, (_, i) => {
        const factor = complex ? (i % 2 === 0 ? 2 : -2) : 1;
        return [factor * C[unit * cells + i]!, input(0, unit * cells + i)] as const;
      });
      return sum(pairs, '', value);
    }
    case 'attention-scores': {
      const d = attr('headDim');
      const key = Math.floor((unit * attr('kvHeads')) / attr('heads'));
      const pairs = Array.from({ length: d }, (_, i) => [input(0, unit * d + i), input(1, key * d + i, cell)] as const);
      const whole = sum(pairs, '', value);
      const tex = whole.tex.slice(0, whole.tex.lastIndexOf(' = '));
      return line(`\\frac{${tex}}{\\sqrt{${d}}}`, whole.worth! * attr('scale'));
    }
    case 'attention-softmax':
    case 'softmax': {
      const [first, count, at] = op === 'softmax' ? [0, width(0), unit] : [unit * here.own, here.own, cell];
      const scores = Array.from({ length: count }, (_, i) => input(0, first + i));
      const all = scores.reduce((total, score) => total + Math.exp(score), 0);
      return line(`\\frac{e^{${texOf(scores[at]!)}}}{${texOf(all)}}`, Math.exp(scores[at]!) / all);
    }
    case 'attention-read': {
      const d = attr('headDim');
      const head = Math.floor(unit / d);
      const column = Math.floor((head * attr('kvHeads')) / attr('heads')) * d + (unit % d);
      const seen = width(0) / attr('heads');
      const pairs = Array.from({ length: seen }, (_, s) => [input(0, head * seen + s), input(1, column, s)] as const);
      return sum(pairs, '', value);
    }
    case 'gather': {
      const id = input(1, unit);
      return line(`p_t[${texOf(id)}]`, input(0, id));
    }
  }
}

/** h = Ā h + B̄ x of one number of a cell: real, or the real or imaginary part of a complex one. */
function s4dStep(node: BlueprintNode, { taps, token, unit }: Step, cell: number, { input, line, own }: Here): Line {
  const tap = taps.get(node.id)!;
  const size = tap.data.length / tokensOf(node, tap)!;
  const before = (i: number) => (token === 0 ? 0 : tap.data[(token - 1) * size + unit * own + i]!);
  const x = input(2, unit);
  const b = input(1, unit * own + cell);
  const write = `\\underbrace{${par(b)} \\cdot ${par(x)}}_{\\bar B\\,x}`;
  if (node.shape.at(-1) !== '2') {
    const a = input(0, unit * own + cell);
    return line(
      `\\underbrace{${par(a)} \\cdot ${par(before(cell))}}_{\\bar A\\,h_{t-1}} + ${write}`,
      a * before(cell) + b * x,
    );
  }
  const re = cell - (cell % 2);
  const [aRe, aIm] = [input(0, unit * own + re), input(0, unit * own + re + 1)];
  const [hRe, hIm] = [before(re), before(re + 1)];
  const real = cell === re;
  // (a + ib)(c + id) = (ac - bd) + i(ad + bc)
  const [first, second] = real ? [hRe, -hIm] : [hIm, hRe];
  const parts = real
    ? ['\\mathrm{Re}\\,\\bar A\\,\\mathrm{Re}\\,h', '-\\mathrm{Im}\\,\\bar A\\,\\mathrm{Im}\\,h']
    : ['\\mathrm{Re}\\,\\bar A\\,\\mathrm{Im}\\,h', '\\mathrm{Im}\\,\\bar A\\,\\mathrm{Re}\\,h'];
  const kept = [[aRe, first] as const, [aIm, second] as const].map(
    ([a, h], i) => `\\underbrace{${par(a)} \\cdot ${par(h)}}_{${parts[i]}}`,
  );
  return line(`${kept.join(' + ')} + ${write}`, aRe * first + aIm * second + b * x);
}
