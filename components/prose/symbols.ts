/**
 * The symbols of the site and what each means, with one colour per symbol in prose, formula and figure (look.md, "Colour means one
 * thing"). The hues follow Okabe and Ito's palette (https://jfly.uni-koeln.de/color/); lightness and chroma were searched so that each can
 * be read as text on its page (4.5 : 1, WCAG 2.2 AA) and any two stay apart under protanopia and deuteranopia too
 * (test/prose/symbols.test.ts). In CSS they are `var(--sym-h)` and so on.
 */
import type { SymbolName, Text } from '@/engine/blueprint/types';

export interface SiteSymbol {
  readonly tex: string;
  readonly name: Text;
  /** One line, no full stop. */
  readonly meaning: Text;
  readonly light: string;
  readonly dark: string;
}

export const symbols: Readonly<Record<SymbolName, SiteSymbol>> = {
  u: {
    tex: 'u',
    name: { en: 'residual stream', es: 'flujo residual' },
    meaning: {
      en: 'what a layer receives and adds to, one vector per token',
      es: 'lo que recibe una capa y a lo que suma, un vector por token',
    },
    light: '#31405d',
    dark: '#c4d1f5',
  },
  x: {
    tex: 'x',
    name: { en: 'input', es: 'entrada' },
    meaning: {
      en: 'what enters the state space model at this token',
      es: 'lo que entra en el modelo de espacio de estados con este token',
    },
    light: '#5e5953',
    dark: '#93918b',
  },
  h: {
    tex: 'h',
    name: { en: 'state', es: 'estado' },
    meaning: {
      en: 'all that a layer carries forward, of fixed size',
      es: 'todo lo que una capa lleva adelante, de tamaño fijo',
    },
    light: '#1c7673',
    dark: '#5fe0cf',
  },
  delta: {
    tex: '\\Delta',
    name: { en: 'step size', es: 'paso' },
    meaning: {
      en: 'how far time moves at this token: large writes and forgets, small keeps',
      es: 'cuánto avanza el tiempo con este token: grande escribe y olvida, pequeño conserva',
    },
    light: '#9d4b01',
    dark: '#d68c2c',
  },
  A: {
    tex: 'A',
    name: { en: 'decay', es: 'decaimiento' },
    meaning: {
      en: 'how fast each part of the state fades; Ā is the fraction kept in one step',
      es: 'con qué rapidez se apaga cada parte del estado; Ā es la fracción que se conserva en un paso',
    },
    light: '#931a13',
    dark: '#e66a5b',
  },
  B: {
    tex: 'B',
    name: { en: 'write', es: 'escritura' },
    meaning: { en: 'where in the state the input is written', es: 'en qué parte del estado se escribe la entrada' },
    light: '#3f4ce6',
    dark: '#5a91f9',
  },
  C: {
    tex: 'C',
    name: { en: 'read', es: 'lectura' },
    meaning: { en: 'which parts of the state are read out', es: 'qué partes del estado se leen' },
    light: '#4e1c72',
    dark: '#b47ebc',
  },
  z: {
    tex: 'z',
    name: { en: 'gate', es: 'compuerta' },
    meaning: {
      en: 'how much of the output each channel lets through',
      es: 'cuánto de la salida deja pasar cada canal',
    },
    light: '#6f6e1c',
    dark: '#e7d752',
  },
  y: {
    tex: 'y',
    name: { en: 'output', es: 'salida' },
    meaning: { en: 'what is read from the state at this token', es: 'lo que se lee del estado con este token' },
    light: '#387734',
    dark: '#9be28d',
  },
  D: {
    tex: 'D',
    name: { en: 'skip', es: 'atajo' },
    meaning: {
      en: 'the share of the input that goes straight to the output',
      es: 'la parte de la entrada que va directa a la salida',
    },
    light: '#543022',
    dark: '#deab96',
  },
  attention: {
    tex: '\\alpha',
    name: { en: 'attention', es: 'atención' },
    meaning: {
      en: 'the weight that a token gives to each token before it',
      es: 'el peso que un token da a cada token anterior',
    },
    light: '#0c71b5',
    dark: '#2cc5fe',
  },
};

export const symbolNames = Object.keys(symbols) as readonly SymbolName[];

/**
 * The custom properties of all symbols, their class (sym-h, in formulas and prose), and how a symbol is lit everywhere while it is hovered
 * (data-lit on the page); light-dark() follows the page's `color-scheme`.
 */
export function symbolCss(): string {
  const lines = symbolNames.map((name) => `--sym-${name}:light-dark(${symbols[name].light},${symbols[name].dark})`);
  const classes = symbolNames.map(
    (name) =>
      `.sym-${name}{color:var(--sym-${name})}[data-lit="${name}"] .sym-${name}{background:color-mix(in srgb,var(--sym-${name}) 18%,transparent)}`,
  );
  return `:root{${lines.join(';')}}${classes.join('')}`;
}
