/**
 * Ties a blueprint's weights to a checkpoint's tensors. Names, shapes and dtypes of all weights are settled from the headers alone; only
 * then is data read, one weight at a time, in pieces, so that the peak is one weight in f32 and one piece as it is stored.
 */
import type { WeightReader } from '../backend';
import { evalDim, evalShape } from '../blueprint/dims';
import type { Blueprint, WeightSource, WeightSpec } from '../blueprint/types';
import { EngineError, throwIfAborted } from '../errors';
import { sizeOf } from '../tensor';
import { isReadable, type ReadableDtype, widen } from './dtypes';
import type { TensorEntry } from './safetensors';

export interface TensorSource {
  readonly name: string;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly warnings?: readonly string[];
}

/** Elements [from, from + count) of a tensor, row-major. */
interface Run {
  readonly entry: TensorEntry;
  readonly from: number;
  readonly count: number;
}

interface Plan {
  readonly size: number;
  /** In the order in which they fill the weight. */
  readonly runs: readonly Run[];
}

/** Largest weight in f32 bytes: what an ArrayBuffer may hold in every current browser. */
const MAX_WEIGHT = 2 ** 32;
/** Elements converted at a time: an abort is noticed between pieces. */
const PIECE = 2 ** 22;
/** Buffers that old checkpoints carry beside their weights and that are computed anew. */
const BUFFER = /\.rotary_emb\.inv_freq$/;

/**
 * Resolves every weight of the blueprint. Throws 'missing-tensor', 'bad-shape' (shape or dtype) or 'too-large' before any data is read;
 * the reader throws 'bad-weights' at the first NaN or infinity. Tensors that no weight uses become a warning, beside the checkpoint's own.
 */
export function bindWeights(
  checkpoint: TensorSource,
  blueprint: Blueprint,
): { readonly reader: WeightReader; readonly warnings: readonly string[] } {
  const plans = new Map<string, Plan>();
  const used = new Set<string>();
  const binder = new Binder(checkpoint, blueprint);
  for (const spec of blueprint.weights.values()) {
    const plan = binder.plan(spec);
    for (const run of plan.runs) used.add(run.entry.name);
    plans.set(spec.key, plan);
  }
  binder.checkFused();
  const unused = [...checkpoint.tensors.keys()].filter((name) => !used.has(name) && !BUFFER.test(name));
  return {
    reader: { read: (key, signal) => readPlan(key, plans.get(key), signal) },
    warnings: [...(checkpoint.warnings ?? []), ...(unused.length > 0 ? [unusedWarning(checkpoint.name, unused)] : [])],
  };
}

class Binder {
  /** Rows of fused tensors that some weight takes, per tensor and axis. */
  private readonly taken = new Map<TensorEntry, { axis: number; end: number; key: string }>();

  constructor(
    private readonly checkpoint: TensorSource,
    private readonly blueprint: Blueprint,
  ) {}

  plan(spec: WeightSpec): Plan {
    const shape = evalShape(spec.shape, this.blueprint.dims);
    const size = sizeOf(shape);
    const source = spec.sources.find((s) => namesOf(s).every((name) => this.checkpoint.tensors.has(name)));
    if (!source) this.missing(spec);
    if (4 * size > MAX_WEIGHT)
      throw new EngineError(
        'too-large',
        `${this.checkpoint.name}: weight "${spec.key}" [${shape}] takes ${4 * size} bytes in f32; the limit is ${MAX_WEIGHT}`,
        'Use a smaller model.',
        { tensor: spec.key, bytes: 4 * size, limit: MAX_WEIGHT },
      );
    return { size, runs: this.runs(source, shape, spec) };
  }

  /** After all weights: a fused tensor must not be longer than its parts together. */
  checkFused(): void {
    for (const [entry, { axis, end, key }] of this.taken)
      if (entry.shape[axis] !== end)
        this.badShape(
          entry,
          `has ${entry.shape[axis]} rows on axis ${axis}; the config gives its parts ${end} together (weight "${key}")`,
        );
  }

  private runs(source: WeightSource, shape: readonly number[], spec: WeightSpec): Run[] {
    if (source.kind === 'rows') return this.rowRuns(source, shape, spec);
    const names = namesOf(source);
    const expected = source.kind === 'stack' ? shape.slice(1) : shape; // [E, …] → […] each
    if (source.kind === 'stack' && names.length !== shape[0])
      throw new EngineError('bad-argument', `weight "${spec.key}" [${shape}] stacks ${names.length} tensors`);
    return names.map((name) => {
      const entry = this.entry(name);
      if (!sameShape(entry.shape, expected))
        this.badShape(entry, `has shape [${entry.shape}]; the config requires [${expected}]`);
      return { entry, from: 0, count: sizeOf(expected) };
    });
  }

  /** Indices [start, end) of one axis of a fused tensor: one run per index of the axes before it. */
  private rowRuns(source: WeightSource & { kind: 'rows' }, shape: readonly number[], spec: WeightSpec): Run[] {
    const { axis } = source;
    const start = evalDim(source.start, this.blueprint.dims);
    const end = evalDim(source.end, this.blueprint.dims);
    const entry = this.entry(source.name);
    const rows = entry.shape[axis] ?? 0;
    const part = entry.shape.map((n, i) => (i === axis ? end - start : n));
    if (axis >= entry.shape.length || rows < end || !sameShape(part, shape))
      this.badShape(
        entry,
        `has shape [${entry.shape}]; the config takes indices ${start} to ${end} of axis ${axis} as [${shape}] (weight "${spec.key}")`,
      );
    const known = this.taken.get(entry);
    if (!known || known.end < end) this.taken.set(entry, { axis, end, key: spec.key });
    const inner = sizeOf(entry.shape.slice(axis + 1));
    return Array.from({ length: sizeOf(entry.shape.slice(0, axis)) }, (_, outer) => ({
      entry,
      from: (outer * rows + start) * inner,
      count: (end - start) * inner,
    }));
  }

  private entry(name: string): TensorEntry {
    const entry = this.checkpoint.tensors.get(name)!;
    if (!isReadable(entry.dtype)) this.badShape(entry, `has dtype ${entry.dtype}; F32, F16 and BF16 are read`);
    return entry;
  }

  private badShape(entry: TensorEntry, rule: string): never {
    throw new EngineError('bad-shape', `${entry.file.path}: tensor "${entry.name}" ${rule}`, MISMATCH, {
      file: entry.file.path,
      tensor: entry.name,
      found: `${entry.dtype} [${entry.shape}]`,
    });
  }

  private missing(spec: WeightSpec): never {
    const wanted = spec.sources.map((source) => {
      const names = namesOf(source);
      const first = names.find((name) => !this.checkpoint.tensors.has(name)) ?? names[0];
      return names.length > 1 ? `"${first}" (one of ${names.length})` : `"${first}"`;
    });
    throw new EngineError(
      'missing-tensor',
      `${this.checkpoint.name}: tensor ${wanted.join(' or ')} is missing; the config requires it with shape [${evalShape(spec.shape, this.blueprint.dims)}]`,
      MISMATCH,
      { file: this.checkpoint.name, tensor: spec.key },
    );
  }
}

const MISMATCH = 'config.json and the weights do not belong together.';

function namesOf(source: WeightSource): readonly string[] {
  return source.kind === 'stack' ? source.names : [source.name];
}

/** Equal up to axes of size 1: conv weights are [C, 1, W] or [C, W]. */
function sameShape(a: readonly number[], b: readonly number[]): boolean {
  const wide = (shape: readonly number[]) => shape.filter((n) => n !== 1).join();
  return wide(a) === wide(b);
}

async function readPlan(key: string, plan: Plan | undefined, signal?: AbortSignal): Promise<Float32Array> {
  if (!plan) throw new EngineError('bad-argument', `unknown weight "${key}"`);
  const out = allocate(key, plan.size);
  let at = 0;
  for (const run of plan.runs) {
    await readRun(run, out, at, signal);
    at += run.count;
  }
  return out;
}

function allocate(key: string, size: number): Float32Array {
  try {
    return new Float32Array(size);
  } catch {
    throw new EngineError(
      'too-large',
      `weight "${key}" takes ${4 * size} bytes in f32; this machine has no room for it`,
      'Close other pages or use a smaller model.',
      { tensor: key, bytes: 4 * size },
    );
  }
}

async function readRun(run: Run, out: Float32Array, at: number, signal?: AbortSignal): Promise<void> {
  const { entry } = run;
  const dtype = entry.dtype as ReadableDtype; // settled by Binder.entry
  const width = dtype === 'F32' ? 4 : 2;
  for (let done = 0; done < run.count; done += PIECE) {
    throwIfAborted(signal);
    const count = Math.min(PIECE, run.count - done);
    const start = entry.start + width * (run.from + done);
    const bytes = await entry.file.read(start, start + width * count, signal);
    if (bytes.byteLength !== width * count)
      throw new EngineError(
        'bad-file',
        `${entry.file.path}: tensor "${entry.name}": ${width * count} bytes were asked for at ${start}, ${bytes.byteLength} came`,
        'The file changed while it was read; open it again.',
        { file: entry.file.path, tensor: entry.name },
      );
    const bad = widen(dtype, bytes, out, at + done);
    if (bad >= 0) badWeight(entry, run.from + done + bad, out[at + done + bad]!);
  }
}

function badWeight(entry: TensorEntry, flat: number, value: number): never {
  const index: number[] = [];
  for (let rest = flat, axis = entry.shape.length - 1; axis >= 0; axis--) {
    index.unshift(rest % entry.shape[axis]!);
    rest = Math.floor(rest / entry.shape[axis]!);
  }
  throw new EngineError(
    'bad-weights',
    `${entry.file.path}: tensor "${entry.name}" is ${value} at [${index}]; every weight must be finite`,
    'The file is damaged or its training diverged; use another copy.',
    { file: entry.file.path, tensor: entry.name, index: index.join(), value: String(value) },
  );
}

function unusedWarning(name: string, unused: readonly string[]): string {
  const shown = unused.slice(0, 5).join(', ');
  const more = unused.length > 5 ? ` and ${unused.length - 5} more` : '';
  return `${name}: ${unused.length} ${unused.length === 1 ? 'tensor is' : 'tensors are'} not used by this architecture: ${shown}${more}`;
}
