/** The names of verdicts, causes, models and parts of a claim, in both languages. */
import type { Text } from '@/engine/blueprint/types';
import type { Cause, ClaimModel, Part, Verdict } from './claims';
import { defineWords } from './words';

export const verdictNames: Readonly<Record<Verdict, Text>> = {
  right: { en: 'right', es: 'correcta' },
  'right-wrong-source': { en: 'right, wrong source', es: 'correcta, fuente equivocada' },
  imprecise: { en: 'imprecise', es: 'imprecisa' },
  wrong: { en: 'wrong', es: 'incorrecta' },
  overclaim: { en: 'overclaimed', es: 'exagerada' },
  omission: { en: 'left out', es: 'omisión' },
};

/** One sign per verdict, so that no verdict is told by colour alone. */
export const verdictSigns: Readonly<Record<Verdict, string>> = {
  right: '✓',
  'right-wrong-source': '✓?',
  imprecise: '≈',
  wrong: '✗',
  overclaim: '↑',
  omission: '…',
};

export const causeNames: Readonly<Record<Cause, Text>> = {
  none: { en: 'nothing went wrong', es: 'ningún fallo' },
  'wrong-subject': { en: 'wrong subject', es: 'otro sujeto' },
  'lost-condition': { en: 'lost condition', es: 'condición perdida' },
  'wrong-mechanism': { en: 'wrong mechanism', es: 'otro mecanismo' },
  mistranslation: { en: 'mistranslation', es: 'mala traducción' },
  'wrong-citation': { en: 'wrong citation', es: 'cita equivocada' },
  overstatement: { en: 'overstatement', es: 'exageración' },
  vague: { en: 'steps or numbers missing', es: 'faltan pasos o números' },
  'left-out': { en: 'not mentioned', es: 'no se menciona' },
};

const modelNames: Readonly<Record<ClaimModel, string | Text>> = {
  transformer: 'Transformer',
  mamba: 'Mamba',
  'mamba-2': 'Mamba-2',
  'mamba2-hybrid': 'Mamba2-Hybrid',
  jamba: 'Jamba',
  'jamba-1.5': 'Jamba-1.5',
  hybrids: { en: 'hybrids', es: 'híbridos' },
};

export const modelName = (model: ClaimModel, locale: 'en' | 'es'): string => {
  const name = modelNames[model];
  return typeof name === 'string' ? name : name[locale];
};

export const partNames: Readonly<Record<Part, Text>> = {
  subject: { en: 'subject', es: 'sujeto' },
  number: { en: 'number', es: 'número' },
  condition: { en: 'condition', es: 'condición' },
  source: { en: 'source', es: 'fuente' },
};

export const claimWords = defineWords({
  en: {
    claim: 'Claim {n}',
    review: 'The review says',
    source: 'The source says',
    verdict: 'Verdict',
    cause: 'What went wrong',
    model: 'Model',
    omitted: '(the review does not say it)',
    part: 'Part',
    shown: '{shown} of {all} claims',
    all: 'all',
    grid: 'How many claims, by verdict and by what went wrong',
    cell: '{verdict}, {cause}: {count}',
    sortBy: 'Sort by: {what}',
    table: 'The claims',
    your: 'Your verdict',
    vote: 'Vote',
    again: 'Vote again',
    previous: 'Previous',
    next: 'Next',
    agree: 'You and the table say the same.',
    differ: 'You said “{mine}”. The table says “{table}”; see if its reason convinces you.',
    tally: 'Votes: {votes} of {all}. In {same} of them you and the table agree.',
  },
  es: {
    claim: 'Afirmación {n}',
    review: 'La revisión dice',
    source: 'La fuente dice',
    verdict: 'Veredicto',
    cause: 'Qué falló',
    model: 'Modelo',
    omitted: '(la revisión no lo dice)',
    part: 'Parte',
    shown: '{shown} de {all} afirmaciones',
    all: 'todos',
    grid: 'Cuántas afirmaciones, por veredicto y por lo que falló',
    cell: '{verdict}, {cause}: {count}',
    sortBy: 'Ordenar por: {what}',
    table: 'Las afirmaciones',
    your: 'Tu veredicto',
    vote: 'Votar',
    again: 'Votar otra vez',
    previous: 'Anterior',
    next: 'Siguiente',
    agree: 'La tabla y tú dicen lo mismo.',
    differ: 'Dijiste «{mine}». La tabla dice «{table}»; mira si te convence su razón.',
    tally: 'Votos: {votes} de {all}. En {same} coinciden la tabla y tú.',
  },
});
