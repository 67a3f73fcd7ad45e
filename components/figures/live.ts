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
  'who-looks': () => import('./WhoLooks'),
  'cache-off': () => import('./CacheOff'),
  'cache-growth': () => import('./CacheGrowth'),
  'four-bills': () => import('./FourBills'),
  copying: () => import('./copying/Copying'),
  dial: () => import('./Dial'),
  'where-it-writes': () => import('./WhereItWrites'),
  'two-planes': () => import('./TwoPlanes'),
  'walk-token': () => import('./WalkToken'),
  'take-away': () => import('./TakeAway'),
  'what-saved': () => import('./WhatSaved'),
  'where-numbers': () => import('./WhereNumbers'),
  'leaky-bucket': () => import('./LeakyBucket'),
  'three-ways': () => import('./ThreeWays'),
  zoom: () => import('./Zoom'),
  poles: () => import('./Poles'),
  hippo: () => import('./Hippo'),
  'claim-vote': () => import('./ClaimVote'),
  'linear-in-the-state': () => import('./LinearInTheState'),
  'claims-table': () => import('./ClaimsTable'),

  'half-lives': () => import('./HalfLives'),
  'who-survives': () => import('./WhoSurvives'),
  'forget-often': () => import('./ForgetOften'),
  'the-star': () => import('./TheStar'),
  'far-star': () => import('./FarStar'),
  'too-long': () => import('./TooLong'),
  'small-ruler': () => import('./long-context/SmallRuler'),
  claimed: () => import('./long-context/Claimed'),
  fits: () => import('./long-context/Fits'),
  rounding: () => import('./long-context/Rounding'),
  'two-formats': () => import('./long-context/TwoFormats'),

  parity: () => import('./Parity'),
  'one-step': () => import('./OneStep'),
  'delta-rule': () => import('./DeltaRule'),
  'hybrids-line': () => import('./HybridsLine'),
  'hybrids-table': () => import('./HybridsTable'),
  'scan-rounds': () => import('./scan/Rounds'),
  'scan-tanh': () => import('./scan/Bent'),
  'scan-work': () => import('./scan/WorkDepth'),
  'scan-traffic': () => import('./scan/Traffic'),
  'scan-ladder': () => import('./scan/Ladder'),
  'read-the-strip': () => import('./ReadTheStrip'),
  'without-layers': () => import('./WithoutLayers'),
  parents: () => import('./Parents'),
  'router-at-work': () => import('./RouterAtWork'),
  'total-active': () => import('./TotalActive'),
  'cache-and-state': () => import('./CacheAndState'),

  race: () => import('./cost/Race'),
  roofline: () => import('./cost/RooflineDots'),
  'cost-explorer': () => import('./cost/CostExplorer'),
  'eight-times': () => import('./cost/EightTimes'),
  'recall-size': () => import('./RecallSize'),
  phonebook: () => import('./Phonebook'),
  'recall-hybrid': () => import('./RecallHybrid'),
  'dual-views': () => import('./duality/ThreeViews'),
  'dual-mask': () => import('./duality/Mask'),
  'dual-rows': () => import('./duality/Rows'),
  'dual-chunks': () => import('./duality/Chunks'),
  'dual-rank': () => import('./duality/Rank'),
};
