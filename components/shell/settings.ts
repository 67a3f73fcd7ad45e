/**
 * The reader's settings: kept on this device, applied as attributes of the root element, read by useSettings. SETTINGS_SCRIPT applies
 * them before the first paint; globals.css and use-scheme.ts read the attributes.
 */
import { useSyncExternalStore } from 'react';
import { z } from 'zod';

export const SCHEMES = ['system', 'light', 'dark'] as const;
export const TEXT_SIZES = ['small', 'normal', 'large', 'larger'] as const;
export const MOTIONS = ['system', 'reduced', 'full'] as const;
export const BACKENDS = ['auto', 'webgpu', 'cpu'] as const;
/** Most bytes of weights that one model may take, in MiB. */
export const MEMORY_LIMITS = [128, 256, 512, 1024, 2048, 4096] as const;

const schema = z.object({
  scheme: z.enum(SCHEMES).catch('system'),
  text: z.enum(TEXT_SIZES).catch('normal'),
  motion: z.enum(MOTIONS).catch('system'),
  backend: z.enum(BACKENDS).catch('auto'),
  memory: z.union(MEMORY_LIMITS.map((mib) => z.literal(mib))).catch(1024),
});
export type Settings = z.infer<typeof schema>;

export const DEFAULT_SETTINGS: Settings = schema.parse({});
const KEY = 'statescope.settings';

/** What storage holds, with defaults for what is missing or wrong. Storage may be forbidden: then the defaults. */
function load(): Settings {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return schema.parse(stored !== null && typeof stored === 'object' ? stored : {});
  } catch {
    return DEFAULT_SETTINGS;
  }
}

let current: Settings | null = null;
const listeners = new Set<() => void>();

export function getSettings(): Settings {
  current ??= load();
  return current;
}

export function changeSettings(change: Partial<Settings>): void {
  current = { ...getSettings(), ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Not kept beyond this page, then.
  }
  apply(current);
  for (const changed of listeners) changed();
}

/** Attributes of the root element; absent where the system decides. */
function apply({ scheme, text, motion }: Settings): void {
  const { dataset } = document.documentElement;
  const set = (name: string, value: string, unset: string) => {
    if (value === unset) delete dataset[name];
    else dataset[name] = value;
  };
  set('scheme', scheme, 'system');
  set('text', text, 'normal');
  set('motion', motion, 'system');
}

function subscribe(changed: () => void): () => void {
  // Another tab of the site may change them too.
  const onStorage = (event: StorageEvent) => {
    if (event.key !== KEY) return;
    current = load();
    apply(current);
    changed();
  };
  listeners.add(changed);
  addEventListener('storage', onStorage);
  return () => {
    listeners.delete(changed);
    removeEventListener('storage', onStorage);
  };
}

/** The settings in force; the defaults while the page is still static HTML. */
export function useSettings(): Settings {
  return useSyncExternalStore(subscribe, getSettings, () => DEFAULT_SETTINGS);
}

/** Inline script for the head: the same as `apply`, before anything is painted. */
export const SETTINGS_SCRIPT = `try{var s=JSON.parse(localStorage.getItem('${KEY}')||'{}'),d=document.documentElement.dataset;${(
  [
    ['scheme', ['light', 'dark']],
    ['text', ['small', 'large', 'larger']],
    ['motion', ['reduced', 'full']],
  ] as const
)
  .map(([name, values]) => `if(${JSON.stringify(values)}.includes(s.${name}))d.${name}=s.${name}`)
  .join(';')}}catch{}`;
