import { readFileSync } from 'node:fs';
import { create } from 'qrcode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findNode } from '@/components/blueprint/nodes';
import { tableToCsv } from '@/components/figure/export';
import { DEFAULTS, type LabState } from '@/components/scope/lab-state';
import { LabStore } from '@/components/scope/lab-store';
import { notebookOf, QR_BYTES, qrFits, qrOf, qrSvg, tapFile, tapTable } from '@/components/scope/take-away';
import { BlobFile } from '@/engine/checkpoint/files';
import { readSafetensors } from '@/engine/checkpoint/safetensors';
import type { LiveModel } from '@/engine/worker/client';
import { closeAll, live } from './live';

let model: LiveModel;
beforeAll(async () => {
  model = await live('stories-mamba');
});
afterAll(closeAll);

const LINK = 'https://statescope.example/en/lab/?l=2&n=delta';
const manifest = JSON.parse(readFileSync('public/models/manifest.json', 'utf8'));

async function screen(set: Partial<LabState> = {}) {
  const store = new LabStore({ ...DEFAULTS, text: 'Once, "upon" a time', token: 3, layer: 2, node: 'delta', ...set });
  store.use(model);
  do await new Promise((resolve) => setTimeout(resolve, 5));
  while (store.lab.busy || (store.lab.run === null && store.lab.error === null));
  const run = store.lab.run!;
  const node = findNode(model.info.blueprint, 2, store.lab.set.node);
  return { store, run, node, tap: run.shown.taps.get(node.id)! };
}

describe('numbers taken away', () => {
  it('are in the CSV as they are in the tap, each with its place', async () => {
    for (const name of ['delta', 'h']) {
      const { run, node, tap } = await screen({ node: name });
      const csv = tableToCsv(tapTable(node, tap, (t) => run.pieces[t]!.text)!);
      const lines = csv.trimEnd().split('\r\n');
      expect(lines).toHaveLength(1 + tap.data.length);
      expect(lines[0]).toBe(name === 'h' ? 'token,d_inner,d_state,text,value' : 'token,d_inner,text,value');
      for (const at of [0, 1, tap.data.length >> 1, tap.data.length - 1]) {
        const line = lines[at + 1]!;
        const place = line.split(',').slice(0, tap.shape.length).map(Number);
        expect(place.reduce((sum, i, axis) => sum * tap.shape[axis]! + i, 0)).toBe(at);
        expect(Math.fround(Number(line.slice(line.lastIndexOf(',') + 1)))).toBe(tap.data[at]);
      }
    }
  });

  it('are no table where no spreadsheet would open it', async () => {
    const { node } = await screen();
    expect(tapTable(node, { shape: [1, 1_000_001], data: new Float32Array(1_000_001) }, String)).toBeNull();
  });

  it('come back from the safetensors file, with the tokens that made them', async () => {
    const { store, run, tap, node } = await screen();
    const bytes = tapFile(run.shown.taps, { model, run, set: store.lab.set, link: LINK });
    const file = new BlobFile('layer.safetensors', new Blob([bytes]));
    const { tensors, metadata } = await readSafetensors(file);
    expect(tensors.map(({ name }) => name).sort()).toEqual([...run.shown.taps.keys()].sort());
    expect(metadata).toMatchObject({ model: 'stories-mamba', tokens: run.ids.join(','), link: LINK, changes: '[]' });
    const entry = tensors.find(({ name }) => name === node.id)!;
    expect(entry.shape).toEqual(tap.shape);
    const data = await file.read(entry.start, entry.end);
    expect(new Float32Array(data.buffer, data.byteOffset, data.length / 4)).toEqual(tap.data);
  });
});

describe('a link as a QR code', () => {
  it('is drawn module by module', async () => {
    const { size, path } = await qrOf(LINK);
    const { modules } = create(LINK, { errorCorrectionLevel: 'M' });
    const drawn = new Uint8Array(size * size);
    for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)/g))
      drawn.fill(1, Number(y) * size + Number(x), Number(y) * size + Number(x) + Number(run));
    expect(size).toBe(modules.size);
    expect([...drawn]).toEqual([...modules.data].map(Number));
    const svg = qrSvg({ size, path });
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^<>]*>(<[a-z]+ [^<>]*\/>)+<\/svg>$/);
  });

  it('fits up to the largest code and is refused beyond', async () => {
    const longest = LINK.padEnd(QR_BYTES, 'x');
    expect(qrFits(longest)).toBe(true);
    expect((await qrOf(longest)).size).toBe(177);
    expect(qrFits(`${longest}x`)).toBe(false);
    await expect(qrOf(`${longest}x`)).rejects.toThrow();
  });
});

describe('a notebook of the lab', () => {
  const place = {
    locale: 'en' as const,
    link: LINK,
    bundles: 'https://statescope.example/models',
    modelsPage: 'https://statescope.example/en/models/',
    manifest,
    changes: [] as string[],
  };

  it('is a valid nbformat 4.5 file with the numbers of the page', async () => {
    const { store, run, node, tap } = await screen();
    for (const locale of ['en', 'es'] as const) {
      const text = JSON.stringify(await notebookOf(model, run, store.lab.set, node, { ...place, locale }));
      const notebook = JSON.parse(text);
      expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
      expect(notebook.metadata.kernelspec).toMatchObject({ name: 'python3', language: 'python' });
      const ids = notebook.cells.map((cell: { id: string }) => cell.id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const cell of notebook.cells) {
        expect(cell.id).toMatch(/^[a-zA-Z0-9-_]{1,64}$/);
        expect(Array.isArray(cell.source) && cell.source.length > 0).toBe(true);
        expect(cell.source.slice(0, -1).every((line: string) => line.endsWith('\n'))).toBe(true);
        const keys =
          cell.cell_type === 'code'
            ? ['cell_type', 'execution_count', 'id', 'metadata', 'outputs', 'source']
            : ['cell_type', 'id', 'metadata', 'source'];
        expect(Object.keys(cell).sort()).toEqual(keys);
      }
      const code = notebook.cells.map((cell: { source: string[] }) => cell.source.join('')).join('\n');
      expect(code).toContain(`IDS = [${run.ids.join(',')}]`);
      const numbers = /PAGE = torch\.tensor\(\[(.*?)\]\)/.exec(code)![1]!.split(', ').map(Number);
      const [, D] = tap.shape as [number, number];
      expect(numbers.map(Math.fround)).toEqual([...tap.data.subarray(3 * D, 4 * D)]);
      expect(code).toContain('def mixer_taps(m, u, **_):');
      for (const { path, sha256 } of manifest.bundles.find((b: { name: string }) => b.name === 'stories-mamba').files)
        if (path !== 'card.json') expect(code).toContain(`"${path}": "${sha256}"`);
    }
  });

  it('compares with the model as it is when the screen has changes, and says so', async () => {
    const plain = await screen();
    const changed = await screen({ changes: [{ node: 'layers.2.mixer.delta', kind: 'scale', value: 3 }] });
    const [a, b] = [
      await notebookOf(model, plain.run, plain.store.lab.set, plain.node, place),
      await notebookOf(model, changed.run, changed.store.lab.set, changed.node, { ...place, changes: ['delta × 3'] }),
    ];
    const numbers = (notebook: typeof a) =>
      notebook.cells
        .at(-1)!
        .source[0]!.match(/-?\d[\d.]*(e-?\d+)?/g)!
        .map(Number);
    expect(numbers(b)).toHaveLength(numbers(a).length);
    // Another session taps another set of nodes: sums round apart in the last places of f32.
    for (const [i, value] of numbers(b).entries()) expect(value).toBeCloseTo(numbers(a)[i]!, 5);
    expect(b.cells[1]!.source.join('')).toContain('`delta × 3`');
    expect(b.cells).toHaveLength(a.cells.length + 1);
  });
});
