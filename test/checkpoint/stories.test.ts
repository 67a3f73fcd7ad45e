/** A real checkpoint through the whole path: folder → config, headers, tokenizer → blueprint → weights. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { bindWeights } from '@/engine/checkpoint/bind';
import { type Checkpoint, openCheckpoint } from '@/engine/checkpoint/source';
import { buildBlueprint } from '@/engine/models';
import { fromHalf } from '@/engine/quantise';
import { checkVocabulary } from '@/engine/tokenizer';

const path = fileURLToPath(new URL('../../public/models/stories-15m', import.meta.url));

describe('stories-15m from a folder', () => {
  let checkpoint: Checkpoint;
  let bound: ReturnType<typeof bindWeights>;
  let blueprint: ReturnType<typeof buildBlueprint>;
  beforeAll(async () => {
    checkpoint = await openCheckpoint({ kind: 'folder', path });
    blueprint = buildBlueprint(checkpoint.config);
    bound = bindWeights(checkpoint, blueprint);
  });

  it('has a name, a config and a tokenizer that fits its vocabulary', async () => {
    expect(checkpoint.name).toBe('stories-15m');
    expect(blueprint.vocabSize).toBe(5272);
    const tokenizer = await checkpoint.tokenizer;
    expect(tokenizer!.size).toBe(5272);
    expect(() => checkVocabulary(tokenizer!, blueprint.vocabSize, checkpoint.name)).not.toThrow();
  });

  it('uses every tensor of the file', () => {
    expect(bound.warnings).toEqual([]);
  });

  it('gives every weight in the size that the blueprint says', async () => {
    let values = 0;
    for (const [key, spec] of blueprint.weights) if (!spec.tiedTo) values += (await bound.reader.read(key)).length;
    const card = JSON.parse(await readFile(`${path}/card.json`, 'utf8')) as { parameters: { total: number } };
    expect(values).toBe(card.parameters.total);
  });

  it('gives the numbers that lie in the file', async () => {
    // Straight from the bytes: model.embed_tokens.weight is F16 at offset 0 of the data, [5272, 288].
    const bytes = await readFile(`${path}/model.safetensors`);
    const data = 8 + Number(bytes.readBigUInt64LE(0));
    const table = await bound.reader.read('model.embed_tokens.weight');
    for (const index of [0, 1, 287, 288, 1_000_000, 5272 * 288 - 1])
      expect(table[index]).toBe(fromHalf(bytes.readUInt16LE(data + 2 * index)));
    expect(Math.max(...table.slice(0, 1000).map(Math.abs))).toBeGreaterThan(0.01);
  });

  it('gives the tied head the numbers of the embedding', async () => {
    const head = [...blueprint.weights.values()].find((spec) => spec.tiedTo);
    expect(head?.tiedTo).toBe('model.embed_tokens.weight');
    const [a, b] = await Promise.all([bound.reader.read(head!.key), bound.reader.read(head!.tiedTo!)]);
    expect(a.length).toBe(5272 * 288);
    expect(a.every((value, i) => value === b[i])).toBe(true);
  });
});
