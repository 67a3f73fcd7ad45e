/** A profile says what the blueprint says, at every length, batch and width: the curves of the cost page are the blueprint's numbers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBytes, decodeFlops, keptBytes, memoryBytes, prefillFlops, profileOf, weightsRead } from '@/engine/bench';
import { cost } from '@/engine/blueprint/cost';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';
import { everyConfig } from '../models/configs';

/** One of each kind of published model, and every small configuration of the tests. */
const IDS = ['llama-3.1-8b', 'mamba-130m', 'mamba2-130m', 'mamba2-hybrid-8b', 'jamba-1.5-mini'];
const configs: [string, unknown][] = [
  ...published.filter(({ id }) => IDS.includes(id)).map((p): [string, unknown] => [p.id, p.config]),
  ...Object.entries(everyConfig),
];

describe.each(configs)('the profile of %s', (_, config) => {
  const blueprint = buildBlueprint(config);
  const profile = profileOf(blueprint);
  const close = (a: number, b: number) => expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.abs(b));

  it('gives the numbers of the blueprint at any length and batch', () => {
    const any = fc.record({
      context: fc.integer({ min: 1, max: 1_000_000 }),
      batch: fc.integer({ min: 1, max: 5000 }),
      weightBytes: fc.constantFrom(0.5, 1, 2, 4),
      stateBytes: fc.constantFrom(1, 2, 4),
    });
    fc.assert(
      fc.property(any, ({ context, batch, weightBytes, stateBytes }) => {
        const { total } = cost(blueprint, { context, batch, weightBytes, stateBytes });
        const storage = { weightBytes, stateBytes };
        const kept = total.cacheBytes + total.ssmStateBytes + total.convStateBytes;
        close(decodeFlops(profile, context), total.decodeFlops);
        close(prefillFlops(profile, context), total.prefillFlops * context);
        close(weightsRead(profile, batch) * weightBytes, total.weightBytesRead);
        close(keptBytes(profile, context, storage), kept);
        close(decodeBytes(profile, context, batch, storage), total.bytesMoved);
        close(memoryBytes(profile, context, batch, storage), total.parameters * weightBytes + batch * kept);
      }),
      {
        numRuns: 8,
        examples: [
          [{ context: 1, batch: 1, weightBytes: 2, stateBytes: 2 }],
          [{ context: 64, batch: 100_000, weightBytes: 2, stateBytes: 2 }],
        ],
      },
    );
  });

  it('counts the columns of convolution that this engine keeps, and the chunk that it is given', () => {
    const options = { convColumns: 'minimal', chunk: 32 } as const;
    const { total } = cost(blueprint, { context: 100, stateBytes: 4, ...options });
    const here = profileOf(blueprint, options);
    close(
      keptBytes(here, 100, { weightBytes: 4, stateBytes: 4 }),
      total.cacheBytes + total.ssmStateBytes + total.convStateBytes,
    );
    close(prefillFlops(here, 100), 100 * total.prefillFlops);
  });
});
