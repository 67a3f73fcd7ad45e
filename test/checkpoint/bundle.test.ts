import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bindWeights } from '@/engine/checkpoint/bind';
import { openCheckpoint } from '@/engine/checkpoint/source';
import { EngineError } from '@/engine/errors';
import { buildBlueprint } from '@/engine/models';
import { type Files, manifestOf, TestServer } from './server';
import { tinyFiles, tinyTensors } from './tiny';

let server: TestServer;
let files: Files;

beforeEach(async () => {
  files = new Map([...tinyFiles()].map(([name, bytes]) => [`tiny/${name}`, bytes]));
  files.set('manifest.json', manifestOf('tiny', tinyFiles()));
  server = await TestServer.start(files);
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await server.stop();
});

const open = (options = {}) => openCheckpoint({ kind: 'bundle', name: 'tiny', base: server.base }, options);

async function failure(work: Promise<unknown>): Promise<EngineError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EngineError);
  return error as EngineError;
}

describe('a bundle', () => {
  it('is fetched, checked and read', async () => {
    const seen: [number, number][] = [];
    const checkpoint = await open({ onProgress: (done: number, total: number) => seen.push([done, total]) });
    expect(checkpoint.name).toBe('tiny');
    expect(checkpoint.warnings).toEqual([]);
    const { reader } = bindWeights(checkpoint, buildBlueprint(checkpoint.config));
    expect(await reader.read('model.norm.weight')).toEqual(tinyTensors().get('model.norm.weight')!.data);
    const total = [...tinyFiles().values()].reduce((n, bytes) => n + bytes.byteLength, 0);
    expect(seen.at(-1)).toEqual([total, total]);
  });

  it.each(['config.json', 'model.safetensors'])('is refused when its %s was altered', async (name) => {
    server.rules.corrupt = (path, bytes) =>
      path === `tiny/${name}` ? bytes.map((b, i) => (i === 60 ? b ^ 1 : b)) : bytes;
    const error = await failure(open());
    expect(error.code).toBe('bad-file');
    expect(error.message).toMatch(
      new RegExp(`^${name} of tiny was altered: its SHA-256 is [0-9a-f]{64}; manifest.json gives`),
    );
  });

  it('is refused too where the page has no crypto.subtle', async () => {
    vi.stubGlobal('crypto', {});
    server.rules.corrupt = (path, bytes) =>
      path === 'tiny/config.json' ? bytes.map((b, i) => (i === 60 ? b ^ 1 : b)) : bytes;
    expect((await failure(open())).message).toContain('altered');
  });

  it('is asked for again past the HTTP cache when the first copy is an old one', async () => {
    let first = true;
    server.rules.corrupt = (path, bytes) => {
      if (path !== 'tiny/config.json' || !first) return bytes;
      first = false;
      return bytes.map((b, i) => (i === 60 ? b ^ 1 : b));
    };
    expect((await open()).config.model_type).toBe('llama');
  });

  it('that is cut short goes on where it broke', async () => {
    server.rules.cutAfter = (path, attempt) => (path === 'tiny/model.safetensors' && attempt === 1 ? 1000 : null);
    const checkpoint = await open();
    expect(checkpoint.tensors.size).toBe(tinyTensors().size);
    expect(server.rangesOf('model.safetensors')).toEqual([null, expect.stringMatching(/^bytes=\d+-$/)]);
  });

  it('that the manifest does not list is read with a warning', async () => {
    files.set('manifest.json', manifestOf('other', new Map()));
    const checkpoint = await open();
    expect(checkpoint.warnings).toEqual([expect.stringContaining('were not checked')]);
    expect(checkpoint.tensors.size).toBe(tinyTensors().size);
    expect(await checkpoint.tokenizer).toBeNull();
  });

  it('is read with a warning where there is no manifest', async () => {
    files.delete('manifest.json');
    expect((await open()).warnings).toEqual([expect.stringContaining('were not checked')]);
  });

  it('is refused when the manifest itself is broken', async () => {
    files.set('manifest.json', new TextEncoder().encode('<!doctype html><p>no such page'));
    expect((await failure(open())).code).toBe('bad-file');
    files.set('manifest.json', new TextEncoder().encode('{"schema": 2, "bundles": []}'));
    expect((await failure(open())).message).toContain('schema');
  });

  it('that is not there is reported by name', async () => {
    const error = await failure(openCheckpoint({ kind: 'bundle', name: 'nothing', base: server.base }));
    expect(error.message).toContain('nothing has no config.json');
  });

  it.each(['../models', 'a/b', '', '.hidden'])('may not be named %j', async (name) => {
    expect((await failure(openCheckpoint({ kind: 'bundle', name, base: server.base }))).code).toBe('bad-argument');
  });

  it('can be cancelled, before and in the middle', async () => {
    expect((await failure(open({ signal: AbortSignal.abort() }))).code).toBe('cancelled');
    expect(server.requests).toEqual([]);
    const abort = new AbortController();
    const onProgress = () => abort.abort();
    expect((await failure(open({ signal: abort.signal, onProgress }))).code).toBe('cancelled');
  });
});
