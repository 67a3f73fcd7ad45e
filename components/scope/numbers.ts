/**
 * A node's formula with this step's numbers put in: one line of TeX for one unit (and one of its cells) at one token. Every number is a tap
 * or a weight; the result is the node's own tap, so that the line can be checked by eye (and is, in the test, by machine).
 */
import type { BlueprintNode } from '@/engine/blueprint/types';
import type { Tensor } from '@/engine/tensor';
import { formatNumber } from '../charts/format';
import { isMixer, mixerLine } from './numbers-mixers';
import { atToken, tokensOf, unitAt } from './tensor-read';

export interface Step {
  readonly node: BlueprintNode;
  readonly byId: ReadonlyMap<string, BlueprintNode>;
  readonly taps: ReadonlyMap<string, Tensor>;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly token: number;
  readonly unit: number;
  /** Flat index inside the unit: n of [C, N]; p·N + n of [H, P, N]. */
  readonly cell: number;
}

/** One written number of a line, with what it is worth. */
export interface Line {
  readonly tex: string;
  /** What the written expression gives, from the same numbers at full precision; null where no sum is written out. */
  readonly worth: number | null;
  /** The tap. */
  readonly value: number;
}

/** Weights that the line of a node needs: small ones only, a matrix product is not written out. */
export function weightsFor(node: BlueprintNode): string[] {
  const written: readonly string[] = ['decay', 'skip', 'causal-conv', 'rms-norm', 'softplus', 's4d-read'];
  return written.includes(node.op) ? Object.values(node.weights) : [];
}

/** Terms of a sum that are written out. */
const TERMS = 3;

/** A node's formula with this step's numbers in it; null where its tap is missing. */
export function lineOf(step: Step): Line | null {
  const { node, byId, taps, weights, token, unit, cell } = step;
  const tap = taps.get(node.id);
  if (!tap) return null;
  const own = unitAt(node, tap, tokensOf(node, tap) === null ? 0 : token, unit);
  const value = own[Math.min(cell, own.length - 1)] ?? Number.NaN;
  /** Value of input i at the token, by its flat index without T. */
  const input = (i: number, flat: number, at = token): number => {
    const id = node.inputs[i]!;
    return atToken(byId.get(id)!, taps.get(id)!, at).data[flat] ?? Number.NaN;
  };
  const weight = (role: string) => weights.get(node.weights[role] ?? '')?.data ?? null;
  const line = (tex: string, worth: number | null): Line => ({ tex: `${tex} = ${texOf(value)}`, worth, value });

  if (isMixer(node.op)) return mixerLine(node.op, step, { input, weight, line, value, own: own.length });
  switch (node.op) {
    case 'activation': {
      const x = input(0, unit);
      const fn = String(node.attrs.fn);
      return line(
        `\\mathrm{${fn === 'silu' ? 'SiLU' : fn.replace('-', '\\text{-}')}}(${texOf(x)})`,
        fn === 'silu' ? x / (1 + Math.exp(-x)) : null,
      );
    }
    case 'softplus': {
      const bias = weight('bias')?.[unit] ?? 0;
      const s = input(0, unit);
      const inside = node.weights.bias ? `${texOf(s)} ${signed(bias)}` : texOf(s);
      return line(`\\ln\\big(1 + e^{${inside}}\\big)`, Math.log1p(Math.exp(s + bias)));
    }
    case 'decay': {
      const log = weight('A_log');
      if (!log) return line('e^{\\Delta A}', null);
      const a = -Math.exp(log[unit * own.length + Math.min(cell, own.length - 1)]!);
      const delta = input(0, unit);
      return line(`e^{${texOf(delta)} \\cdot (${texOf(a)})}`, Math.exp(delta * a));
    }
    case 'selective-state':
    case 'ssd-state':
      return stateLine(step, tap, own.length, input, line);
    case 'selective-read': {
      const N = taps.get(node.inputs[1]!)!.data.length / tokensOf(node, tap)!;
      return sum(
        Array.from({ length: N }, (_, n) => [input(0, unit * N + n), input(1, n)] as const),
        '',
        value,
      );
    }
    case 'skip': {
      const D = weight('D');
      const d = D?.[Math.floor(unit / Number(node.attrs.headDim ?? 1))] ?? Number.NaN;
      const [y, x] = [input(0, unit), input(1, unit)];
      return D ? line(`${texOf(y)} + ${par(d)} \\cdot ${par(x)}`, y + d * x) : line('y_t + D\\,x_t', null);
    }
    case 'mul':
      return line(`${par(input(0, unit))} \\cdot ${par(input(1, unit))}`, input(0, unit) * input(1, unit));
    case 'add':
      return line(`${texOf(input(0, unit))} ${signed(input(1, unit))}`, input(0, unit) + input(1, unit));
    case 'glu': {
      const [a, b] = [input(0, unit), input(0, unit + tap.data.length / tokensOf(node, tap)!)];
      return line(`${par(a)} \\cdot \\sigma(${texOf(b)})`, a / (1 + Math.exp(-b)));
    }
    case 'causal-conv': {
      const w = weight('weight');
      if (!w) return line('\\textstyle\\sum_k w_k x_{t-k}', null);
      const W = Number(node.attrs.width);
      const bias = weight('bias')?.[unit] ?? 0;
      const pairs = Array.from({ length: W }, (_, k) => {
        const at = token - W + 1 + k;
        return [w[unit * W + k]!, at < 0 ? 0 : input(0, unit, at)] as const;
      });
      return sum(pairs, node.weights.bias ? texOf(bias) : '', value, bias, W);
    }
    case 'rms-norm': {
      const w = weight('weight');
      const id = node.inputs[0]!;
      const { data } = atToken(byId.get(id)!, taps.get(id)!, token);
      if (Number(node.attrs.groups ?? 1) !== 1 || (node.weights.weight && !w))
        return line('\\mathrm{RMSNorm}(u_t)', null);
      let square = 0;
      for (const v of data) square += v * v;
      const rms = Math.sqrt(square / data.length + Number(node.attrs.eps));
      const scale = w?.[unit] ?? 1;
      return line(
        `${w ? `${par(scale)} \\cdot ` : ''}\\frac{${texOf(input(0, unit))}}{${texOf(rms)}}`,
        (scale * input(0, unit)) / rms,
      );
    }
    case 'linear': {
      const width = atToken(byId.get(node.inputs[0]!)!, taps.get(node.inputs[0]!)!, token).data.length;
      return line(`\\textstyle\\sum_{i=1}^{${width}} W_{${unit},i}\\, v_i`, null);
    }
    default:
      return { tex: texOf(value), worth: null, value };
  }
}

/** The same line broken where a narrow column needs it: before each further part of a state, and before what it all comes to. */
export function inLines(tex: string): string {
  const end = tex.lastIndexOf(' = ');
  if (end < 0) return tex;
  const left = tex.slice(0, end).replaceAll('} + \\underbrace', '}\\\\ &+ \\underbrace');
  return `\\begin{aligned} &${left}\\\\ &${tex.slice(end + 1)} \\end{aligned}`;
}

/** Kept past + write of one cell. */
function stateLine(
  { node, byId, taps, token, unit, cell }: Step,
  tap: Tensor,
  cells: number,
  input: (i: number, flat: number) => number,
  line: (tex: string, worth: number) => Line,
): Line {
  const before = token === 0 ? 0 : unitAt(node, tap, token - 1, unit)[cell]!;
  const mamba = node.op === 'selective-state';
  const N = tap.shape.at(-1)!;
  const P = cells / N;
  const units = tap.shape[1]!;
  const groups = mamba ? 1 : atToken(byId.get(node.inputs[2]!)!, taps.get(node.inputs[2]!)!, token).data.length / N;
  const a = input(0, mamba ? unit * N + cell : unit);
  const delta = input(1, unit);
  const B = input(2, Math.floor((unit * groups) / units) * N + (cell % N));
  const x = input(3, unit * P + Math.floor(cell / N));
  return line(
    `\\underbrace{${par(a)} \\cdot ${par(before)}}_{\\bar A\\,h_{t-1}} + \\underbrace{${par(delta)} \\cdot ${par(x)} \\cdot ${par(B)}}_{\\Delta\\,x\\,B}`,
    a * before + delta * x * B,
  );
}

/** A sum of products: the largest written out, the others as dots. */
export function sum(
  pairs: readonly (readonly [number, number])[],
  start: string,
  value: number,
  from = 0,
  most = TERMS,
): Line {
  const order = [...pairs].sort((p, q) => Math.abs(q[0] * q[1]) - Math.abs(p[0] * p[1]));
  const written = pairs.length <= most ? pairs : order.slice(0, most);
  const parts = written.map(([a, b]) => `${par(a)} \\cdot ${par(b)}`);
  if (written.length < pairs.length) parts.push('\\cdots');
  const tex = [...(start ? [start] : []), ...parts].join(' + ');
  return { tex: `${tex} = ${texOf(value)}`, worth: pairs.reduce((s, [a, b]) => s + a * b, from), value };
}

/** A number in TeX: three digits, a true exponent. */
export function texOf(value: number): string {
  const text = formatNumber(value, 'en').replaceAll('−', '-');
  const [mantissa, power] = text.split('e');
  return power === undefined ? text : `${mantissa}\\!\\times\\!10^{${power}}`;
}
export const par = (value: number) => (value < 0 ? `(${texOf(value)})` : texOf(value));
const signed = (value: number) => (value < 0 ? `- ${texOf(-value)}` : `+ ${texOf(value)}`);
