/** The few words that charts say by themselves, in both languages. All else comes from their props. */
const en = {
  by: (rows: number, cols: number) => `${rows} × ${cols}`,
  range: (low: string, high: string) => `from ${low} to ${high}`,
  largest: (where: string, value: string) => `largest at ${where}: ${value}`,
  lens: (row0: number, row1: number, col0: number, col1: number) => `rows ${row0}–${row1}, columns ${col0}–${col1}`,
  arrows: 'Arrow keys read value by value; shift moves by ten; escape leaves.',
  values: (count: string) => `${count} values`,
  median: 'median',
  mean: 'mean',
  notFinite: (count: string) => `${count} not finite`,
  before: 'before',
  after: 'after',
  same: (count: string) => `${count} points here`,
  first: 'first',
  last: 'last',
  empty: 'no values',
  upTo: (most: string) => `up to ${most}`,
};
type Words = typeof en;
const es: Words = {
  by: (rows, cols) => `${rows} × ${cols}`,
  range: (low, high) => `de ${low} a ${high}`,
  largest: (where, value) => `el mayor en ${where}: ${value}`,
  lens: (row0, row1, col0, col1) => `filas ${row0}–${row1}, columnas ${col0}–${col1}`,
  arrows: 'Las flechas leen valor a valor; con mayúsculas, de diez en diez; escape sale.',
  values: (count) => `${count} valores`,
  median: 'mediana',
  mean: 'media',
  notFinite: (count) => `${count} no finitos`,
  before: 'antes',
  after: 'después',
  same: (count) => `${count} puntos aquí`,
  first: 'primero',
  last: 'último',
  empty: 'sin valores',
  upTo: (most) => `hasta ${most}`,
};

/** Spanish for any Spanish locale, English for all others. */
export const wordsOf = (locale: string): Words => (locale.startsWith('es') ? es : en);
