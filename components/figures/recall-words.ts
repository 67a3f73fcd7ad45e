import { defineWords } from './words';

export const RECALL_WORDS = defineWords({
  en: {
    model: 'Model',
    pairs: 'Pairs',
    seed: 'Example',
    off: 'attention off',
    right: 'values named right',
    says: 'Run here: {right} of {asked} values right. Columns: the probability of the right value after each question.',
    strip: 'Pairs of key and value, then the keys again',
    chance: 'probability of the right value',
  },
  es: {
    model: 'Modelo',
    pairs: 'Parejas',
    seed: 'Ejemplo',
    off: 'sin la atención',
    right: 'valores acertados',
    says: 'Ejecutado aquí: {right} de {asked} valores bien. Columnas: la probabilidad del valor correcto tras cada pregunta.',
    strip: 'Parejas de clave y valor, y después las claves otra vez',
    chance: 'probabilidad del valor correcto',
  },
});
