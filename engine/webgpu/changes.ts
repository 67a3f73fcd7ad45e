/** Interventions on the device: which rows of a run they touch, their coefficients in buffers, and the kernel that applies them in place. */
import source from '../../shaders/intervene.wgsl';
import type { Intervention } from '../backend';
import type { Blueprint, BlueprintNode } from '../blueprint/types';
import { type Coefficients, type ResolvedIntervention, resolveInterventions } from '../interventions';
import { sizeOf } from '../tensor';
import type { Buffers } from './buffers';
import type { Encoder } from './encoder';
import type { KernelSpec } from './kernels';
import type { GpuTensor, StateChanges } from './op';

const spec: KernelSpec<
  'count' | 'offset' | 'tokens' | 'inner' | 'first' | 'rows' | 'ordinal' | 'rest' | 'per_token' | 'limit'
> = {
  name: 'intervene',
  source,
  bindings: ['read', 'read', 'write'],
  params: {
    count: 'u32',
    offset: 'u32',
    tokens: 'u32',
    inner: 'u32',
    first: 'u32',
    rows: 'u32',
    ordinal: 'u32',
    rest: 'u32',
    per_token: 'u32',
    limit: 'u32',
  },
};
const [CHANGE, HIDE_FUTURE, TO_IDS] = [0, 1, 2];

export type NodeChanges = readonly ResolvedIntervention[];
export type ChangesByNode = ReadonlyMap<string, NodeChanges>;

/** Rows [first, first + rows) of a run whose tokens are chosen one after another, `ordinal` the first. */
interface Stretch {
  readonly first: number;
  readonly rows: number;
  readonly ordinal: number;
}

/** Coefficients on the device, for one length of context where that matters. */
interface Uploaded {
  readonly coefficients: Coefficients;
  readonly mul: GPUBuffer;
  readonly add: GPUBuffer;
}

/** Lists of interventions whose coefficients stay on the device. */
const KEPT = 4;
const NONE: ChangesByNode = new Map();

/** Resolves a run's interventions by node, once per list, and applies them to rows in place. */
export class Changes {
  private readonly lists: { list: readonly Intervention[]; byNode: ChangesByNode }[] = [];
  private readonly uploaded = new Map<ResolvedIntervention, Uploaded>();

  constructor(
    private readonly blueprint: Blueprint,
    private readonly buffers: Buffers,
    private readonly encoder: Encoder,
  ) {}

  /** Interventions by node. Lists are told apart by identity: they are not changed once given. Errors: bad-argument. */
  resolve(list: readonly Intervention[] | undefined): ChangesByNode {
    if (!list?.length) return NONE;
    const found = this.lists.find((l) => l.list === list);
    if (found) return found.byNode;
    const byNode = resolveInterventions(this.blueprint, list);
    this.lists.unshift({ list, byNode });
    for (const old of this.lists.splice(KEPT))
      for (const changes of old.byNode.values()) for (const change of changes) this.forget(change);
    return byNode;
  }

  /**
   * Records the changes of a complete value (dense, in a buffer that nobody else reads) of a run whose first token is at `position`, S tokens
   * seen in all. `ids`: how many experts the ids of a 'top-k' choose from.
   */
  apply(changes: NodeChanges, node: BlueprintNode, value: GpuTensor, position: number, S: number, ids: number): void {
    const axis = node.shape.indexOf('T');
    const tokens = axis < 0 ? 1 : value.shape[axis];
    let touched = false;
    for (const change of changes) {
      for (const stretch of stretches(change, position, tokens)) {
        this.record(change, value, axis, stretch, S);
        touched = true;
      }
    }
    if (!touched) return;
    const square = node.op === 'attention-scores' || node.op === 'attention-softmax';
    if (!square && node.op !== 'top-k') return;
    const limit = square ? position : ids;
    const whole = { first: 0, rows: tokens, ordinal: 0 };
    const unread = this.upload(changes[0], S); // the kernel has bindings for coefficients
    this.dispatch(square ? HIDE_FUTURE : TO_IDS, value, axis, whole, unread, { rest: 0, per_token: 0, limit });
  }

  /** The changes of h for the op that computes it, or null if none touches this run. */
  within(changes: NodeChanges, position: number, tokens: number, S: number): StateChanges | null {
    const rows = Array.from({ length: tokens }, (_, t) => t).filter((t) =>
      changes.some((change) => change.ordinal(position + t) >= 0),
    );
    if (rows.length === 0) return null;
    return {
      rows,
      apply: (h, row) => {
        for (const change of changes) {
          const ordinal = change.ordinal(position + row);
          if (ordinal >= 0) this.record(change, h, 0, { first: row, rows: 1, ordinal }, S);
        }
      },
    };
  }

  private record(change: ResolvedIntervention, value: GpuTensor, axis: number, stretch: Stretch, S: number): void {
    const uploaded = this.upload(change, S);
    const { mul, perToken } = uploaded.coefficients;
    this.dispatch(CHANGE, value, axis, stretch, uploaded, { rest: mul.length, per_token: perToken ? 1 : 0, limit: 0 });
  }

  private dispatch(
    MODE: number,
    value: GpuTensor,
    axis: number,
    { first, rows, ordinal }: Stretch,
    { mul, add }: Uploaded,
    rest: { rest: number; per_token: number; limit: number },
  ): void {
    const outer = axis < 0 ? 1 : sizeOf(value.shape.slice(0, axis));
    const inner = sizeOf(axis < 0 ? value.shape : value.shape.slice(axis + 1));
    const count = outer * rows * inner;
    const tokens = axis < 0 ? 1 : value.shape[axis];
    this.encoder.dispatch(
      spec,
      [mul, add, value],
      { count, offset: value.offset, tokens, inner, first, rows, ordinal, ...rest },
      Math.ceil(count / 64),
      { constants: { MODE } },
    );
  }

  private upload(change: ResolvedIntervention, S: number): Uploaded {
    const coefficients = change.coefficients(S);
    let found = this.uploaded.get(change);
    if (found?.coefficients === coefficients) return found;
    const place = (kept: GPUBuffer | undefined, data: Float32Array): GPUBuffer => {
      let buffer = kept;
      if (!buffer || buffer.size < data.byteLength) {
        if (buffer) this.buffers.destroy(buffer);
        buffer = this.buffers.storage('intervention', data.byteLength);
      }
      this.buffers.write(buffer, 0, new Float32Array(data));
      return buffer;
    };
    found = {
      coefficients,
      mul: place(found?.mul, coefficients.mul),
      add: place(found?.add, coefficients.add),
    };
    this.uploaded.set(change, found);
    return found;
  }

  private forget(change: ResolvedIntervention): void {
    const found = this.uploaded.get(change);
    if (!found) return;
    this.buffers.destroy(found.mul);
    this.buffers.destroy(found.add);
    this.uploaded.delete(change);
  }
}

/** The chosen rows of a run, as few stretches as there are gaps. */
export function stretches(change: ResolvedIntervention, position: number, tokens: number): Stretch[] {
  const found: { first: number; rows: number; ordinal: number }[] = [];
  for (let t = 0; t < tokens; t++) {
    const ordinal = change.tokenAxis < 0 ? 0 : change.ordinal(position + t);
    if (ordinal < 0) continue;
    const last = found.at(-1);
    if (last && last.first + last.rows === t && last.ordinal + last.rows === ordinal) last.rows++;
    else found.push({ first: t, rows: 1, ordinal });
  }
  return found;
}
