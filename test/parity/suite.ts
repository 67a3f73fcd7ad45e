/**
 * One suite per device: everything that transformers computes from a fixture, the engine computes too. What the fixtures are and why their
 * numbers can be trusted: test/fixtures/README.md. Tolerances with their reasons: test/tolerance.ts.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Model } from '@/engine/session/model';
import type { TestDevice } from '../devices';
import { fixtures } from '../fixtures';
import { LOGITS, RELATIVE, TAPS, worst, worstRelative, worstRow } from '../tolerance';

export function paritySuite(device: TestDevice): void {
  device.describe.each(fixtures)(`$name on ${device.kind}`, ({ folder, prompt, greedy, expected, tapped }) => {
    let model: Model;
    beforeAll(async () => {
      model = await device.load(folder);
    });
    afterAll(() => model?.dispose());

    it('uses every tensor of the checkpoint', () => {
      expect(model.warnings).toEqual([]);
      expect(model.backend.kind).toBe(device.kind);
    });

    it('gives the logits of transformers at every position', async () => {
      const session = await model.createSession();
      const { logits } = await session.prefill(prompt, { allLogits: true });
      const { error, what } = worstRow(logits!, expected.get('logits')!);
      expect(error, what).toBeLessThan(LOGITS[device.kind]);
    });

    it(`decodes the same ${greedy.length} tokens greedily`, async () => {
      const session = await model.createSession();
      await session.prefill(prompt);
      const ids: number[] = [];
      for (let i = 0; i < greedy.length; i++) ids.push((await session.step()).id);
      expect(ids).toEqual(greedy);
    });

    if (!tapped) return;

    it('has every intermediate that transformers computes', async () => {
      const names = model.blueprint.nodes.map((n) => n.id).filter((id) => id !== 'tokens');
      expect([...expected.keys()].sort()).toEqual(names.sort());
      const session = await model.createSession();
      const { taps } = await session.prefill(prompt, { taps: names });
      const wrong = names.flatMap((name) => {
        const [tap, truth] = [taps.get(name)!, expected.get(name)!];
        if (String(tap.shape) !== String(truth.shape)) return [`${name}: [${tap.shape}] instead of [${truth.shape}]`];
        const { error, what } = worst(tap.data, truth.data);
        return error < TAPS ? [] : [`${name}: ${error.toPrecision(2)} (${what})`];
      });
      expect(wrong).toEqual([]);
    });

    const names = [...expected.keys()].filter((name) => name.endsWith('.delta'));
    if (names.length === 0) return;
    it('keeps the digits of the smallest step sizes', async () => {
      const session = await model.createSession();
      const { taps } = await session.prefill(prompt, { taps: names });
      for (const name of names) {
        const { error, what } = worstRelative(taps.get(name)!.data, expected.get(name)!.data);
        expect(error, `${name}: ${what}`).toBeLessThan(RELATIVE[device.kind]);
      }
    });
  });
}
