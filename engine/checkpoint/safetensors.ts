/**
 * The safetensors format: an unsigned 64-bit length N, N bytes of JSON, then the numbers of all tensors, little-endian.
 * Source: huggingface/safetensors, README "Format" and safetensors/src/tensor.rs; every rule there is checked here, because the file may
 * come from anywhere. A header is judged against the file's size before anything of a size that it names is allocated.
 */
import { EngineError } from '../errors';
import { sizeOf, type Tensor } from '../tensor';
import { DTYPE_BITS } from './dtypes';
import type { CheckpointFile } from './files';
import { parseJson } from './json';

/** Longest header that the reference implementation takes (MAX_HEADER_SIZE). */
const MAX_HEADER = 100_000_000;

export interface TensorEntry {
  readonly name: string;
  readonly file: CheckpointFile;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Byte range in the file. */
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly tensors: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Reads and checks the header of one file. No tensor data is read. */
export async function readSafetensors(file: CheckpointFile, signal?: AbortSignal): Promise<SafetensorsHeader> {
  if (file.size < 8) refuse(file, `it holds ${file.size} bytes; the header length alone takes 8`);
  const lengthBytes = await file.read(0, 8, signal);
  const length = new DataView(lengthBytes.buffer).getBigUint64(0, true);
  if (length > MAX_HEADER) refuse(file, `the header length ${length} is larger than the format's limit ${MAX_HEADER}`);
  if (Number(length) > file.size - 8)
    refuse(file, `the header length ${length} is larger than the ${file.size - 8} bytes that follow it`, CUT);
  const bytes = await file.read(8, 8 + Number(length), signal);
  return parseHeader(bytes, file);
}

const CUT = 'The file is cut short or is no safetensors file; download it again.';

/** Checks the header's JSON against the file; `bytes` is the header alone. */
function parseHeader(bytes: Uint8Array, file: CheckpointFile): SafetensorsHeader {
  if (bytes[0] !== 0x7b) refuse(file, 'the header does not begin with "{"', CUT);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse(file, 'the header is not valid UTF-8');
  }
  const json = parseJson(text, `${file.path}, header`) as Record<string, unknown>;
  const base = 8 + bytes.byteLength;
  const tensors: TensorEntry[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(json)) {
    if (name === '__metadata__') metadata = metadataOf(value, file);
    else tensors.push(entryOf(name, value, file, base));
  }
  checkCover(tensors, file, base);
  return { tensors, metadata };
}

function metadataOf(value: unknown, file: CheckpointFile): Record<string, string> {
  if (!isRecord(value) || Object.values(value).some((v) => typeof v !== 'string'))
    refuse(file, `__metadata__ must map names to strings: ${shown(value)}`);
  return value as Record<string, string>;
}

function entryOf(name: string, value: unknown, file: CheckpointFile, base: number): TensorEntry {
  const bad: (rule: string) => never = (rule) => refuse(file, `tensor "${shorten(name)}": ${rule}`, '', name);
  if (!isRecord(value)) return bad(`its entry must be an object: ${shown(value)}`);
  const { dtype, shape, data_offsets: offsets, ...rest } = value;
  const extra = Object.keys(rest)[0];
  if (extra !== undefined) bad(`unknown field ${shown(extra)}`);
  if (typeof dtype !== 'string' || !Object.hasOwn(DTYPE_BITS, dtype))
    return bad(`unknown dtype ${shown(dtype)}; the format has ${Object.keys(DTYPE_BITS).join(', ')}`);
  if (!Array.isArray(shape) || !shape.every(isSize)) return bad(`shape must list whole numbers ≥ 0: ${shown(shape)}`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize))
    return bad(`data_offsets must be two whole numbers ≥ 0: ${shown(offsets)}`);
  const [from, to] = offsets as [number, number];
  if (from > to) bad(`data_offsets run backwards: ${from} to ${to}`);
  const room = file.size - base;
  if (to > room)
    refuse(
      file,
      `tensor "${shorten(name)}": its data ends at byte ${to}; the file holds ${room} bytes of data`,
      CUT,
      name,
    );
  const needed = (sizeOf(shape) * DTYPE_BITS[dtype]!) / 8;
  // A product beyond 2^53 is not exact, but then it is far from any to - from that fits in a file.
  if (needed !== to - from)
    bad(`shape [${shape}] of ${dtype} takes ${needed} bytes; data_offsets give it ${to - from}`);
  return { name, file, dtype, shape, start: base + from, end: base + to };
}

/** The format allows no hole and no overlap: in order of their offsets the tensors cover the data exactly. */
function checkCover(tensors: readonly TensorEntry[], file: CheckpointFile, base: number): void {
  const sorted = [...tensors].sort((a, b) => a.start - b.start || a.end - b.end);
  let reached = base;
  let last = '';
  for (const entry of sorted) {
    if (entry.start < reached)
      refuse(
        file,
        `tensor "${shorten(entry.name)}" begins at byte ${entry.start - base} of the data, before tensor "${shorten(last)}" ends at ${reached - base}`,
        '',
        entry.name,
      );
    if (entry.start > reached)
      refuse(
        file,
        `tensor "${shorten(entry.name)}" begins at byte ${entry.start - base} of the data; bytes ${reached - base} to ${entry.start - base} belong to no tensor`,
        '',
        entry.name,
      );
    reached = entry.end;
    last = entry.name;
  }
  if (reached !== file.size)
    refuse(file, `the tensors end at byte ${reached - base} of the data; the file holds ${file.size - base}`);
}

/**
 * One safetensors file of f32 tensors, sorted by name as PyTorch's writer would leave them for equal dtypes. `metadata` goes into
 * `__metadata__`. The data begins at a multiple of 8 bytes.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const names = [...tensors.keys()].sort();
  const header = new Map<string, unknown>();
  if (Object.keys(metadata).length > 0) header.set('__metadata__', metadata);
  let end = 0;
  for (const name of names) {
    if (name === '__metadata__') throw new EngineError('bad-argument', 'a tensor may not be named "__metadata__"');
    const { shape, data } = tensors.get(name)!;
    if (sizeOf(shape) !== data.length)
      throw new EngineError(
        'bad-shape',
        `tensor "${name}" of shape [${shape}] needs ${sizeOf(shape)} values; got ${data.length}`,
      );
    header.set(name, { dtype: 'F32', shape, data_offsets: [end, end + 4 * data.length] });
    end += 4 * data.length;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const padded = Math.ceil(json.length / 8) * 8;
  const out = new Uint8Array(8 + padded + end);
  new DataView(out.buffer).setBigUint64(0, BigInt(padded), true);
  out.fill(0x20, 8, 8 + padded);
  out.set(json, 8);
  let at = 8 + padded;
  for (const name of names) {
    const { data } = tensors.get(name)!;
    out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return out;
}

const isSize = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
const isRecord = (v: unknown): v is Record<string, unknown> => v !== null && typeof v === 'object' && !Array.isArray(v);
const shorten = (text: string) => (text.length > 120 ? `${text.slice(0, 120)}…` : text);
const shown = (value: unknown) => shorten(JSON.stringify(value) ?? String(value));

function refuse(file: CheckpointFile, rule: string, hint = '', tensor?: string): never {
  throw new EngineError('bad-file', `${file.path}: ${rule}`, hint, {
    file: file.path,
    ...(tensor === undefined ? {} : { tensor: shorten(tensor) }),
  });
}
