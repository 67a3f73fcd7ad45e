import { defineWords } from './words';

/** For the live figure and its still. */
export const CACHE_AND_STATE_WORDS = defineWords({
  en: {
    model: 'Model',
    tokens: 'tokens read',
    bytes: 'bytes kept (16-bit)',
    cache: 'KV cache',
    state: 'state',
    says: 'After {n} tokens: cache {cache}, state {state}. Llama 3.1 8B keeps {times} times as much.',
    from: 'From {n} tokens on the cache is the larger part.',
    never: 'There is no cache.',
  },
  es: {
    model: 'Modelo',
    tokens: 'tokens leídos',
    bytes: 'bytes guardados (16 bits)',
    cache: 'caché KV',
    state: 'estado',
    says: 'Tras {n} tokens: caché {cache}, estado {state}. Llama 3.1 8B guarda {times} veces eso.',
    from: 'Desde {n} tokens, la mayor parte es la caché.',
    never: 'No hay caché.',
  },
});
