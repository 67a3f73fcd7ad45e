import { defineWords } from './words';

/** For the live figure and its still. */
export const FORGET_WORDS = defineWords({
  en: {
    model: 'Model',
    forgets: 'forgets',
    never: 'never forgets',
    every: 'every {k} tokens',
    bits: 'Mean surprise, bits per token',
  },
  es: {
    model: 'Modelo',
    forgets: 'olvida',
    never: 'no olvida nunca',
    every: 'cada {k} tokens',
    bits: 'Sorpresa media, bits por token',
  },
});
