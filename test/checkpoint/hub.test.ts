import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bindWeights } from '@/engine/checkpoint/bind';
import { deleteCachedModel, listCachedModels, ModelCache, PIECE } from '@/engine/checkpoint/cache';
import { type HubSource, hubStore } from '@/engine/checkpoint/hub';
import { openCheckpoint } from '@/engine/checkpoint/source';
import { EngineError } from '@/engine/errors';
import { buildBlueprint } from '@/engine/models';
import { sizeOf } from '@/engine/tensor';
import { MemoryCache } from './memory-cache';
import { COMMIT, type Files, REPO, TestServer } from './server';
import { tinyConfig, tinyFiles, tinyTensors } from './tiny';

/** The tiny model with a larger vocabulary; value i of its embedding is i mod 251. */
function filesOf(vocab: number): Files {
  const shape = [vocab, 8];
  const data = Float32Array.from({ length: sizeOf(shape) }, (_, i) => i % 251);
  const tensors = tinyTensors().set('model.embed_tokens.weight', { shape, data });
  return tinyFiles(tensors, { ...tinyConfig, vocab_size: vocab });
}

/** 1 MiB: many packets, one piece. */
const MEDIUM = 32_768;
/** 20 MiB: two pieces. */
const LARGE = 655_360;
const last = (vocab: number) => (8 * vocab - 1) % 251;

let server: TestServer;
let disk: MemoryCache;
let source: HubSource;

async function start(files: Files): Promise<void> {
  server = await TestServer.start(files);
  source = { kind: 'hub', repo: REPO, endpoint: server.endpoint };
}

beforeEach(() => {
  disk = new MemoryCache();
  vi.stubGlobal('caches', { open: async () => disk });
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await server.stop();
});

async function failure(work: Promise<unknown>): Promise<EngineError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EngineError);
  return error as EngineError;
}

/** Opens, binds and reads the embedding. */
async function load(from: HubSource = source, options = {}) {
  const checkpoint = await openCheckpoint(from, options);
  const { reader } = bindWeights(checkpoint, buildBlueprint(checkpoint.config));
  return { checkpoint, table: await reader.read('model.embed_tokens.weight') };
}

describe('a hub repository', () => {
  it('is pinned to a commit and read through a redirect', async () => {
    await start(tinyFiles());
    const { checkpoint, table } = await load();
    expect(checkpoint.name).toBe(REPO);
    expect(checkpoint.revision).toBe(COMMIT);
    expect(table).toEqual(tinyTensors().get('model.embed_tokens.weight')!.data);
    expect(checkpoint.warnings).toEqual([]);
  });

  it('reads the header by ranges before the weights are fetched, once', async () => {
    await start(filesOf(MEDIUM));
    await load();
    const [length, header, ...rest] = server.rangesOf('model.safetensors');
    expect(length).toBe('bytes=0-7');
    expect(header).toMatch(/^bytes=8-\d+$/);
    expect(rest).toEqual([null]);
  });

  it('refuses an architecture that it does not know before any weights are fetched', async () => {
    await start(tinyFiles(tinyTensors(), { ...tinyConfig, model_type: 'hyena' }));
    const error = await failure(load());
    expect(error.code).toBe('unknown-model');
    expect(server.rangesOf('model.safetensors').filter((range) => range === null)).toEqual([]);
  });

  it('refuses tensors of another shape before any weights are fetched', async () => {
    await start(tinyFiles(tinyTensors(), { ...tinyConfig, intermediate_size: 16 }));
    expect((await failure(load())).code).toBe('bad-shape');
    expect(server.rangesOf('model.safetensors').filter((range) => range === null)).toEqual([]);
  });

  it('reports bytes done and bytes in all, up to the last byte', async () => {
    await start(filesOf(MEDIUM));
    const seen: [number, number][] = [];
    await load(source, { onProgress: (done: number, total: number) => seen.push([done, total]) });
    const total = [...filesOf(MEDIUM).values()].reduce((n, bytes) => n + bytes.byteLength, 0);
    expect(seen.at(-1)).toEqual([total, total]);
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.every(([done], i) => i === 0 || done >= seen[i - 1]![0])).toBe(true);
  });

  it('goes on where the connection broke, without fetching a byte twice', async () => {
    await start(filesOf(MEDIUM));
    const size = filesOf(MEDIUM).get('model.safetensors')!.byteLength;
    server.rules.cutAfter = (path, attempt) => (path === 'model.safetensors' && attempt === 3 ? 300_000 : null);
    const { table } = await load();
    expect(table.at(-1)).toBe(last(MEDIUM));
    const ranges = server.rangesOf('model.safetensors').slice(2);
    expect(ranges.length).toBe(2);
    const from = Number(/^bytes=(\d+)-$/.exec(ranges[1]!)![1]);
    expect(from).toBeGreaterThan(0);
    expect(from).toBeLessThanOrEqual(300_000);
    expect(from).toBeLessThan(size);
  });

  it('comes whole from a server that knows no ranges, even after a cut', async () => {
    await start(filesOf(MEDIUM));
    server.rules.ignoreRange = true;
    server.rules.cutAfter = (path, attempt) => (path === 'model.safetensors' && attempt === 3 ? 300_000 : null);
    const { table } = await load();
    expect(table.at(-1)).toBe(last(MEDIUM));
  });

  it('keeps whole pieces of a cancelled download and fetches only the rest next time', async () => {
    await start(filesOf(LARGE));
    const abort = new AbortController();
    const onProgress = (done: number) => {
      if (done > PIECE + 100_000) abort.abort();
    };
    expect((await failure(load(source, { signal: abort.signal, onProgress }))).code).toBe('cancelled');
    expect(await listCachedModels()).toMatchObject([{ repo: REPO, complete: false }]);
    server.requests.length = 0;
    await load();
    expect(server.rangesOf('model.safetensors').at(-1)).toBe(`bytes=${PIECE}-`);
  });

  it('is read from the cache the second time, with not one byte of a file fetched', async () => {
    await start(filesOf(MEDIUM));
    await load();
    server.requests.length = 0;
    const { table } = await load();
    expect(table[1000]).toBe(1000 % 251);
    expect(server.requests.filter(({ range }) => range === null)).toEqual([]);
  });

  it('is used without a connection once it is kept, and says so', async () => {
    await start(tinyFiles());
    await load();
    await server.stop();
    const { checkpoint, table } = await load();
    expect(table[9]).toBe(9 / 1024);
    expect(checkpoint.revision).toBe(COMMIT);
    expect(checkpoint.warnings).toEqual([expect.stringContaining('could not be reached')]);
    // A commit always names the same files: nobody has to be asked.
    const pinned = await load({ ...source, revision: COMMIT });
    expect(pinned.checkpoint.warnings).toEqual([]);
    await start(tinyFiles());
  });

  it('shares contents that did not change between commits', async () => {
    await start(filesOf(MEDIUM));
    await load();
    server.requests.length = 0;
    server.rules.commit = 'f'.repeat(40);
    const { checkpoint } = await load();
    expect(checkpoint.revision).toBe('f'.repeat(40));
    expect(server.requests.filter(({ range }) => range === null)).toEqual([]);
    expect(await listCachedModels()).toMatchObject([{ repo: REPO, commits: [COMMIT, 'f'.repeat(40)], complete: true }]);
  });

  it('is listed with its size and can be deleted', async () => {
    await start(tinyFiles());
    await load();
    const bytes = [...tinyFiles().values()].reduce((n, file) => n + file.byteLength, 0);
    expect(await listCachedModels()).toEqual([{ repo: REPO, commits: [COMMIT], bytes, complete: true }]);
    expect(await deleteCachedModel(REPO)).toBe(bytes);
    expect(await listCachedModels()).toEqual([]);
    expect(disk.entries.size).toBe(0);
  });
});

describe('hashes of a hub', () => {
  it('refuse weights that were changed on the way and keep nothing of them', async () => {
    await start(tinyFiles());
    server.rules.corrupt = (path, bytes) => {
      if (path !== 'model.safetensors') return bytes;
      const changed = bytes.slice();
      changed[changed.length - 3]! ^= 1;
      return changed;
    };
    const error = await failure(load());
    expect(error.code).toBe('bad-file');
    expect(error.message).toMatch(
      /model\.safetensors of tests\/tiny is damaged: its hash is [0-9a-f]{64}; the hub gives [0-9a-f]{64}/,
    );
    expect([...disk.entries.keys()].filter((key) => key.includes('model.safetensors'))).toEqual([]);
  });

  it('refuse a changed config too', async () => {
    await start(tinyFiles());
    server.rules.corrupt = (path, bytes) =>
      path === 'config.json' ? bytes.map((b) => (b === 0x38 ? 0x39 : b)) : bytes;
    const error = await failure(load());
    expect(error.code).toBe('bad-file');
    expect(error.details.file).toBe('config.json');
  });

  it('find a piece that was damaged on disk, and fetch the file anew', async () => {
    await start(tinyFiles());
    await load();
    for (const [key, blob] of disk.entries) {
      if (key.includes('checked')) disk.entries.delete(key);
      if (key.includes('blobs') && key.includes('model.safetensors'))
        disk.entries.set(key, new Blob([new Uint8Array(await blob.arrayBuffer()).fill(7, 2000)]));
    }
    const { table } = await load();
    expect(table[9]).toBe(9 / 1024);
  });

  it('are not needed to see that a kept piece is too short', async () => {
    await start(tinyFiles());
    await load();
    for (const [key, blob] of disk.entries)
      if (key.includes('blobs') && key.includes('model.safetensors')) disk.entries.set(key, blob.slice(0, 100));
    const { table } = await load();
    expect(table[9]).toBe(9 / 1024);
  });

  it('let a file of another length than promised not pass', async () => {
    await start(tinyFiles());
    server.rules.corrupt = (path, bytes) => (path === 'config.json' ? new Uint8Array([...bytes, 32]) : bytes);
    const error = await failure(load());
    expect(error.code).toBe('bad-file');
    expect(error.message).toContain('were expected');
  });
});

describe('what can go wrong with a hub', () => {
  const refuse =
    (status: number, headers = {}) =>
    (path: string) =>
      path.includes('/api/') ? { status, headers } : null;

  it.each([
    [404, 'not-found', 'does not exist'],
    [401, 'gated', 'private or gated'],
    [403, 'gated', 'private or gated'],
    [400, 'server', 'could not be fetched'],
  ])('status %i is reported as %s', async (status, reason, text) => {
    await start(tinyFiles());
    server.rules.refuse = refuse(status, { 'x-error-code': 'SomeReason' });
    const error = await failure(load());
    expect(error.code).toBe('network');
    expect(error.details.reason).toBe(reason);
    expect(error.message).toContain(text);
    expect(error.message).toContain('SomeReason');
    expect(error.hint).not.toBe('');
  });

  it('a rate limit is waited for when it is short and reported when it is long', async () => {
    await start(tinyFiles());
    let refused = 0;
    server.rules.refuse = (path) =>
      path.includes('/api/') && refused++ === 0 ? { status: 429, headers: { 'retry-after': '1' } } : null;
    await load();
    expect(refused).toBe(2);
    disk.entries.clear();
    server.rules.refuse = refuse(429, { 'retry-after': '3600' });
    const error = await failure(load());
    expect(error.details).toMatchObject({ reason: 'rate-limited', retryAfter: 3600 });
  });

  it('no connection is reported as such', async () => {
    await start(tinyFiles());
    await server.stop();
    const error = await failure(hubStore(source, {}, { pause: 1 }));
    expect(error.details.reason).toBe('offline');
    await start(tinyFiles());
  });

  it('a connection that breaks again and again is reported as cut', async () => {
    await start(tinyFiles());
    server.rules.cutAfter = (path) => (path === 'config.json' ? 0 : null);
    const store = await hubStore(source, {}, { pause: 1 });
    const error = await failure(store.open('config.json'));
    expect(['cut', 'offline']).toContain(error.details.reason);
    expect(server.rangesOf('config.json').length).toBe(4);
  });

  it('a full disk makes the model unkept, not unusable', async () => {
    await start(filesOf(LARGE));
    disk.quota = 17 * 2 ** 20;
    const { checkpoint, table } = await load();
    expect(table.at(-1)).toBe(last(LARGE));
    expect(checkpoint.warnings).toEqual([expect.stringContaining('no room to keep the download')]);
    expect(await listCachedModels()).toMatchObject([{ complete: false }]);
  });

  it('a browser that has too little room from the beginning is not filled up', async () => {
    await start(filesOf(MEDIUM));
    vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: 2_000_000, usage: 1_500_000 }) } });
    const { checkpoint, table } = await load();
    expect(table.at(-1)).toBe(last(MEDIUM));
    expect(checkpoint.warnings).toEqual([expect.stringMatching(/\d+ bytes are needed, 500000 are free/)]);
    expect([...disk.entries.keys()].filter((key) => key.includes('blobs') && key.includes('safetensors'))).toEqual([]);
  });

  it('weights beyond the limit are refused before they are fetched', async () => {
    await start(filesOf(MEDIUM));
    const error = await failure(load({ ...source, maxBytes: 1_000_000 }));
    expect(error.code).toBe('too-large');
    expect(error.message).toMatch(/take 10\d{5} bytes; the limit is 1000000/);
    expect(server.rangesOf('model.safetensors').filter((range) => range === null)).toEqual([]);
  });

  it('a repository that shows its list and not its files is reported as gated', async () => {
    await start(tinyFiles());
    const headers = { 'x-error-code': 'GatedRepo', 'x-error-message': 'Access to model tests/tiny is restricted.' };
    server.rules.refuse = (path) => (path.includes('/resolve/') ? { status: 403, headers } : null);
    const error = await failure(load());
    expect(error.details).toMatchObject({ reason: 'gated', status: 403 });
    expect(error.message).toContain('is restricted');
  });

  it('a server that falls silent is left for another attempt', async () => {
    await start(tinyFiles());
    server.rules.silentAfter = (path, attempt) => (path === 'config.json' && attempt === 1 ? 20 : null);
    const store = await hubStore(source, {}, { pause: 1, patience: 200 });
    expect((await store.open('config.json'))!.size).toBe(tinyFiles().get('config.json')!.byteLength);
    expect(server.rangesOf('config.json')).toEqual([null, 'bytes=20-']);
    server.rules.silentAfter = (path) => (path === 'model.safetensors' ? 0 : null);
    const weights = await store.open('model.safetensors');
    const error = await failure(weights!.read(0, 8));
    expect(error.message).toContain('nothing came for 0.2 seconds');
  });

  it('a browser without a cache loads all the same and says that nothing is kept', async () => {
    await start(tinyFiles());
    vi.stubGlobal('caches', undefined);
    const { checkpoint, table } = await load();
    expect(table[3]).toBe(3 / 1024);
    expect(checkpoint.warnings).toEqual([expect.stringContaining('keeps no downloads')]);
    expect(await ModelCache.open()).toBeNull();
  });

  it('an abort ends a slow download at once', async () => {
    await start(filesOf(MEDIUM));
    server.rules.slow = 300;
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 200);
    expect((await failure(load(source, { signal: abort.signal }))).code).toBe('cancelled');
    // The whole file would take 17 packets of 300 ms: it did not come to an end before the abort was noticed.
    expect([...disk.entries.keys()].filter((key) => key.includes('model.safetensors'))).toEqual([]);
    const seen = server.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.requests.length).toBe(seen);
  });

  it('a repository without safetensors is refused with what it has', async () => {
    await start(
      new Map([
        ['config.json', tinyFiles().get('config.json')!],
        ['pytorch_model.bin', new Uint8Array(9)],
      ]),
    );
    const error = await failure(load());
    expect(error.message).toContain('pytorch_model.bin');
    expect(error.hint).toContain('converted');
  });

  it('a hub that gives no sizes and hashes is refused', async () => {
    await start(tinyFiles());
    server.rules.bare = true;
    expect((await failure(load())).message).toContain('lists 2 files and gives none of them a size and a hash');
  });

  it('a hub that answers a commit with another is refused', async () => {
    await start(tinyFiles());
    const error = await failure(load({ ...source, revision: 'a'.repeat(40) }));
    expect(error.details).toMatchObject({ expected: 'a'.repeat(40), found: COMMIT });
  });

  it.each(['../secrets', 'a/b/c', 'a b', 'https://x.y/z'])('the name %j is refused', async (repo) => {
    await start(tinyFiles());
    expect((await failure(hubStore({ ...source, repo }, {}))).code).toBe('bad-argument');
  });

  it('a token goes to the hub and not to where it redirects', async () => {
    await start(tinyFiles());
    await load({ ...source, token: 'hf_secret' });
    expect(new Set(server.authorizations)).toEqual(new Set(['Bearer hf_secret']));
    expect(new Set(server.requests.map(({ authorization }) => authorization))).toEqual(new Set([null]));
    expect([...disk.entries.keys()].join()).not.toContain('hf_secret');
  });
});
