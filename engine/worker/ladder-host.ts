/**
 * The worker's side of the ladder of scans: it holds one input, runs a rung of it on the graphics device or on one processor core, and says
 * how long it took and how far its y is from that of the first rung on the CPU. Only numbers cross to the page.
 */
import { CPU_RUNGS } from '../cpu/scan-ladder';
import { EngineError } from '../errors';
import type { DeviceOptions } from '../webgpu/device';
import { type Ladder, openLadder, type RungName, type ScanInput } from '../webgpu/ladder';
import { type EngineErrorData, toErrorData } from './protocol';

export type Place = 'webgpu' | 'cpu';

export interface LadderDevice {
  /** For people; null where there is no WebGPU. */
  readonly device: string | null;
  /** A processor that plays a graphics card. */
  readonly software: boolean;
  /** Why there is none. */
  readonly reason: EngineErrorData | null;
}

export interface Measured {
  readonly milliseconds: number;
  readonly clock: 'device' | 'wall';
  readonly repeats: number;
  /** Largest |difference| of y from the serial scan on the CPU, over the root mean square of that y. */
  readonly apart: number;
}

/** Shortest measurement on the CPU, and most runs in it. */
const LEAST_MS = 10;
const MOST_REPEATS = 32;

/** One input and the rungs that have run on it. */
export class LadderHost {
  private ladder: Ladder | null = null;
  private input: ScanInput | null = null;
  private reference: Float32Array | null = null;

  async open(options: DeviceOptions = {}): Promise<LadderDevice> {
    try {
      this.ladder ??= await openLadder(options);
      return { device: this.ladder.device, software: this.ladder.software, reason: null };
    } catch (error) {
      return { device: null, software: false, reason: toErrorData(error) };
    }
  }

  /** Takes an input of one length and repeats it until it is `tokens` long. */
  async use(input: ScanInput, tokens: number): Promise<void> {
    this.input = repeated(input, tokens);
    this.reference = CPU_RUNGS.serial(this.input);
  }

  async measure(place: Place, rung: RungName): Promise<Measured> {
    const { input, reference } = this;
    if (!input || !reference) throw new EngineError('bad-argument', 'the ladder has no input; call use() first');
    if (place === 'cpu') {
      const { y, ...timing } = timed(() => CPU_RUNGS[rung](input));
      return { ...timing, apart: apart(y, reference) };
    }
    if (!this.ladder) throw new EngineError('no-device', 'the ladder has no device; call open() first');
    const { y, milliseconds, clock, repeats } = await this.ladder.run(rung, input);
    return { milliseconds, clock, repeats, apart: apart(y, reference) };
  }
}

/** The tokens of `input` laid end to end until there are `tokens` of them. */
export function repeated(input: ScanInput, tokens: number): ScanInput {
  const rows = (data: Float32Array, width: number) =>
    Float32Array.from({ length: tokens * width }, (_, i) => data[i % data.length]!);
  const { channels, states } = input;
  return {
    ...input,
    x: rows(input.x, channels),
    delta: rows(input.delta, channels),
    B: rows(input.B, states),
    C: rows(input.C, states),
  };
}

function timed(run: () => Float32Array): Omit<Measured, 'apart'> & { y: Float32Array } {
  let y = run(); // warm: compiled, memory touched
  const start = performance.now();
  let repeats = 0;
  let elapsed = 0;
  do {
    y = run();
    repeats++;
    elapsed = performance.now() - start;
  } while (elapsed < LEAST_MS && repeats < MOST_REPEATS);
  return { y, milliseconds: elapsed / repeats, clock: 'wall', repeats };
}

function apart(y: Float32Array, reference: Float32Array): number {
  let [most, squares] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    most = Math.max(most, Math.abs(y[i]! - reference[i]!));
    squares += reference[i]! ** 2;
  }
  return most / Math.sqrt(squares / y.length);
}
