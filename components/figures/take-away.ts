/** Parts of a Mamba that can be taken away while it reads, each as interventions on all of its layers (or on one). */
import type { Intervention } from '@/engine/backend';

export interface Ablation {
  readonly id: 'whole' | 'layer' | 'selection' | 'gate' | 'state';
  readonly changes: readonly Intervention[];
}

const every = (node: string, action: Intervention['action']): Intervention => ({
  node: `layers.*.mixer.${node}`,
  action,
});

/** Δ of every token and channel set to this: about its mean in the trained model. */
export const ONE_DELTA = 0.024;
/** The layer that is left out by itself. */
export const ONE_LAYER = 3;

export const ABLATIONS: readonly Ablation[] = [
  { id: 'whole', changes: [] },
  { id: 'layer', changes: [{ node: `layers.${ONE_LAYER}.mixer.out_proj`, action: { kind: 'zero' } }] },
  { id: 'selection', changes: [every('delta', { kind: 'freeze', value: ONE_DELTA })] },
  { id: 'gate', changes: [every('gate', { kind: 'freeze', value: 1 })] },
  { id: 'state', changes: [every('y_ssm', { kind: 'zero' })] },
];
