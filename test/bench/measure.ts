/** What one loaded model costs on this machine. Rates are medians with their spread; counts are exact. */
import type { HostState } from '../../engine/backend';
import { cost } from '../../engine/blueprint/cost';
import { evalShape } from '../../engine/blueprint/dims';
import { matchNodes, stateNodes } from '../../engine/blueprint/graph';
import type { Blueprint, WeightSpec } from '../../engine/blueprint/types';
import type { Model } from '../../engine/session/model';
import type { Session } from '../../engine/session/session';
import type { Tensor } from '../../engine/tensor';
import { sizeOf } from '../../engine/tensor';

const REPEATS = 5;
const PREFILL = 256;

export interface BenchOptions {
  /** Tokens decoded per repeat. */
  readonly tokens: number;
  /** Tokens already seen when a token is timed. */
  readonly contexts: readonly number[];
}

/** Tokens per second: the median of the repeats, the slowest and the fastest. */
export interface Rate {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What a token costs beside time. */
interface PerToken {
  readonly dispatches: number;
  readonly submits: number;
  readonly bytesReadBack: number;
  /** Time of this process on all its threads: on a graphics card what the host does, on a software device everything. Other work on the machine does not count. */
  readonly cpuMilliseconds: number;
}

const round = (x: number) => Number(x.toPrecision(3));

async function rate(count: number, work: () => Promise<unknown>): Promise<Rate> {
  const rates: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const start = performance.now();
    await work();
    rates.push((1000 * count) / (performance.now() - start));
  }
  rates.sort((a, b) => a - b);
  return { median: round(rates[REPEATS >> 1]!), least: round(rates[0]!), most: round(rates.at(-1)!) };
}

/** Ids spread over the vocabulary, the same in every run. */
const prompt = (model: Model, length: number) =>
  Uint32Array.from({ length }, (_, i) => (i * 7919 + 13) % model.blueprint.vocabSize);

async function counted(model: Model, tokens: number, work: () => Promise<unknown>): Promise<PerToken> {
  const [before, start] = [model.backend.stats(), process.cpuUsage()];
  await work();
  const [after, { user, system }] = [model.backend.stats(), process.cpuUsage(start)];
  const per = (name: keyof typeof before) => round((after[name] - before[name]) / tokens);
  return {
    dispatches: per('dispatches'),
    submits: per('submits'),
    bytesReadBack: per('bytesRead'),
    cpuMilliseconds: round((user + system) / 1000 / tokens),
  };
}

/** Bytes of a weight as the backend keeps it. */
const bytesOf =
  (format: Model['backend']['format']) =>
  ({ matrix, part }: WeightSpec): number => {
    if (!matrix || format === 'f32') return 4;
    if (format === 'int8') return 1;
    return format === 'experts-int8' && (part === 'expert' || part === 'mlp') ? 1 : 2;
  };

export async function measure(model: Model, { tokens, contexts }: BenchOptions) {
  const { backend, blueprint } = model;
  const session = await model.createSession();
  const ids = prompt(model, PREFILL);
  const steps = async (count: number, taps: readonly string[] = []) => {
    for (let i = 0; i < count; i++) await session.step({}, { taps });
  };
  // Once for the compilers of shaders and of JavaScript.
  await session.prefill(ids);
  await steps(4);

  const prefill = await rate(PREFILL, async () => {
    await session.reset();
    await session.prefill(ids);
  });
  const decode = await rate(tokens, () => steps(tokens));
  const perToken = await counted(model, tokens, () => steps(tokens));
  const greedy = await measureGreedy(model, ids, tokens);
  const { total } = cost(blueprint, {
    context: PREFILL,
    weightBytes: bytesOf(backend.format),
    stateBytes: 4,
    convColumns: 'minimal',
  });

  const best = greedy?.rate.median ?? decode.median;
  const result = {
    format: backend.format,
    weightBytes: backend.weightBytes,
    prefillTokensPerSecond: prefill,
    /** One call of the session per token: the logits come back and the token is drawn on the host. */
    decodeTokensPerSecond: decode,
    perToken,
    /** The token stays on the device: 4 bytes a token come back. */
    greedyTokensPerSecond: greedy?.rate ?? null,
    greedyPerToken: greedy?.perToken ?? null,
    /** Weights once, states in and out, cache in (blueprint/cost.ts), over the weights held: 1 is the least that a token can cost. */
    bytesMovedOverWeights: round(total.bytesMoved / backend.weightBytes),
    gigabytesPerSecond: round((total.bytesMoved * best) / 1e9),
    tracing: await measureTracing(blueprint, decode, (taps) => rate(tokens, () => steps(tokens, taps))),
    decodeMillisecondsByContext: await measureContexts(session, blueprint, contexts),
  };
  session.dispose();
  return result;
}

async function measureGreedy(model: Model, ids: Uint32Array, tokens: number) {
  const { backend } = model;
  if (!backend.decodeGreedy) return null;
  const state = await backend.createState();
  const { greedy } = await backend.run(state, ids, { greedy: true });
  const decode = () => backend.decodeGreedy!(state, greedy!, tokens);
  await decode();
  const result = { rate: await rate(tokens, decode), perToken: await counted(model, tokens, decode) };
  backend.freeState(state);
  return result;
}

/** How much slower a step is when one layer, or every layer, is watched. The full state h is left out: it is streamed, not stepped. */
async function measureTracing(blueprint: Blueprint, plain: Rate, watched: (taps: string[]) => Promise<Rate>) {
  const small = (glob: string) => {
    const side = new Set(
      blueprint.nodes.filter((n) => n.side || n.op.endsWith('-state') || n.op === 'decay').map((n) => n.id),
    );
    return matchNodes(blueprint, glob).filter((id) => !side.has(id));
  };
  const slowdown = async (taps: string[]) => ({
    taps: taps.length,
    slowdown: round(plain.median / (await watched(taps)).median),
  });
  return { oneLayer: await slowdown(small('layers.0.**')), everyLayer: await slowdown(small('layers.**')) };
}

/**
 * Milliseconds of one step after so many tokens. The text is not run: a state of that size is written (its numbers do not matter to the
 * time), so that a cache of 16K tokens costs no prefill.
 */
async function measureContexts(session: Session, blueprint: Blueprint, contexts: readonly number[]) {
  const out: Record<string, number> = {};
  for (const context of contexts) {
    await session.setState(stateAfter(blueprint, context));
    const step = async () => {
      for (let i = 0; i < 8; i++) await session.feed(i % blueprint.vocabSize);
    };
    await step();
    out[context] = round(1000 / (await rate(8, step)).median);
  }
  return out;
}

function stateAfter(blueprint: Blueprint, position: number): HostState {
  const tensors = new Map<string, Tensor>();
  for (const { id, state } of stateNodes(blueprint)) {
    const shape = evalShape(state!.shape, blueprint.dims, { S: position });
    const data = Float32Array.from({ length: sizeOf(shape) }, (_, i) => ((i * 2_654_435_761) % 1000) / 1000 - 0.5);
    tensors.set(`${id}:${state!.kind}`, { shape, data });
  }
  return { position, tensors };
}
