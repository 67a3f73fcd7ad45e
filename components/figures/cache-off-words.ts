import { defineWords } from './words';

export const CACHE_OFF_WORDS = defineWords({
  en: {
    count: 'Tokens to write',
    show: 'Show',
    keys: 'keys computed (per layer and head)',
    time: 'time here, in all',
    tokens: 'tokens written',
    kept: 'with the cache',
    dropped: 'without',
    again: 'Measure again',
    says: 'For {n} tokens: {kept} keys with the cache, {dropped} without, {keys} times as many. Time here: {keptTime} and {droppedTime}, {time} times as long.',
    same: 'Both wrote the same tokens.',
    differs: 'The two texts differ: somewhere two tokens were as good as equally likely.',
  },
  es: {
    count: 'Tokens que escribir',
    show: 'Mostrar',
    keys: 'claves calculadas (por capa y cabeza)',
    time: 'tiempo aquí, en total',
    tokens: 'tokens escritos',
    kept: 'con la caché',
    dropped: 'sin ella',
    again: 'Medir otra vez',
    says: 'Para {n} tokens: {kept} claves con la caché, {dropped} sin ella, {keys} veces más. Tiempo aquí: {keptTime} y {droppedTime}, {time} veces más.',
    same: 'Las dos veces escribió los mismos tokens.',
    differs: 'Los dos textos difieren: en algún punto dos tokens eran casi igual de probables.',
  },
});
