import { defineWords } from './words';

/** For the live figure and its still. */
export const FORGET_WORDS = defineWords({
  en: {
    model: 'Model',
    forgets: 'forgets',
    never: 'never forgets',
    whole: '{bits} when it never forgets',
    every: 'every {k} tokens',
    bits: 'What forgetting costs, bits per token',
  },
  es: {
    model: 'Modelo',
    forgets: 'olvida',
    never: 'no olvida nunca',
    whole: '{bits} si no olvida nunca',
    every: 'cada {k} tokens',
    bits: 'Lo que cuesta olvidar, bits por token',
  },
});
