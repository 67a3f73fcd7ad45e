/**
 * What the reader has answered and done, kept on this device and sent nowhere: a small store over localStorage. Answers are kept by the
 * question's id, so both languages share them.
 */
export interface Progress {
  /** Question id → index of the chosen option. */
  readonly answers: Readonly<Record<string, number>>;
  /** Ids of exercises marked as done. */
  readonly done: readonly string[];
}

const KEY = 'statescope.progress';
export const NOTHING: Progress = { answers: {}, done: [] };

/** Reads what was kept; anything damaged counts as nothing. */
export function parseProgress(text: string | null): Progress {
  try {
    const { answers, done } = JSON.parse(text ?? '{}') as { answers?: unknown; done?: unknown };
    const valid = Object.entries((answers ?? {}) as Record<string, unknown>).filter(
      (entry): entry is [string, number] => Number.isInteger(entry[1]) && (entry[1] as number) >= 0,
    );
    const ids = Array.isArray(done) ? done.filter((id): id is string => typeof id === 'string') : [];
    return { answers: Object.fromEntries(valid), done: ids };
  } catch {
    return NOTHING;
  }
}

let current: Progress | null = null;
const listeners = new Set<() => void>();

/** The reader's answers so far. */
export function readProgress(): Progress {
  if (current) return current;
  let text: string | null = null;
  try {
    text = globalThis.localStorage?.getItem(KEY) ?? null;
  } catch {
    // storage is forbidden: answers live as long as the page
  }
  current = parseProgress(text);
  return current;
}

/** Changes them, keeps them on this device, and tells the listeners. */
export function writeProgress(change: (before: Progress) => Progress): void {
  current = change(readProgress());
  try {
    globalThis.localStorage?.setItem(KEY, JSON.stringify(current));
  } catch {
    // forbidden or full: see above
  }
  for (const listener of listeners) listener();
}

/** Calls back after every change, until the returned function is called. */
export function subscribeProgress(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
