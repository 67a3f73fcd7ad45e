import { defineWords } from './words';

/** For the live figure and its still. */
export const TOTAL_ACTIVE_WORDS = defineWords({
  en: {
    experts: 'Experts',
    used: 'used by a token',
    what: 'which',
    count: 'parameters',
    total: 'in memory',
    active: 'used by a token',
    says: 'Weights in 16 bits: {bytes}, of which the experts are {share}. One more token: {flops} FLOPs.',
  },
  es: {
    experts: 'Expertos',
    used: 'usa un token',
    what: 'cuáles',
    count: 'parámetros',
    total: 'en memoria',
    active: 'usa un token',
    says: 'Pesos en 16 bits: {bytes}, de los que el {share} son expertos. Un token más: {flops} FLOPs.',
  },
});
