'use client';
import { useCallback, useState } from 'react';

/** What a reader has chosen in a figure: as it stands now, a change of a part of it, and back to the start (the figure's `onReset`). */
export function useChoices<T extends object>(
  start: T,
): readonly [choices: T, choose: (part: Partial<T>) => void, reset: () => void] {
  const [choices, set] = useState(start);
  const choose = useCallback((part: Partial<T>) => set((before) => ({ ...before, ...part })), []);
  const reset = useCallback(() => set(start), [start]);
  return [choices, choose, reset];
}
