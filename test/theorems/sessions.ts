/** A session on a real backend: going back, branching, forgetting, cancelling and sampling, on one model of each kind of memory. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Intervention } from '@/engine/backend';
import type { Model } from '@/engine/session/model';
import type { Session } from '@/engine/session/session';
import { cpu, type TestDevice } from '../devices';
import { fixture } from '../fixtures';
import { SAME, worst } from '../tolerance';

const KINDS = ['llama-gqa', 'mamba-odd', 'mamba2-one-group', 'jamba', 's4d-complex-zoh'];
const HOT = { temperature: 0.9, topK: 40, topP: 0.95, seed: 7 };

async function take(session: Session, count: number, sampling = HOT): Promise<number[]> {
  const ids: number[] = [];
  for (let i = 0; i < count; i++) ids.push((await session.step(sampling)).id);
  return ids;
}

const bits = (session: Session) => [...session.logits!];

export function sessionsSuite(device: TestDevice): void {
  device.describe.each(KINDS)(`a session of %s on ${device.kind}`, (name) => {
    const { folder, prompt } = fixture(name);
    let model: Model;
    let session: Session;
    beforeAll(async () => {
      model = await device.load(folder);
      session = await model.createSession();
    });
    afterAll(() => model?.dispose());
    const begin = async () => {
      await session.reset();
      session.intervene([]);
      await session.prefill(prompt);
    };

    it('snapshot, five steps, restore, five steps: the same ids, twice', async () => {
      await begin();
      const place = await session.snapshot();
      const [logits, first] = [bits(session), await take(session, 5)];
      for (let again = 0; again < 2; again++) {
        await session.restore(place);
        expect(bits(session)).toEqual(logits);
        expect(session.tokens).toEqual(prompt);
        expect(await take(session, 5)).toEqual(first);
      }
      session.freeSnapshot(place);
    });

    it('branches do not leak into one another', async () => {
      await begin();
      const place = await session.snapshot();
      await session.feed(7);
      const seven = bits(session);
      await session.restore(place);
      await session.feed(8);
      const eight = bits(session);
      await session.restore(place);
      await session.feed(7);
      expect(bits(session)).toEqual(seven);
      expect(eight).not.toEqual(seven);
      session.freeSnapshot(place);
    });

    it('an empty intervention changes nothing, one that keeps every value next to nothing', async () => {
      await begin();
      const logits = bits(session);
      for (const list of [[], [{ node: '**.residual', action: { kind: 'scale', factor: 3 }, tokens: [] }]] as const) {
        await session.reset();
        session.intervene(list as readonly Intervention[]);
        await session.prefill(prompt);
        const { error, what } = worst(bits(session), logits);
        // With nothing to change the same kernels run on the same numbers.
        if (list.length === 0) expect(error).toBe(0);
        expect(error, what).toBeLessThan(SAME[device.kind]);
      }
      await session.reset();
      session.intervene([{ node: 'layers.*.**', action: { kind: 'scale', factor: 1 } }]);
      await session.prefill(prompt);
      const { error, what } = worst(bits(session), logits);
      expect(error, what).toBeLessThan(SAME[device.kind]);
    });

    it('taps change nothing', async () => {
      await begin();
      const logits = bits(session);
      await session.reset();
      const all = model.blueprint.nodes.map((n) => n.id);
      await session.prefill(prompt, { taps: all });
      const { error, what } = worst(bits(session), logits);
      expect(error, what).toBeLessThan(SAME[device.kind]);
    });

    it('takes a state that was read, edited and written back', async () => {
      await begin();
      const host = await session.readState();
      const ids = await take(session, 5);
      await session.setState(host);
      await session.feed(ids[0]!);
      const after = bits(session);
      await begin();
      await session.feed(ids[0]!);
      expect(worst(after, bits(session)).error).toBeLessThan(1e-6);
      const recurrent = [...host.tensors.keys()].filter((key) => !/:[kv]$/.test(key));
      if (recurrent.length === 0) return;
      await begin();
      await session.forget([0]);
      const forgotten = await session.readState();
      for (const [key, { data }] of forgotten.tensors)
        if (recurrent.includes(key))
          expect(data.every((v) => v === 0)).toBe(
            key.startsWith('layers.0.') || host.tensors.get(key)!.data.every((v) => v === 0),
          );
      await session.feed(ids[0]!);
      expect(worst(bits(session), after).error).toBeGreaterThan(1e-3);
    });

    it('is as before when a prefill is cancelled between its runs, and when a run is cancelled', async () => {
      await begin();
      const [logits, state] = [bits(session), await session.readState()];
      const same = async () => {
        expect(session.tokens).toEqual(prompt);
        expect(bits(session)).toEqual(logits);
        const now = await session.readState();
        for (const [key, { data }] of state.tensors) expect([...now.tensors.get(key)!.data], key).toEqual([...data]);
      };
      const controller = new AbortController();
      const { signal } = controller;
      const onProgress = (done: number) => {
        if (done >= 16) controller.abort();
      };
      await expect(session.prefill(prompt, { chunk: 8, signal, onProgress })).rejects.toMatchObject({
        code: 'cancelled',
      });
      await same();
      await expect(session.feed(3, { signal })).rejects.toMatchObject({ code: 'cancelled' });
      await same();
    });

    it('draws the same tokens under the same seed, and the same as the CPU', async () => {
      await begin();
      const ids = await take(session, 32);
      await begin();
      expect(await take(session, 32)).toEqual(ids);
      await begin();
      expect(await take(session, 32, { ...HOT, seed: 8 })).not.toEqual(ids);
      const oracle = device.kind === 'cpu' ? model : await cpu.load(folder);
      const other = await oracle.createSession();
      await other.prefill(prompt);
      expect(await take(other, 32)).toEqual(ids);
      if (oracle !== model) oracle.dispose();
    });
  });
}
