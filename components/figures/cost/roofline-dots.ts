/** Where reading and writing stand under a device's roof: FLOP per byte moved, and FLOP per second that the roof then allows. */
import { decodeBound, devices, prefillBound, type Roof } from '@/engine/bench';
import { BF16, publishedProfile } from './cost-models';

export const MODELS = ['llama-3.1-8b', 'mamba-2.8b', 'mamba2-hybrid-8b'] as const;
export const BATCHES = [1, 4, 16, 64, 256, 1024] as const;
/** FLOP per byte, from far below to far above any device's ridge. */
const INTENSITIES: readonly number[] = Array.from({ length: 29 }, (_, i) => 2 ** (i / 2 - 1));

export const deviceOf = (id: string) => devices.find((d) => d.id === id)!;

/** FLOP per second that a roof allows at an intensity. */
export const roofAt = ({ flops, bandwidth }: Roof, intensity: number): number => Math.min(flops, bandwidth * intensity);

/** FLOP per byte from which arithmetic is scarce. */
export const ridge = ({ flops, bandwidth }: Roof): number => flops / bandwidth;

/** The roof as a line, its corner among the points. */
export function roofLine(roof: Roof): { x: number[]; y: number[] } {
  const x = [...INTENSITIES, ridge(roof)].sort((a, b) => a - b);
  return { x, y: x.map((v) => roofAt(roof, v)) };
}

export interface Dot {
  readonly intensity: number;
  /** FLOP per second. */
  readonly rate: number;
  /** Share of the device's arithmetic. */
  readonly share: number;
  readonly by: 'arithmetic' | 'bandwidth';
}

/** Reading a text of `length` tokens, or writing one more token for each of `batch` such texts. */
export function dotOf(what: 'read' | 'write', model: string, length: number, batch: number, roof: Roof): Dot {
  const cost = what === 'read' ? prefillBound : decodeBound;
  const { intensity, by } = cost(publishedProfile(model), length, what === 'read' ? 1 : batch, BF16, roof);
  const rate = roofAt(roof, intensity);
  return { intensity, rate, share: rate / roof.flops, by };
}
