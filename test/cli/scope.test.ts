/** The command line, run as a program: JSON on standard output; an error is one line on standard error and an exit status that is not 0. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, readTensors } from '../fixtures';
import { LOGITS, TAPS, worst, worstRow } from '../tolerance';
import { describeGpu } from '../webgpu/harness';
import { json, npmScope, refusal, scope } from './run';

const mamba = fixture('mamba-odd');
const tokens = mamba.prompt.join();
const stories = 'public/models/stories-15m';

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'statescope-cli-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

interface Logits {
  device: string;
  shape: [number, number];
  logits: number[][];
}
interface Generated {
  device: string;
  ids: number[];
  text: string | null;
  prefillTokensPerSecond: number;
  decodeTokensPerSecond: number;
}
interface Priced {
  layers: string;
  totals: { parameters: number; activeParameters: number; cacheBytes: number };
  nodes: { id: string; op: string; shape: (number | string)[]; formula: string; decodeFlops?: number }[];
}

function expectLogits({ shape, logits }: Logits, tolerance: number): void {
  expect(shape).toEqual([mamba.prompt.length, 97]);
  const { error, what } = worstRow({ shape, data: Float32Array.from(logits.flat()) }, mamba.expected.get('logits')!);
  expect(error, what).toBeLessThan(tolerance);
}

describe('scope logits', () => {
  it('prints the logits of every position', async () => {
    const out = await json<Logits>(npmScope('logits', '--model', mamba.folder, '--tokens', tokens, '--device', 'cpu'));
    expect(out.device).toBe('cpu');
    expectLogits(out, LOGITS.cpu);
  });

  it('prints the same in chunks', async () => {
    const args = ['--model', mamba.folder, '--tokens', tokens, '--device', 'cpu', '--chunk', '7'];
    expectLogits(await json<Logits>(scope('logits', ...args)), LOGITS.cpu);
  });

  it('takes the format of the weights', async () => {
    const args = ['--model', mamba.folder, '--tokens', tokens, '--device', 'cpu', '--dtype', 'int8'];
    const { logits } = await json<Logits>(scope('logits', ...args));
    const { error } = worst(logits.flat(), mamba.expected.get('logits')!.data);
    expect(error).toBeGreaterThan(1e-3);
    expect(error).toBeLessThan(0.5);
  });
});

describeGpu('scope on WebGPU', () => {
  it('prints the logits of every position', async () => {
    const args = ['--model', mamba.folder, '--tokens', tokens, '--device', 'webgpu'];
    const out = await json<Logits>(scope('logits', ...args));
    expect(out.device).toMatch(/^webgpu \(.+\)$/);
    expectLogits(out, LOGITS.webgpu);
  });

  it('generates the same tokens', async () => {
    const args = ['--model', mamba.folder, '--tokens', tokens, '--max-tokens', '12', '--device', 'webgpu'];
    expect((await json<Generated>(scope('generate', ...args))).ids).toEqual(untilEnd(mamba.greedy.slice(0, 12)));
  });
});

/** Generation stops after an end-of-text token (id 2 in the fixtures). */
const untilEnd = (ids: readonly number[]) => (ids.includes(2) ? ids.slice(0, ids.indexOf(2) + 1) : [...ids]);

describe('scope generate', () => {
  it('continues tokens greedily by default', async () => {
    const args = ['--model', mamba.folder, '--tokens', tokens, '--max-tokens', '64', '--device', 'cpu'];
    const out = await json<Generated>(scope('generate', ...args));
    expect(out.ids).toEqual(untilEnd(mamba.greedy));
    expect(out.text).toBeNull();
    expect(out.prefillTokensPerSecond).toBeGreaterThan(0);
    expect(out.decodeTokensPerSecond).toBeGreaterThan(0);
  });

  it('continues a text, repeatably under a seed', async () => {
    const args = ['--model', stories, '--prompt', 'Once upon a time', '--max-tokens', '12', '--device', 'cpu'];
    const sampled = [...args, '--temperature', '1.5', '--top-k', '1000', '--top-p', '0.99', '--seed'];
    const [greedy, a, b] = await Promise.all([
      json<Generated>(scope('generate', ...args)),
      json<Generated>(scope('generate', ...sampled, '3')),
      json<Generated>(scope('generate', ...sampled, '3')),
    ]);
    expect(greedy.text).toMatch(/^, there was a /);
    expect(a.ids.length).toBe(12);
    expect(b.ids).toEqual(a.ids);
    expect(a.ids).not.toEqual(greedy.ids);
  });
});

describe('scope trace', () => {
  it('writes every tap as a named tensor', async () => {
    const out = join(scratch, 'all.safetensors');
    const args = ['--model', mamba.folder, '--tokens', tokens, '--out', out, '--device', 'cpu'];
    const result = await json<{ taps: number; bytes: number }>(scope('trace', ...args));
    const taps = readTensors(out);
    const names = [...mamba.expected.keys()].filter((name) => !name.includes('early'));
    expect([...taps.keys()].sort()).toEqual([...names, 'tokens'].sort());
    expect(result.taps).toBe(taps.size);
    expect([...taps.get('tokens')!.data]).toEqual(mamba.prompt);
    for (const name of names) {
      expect(taps.get(name)!.shape, name).toEqual(mamba.expected.get(name)!.shape);
      const { error, what } = worst(taps.get(name)!.data, mamba.expected.get(name)!.data);
      expect(error, `${name}: ${what}`).toBeLessThan(TAPS);
    }
  });

  it('writes those that a glob chooses, early readings too where it names them', async () => {
    const out = join(scratch, 'some.safetensors');
    const args = ['--model', mamba.folder, '--tokens', '1,2,3', '--out', out, '--device', 'cpu', '--taps'];
    await json(scope('trace', ...args, 'layers.*.early_logits'));
    expect([...readTensors(out).keys()]).toEqual(['layers.0.early_logits', 'layers.1.early_logits']);
    expect(await refusal(scope('trace', ...args, 'layers.*.atention'))).toContain('layers.*.atention');
  });
});

describe('scope blueprint', () => {
  it('prices Jamba-1.5-Large from a config alone', async () => {
    const config = join(scratch, 'config.json');
    cpSync('engine/models/published/jamba-1.5-large.json', config);
    const out = await json<Priced>(scope('blueprint', '--model', scratch, '--context', '262144'));
    expect((out.totals.parameters / 1e9).toFixed(1)).toBe('398.6');
    expect((out.totals.activeParameters / 1e9).toFixed(2)).toBe('94.15');
    expect(out.totals.cacheBytes).toBe(9 * 2 ** 30); // Jamba-1.5, Table 1: 9 GB at 256K
    expect(out.layers).toBe('MMMM*MMM'.repeat(9));
  });

  it('lists every node with shape, formula and cost', async () => {
    const out = await json<Priced>(scope('blueprint', '--model', mamba.folder));
    const h = out.nodes.find((node) => node.id === 'layers.1.mixer.h')!;
    expect(h).toMatchObject({ op: 'selective-state', shape: ['T', 40, 11] });
    expect(h.formula).toContain('h_t');
    expect(h.decodeFlops).toBeGreaterThan(0);
    expect(out.nodes.length).toBe(mamba.expected.size + 1);
  });

  it('knows the published models by name', async () => {
    const out = await json<Priced>(scope('blueprint', '--model', 'mamba-130m'));
    expect(out.totals.parameters).toBe(129_135_360);
  });
});

describe('an error is one line on standard error', () => {
  const good = ['--model', mamba.folder, '--device', 'cpu'];
  it.each([
    ['an unknown command', ['train'], '"train"'],
    ['an unknown flag', ['logits', '--modle', 'x'], '--modle'],
    ['an id out of range', ['logits', ...good, '--tokens', '5,97'], '97'],
    ['a folder that is not there', ['logits', '--model', 'no/such', '--tokens', '1', '--device', 'cpu'], 'no/such'],
  ])('for %s', async (_, args, part) => {
    expect(await refusal(scope(...args))).toContain(part);
  });

  it('for weights cut short, with the name of the file', async () => {
    const folder = join(scratch, 'short');
    cpSync(mamba.folder, folder, { recursive: true });
    const path = join(folder, 'model.safetensors');
    writeFileSync(path, readFileSync(path).subarray(0, 5000));
    const line = await refusal(scope('logits', '--model', folder, '--tokens', '1', '--device', 'cpu'));
    expect(line).toContain('model.safetensors');
  });
});
