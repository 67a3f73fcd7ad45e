'use client';
import { useSyncExternalStore } from 'react';
import { DEFAULT_SETTINGS, getSettings, type Settings, subscribeSettings } from './settings';

/** The settings in force; the defaults while the page is still static HTML. */
export function useSettings(): Settings {
  return useSyncExternalStore(subscribeSettings, getSettings, () => DEFAULT_SETTINGS);
}
