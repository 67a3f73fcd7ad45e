import { defineWords } from './words';

export const RECALL_WORDS = defineWords({
  en: {
    model: 'Model',
    pairs: 'Pairs',
    seed: 'Example',
    without: 'Switch off',
    nothing: 'nothing',
    attention: 'attention',
    state: 'the reading of the state',
    right: 'values named right',
    below: 'run below',
    says: 'Run here: {right} of {asked} values right. Columns: the probability of the right value after each question.',
    strip: 'Pairs of key and value, then the keys again',
    chance: 'probability of the right value',
  },
  es: {
    model: 'Modelo',
    pairs: 'Parejas',
    seed: 'Ejemplo',
    without: 'Apagar',
    nothing: 'nada',
    attention: 'la atención',
    state: 'la lectura del estado',
    right: 'valores acertados',
    below: 'lo de abajo',
    says: 'Ejecutado aquí: {right} de {asked} valores bien. Columnas: la probabilidad del valor correcto tras cada pregunta.',
    strip: 'Parejas de clave y valor, y después las claves otra vez',
    chance: 'probabilidad del valor correcto',
  },
});
