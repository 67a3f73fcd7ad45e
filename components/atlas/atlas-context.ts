'use client';
import { createContext, useContext } from 'react';
import type { Cost } from '@/engine/blueprint/cost';
import type { Blueprint, BlueprintNode } from '@/engine/blueprint/types';
import type { Locale } from '../i18n/locales';
import type { AtlasState } from './atlas-state';
import type { Comparison } from './compare';
import type { Row } from './measures';
import type { AtlasModel } from './models';

/** One architecture on the page. */
export interface Side {
  readonly side: 'left' | 'right';
  readonly model: AtlasModel;
  readonly blueprint: Blueprint;
  /** Null for what is outside of all layers. */
  readonly layer: number | null;
  /** The node in view; null where only the other architecture has it. */
  readonly node: BlueprintNode | null;
  readonly cost: Cost;
  readonly rows: readonly Row[];
}

export interface AtlasView {
  readonly models: readonly AtlasModel[];
  readonly state: AtlasState;
  readonly set: (change: (state: AtlasState) => AtlasState) => void;
  readonly sides: readonly Side[];
  readonly comparison: Comparison | null;
  /** Local id of the node under the pointer, in whichever diagram. */
  readonly lit: string | null;
  readonly light: (local: string | null) => void;
  readonly locale: Locale;
}

const Context = createContext<AtlasView | null>(null);
export const AtlasProvider = Context.Provider;

/** What the atlas shows now; throws outside of AtlasProvider. */
export function useAtlas(): AtlasView {
  const view = useContext(Context);
  if (!view) throw new Error('a part of the atlas stands outside of AtlasProvider');
  return view;
}
