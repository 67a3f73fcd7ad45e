/** Views of a model read from a checkpoint: taps from the backend, weights from the file, whatever layout and number format it has. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { evalShape } from '@/engine/blueprint/dims';
import { loadModel } from '@/engine/session/load';
import { readView } from '@/engine/views';
import { text } from './tiny';

const folder = (name: string) => fileURLToPath(new URL(`../fixtures/models/${name}`, import.meta.url));

describe.each(['mamba-biases-sharded-bf16', 'mamba2-one-group', 'jamba-fused-experts-bf16', 'llama-gqa'])(
  '%s',
  (name) => {
    it('gives every weight in its shape, tied ones too, and a view whose parts add up', async () => {
      const model = await loadModel({ kind: 'folder', path: folder(name) }, { device: 'cpu' });
      try {
        const { blueprint } = model;
        for (const [key, spec] of blueprint.weights) {
          const weight = await model.weight(key);
          expect(weight.shape, key).toEqual(evalShape(spec.shape, blueprint.dims));
          if (spec.tiedTo) expect([...weight.data]).toEqual([...(await model.weight(spec.tiedTo)).data]);
        }
        await expect(model.weight('nothing.weight')).rejects.toThrow('has no weight "nothing.weight"');
        const view = await readView(model, text(model), { name: 'logit-attribution', options: { id: 1 } });
        // test/views/influence.test.ts gives the reason; these logits have an RMS of up to 5.
        expect(Math.abs(view.total - view.score)).toBeLessThan(2e-4);
      } finally {
        model.dispose();
      }
    });
  },
);
