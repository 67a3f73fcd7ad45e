import { afterEach, describe, expect, it } from 'vitest';
import type { EngineError } from '@/engine/errors';
import { logSumExp } from '@/engine/session/sampling';
import { EngineClient, type LiveModel } from '@/engine/worker/client';
import { exposeHost } from '@/engine/worker/crossing';
import { EngineHost } from '@/engine/worker/host';
import type { LoadProgress, ModelSource, StepData } from '@/engine/worker/protocol';
import { toyModel, VOCAB } from '../session/toy-backend';

/** A client whose worker is this thread, behind a real message channel: everything is cloned or transferred as between threads. */
const ports: MessagePort[] = [];
async function toy() {
  const { model, devices } = toyModel();
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  exposeHost(
    new EngineHost(async (_source, options) => {
      for (let i = 0; i <= 3; i++) options?.onProgress?.('open', i, 3);
      options?.onProgress?.('ready', 1, 1);
      return model;
    }),
    port1,
  );
  const client = new EngineClient(port2);
  const progress: LoadProgress[] = [];
  const live = await client.load({} as ModelSource, {}, { onProgress: (p) => progress.push(p) });
  return { client, live, model, devices, progress };
}
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

const taps = ['tokens'];
const drawn = async (live: LiveModel) => {
  const session = await live.createSession();
  await session.prefill([1, 2, 3]);
  return session;
};
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: EngineError) => error,
  );

describe('a model behind a message channel', () => {
  it('reports its progress to the end and says what it is', async () => {
    const { live, progress } = await toy();
    expect(progress.at(-1)).toEqual({ phase: 'ready', done: 1, total: 1 });
    expect(progress).toContainEqual({ phase: 'open', done: 3, total: 3 });
    expect(live.info).toMatchObject({ name: 'toy', kind: 'cpu', device: 'toy', fallback: null, hasTokenizer: false });
    expect(live.info.blueprint.nodes.map((node) => node.id)).toEqual(['tokens', 'logits']);
  });

  it('draws the same tokens as the session that it stands for', async () => {
    const { live, model } = await toy();
    const own = await model.createSession();
    await own.prefill([1, 2, 3]);
    const session = await drawn(live);
    const sampling = { temperature: 1, seed: 7 };
    for (let i = 0; i < 5; i++) expect((await session.step(sampling)).id).toBe((await own.step(sampling)).id);
    expect(session.status.position).toBe(8);
    expect([...(await session.tokens())]).toEqual(own.tokens);
    expect(await session.logits()).toEqual(own.logits);
  });

  it('joins taps over the chunks of a prefill', async () => {
    const { live } = await toy();
    const session = await live.createSession();
    const { taps: read, logits } = await session.prefill([1, 2, 3, 4, 5, 6, 7], { taps, allLogits: true, chunk: 3 });
    expect([...read.get('tokens')!.data]).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(logits!.shape).toEqual([7, VOCAB]);
  });

  it('says how surprising each token was, across chunks and calls', async () => {
    const { live } = await toy();
    const ids = [1, 2, 3, 4, 5, 6];
    const whole = await (await live.createSession()).prefill(ids, { surprise: true, allLogits: true });
    const session = await live.createSession();
    const first = await session.prefill(ids.slice(0, 2), { surprise: true });
    const rest = await session.prefill(ids.slice(2), { surprise: true, chunk: 2 });
    expect(whole.surprise![0]).toBeNaN();
    expect([...first.surprise!, ...rest.surprise!]).toEqual([...whole.surprise!]);
    for (let t = 1; t < ids.length; t++) {
      const row = whole.logits!.data.subarray((t - 1) * VOCAB, t * VOCAB);
      expect(whole.surprise![t]).toBeCloseTo((logSumExp(row) - row[ids[t]!]!) / Math.LN2, 6);
    }
    const step = await session.feed(4);
    expect(step.surprise).toBeGreaterThan(0);
  });

  it('does not lose its logits to a tap that is given away', async () => {
    const { live } = await toy();
    const session = await drawn(live);
    const before = await session.logits();
    expect(await session.logits()).toEqual(before);
    expect((await session.sample({ temperature: 1 })).count).toBe(VOCAB);
    await session.step({}, { taps });
    expect((await session.sample({ temperature: 1 }, 3)).candidates).toHaveLength(3);
  });

  it('hands a trace over piece by piece', async () => {
    const { live } = await toy();
    const session = await live.createSession();
    const spans: number[][] = [];
    await session.trace([1, 2, 3, 4, 5], { taps, chunk: 2 }, ({ from, to, taps: read }) => {
      spans.push([from, to, ...read.get('tokens')!.data]);
    });
    expect(spans).toEqual([
      [0, 2, 1, 2],
      [2, 4, 3, 4],
      [4, 5, 5],
    ]);
  });
});

describe('generating', () => {
  it('waits for the page between tokens and stops when its signal is aborted', async () => {
    const { live } = await toy();
    const session = await drawn(live);
    const control = new AbortController();
    const steps: StepData[] = [];
    let busy = 0;
    const end = await session.generate(
      1000,
      { sampling: { temperature: 1, seed: 3 }, taps },
      {
        signal: control.signal,
        onStep: async (step) => {
          expect(busy++).toBe(0);
          await new Promise((resolve) => setTimeout(resolve, 1));
          busy--;
          steps.push(step);
          if (steps.length === 3) control.abort();
        },
      },
    );
    expect(end).toBe('cancelled');
    expect(steps.map((step) => step.position)).toEqual([3, 4, 5]);
    expect(session.status.position).toBe(6);
  });

  it('ends with the text, or with the count', async () => {
    const { live } = await toy();
    const session = await drawn(live);
    const ids: number[] = [];
    const run = (count: number) =>
      session.generate(
        count,
        { sampling: { temperature: 100, seed: 2 } },
        { onStep: (step) => void ids.push(step.id) },
      );
    expect(await run(2)).toBe('count');
    expect(ids).toHaveLength(2);
    expect(await run(1000)).toBe('end');
    expect(ids.at(-1)).toBe(VOCAB - 1);
  });
});

describe('going back', () => {
  it('restores a snapshot to the same tokens', async () => {
    const { live } = await toy();
    const session = await drawn(live);
    const here = await session.snapshot();
    expect(here.position).toBe(3);
    const run = async () => [await session.step(), await session.step(), await session.step()].map((step) => step.id);
    const first = await run();
    await session.restore(here);
    expect(session.status.position).toBe(3);
    expect(await run()).toEqual(first);
  });

  it('refuses a freed snapshot', async () => {
    const { live } = await toy();
    const session = await drawn(live);
    const here = await session.snapshot();
    session.freeSnapshot(here);
    expect(await caught(session.restore(here))).toMatchObject({ name: 'EngineError', code: 'bad-argument' });
  });

  it('reads, changes and forgets the state', async () => {
    const { live } = await toy();
    const session = await drawn(live);
    const state = await session.readState();
    const [name, tensor] = [...state.tensors][0]!;
    expect(tensor.data[0]).not.toBe(0);
    await session.forget();
    expect((await session.readState()).tensors.get(name)!.data[0]).toBe(0);
    await session.setState(state);
    expect((await session.readState()).tensors.get(name)).toEqual(tensor);
  });

  it('applies interventions until they are removed', async () => {
    const { live } = await toy();
    const session = await live.createSession();
    await session.prefill([1]);
    const plain = await session.logits();
    await session.reset();
    await session.intervene([{ node: 'logits', action: { kind: 'scale', factor: 2 } }]);
    await session.prefill([1]);
    expect(await session.logits()).not.toEqual(plain);
    await session.reset();
    await session.intervene([]);
    await session.prefill([1]);
    expect(await session.logits()).toEqual(plain);
  });
});

describe('what goes wrong', () => {
  it('crosses as an EngineError with code, hint and details', async () => {
    const { live } = await toy();
    const session = await live.createSession();
    const error = await caught(session.prefill([3, 99]));
    expect(error).toMatchObject({
      name: 'EngineError',
      code: 'bad-token',
      details: { index: 1, id: 99, limit: VOCAB },
    });
    expect(await caught(live.encode('text'))).toMatchObject({ code: 'bad-tokenizer', hint: /ids/ });
  });

  it('is "cancelled" before the start and in the middle', async () => {
    const { live } = await toy();
    const session = await live.createSession();
    expect(await caught(session.prefill([1], {}, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'cancelled',
    });
    const control = new AbortController();
    const long = session.prefill(
      Array.from({ length: 4000 }, () => 1),
      {},
      { signal: control.signal, onProgress: (done) => void (done > 8 && control.abort()) },
    );
    expect(await caught(long)).toMatchObject({ code: 'cancelled' });
    await session.prefill([1]);
    expect(session.status.position).toBe(1);
  });

  it('frees everything with the model, and says so afterwards', async () => {
    const { live, devices } = await toy();
    const session = await drawn(live);
    await session.snapshot();
    live.dispose();
    expect(await caught(session.step())).toMatchObject({ code: 'bad-argument' });
    expect(devices[0]!.live.size).toBe(0);
  });

  it('rejects the calls under way when the worker ends', async () => {
    const { client, live } = await toy();
    const session = await drawn(live);
    const running = caught(session.generate(1e6, {}, { onStep: () => undefined }));
    client.terminate();
    expect(await running).toMatchObject({ code: 'cancelled' });
    expect(client.ended).toBe(true);
    expect(await caught(session.step())).toMatchObject({ code: 'cancelled' });
  });
});
