import { defineWords } from './words';

/** Names of the parts, for the live figure and its still. */
export const TAKE_AWAY_WORDS = defineWords({
  en: {
    text: 'Text',
    part: 'what is missing',
    bits: 'Mean surprise, bits per token',
    whole: 'nothing is missing',
    layer: 'layer 3 left out',
    selection: 'Δ blind to the token',
    gate: 'gate stuck open',
    state: 'state never read',
  },
  es: {
    text: 'Texto',
    part: 'lo que falta',
    bits: 'Sorpresa media, bits por token',
    whole: 'no falta nada',
    layer: 'sin la capa 3',
    selection: 'Δ ciego al token',
    gate: 'compuerta en 1',
    state: 'el estado no se lee',
  },
});
