/**
 * Prefill is the recurrence: a run over many tokens, whatever the kernels cut it into, gives what one token at a time gives on the CPU,
 * which has no chunks. At the lengths where chunked kernels go wrong, from an empty state and from one in the middle of a text.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HostState } from '@/engine/backend';
import type { Model } from '@/engine/session/model';
import type { Session } from '@/engine/session/session';
import { sizeOf, type Tensor } from '@/engine/tensor';
import { CHUNK as SCAN } from '@/engine/webgpu/ops/selective-scan';
import { CHUNK as SSD } from '@/engine/webgpu/ops/ssd-scan';
import { cpu, type TestDevice } from '../devices';
import { fixture } from '../fixtures';
import { randomTokens } from '../random-model';
import { SAME, worst, worstRow } from '../tolerance';

/**
 * 1, chunk - 1, chunk, chunk + 1 and 3 chunk + 5 for SSD's chunk, which is where the selective scan, of half that chunk, begins to cut runs;
 * and 3 chunk + 5 of that one. Shorter runs go through the serial kernels.
 */
const LENGTHS = [1, SSD - 1, SSD, SSD + 1, 3 * SCAN + 5, 3 * SSD + 5];
const LONGEST = Math.max(...LENGTHS);
/** Tokens seen before the run that starts from a state that is not zero; no multiple of anything. */
const BEFORE = 7;
const KINDS = [
  'llama-gqa',
  'mamba-odd',
  'falcon-mamba',
  'mamba2-one-group',
  'mamba2-groups-limits',
  'jamba',
  'nemotron-h-list-groups',
  's4d-complex-zoh',
  's4d-real-bilinear',
];

/** What the CPU gives one token at a time: a row of logits per token, the state after some of them. */
interface Oracle {
  readonly tokens: number[];
  readonly logits: Float32Array[];
  readonly states: ReadonlyMap<number, HostState>;
}

async function stepThrough(folder: string): Promise<Oracle> {
  const model = await cpu.load(folder);
  const session = await model.createSession();
  const tokens = [...randomTokens(3, BEFORE + LONGEST, model.blueprint.vocabSize)];
  const marks = new Set([...LENGTHS, ...LENGTHS.map((n) => BEFORE + n)]);
  const logits: Float32Array[] = [];
  const states = new Map<number, HostState>();
  for (const id of tokens) {
    await session.feed(id);
    logits.push(session.logits!);
    if (marks.has(session.position)) states.set(session.position, await session.readState());
  }
  model.dispose();
  return { tokens, logits, states };
}

/** Rows [from, to) as one tensor. */
function rows({ logits }: Oracle, from: number, to: number): Tensor {
  const width = logits[0]!.length;
  const data = new Float32Array((to - from) * width);
  for (let t = from; t < to; t++) data.set(logits[t]!, (t - from) * width);
  return { shape: [to - from, width], data };
}

async function expectState(session: Session, expected: HostState, tolerance: number): Promise<void> {
  const state = await session.readState();
  expect(state.position).toBe(expected.position);
  expect([...state.tensors.keys()]).toEqual([...expected.tensors.keys()]);
  for (const [name, { shape, data }] of expected.tensors) {
    const own = state.tensors.get(name)!;
    expect(own.shape, name).toEqual(shape);
    if (sizeOf(shape) === 0) continue;
    const { error, what } = worst(own.data, data);
    expect(error, `${name}: ${what}`).toBeLessThan(tolerance);
  }
}

export function lengthsSuite(device: TestDevice): void {
  device.describe.each(KINDS)(`%s: prefill is the recurrence on ${device.kind}`, (name) => {
    let model: Model;
    let oracle: Oracle;
    const tolerance = SAME[device.kind];
    beforeAll(async () => {
      oracle = await stepThrough(fixture(name).folder);
      model = await device.load(fixture(name).folder);
    });
    afterAll(() => model?.dispose());

    const run = async (session: Session, from: number, to: number, chunk: number) => {
      const { logits } = await session.prefill(oracle.tokens.slice(from, to), { allLogits: true, chunk });
      const { error, what } = worstRow(logits!, rows(oracle, from, to));
      expect(error, what).toBeLessThan(tolerance);
      await expectState(session, oracle.states.get(to)!, tolerance);
    };

    it.each(LENGTHS)('%d tokens at once, from an empty state', async (n) => {
      await run(await model.createSession(), 0, n, n);
    });

    it.each(LENGTHS)(`%d tokens at once, after ${BEFORE} others`, async (n) => {
      const session = await model.createSession();
      await session.prefill(oracle.tokens.slice(0, BEFORE));
      await run(session, BEFORE, BEFORE + n, n);
    });

    it.each([1, 5, SSD])(`${LONGEST} tokens in runs of %d`, async (chunk) => {
      await run(await model.createSession(), 0, LONGEST, chunk);
    });
  });
}
