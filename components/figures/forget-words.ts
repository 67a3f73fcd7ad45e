import { defineWords } from './words';

/** For the live figure and its still. */
export const FORGET_WORDS = defineWords({
  en: {
    model: 'Model',
    forgets: 'forgets',
    never: 'never forgets',
    every: 'every {k} tokens',
    nats: 'Mean surprise, nats per token',
  },
  es: {
    model: 'Modelo',
    forgets: 'olvida',
    never: 'no olvida nunca',
    every: 'cada {k} tokens',
    nats: 'Sorpresa media, nats por token',
  },
});
