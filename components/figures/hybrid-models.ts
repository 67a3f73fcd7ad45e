/**
 * Published hybrids of recurrence and attention, from 2024 to 2026. Layers are counted as their sources give them; `others` are MLP or MoE
 * layers that stand as layers of their own, null where the MLP is part of every layer. `second`: read in a source that quotes the vendor's.
 */
import type { Text } from '@/engine/blueprint/types';
import type { ReferenceKey } from '../prose/references';

export const FAMILIES = ['mamba', 'mamba2', 'delta', 'other', 'parallel'] as const;
export type Family = (typeof FAMILIES)[number];

export interface HybridModel {
  readonly name: string;
  /** Year and month; the day where the source gives it. */
  readonly date: string;
  /** Parameters in billions: all, and those one token uses. */
  readonly total: number;
  readonly active: number | null;
  readonly family: Family;
  readonly layer: Text;
  /** Recurrent and full-attention layers; null where both run side by side in every layer. */
  readonly layers: { readonly recurrent: number; readonly attention: number; readonly others: number | null } | null;
  /** Tokens of context. */
  readonly context: number | null;
  readonly cite: ReferenceKey;
  readonly second?: true;
}

const same = (name: string): Text => ({ en: name, es: name });
const MAMBA = { family: 'mamba', layer: same('Mamba') } as const;
const MAMBA2 = { family: 'mamba2', layer: same('Mamba-2') } as const;
const GDN = { family: 'delta', layer: same('Gated DeltaNet') } as const;
const KDA = { family: 'delta', layer: same('KDA') } as const;
const SIDE = { en: 'beside attention', es: 'junto a la atención' };
const K = 1024;
const M = 1024 * K;
const layers = (recurrent: number, attention: number, others: number | null = null) => ({
  recurrent,
  attention,
  others,
});

export const HYBRIDS: readonly HybridModel[] = [
  {
    name: 'Jamba v0.1',
    date: '2024-03-28',
    total: 52,
    active: 12,
    ...MAMBA,
    layers: layers(28, 4),
    context: 256 * K,
    cite: 'JAMBA',
  },
  {
    name: 'Mamba2-Hybrid',
    date: '2024-06',
    total: 8.66,
    active: null,
    ...MAMBA2,
    layers: layers(24, 4, 28),
    context: 128 * K,
    cite: 'WAL',
  },
  {
    name: 'Jamba-1.5-Large',
    date: '2024-08-22',
    total: 398,
    active: 94,
    ...MAMBA,
    layers: layers(63, 9),
    context: 256 * K,
    cite: 'JAMBA15',
  },
  {
    name: 'Hymba',
    date: '2024-11',
    total: 1.5,
    active: null,
    family: 'parallel',
    layer: { en: `Mamba ${SIDE.en}`, es: `Mamba ${SIDE.es}` },
    layers: null,
    context: 8 * K,
    cite: 'HYMBA',
    second: true,
  },
  {
    name: 'MiniMax-01',
    date: '2025-01',
    total: 456,
    active: 45.9,
    family: 'other',
    layer: { en: 'lightning attention', es: 'atención lineal (lightning)' },
    layers: layers(70, 10),
    context: M,
    cite: 'MINIMAX01',
  },
  {
    name: 'Hunyuan-TurboS',
    date: '2025-02-27',
    total: 560,
    active: 56,
    ...MAMBA2,
    layers: layers(57, 7, 64),
    context: 256 * K,
    cite: 'HUNYUAN',
    second: true,
  },
  {
    name: 'Nemotron-H 8B',
    date: '2025-04',
    total: 8,
    active: null,
    ...MAMBA2,
    layers: layers(24, 4, 24),
    context: 8 * K,
    cite: 'NEMOTRONH',
  },
  {
    name: 'Nemotron-H 56B',
    date: '2025-04',
    total: 56,
    active: null,
    ...MAMBA2,
    layers: layers(54, 10, 54),
    context: 8 * K,
    cite: 'NEMOTRONH',
  },
  {
    name: 'Nemotron-H 47B',
    date: '2025-04',
    total: 47,
    active: null,
    ...MAMBA2,
    layers: layers(45, 5, 48),
    context: 8 * K,
    cite: 'NEMOTRONH',
  },
  {
    name: 'Falcon-H1 34B',
    date: '2025-05-21',
    total: 34,
    active: null,
    family: 'parallel',
    layer: { en: `Mamba-2 ${SIDE.en}`, es: `Mamba-2 ${SIDE.es}` },
    layers: null,
    context: 256 * K,
    cite: 'FALCONH1',
  },
  {
    name: 'LFM2 1.2B',
    date: '2025-07-10',
    total: 1.2,
    active: null,
    family: 'other',
    layer: { en: 'short convolution', es: 'convolución corta' },
    layers: layers(10, 6),
    context: 32 * K,
    cite: 'LFM2',
    second: true,
  },
  {
    name: 'Nemotron Nano 2',
    date: '2025-08-18',
    total: 9,
    active: null,
    ...MAMBA2,
    layers: layers(27, 4, 25),
    context: 128 * K,
    cite: 'NANO2',
  },
  {
    name: 'Qwen3-Next',
    date: '2025-09-11',
    total: 80,
    active: 3,
    ...GDN,
    layers: layers(36, 12),
    context: 256 * K,
    cite: 'QWENNEXT',
  },
  {
    name: 'Jamba Reasoning 3B',
    date: '2025-10-08',
    total: 3,
    active: null,
    ...MAMBA,
    layers: layers(26, 2),
    context: 256 * K,
    cite: 'JAMBAREASONING',
    second: true,
  },
  {
    name: 'Granite 4.0-H Small',
    date: '2025-10',
    total: 32,
    active: 9,
    ...MAMBA2,
    layers: layers(36, 4),
    context: 128 * K,
    cite: 'GRANITE',
  },
  {
    name: 'Kimi Linear',
    date: '2025-10-30',
    total: 48,
    active: 3,
    ...KDA,
    layers: layers(3, 1),
    context: M,
    cite: 'KIMI',
  },
  {
    name: 'Nemotron 3 Nano',
    date: '2025-12-15',
    total: 31.6,
    active: 3.2,
    ...MAMBA2,
    layers: layers(23, 6, 23),
    context: M,
    cite: 'NEMOTRON3',
  },
  {
    name: 'Qwen3.5',
    date: '2026-02-16',
    total: 397,
    active: 17,
    ...GDN,
    layers: layers(3, 1),
    context: 256 * K,
    cite: 'QWEN35',
    second: true,
  },
  {
    name: 'Nemotron 3 Super',
    date: '2026',
    total: 120.6,
    active: 12.7,
    ...MAMBA2,
    layers: layers(40, 8, 40),
    context: M,
    cite: 'NEMOTRON3',
  },
  {
    name: 'Olmo Hybrid',
    date: '2026-04-03',
    total: 7,
    active: null,
    ...GDN,
    layers: layers(3, 1),
    context: 64 * K,
    cite: 'OLMOHYBRID',
  },
  {
    name: 'Nemotron 3 Ultra',
    date: '2026-06-03',
    total: 550,
    active: 55,
    ...MAMBA2,
    layers: layers(48, 12, 48),
    context: M,
    cite: 'NEMOTRON3',
  },
  {
    name: 'Kimi K3',
    date: '2026-07',
    total: 2800,
    active: 104,
    ...KDA,
    layers: layers(3, 1),
    context: M,
    cite: 'KIMIK3',
    second: true,
  },
];

export const COUNTS = ['mixers', 'all'] as const;
/** Whether a ratio counts only mixers (recurrence and attention) or every layer that is not attention. */
export type Count = (typeof COUNTS)[number];

/** Layers for each attention layer; null where both run side by side. */
export function ratioOf({ layers }: HybridModel, count: Count): number | null {
  if (!layers) return null;
  return (layers.recurrent + (count === 'all' ? (layers.others ?? 0) : 0)) / layers.attention;
}

/** Years as a number, for an axis: the middle of what the date leaves open. */
export function yearOf(date: string): number {
  const [year, month, day] = date.split('-').map(Number);
  // "2026" is early 2026 in the source: the first quarter.
  if (month === undefined) return year! + 1 / 8;
  return year! + (month - 1 + (day === undefined ? 0.5 : day / 31)) / 12;
}

const SORTS = ['date', 'total', 'ratio', 'context'] as const;
export type Sort = (typeof SORTS)[number];

/** Sorted copy; what has no value comes last either way. */
export function sortHybrids(
  models: readonly HybridModel[],
  key: Sort,
  descending: boolean,
  count: Count,
): readonly HybridModel[] {
  const value = (m: HybridModel) =>
    key === 'date' ? yearOf(m.date) : key === 'ratio' ? ratioOf(m, count) : key === 'total' ? m.total : m.context;
  return [...models].sort((a, b) => {
    const [p, q] = [value(a), value(b)];
    if (p === null || q === null) return p === q ? 0 : p === null ? 1 : -1;
    return descending ? q - p : p - q;
  });
}
