/**
 * Bad models through the whole path: one clear error from `loadModel`, before anything is allocated where that can be known, naming the
 * file, the tensor and both values. Parsers alone are tested in test/checkpoint, test/models and test/tokenizer.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineError } from '@/engine/errors';
import { cpu } from './devices';
import { fixture, modelFolder } from './fixtures';

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;

const stories = fileURLToPath(new URL('../public/models/stories-15m', import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'statescope-bad-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const WEIGHTS = 'model.safetensors';

/** Copies a fixture, then lets `edit` change the header, the data or the config. */
function broken(
  name: string,
  edit: (parts: { header: Header; data: Buffer; config: Record<string, unknown> }) => void,
): void {
  cpSync(modelFolder(name), folder, { recursive: true });
  const bytes = readFileSync(at(WEIGHTS));
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const parts = {
    header: JSON.parse(bytes.toString('utf8', 8, start)) as Header,
    data: Buffer.from(bytes.subarray(start)),
    config: JSON.parse(readFileSync(at('config.json'), 'utf8')),
  };
  edit(parts);
  const json = Buffer.from(JSON.stringify(parts.header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(at(WEIGHTS), Buffer.concat([size, json, parts.data]));
  writeFileSync(at('config.json'), JSON.stringify(parts.config));
}

/** The one error of loading what lies in `folder`; fails if it loads. */
async function refusal(): Promise<EngineError> {
  const outcome = await cpu.load(folder).then(
    (model) => `${model.name} was loaded`,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(EngineError);
  const error = outcome as EngineError;
  expect(error.message).not.toContain('\n');
  expect(error.hint).not.toContain('\n');
  return error;
}

async function expectRefusal(code: EngineError['code'], ...parts: (string | RegExp)[]): Promise<void> {
  const error = await refusal();
  expect({ code: error.code, message: error.message }).toEqual({ code, message: expect.any(String) });
  for (const part of parts) expect(error.message).toMatch(part);
}

const X_PROJ = 'backbone.layers.1.mixer.x_proj.weight'; // [29, 40]: dt_rank 7 + 2 × state 11

describe('a file of weights', () => {
  it('that ends too early is refused with both lengths', async () => {
    cpSync(modelFolder('mamba-odd'), folder, { recursive: true });
    const bytes = readFileSync(at(WEIGHTS));
    writeFileSync(at(WEIGHTS), bytes.subarray(0, bytes.length - 12));
    await expectRefusal('bad-file', WEIGHTS, /\d+/);
  });

  it.each([
    ['nothing at all', Buffer.alloc(0)],
    ['a header longer than itself', Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x7b])],
    ['a header that is not JSON', Buffer.from([4, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7b, 0x7b, 0x7b])],
    ['a web page in its place', Buffer.from('<!doctype html><title>404</title>')],
  ])('with %s is refused by name', async (_, bytes) => {
    cpSync(modelFolder('mamba-odd'), folder, { recursive: true });
    writeFileSync(at(WEIGHTS), bytes);
    await expectRefusal('bad-file', WEIGHTS);
  });

  it('whose tensors overlap is refused, with the tensor', async () => {
    broken('mamba-odd', ({ header }) => {
      const { data_offsets } = header[X_PROJ]!;
      data_offsets[0] -= 4;
      data_offsets[1] -= 4;
    });
    await expectRefusal('bad-file', WEIGHTS, X_PROJ, '39356', '39360');
  });

  it('whose tensor lies outside of it is refused, with the tensor and both ends', async () => {
    let end = 0;
    broken('mamba-odd', ({ header, data }) => {
      end = data.length;
      const last = Object.values(header).find((t) => t.data_offsets?.[1] === end)!;
      last.data_offsets = [last.data_offsets[0], end + 400];
      last.shape = [(last.data_offsets[1] - last.data_offsets[0]) / 4];
    });
    await expectRefusal('bad-file', WEIGHTS, String(end + 400));
  });

  it('whose offsets hold another number of bytes than its shape is refused', async () => {
    broken('mamba-odd', ({ header }) => {
      header[X_PROJ]!.shape = [29, 41];
    });
    await expectRefusal('bad-file', WEIGHTS, X_PROJ, String(4 * 29 * 41), String(4 * 29 * 40));
  });

  it('of another kind of number is refused, with tensor and dtype', async () => {
    broken('mamba-odd', ({ header }) => {
      header[X_PROJ]!.dtype = 'I32';
    });
    await expectRefusal('bad-shape', X_PROJ, 'I32');
  });

  it('that lacks a tensor is refused, with its name', async () => {
    broken('mamba-odd', ({ header }) => {
      header['backbone.layers.1.mixer.x_projection.weight'] = header[X_PROJ]!;
      delete header[X_PROJ];
    });
    await expectRefusal('missing-tensor', X_PROJ);
  });

  it('that disagrees with the config is refused, with tensor and both shapes', async () => {
    broken('mamba-odd', ({ config }) => {
      config.state_size = 12;
    });
    await expectRefusal('bad-shape', /mixer\.(x_proj\.weight|A_log)/, /31|12/, /29|11/);
  });

  it.each([
    ['NaN', 0x7fc00000],
    ['infinity', 0x7f800000],
  ])('that holds %s is refused, with tensor and place', async (_, bits) => {
    broken('mamba-odd', ({ header, data }) => {
      data.writeUInt32LE(bits, header[X_PROJ]!.data_offsets[0] + 4 * 77);
    });
    await expectRefusal('bad-weights', WEIGHTS, X_PROJ, '[1,37]');
  });

  it('that an index names but that is not there is refused, with its name', async () => {
    cpSync(modelFolder('mamba-biases-sharded-bf16'), folder, { recursive: true });
    const shard = readdirSync(folder).find((name) => name.startsWith('model-00002'))!;
    rmSync(at(shard));
    await expectRefusal('bad-file', shard);
  });

  it('may hold more than is needed: the reader is told', async () => {
    broken('mamba-odd', ({ header, data }) => {
      header['optimizer.step'] = { dtype: 'F32', shape: [0], data_offsets: [data.length, data.length] };
    });
    const model = await cpu.load(folder);
    expect(model.warnings.join()).toContain('optimizer.step');
    model.dispose();
  });
});

describe('a folder', () => {
  it('without config.json is refused', async () => {
    cpSync(modelFolder('mamba-odd'), folder, { recursive: true });
    rmSync(at('config.json'));
    await expectRefusal('bad-file', 'config.json');
  });

  it('without weights is refused', async () => {
    cpSync(modelFolder('mamba-odd'), folder, { recursive: true });
    rmSync(at(WEIGHTS));
    await expectRefusal('bad-file', WEIGHTS);
  });

  it('that is not there is refused, with its path', async () => {
    await expect(cpu.load('no/such/folder')).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringMatching(/^no\/such\/folder is not a folder/),
    });
  });

  it('with a model of another kind is refused, with the kinds there are', async () => {
    broken('mamba-odd', ({ config }) => {
      config.model_type = 'rwkv';
    });
    await expectRefusal('unknown-model', 'rwkv', 'nemotron_h');
  });

  it('with a config that no model allows is refused, with field, value and rule', async () => {
    broken('jamba', ({ config }) => {
      config.num_key_value_heads = 3;
    });
    await expectRefusal('bad-config', 'num_key_value_heads', '3', '4');
  });

  it('with the tokenizer of another model is refused, with both sizes', async () => {
    cpSync(modelFolder('mamba-odd'), folder, { recursive: true });
    cpSync(join(stories, 'tokenizer.json'), at('tokenizer.json'));
    await expectRefusal('bad-tokenizer', '5271', '96');
  });
});

describe('a loaded model', () => {
  it('refuses ids outside its vocabulary and stays as it was', async () => {
    const { folder: path, prompt } = fixture('mamba-odd');
    const model = await cpu.load(path);
    const session = await model.createSession();
    await session.prefill(prompt);
    for (const ids of [[5, 97], [-1], [2 ** 32], [1.5], [Number.NaN]])
      await expect(session.prefill(ids)).rejects.toMatchObject({
        code: 'bad-token',
        message: expect.stringMatching(/token \d has id .*; this model's vocabulary is 0 … 96/),
      });
    expect(session.tokens).toEqual(prompt);
    model.dispose();
  });

  it('is loaded no further once the caller gives up', async () => {
    const controller = new AbortController();
    const onProgress = (phase: string) => {
      if (phase === 'weights') controller.abort();
    };
    await expect(cpu.load(fixture('jamba').folder, { signal: controller.signal, onProgress })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
