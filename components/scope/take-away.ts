/** What a reader can carry off from a screen of the lab: the link, its QR code, tensors as CSV and safetensors, the screen as a notebook. */
import type { BlueprintNode } from '@/engine/blueprint/types';
import { writeSafetensors } from '@/engine/checkpoint/safetensors';
import type { Tensor } from '@/engine/tensor';
import { largest } from '@/engine/views';
import type { LiveModel } from '@/engine/worker/client';
import { opsOf } from '../blueprint/nodes';
import type { Table } from '../figure/export';
import type { Run } from './lab-run';
import type { LabState } from './lab-state';
import { makeNotebook, type Notebook } from './notebook/notebook';
import { atToken, tokenAxis } from './tensor-read';

/** Bytes that the largest QR code holds (version 40, error correction L; ISO/IEC 18004, table 7). */
export const QR_BYTES = 2953;
/** Rows of a CSV file: more no spreadsheet opens. */
export const CSV_ROWS = 1_000_000;

export interface QrPicture {
  /** Modules a side, without the quiet zone. */
  readonly size: number;
  /** The dark modules as one SVG path on a grid of `size` units. */
  readonly path: string;
}

export const qrFits = (link: string): boolean => new TextEncoder().encode(link).length <= QR_BYTES;

/** The QR code of a link that fits; the library is loaded here, when somebody asks. */
export async function qrOf(link: string): Promise<QrPicture> {
  const { create } = await import('qrcode');
  // Error correction M where there is room, for codes read from a projector's screen; L for the longest links.
  const level = new TextEncoder().encode(link).length <= 1000 ? 'M' : 'L';
  const { size, data } = create(link, { errorCorrectionLevel: level }).modules;
  let path = '';
  for (let y = 0; y < size; y++)
    for (let x = 0, run = 0; x < size; x += run) {
      run = 1;
      const dark = data[y * size + x] === 1;
      while (x + run < size && (data[y * size + x + run] === 1) === dark) run++;
      if (dark) path += `M${x} ${y}h${run}v1h-${run}z`;
    }
  return { size, path };
}

/** Quiet zone around a QR code, in modules (ISO/IEC 18004, 6.3.8). */
export const QUIET = 4;

/** The code as a file: black on white, whatever the page's scheme, since readers expect that. */
export function qrSvg({ size, path }: QrPicture): string {
  const all = size + 2 * QUIET;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-QUIET} ${-QUIET} ${all} ${all}" width="${8 * all}" height="${8 * all}" shape-rendering="crispEdges"><rect x="${-QUIET}" y="${-QUIET}" width="${all}" height="${all}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
}

/** One row per number: where it stands on each axis, the token's text, the value in full. Null for a tensor with too many. */
export function tapTable(node: BlueprintNode, tap: Tensor, text: (token: number) => string): Table | null {
  if (tap.data.length > CSV_ROWS) return null;
  const time = tokenAxis(node);
  const index = new Array<number>(tap.shape.length).fill(0);
  const rows = Array.from(tap.data, (value) => {
    const row = [...index, ...(time < 0 ? [] : [text(index[time]!)]), value];
    for (let axis = index.length - 1; axis >= 0 && ++index[axis]! === tap.shape[axis]; axis--) index[axis] = 0;
    return row;
  });
  const axes = node.shape.map((dim) => (dim === 'T' ? 'token' : dim === 'S' ? 'earlier_token' : dim));
  return { columns: [...axes, ...(time < 0 ? [] : ['text']), 'value'], rows };
}

/** Tensors by their node ids, with what made them in the file's metadata. */
export function tapFile(
  taps: ReadonlyMap<string, Tensor>,
  about: { model: LiveModel; run: Run; set: LabState; link: string },
): Uint8Array<ArrayBuffer> {
  const { model, run, set, link } = about;
  return writeSafetensors(taps, {
    model: model.info.name,
    device: `${model.info.kind}: ${model.info.device}`,
    tokens: run.ids.join(','),
    changes: JSON.stringify(set.changes),
    link,
  });
}

interface Manifest {
  readonly bundles: readonly {
    readonly name: string;
    readonly files: readonly { readonly path: string; readonly sha256: string }[];
  }[];
}

/** Files that PyTorch needs of a bundle. */
const NEEDED = /^(config|generation_config|tokenizer|tokenizer_config)\.json$|^model\.safetensors$/;

export interface NotebookPlace {
  readonly locale: 'en' | 'es';
  readonly link: string;
  /** Address of the folder of bundles, and of the page of models. */
  readonly bundles: string;
  readonly modelsPage: string;
  readonly manifest: Manifest;
  /** The changes that are active, in words. */
  readonly changes: readonly string[];
}

/**
 * The notebook of a screen. Its numbers are those on the page; with changes active they are those of the same text in the model as it is,
 * read in a session of their own.
 */
export async function notebookOf(
  model: LiveModel,
  run: Run,
  set: LabState,
  node: BlueprintNode,
  place: NotebookPlace,
): Promise<Notebook> {
  const { blueprint, name, drawable } = model.info;
  const files = place.manifest.bundles.find((bundle) => bundle.name === name)?.files ?? [];
  const token = Math.min(set.token, run.ids.length - 1);
  const plain = run.plain !== null;
  const tap = plain ? await plainTap(model, run.ids, node) : run.shown.taps.get(node.id)!;
  const scores = (run.plain ?? run.logits)[token]!.subarray(0, drawable);
  const best = largest(scores, 10);
  const most = scores[best[0]!]!;
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - most);
  const pieces = await model.pieces(best);
  return makeNotebook({
    locale: place.locale,
    model: name,
    modelType: blueprint.modelType,
    files: files.filter(({ path }) => NEEDED.test(path)),
    bundles: place.bundles,
    modelsPage: place.modelsPage,
    link: place.link,
    ids: run.ids,
    token,
    layer: node.layer ?? 0,
    node: node.id,
    nodes: opsOf(blueprint, node.layer).map(({ id }) => id),
    tokenAxis: tokenAxis(node),
    values: atToken(node, tap, token).data,
    top: best.map((id, i) => ({
      id,
      label: pieces[i]?.display ?? String(id),
      probability: Math.exp(scores[id]! - most) / sum,
    })),
    drawable,
    changes: place.changes,
  });
}

async function plainTap(model: LiveModel, ids: readonly number[], node: BlueprintNode): Promise<Tensor> {
  const session = await model.createSession();
  try {
    return (await session.prefill(ids, { taps: [node.id] })).taps.get(node.id)!;
  } finally {
    session.close();
  }
}
