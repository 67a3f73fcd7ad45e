import { defineWords } from '../words';

export const STILL_WORDS = defineWords({
  en: {
    serial: 'one after another',
    everyone: 'everyone',
    tree: 'tree',
    chunks: 'chunks',
    loop: 'loop',
    tokens: 'tokens',
    token: 'token',
    rounds: 'rounds',
    state: 'state',
  },
  es: {
    serial: 'uno tras otro',
    everyone: 'todos',
    tree: 'árbol',
    chunks: 'fragmentos',
    loop: 'bucle',
    tokens: 'tokens',
    token: 'token',
    rounds: 'rondas',
    state: 'estado',
  },
});
