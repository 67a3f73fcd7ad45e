import { defineWords } from './words';

export const PHONEBOOK_WORDS = defineWords({
  en: {
    model: 'Model',
    entries: 'Entries',
    seed: 'Example',
    right: 'whole numbers right',
    trained: 'longest in training',
    book: 'The book',
    good: 'Run here: {name} has the number {number}, and the model says {said}: right. It gave the whole number {share}.',
    bad: 'Run here: {name} has the number {number}, and the model says {said}: wrong. It gave the right number {share}.',
    same: 'That is the number of {other}.',
  },
  es: {
    model: 'Modelo',
    entries: 'Entradas',
    seed: 'Ejemplo',
    right: 'números enteros acertados',
    trained: 'lo más largo al entrenar',
    book: 'La guía',
    good: 'Ejecutado aquí: {name} tiene el número {number} y el modelo dice {said}: correcto. Le dio al número entero un {share}.',
    bad: 'Ejecutado aquí: {name} tiene el número {number} y el modelo dice {said}: mal. Al número correcto le dio un {share}.',
    same: 'Es el número de {other}.',
  },
});
