import { parseArgs } from 'node:util';
import type { BackendKind, WeightFormat } from '../backend';
import { EngineError } from '../errors';
import type { SamplingOptions } from '../session/sampling';

/** Flags of all commands: each takes one value. Which of them a command reads is in its usage line (scope.ts). */
const FLAGS = [
  'model',
  'tokens',
  'prompt',
  'device',
  'dtype',
  'chunk',
  'max-tokens',
  'temperature',
  'top-k',
  'top-p',
  'seed',
  'taps',
  'out',
  'context',
  'batch',
] as const;
type Flag = (typeof FLAGS)[number];

const DEVICES = ['auto', 'cpu', 'webgpu'] as const;
const FORMATS = ['f32', 'f16', 'int8', 'experts-int8'] as const;

/** The flags of one command line, read with their types; every error names the flag, the value and the rule. */
export class Args {
  private constructor(private readonly values: Partial<Record<Flag, string>>) {}

  static parse(argv: readonly string[]): Args {
    try {
      const options = Object.fromEntries(FLAGS.map((name) => [name, { type: 'string' as const }]));
      return new Args(parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values as never);
    } catch (error) {
      throw new EngineError('bad-argument', (error as Error).message);
    }
  }

  text(flag: Flag): string | undefined {
    return this.values[flag];
  }

  required(flag: Flag): string {
    const value = this.values[flag];
    if (value === undefined || value === '') throw new EngineError('bad-argument', `--${flag} is required`);
    return value;
  }

  whole(flag: Flag, least = 0): number | undefined {
    const value = this.values[flag];
    if (value === undefined) return undefined;
    if (!/^\d+$/.test(value) || Number(value) < least)
      throw new EngineError('bad-argument', `--${flag} must be a whole number ≥ ${least}; got "${value}"`);
    return Number(value);
  }

  /** Comma-separated ids; the session checks them against the vocabulary. */
  tokens(): number[] | undefined {
    const value = this.values.tokens;
    if (value === undefined) return undefined;
    return value.split(',').map((part) => {
      if (!/^\s*\d+\s*$/.test(part))
        throw new EngineError('bad-argument', `--tokens must be whole numbers separated by commas; got "${part}"`);
      return Number(part);
    });
  }

  device(): BackendKind | 'auto' {
    return this.oneOf('device', DEVICES, 'auto');
  }

  dtype(): WeightFormat {
    return this.oneOf('dtype', FORMATS, 'f32');
  }

  /** Ranges are checked by checkSampling. */
  sampling(): SamplingOptions {
    return {
      temperature: this.decimal('temperature') ?? 0,
      topK: this.whole('top-k') ?? 0,
      topP: this.decimal('top-p') ?? 1,
      seed: this.whole('seed') ?? 0,
    };
  }

  private decimal(flag: Flag): number | undefined {
    const value = this.values[flag];
    if (value === undefined) return undefined;
    if (value.trim() === '' || !Number.isFinite(Number(value)))
      throw new EngineError('bad-argument', `--${flag} must be a number; got "${value}"`);
    return Number(value);
  }

  private oneOf<T extends string>(flag: Flag, allowed: readonly T[], fallback: T): T {
    const value = this.values[flag];
    if (value === undefined) return fallback;
    if (!(allowed as readonly string[]).includes(value))
      throw new EngineError('bad-argument', `--${flag} must be one of ${allowed.join(', ')}; got "${value}"`);
    return value as T;
  }
}
