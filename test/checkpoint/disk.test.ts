import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bindWeights } from '@/engine/checkpoint/bind';
import { placedFiles } from '@/engine/checkpoint/disk';
import { writeSafetensors } from '@/engine/checkpoint/safetensors';
import { openCheckpoint } from '@/engine/checkpoint/source';
import { EngineError } from '@/engine/errors';
import { buildBlueprint } from '@/engine/models';
import type { Tensor } from '@/engine/tensor';
import { asFiles, tinyConfig, tinyFiles, tinyTensors } from './tiny';

async function failure(work: Promise<unknown>): Promise<EngineError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EngineError);
  return error as EngineError;
}

describe('files from the reader’s disk', () => {
  it('are a model, named by their folder', async () => {
    const checkpoint = await openCheckpoint({ kind: 'files', files: asFiles(tinyFiles(), 'models/my-llama') });
    expect(checkpoint.name).toBe('my-llama');
    const { reader } = bindWeights(checkpoint, buildBlueprint(checkpoint.config));
    expect(await reader.read('model.norm.weight')).toEqual(tinyTensors().get('model.norm.weight')!.data);
  });

  it('may be chosen one by one, without a folder', async () => {
    const checkpoint = await openCheckpoint({ kind: 'files', files: asFiles(tinyFiles(), '') });
    expect(checkpoint.name).toBe('model');
    expect(checkpoint.tensors.size).toBe(tinyTensors().size);
  });

  it('of a sub-folder do not count beside a config.json above them', async () => {
    const old = asFiles(
      new Map([['config.json', new TextEncoder().encode('{"model_type":"old"}')]]),
      'tiny/checkpoint-500',
    );
    const checkpoint = await openCheckpoint({ kind: 'files', files: [...old, ...asFiles(tinyFiles())] });
    expect(checkpoint.config.model_type).toBe('llama');
  });

  it('may come with their places, as a worker gets them', async () => {
    const placed = placedFiles(asFiles(tinyFiles(), 'all/tiny'));
    expect(placed.map(({ path }) => path)).toEqual(['all/tiny/config.json', 'all/tiny/model.safetensors']);
    // A browser may drop webkitRelativePath on the way to the worker.
    const files = placed.map(({ path, file }) => ({ path, file: new File([file], file.name) }));
    expect((await openCheckpoint({ kind: 'files', files })).name).toBe('tiny');
  });

  it('of two models at once are refused with both names', async () => {
    const files = [...asFiles(tinyFiles(), 'all/a'), ...asFiles(tinyFiles(), 'all/b')];
    expect((await failure(openCheckpoint({ kind: 'files', files }))).message).toContain(
      'all/a/config.json and all/b/config.json',
    );
  });

  it('without a config.json are refused with what there is', async () => {
    const files = asFiles(tinyFiles()).filter((file) => file.name !== 'config.json');
    const error = await failure(openCheckpoint({ kind: 'files', files }));
    expect(error.message).toContain('tiny/model.safetensors');
    expect((await failure(openCheckpoint({ kind: 'files', files: [] }))).code).toBe('bad-file');
  });

  it('without weights are refused with what there is', async () => {
    const files = asFiles(tinyFiles()).filter((file) => file.name === 'config.json');
    expect((await failure(openCheckpoint({ kind: 'files', files }))).message).toContain('it holds config.json');
  });
});

describe('a folder', () => {
  it('is a model, named by the folder', async () => {
    const path = await mkdtemp(join(tmpdir(), 'tiny-'));
    try {
      for (const [name, bytes] of tinyFiles()) await writeFile(join(path, name), bytes);
      const checkpoint = await openCheckpoint({ kind: 'folder', path });
      expect(path.endsWith(checkpoint.name)).toBe(true);
      const { reader } = bindWeights(checkpoint, buildBlueprint(checkpoint.config));
      expect(await reader.read('model.norm.weight')).toEqual(tinyTensors().get('model.norm.weight')!.data);

      // Cut short after it was opened: said, not read as zeros.
      await writeFile(join(path, 'model.safetensors'), tinyFiles().get('model.safetensors')!.slice(0, 1200));
      const error = await failure(reader.read('model.layers.0.self_attn.v_proj.weight'));
      expect(error.code).toBe('bad-file');
      expect(error.message).toContain('it ends at byte');
    } finally {
      await rm(path, { recursive: true });
    }
  });

  it('that does not exist is reported by its path', async () => {
    const error = await failure(openCheckpoint({ kind: 'folder', path: '/no/such/folder' }));
    expect(error.code).toBe('bad-file');
    expect(error.message).toContain('/no/such/folder');
  });

  it('with a sharded model is read through its index', async () => {
    // See shards.test.ts for what an index may get wrong.
    const path = await mkdtemp(join(tmpdir(), 'tiny-'));
    try {
      const map: Record<string, string> = {};
      const halves = [new Map<string, Tensor>(), new Map<string, Tensor>()];
      [...tinyTensors()].forEach(([name, tensor], i) => {
        halves[i % 2]!.set(name, tensor);
        map[name] = `model-0000${(i % 2) + 1}-of-00002.safetensors`;
      });
      for (const [i, half] of halves.entries())
        await writeFile(join(path, `model-0000${i + 1}-of-00002.safetensors`), writeSafetensors(half));
      await writeFile(join(path, 'model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map: map }));
      await writeFile(join(path, 'config.json'), JSON.stringify(tinyConfig));
      const checkpoint = await openCheckpoint({ kind: 'folder', path });
      const { reader } = bindWeights(checkpoint, buildBlueprint(checkpoint.config));
      for (const [name, { data }] of tinyTensors()) expect(await reader.read(name)).toEqual(data);
    } finally {
      await rm(path, { recursive: true });
    }
  });
});
