/** The step of each op, taken alone. Fused steps are chosen in draft.ts. */
import type { OpName } from '../../blueprint/types';
import type { Maker } from '../step';
import { softmaxStep as attentionSoftmaxStep, readStep, scoresStep } from './attention';
import {
  activationStep,
  add,
  decayStep,
  embedding,
  gatherStep,
  gluStep,
  linear,
  moeStep,
  mul,
  rmsNormStep,
  ropeStep,
  skipStep,
  slice,
  softmaxStep,
  softplusStep,
  tokens,
  topKStep,
} from './rowwise';
import { s4dReadStep, s4dStateStep } from './s4d';
import { conv, selectiveReadStep, selectiveStateStep, ssdReadStep, ssdStateStep } from './scan';

/** How each op is computed; S4D's Ā and B̄ are constants, made with the plan. */
export const steps: Readonly<Record<OpName, Maker | 'constant'>> = {
  tokens,
  embedding,
  'rms-norm': rmsNormStep,
  linear,
  slice,
  'causal-conv': conv,
  activation: activationStep,
  softplus: softplusStep,
  decay: decayStep,
  'selective-state': selectiveStateStep,
  'selective-read': selectiveReadStep,
  'ssd-state': ssdStateStep,
  'ssd-read': ssdReadStep,
  's4d-discretise': 'constant',
  's4d-state': s4dStateStep,
  's4d-read': s4dReadStep,
  skip: skipStep,
  mul,
  add,
  glu: gluStep,
  rope: ropeStep,
  'attention-scores': scoresStep,
  'attention-softmax': attentionSoftmaxStep,
  'attention-read': readStep,
  softmax: softmaxStep,
  'top-k': topKStep,
  gather: gatherStep,
  moe: moeStep,
};
