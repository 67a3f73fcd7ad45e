/** What the device can do: every op by name, and the fusions that fusions.ts looks for. */
import type { OpName } from '../../blueprint/types';
import type { GpuFusion, GpuOp } from '../op';

export const gpuOps: Readonly<Partial<Record<OpName, GpuOp>>> = {};

/** By the name of its pattern in fusions.ts. */
export const gpuFusions: Readonly<Record<string, GpuFusion>> = {};
