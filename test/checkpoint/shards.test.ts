import { describe, expect, it } from 'vitest';
import { BlobFile, type FileStore } from '@/engine/checkpoint/files';
import { writeSafetensors } from '@/engine/checkpoint/safetensors';
import { openTensors, parseIndex } from '@/engine/checkpoint/shards';
import { EngineError } from '@/engine/errors';

const one = (name: string) => writeSafetensors(new Map([[name, { shape: [1], data: Float32Array.of(1) }]]));

function store(files: Record<string, string | Uint8Array<ArrayBuffer>>): FileStore {
  return {
    name: 'tiny',
    paths: Object.keys(files),
    warnings: [],
    open: async (path) => (Object.hasOwn(files, path) ? new BlobFile(path, new Blob([files[path]!])) : null),
  };
}

const INDEX = 'model.safetensors.index.json';
const index = (weight_map: unknown) => JSON.stringify({ metadata: { total_size: 8 }, weight_map });

async function refusal(files: Record<string, string | Uint8Array<ArrayBuffer>>): Promise<EngineError> {
  const error = await openTensors(store(files)).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EngineError);
  return error as EngineError;
}

describe('a sharded checkpoint', () => {
  const map = { a: 'model-1.safetensors', b: 'model-2.safetensors' };

  it('gives the tensors of all shards, each from its file', async () => {
    const tensors = await openTensors(
      store({ [INDEX]: index(map), 'model-1.safetensors': one('a'), 'model-2.safetensors': one('b') }),
    );
    expect([...tensors].map(([name, { file }]) => [name, file.path])).toEqual(Object.entries(map));
  });

  it('is not looked for beside a single file', async () => {
    const tensors = await openTensors(store({ 'model.safetensors': one('c'), [INDEX]: 'broken' }));
    expect([...tensors.keys()]).toEqual(['c']);
  });

  it.each([
    [
      'a shard that is not there',
      { [INDEX]: index(map), 'model-1.safetensors': one('a') },
      'bad-file',
      'names model-2.safetensors, which tiny does not have',
    ],
    [
      'a tensor that its shard does not hold',
      {
        [INDEX]: index({ ...map, c: 'model-2.safetensors' }),
        'model-1.safetensors': one('a'),
        'model-2.safetensors': one('b'),
      },
      'missing-tensor',
      'puts tensor "c" in model-2.safetensors',
    ],
    [
      'a tensor that the index does not list',
      { [INDEX]: index({ a: 'model-1.safetensors' }), 'model-1.safetensors': one('x') },
      'bad-file',
      'holds tensor "x"',
    ],
    [
      'a tensor in another shard than the index says',
      { [INDEX]: index(map), 'model-1.safetensors': one('b'), 'model-2.safetensors': one('a') },
      'bad-file',
      'puts in model-2.safetensors',
    ],
    ['no weights at all', { 'config.json': '{}' }, 'bad-file', 'it holds config.json'],
    ['an index that is no JSON', { [INDEX]: '<html>' }, 'bad-file', 'not valid JSON'],
    ['an index without a map', { [INDEX]: '{"weight_map": []}' }, 'bad-file', 'weight_map'],
    ['an index that is null', { [INDEX]: 'null' }, 'bad-file', 'weight_map'],
  ] as const)('with %s is refused', async (_, files, code, message) => {
    const error = await refusal(files as Record<string, string | Uint8Array<ArrayBuffer>>);
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  it.each([
    '../other/model.safetensors',
    '/etc/x.safetensors',
    'https://a.b/c.safetensors',
    'a\\b.safetensors',
    'model.bin',
    '',
    7,
  ])('may not lie in %j', (path) => {
    expect(() => parseIndex(index({ a: path }))).toThrow('must lie in a .safetensors file beside the index');
  });
});
