/**
 * What was measured on this device: kept in the browser, read as a roof, drawn as points. One record per model, backend and device, since
 * a reader may switch between WebGPU and CPU and compare.
 */
import { clear, createStore, type UseStore, values, set as write } from 'idb-keyval';
import { decodeBytes, decodeFlops, prefillBytes, prefillFlops, type Roof, type Row } from '@/engine/bench';
import type { Series } from '../charts/line-chart';
import type { CostModel } from './models';
import type { Quantity } from './quantities';

export interface Measured {
  readonly version: 1;
  /** Name of the bundle. */
  readonly model: string;
  readonly kind: 'webgpu' | 'cpu';
  readonly device: string;
  /** When it was finished, ISO 8601. */
  readonly date: string;
  readonly rows: readonly Row[];
}

let store: UseStore | null = null;
const database = () => {
  store ??= createStore('statescope-cost', 'measured');
  return store;
};

const known = (value: unknown): value is Measured => {
  const v = value as Partial<Measured> | null;
  return v?.version === 1 && typeof v.model === 'string' && typeof v.device === 'string' && Array.isArray(v.rows);
};

/** All that is kept. Private windows may refuse storage: then nothing is. */
export async function readMeasured(): Promise<Measured[]> {
  const all: unknown[] = await values(database()).catch(() => []);
  return all.filter(known);
}

/** Keeps records in the browser; where storage is forbidden they live as long as the page. */
export async function keepMeasured(measured: readonly Measured[]): Promise<void> {
  for (const m of measured) await write(`${m.kind} ${m.device} ${m.model}`, m, database()).catch(() => undefined);
}

/** Forgets all that was kept. */
export async function clearMeasured(): Promise<void> {
  await clear(database()).catch(() => undefined);
}

/** New records replace those of the same model, backend and device. */
export function merge(old: readonly Measured[], fresh: readonly Measured[]): Measured[] {
  const same = (a: Measured, b: Measured) => a.model === b.model && a.kind === b.kind && a.device === b.device;
  return [...old.filter((m) => !fresh.some((f) => same(m, f))), ...fresh];
}

/** Of several devices or backends, those of the newest record: points of different machines do not belong on one roof. */
export function newest(all: readonly Measured[]): Measured[] {
  const last = all.reduce<Measured | null>((a, b) => (a && a.date >= b.date ? a : b), null);
  return last ? all.filter((m) => m.kind === last.kind && m.device === last.device) : [];
}

const F32 = { weightBytes: 4, stateBytes: 4 };

/**
 * The best that this device was seen to do: its most FLOP and its most bytes per second in any prefill or decode step. No median lies below the line that this roof gives, and how far one lies above is what launches, waiting and imperfect kernels cost.
 */
export function roofOf(measured: readonly Measured[], models: readonly CostModel[]): Roof | null {
  let [flops, bandwidth] = [0, 0];
  for (const { model, rows } of measured) {
    const profile = models.find(({ id }) => id === model)?.profile;
    if (!profile) continue;
    const seen = (milliseconds: number, work: number, bytes: number) => {
      if (!(milliseconds > 0)) return;
      flops = Math.max(flops, (1000 * work) / milliseconds);
      bandwidth = Math.max(bandwidth, (1000 * bytes) / milliseconds);
    };
    for (const { length, prefill, decode } of rows) {
      seen(prefill.median, prefillFlops(profile, length), prefillBytes(profile, length, 1, F32));
      seen(decode.median, decodeFlops(profile, length), decodeBytes(profile, length, 1, F32));
    }
  }
  return flops > 0 && bandwidth > 0 ? { flops, bandwidth } : null;
}

/** The measured points of a model in one of the pictures, with quartiles for times; null where nothing of it was measured. */
export function pointsOf(
  { rows }: Measured,
  { id, colour }: CostModel,
  quantity: Quantity,
  label: string,
): Series | null {
  if (quantity === 'flops' || rows.length === 0) return null;
  const x = rows.map((row) => row.length);
  const base = { id: `${id} measured`, label, colour, x, points: true, unnamed: true };
  if (quantity === 'memory') return { ...base, y: rows.map((row) => row.keptBytes) };
  const seconds = (part: 'median' | 'low' | 'high') => rows.map((row) => row[quantity][part] / 1000);
  return { ...base, y: seconds('median'), low: seconds('low'), high: seconds('high') };
}
