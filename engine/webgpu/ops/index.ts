/** What the device can do: every op by name, and the fusions that fusions.ts looks for. */
import type { OpName } from '../../blueprint/types';
import type { GpuFusion, GpuOp } from '../op';
import { causalConv, causalConvAct } from './causal-conv';
import { decay } from './decay';
import { selectiveRead } from './selective-read';
import { selectiveScan } from './selective-scan';
import { selectiveState } from './selective-state';
import { skip } from './skip';
import { softplus } from './softplus';

export const gpuOps: Readonly<Partial<Record<OpName, GpuOp>>> = {
  'causal-conv': causalConv,
  softplus,
  decay,
  'selective-state': selectiveState,
  'selective-read': selectiveRead,
  skip,
};

/** By the name of its pattern in fusions.ts. */
export const gpuFusions: Readonly<Record<string, GpuFusion>> = {
  'causal-conv': causalConvAct,
  'selective-scan': selectiveScan,
};
