/** What the device can do: every op by name, and the fusions that fusions.ts looks for. */
import type { OpName } from '../../blueprint/types';
import type { GpuFusion, GpuOp } from '../op';
import { attention, attentionRead, attentionScores } from './attention';
import { causalConv, causalConvAct } from './causal-conv';
import { decay } from './decay';
import { activation, add, gated, mul } from './elementwise';
import { embedding } from './embedding';
import { glu } from './glu';
import { linear, linearAdd } from './linear';
import { moe } from './moe';
import { rmsNorm } from './rms-norm';
import { rope } from './rope';
import { gather, topK } from './router';
import { s4dDiscretise, s4dRead, s4dState } from './s4d';
import { s4dScan } from './s4d-scan';
import { selectiveRead } from './selective-read';
import { selectiveScan } from './selective-scan';
import { selectiveState } from './selective-state';
import { skip } from './skip';
import { slice } from './slice';
import { attentionSoftmax, softmax } from './softmax';
import { softplus } from './softplus';
import { ssdRead } from './ssd-read';
import { ssdScan } from './ssd-scan';
import { ssdState } from './ssd-state';

/** 'tokens' is not here: the runner uploads them. */
export const gpuOps: Readonly<Partial<Record<OpName, GpuOp>>> = {
  embedding,
  'rms-norm': rmsNorm,
  linear,
  slice,
  activation,
  mul,
  add,
  'causal-conv': causalConv,
  softplus,
  decay,
  'selective-state': selectiveState,
  'selective-read': selectiveRead,
  'ssd-state': ssdState,
  'ssd-read': ssdRead,
  's4d-discretise': s4dDiscretise,
  's4d-state': s4dState,
  's4d-read': s4dRead,
  skip,
  rope,
  'attention-scores': attentionScores,
  'attention-softmax': attentionSoftmax,
  'attention-read': attentionRead,
  softmax,
  'top-k': topK,
  gather,
  moe,
  glu,
};

/** By the name of its pattern in fusions.ts. */
export const gpuFusions: Readonly<Record<string, GpuFusion>> = {
  'linear-add': linearAdd,
  gated,
  'causal-conv': causalConvAct,
  'selective-scan': selectiveScan,
  'ssd-scan': ssdScan,
  's4d-scan': s4dScan,
  attention,
};
