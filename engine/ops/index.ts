/** All ops by name: meaning, shape check and cost. Where a name ends in -state it keeps memory between tokens. */
import type { OpName } from '../blueprint/types';
import { attentionRead, attentionScores, attentionSoftmax } from './attention';
import { causalConv } from './causal-conv';
import { decay } from './decay';
import { activation, add, glu, mul } from './elementwise';
import { embedding, tokens } from './embedding';
import { linear } from './linear';
import { moe } from './moe';
import type { Op } from './op';
import { rmsNorm } from './rms-norm';
import { rope } from './rope';
import { gather, softmax, topK } from './router';
import { s4dDiscretise, s4dRead, s4dState } from './s4d';
import { selectiveRead } from './selective-read';
import { selectiveState } from './selective-state';
import { skip } from './skip';
import { slice } from './slice';
import { softplus } from './softplus';
import { ssdRead } from './ssd-read';
import { ssdState } from './ssd-state';

export const ops: Readonly<Record<OpName, Op>> = {
  tokens,
  embedding,
  'rms-norm': rmsNorm,
  linear,
  slice,
  'causal-conv': causalConv,
  activation,
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
  mul,
  add,
  glu,
  rope,
  'attention-scores': attentionScores,
  'attention-softmax': attentionSoftmax,
  'attention-read': attentionRead,
  softmax,
  'top-k': topK,
  gather,
  moe,
};

export type { Op, OpCall } from './op';
export { ropeFrequencies } from './rope';
