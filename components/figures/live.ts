'use client';
/** How each figure's code is loaded: one chunk a figure, fetched when the figure comes into view. */
import type { ComponentType } from 'react';

export interface LiveFigureProps {
  readonly title: string;
  readonly caption: string;
  readonly name: string;
  readonly width: 'text' | 'wide' | 'full';
}

export const live: Readonly<Record<string, () => Promise<{ default: ComponentType<LiveFigureProps> }>>> = {
  'leaky-bucket': () => import('./LeakyBucket'),
  'three-ways': () => import('./ThreeWays'),
  zoom: () => import('./Zoom'),
  poles: () => import('./Poles'),
};
