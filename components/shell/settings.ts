/**
 * The reader's settings: kept on this device, applied as attributes of the root element, read by useSettings (use-settings.ts).
 * SETTINGS_SCRIPT applies them before the first paint; globals.css and use-scheme.ts read the attributes.
 */

export const SCHEMES = ['system', 'light', 'dark'] as const;
export const TEXT_SIZES = ['small', 'normal', 'large', 'larger'] as const;
export const MOTIONS = ['system', 'reduced', 'full'] as const;
export const BACKENDS = ['auto', 'webgpu', 'cpu'] as const;
/** Most bytes of weights that one model may take, in MiB. */
export const MEMORY_LIMITS = [128, 256, 512, 1024, 2048, 4096] as const;

const CHOICES = {
  scheme: SCHEMES,
  text: TEXT_SIZES,
  motion: MOTIONS,
  backend: BACKENDS,
  memory: MEMORY_LIMITS,
} as const;
type Name = keyof typeof CHOICES;
export type Settings = { readonly [K in Name]: (typeof CHOICES)[K][number] };

export const DEFAULT_SETTINGS: Settings = {
  scheme: 'system',
  text: 'normal',
  motion: 'system',
  backend: 'auto',
  memory: 1024,
};
const KEY = 'statescope.settings';

/** Stored text as settings; what is missing or wrong takes its default. */
export function parseSettings(text: string | null): Settings {
  let stored: Partial<Record<Name, unknown>> = {};
  try {
    stored = Object(JSON.parse(text ?? '{}'));
  } catch {
    // Not JSON: nothing of it can be used.
  }
  const entries = (Object.keys(CHOICES) as Name[]).map((name) => {
    const allowed: readonly unknown[] = CHOICES[name];
    return [name, allowed.includes(stored[name]) ? stored[name] : DEFAULT_SETTINGS[name]];
  });
  return Object.fromEntries(entries) as Settings;
}

/** Storage may be forbidden: then the defaults. */
function load(): Settings {
  try {
    return parseSettings(localStorage.getItem(KEY));
  } catch {
    return DEFAULT_SETTINGS;
  }
}

let current: Settings | null = null;
const listeners = new Set<() => void>();

/** The reader's settings, from storage at the first call. */
export function getSettings(): Settings {
  current ??= load();
  return current;
}

/** Changes, keeps and applies them. */
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

/** Calls back after every change, also those of another tab, until the returned function is called. */
export function subscribeSettings(changed: () => void): () => void {
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
