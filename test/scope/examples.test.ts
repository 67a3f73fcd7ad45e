/** The lab's examples: each model of text has one that shows what is its own, and knows every word of all of them. */
import { describe, expect, it } from 'vitest';
import { examplesOf } from '@/components/scope/examples';
import { LIMITS } from '@/components/scope/lab-state';
import manifest from '@/public/models/manifest.json';
import { closeAll, live } from './live';

const names = manifest.bundles.map(({ name }) => name).filter((name) => name.startsWith('stories-'));

describe('the examples of the lab', () => {
  it('have one of its own for each model of text', () => {
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const list = examplesOf(name);
      expect(list[0]!.models, name).toContain(name);
      expect(list.filter(({ models }) => !models).length).toBe(5);
      expect(new Set(list.map(({ text }) => text)).size).toBe(list.length);
    }
  });
  it('are short, and made of words that the model knows', async () => {
    const model = await live('stories-mamba');
    for (const { text } of names.flatMap(examplesOf)) {
      const { ids } = await model.encode(text);
      expect(ids.length, text).toBeLessThan(LIMITS.tokens / 8);
      // Known words are one or two pieces; spelt out in bytes they would be four.
      expect(ids.length, text).toBeLessThan(2 * text.split(/\W+/).length + text.match(/[^\w\s]/g)!.length);
    }
    await closeAll();
  });
});
