/** Tokens as people can read them: what is white becomes visible, what breaks lines does not. */

const WHITE: Readonly<Record<string, string>> = { ' ': '␣', '\n': '↵', '\r': '␍', '\t': '⇥', '\u00a0': '⍽' };

const visible = (text: string) => text.replace(/[\n\r\t\u00a0]/g, (c) => WHITE[c]);

/** A short name for the edge of a matrix: without its leading space, since most tokens have one. A token of white only shows it. */
export function tokenLabel(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' ? [...text].map((c) => WHITE[c] ?? c).join('') || '∅' : visible(trimmed);
}

/** The token exactly, in the locale's quotation marks: “ball”, « ball». */
export function quoteToken(text: string, locale: string): string {
  const [open, close] = locale.startsWith('es') ? ['«', '»'] : ['“', '”'];
  return `${open}${visible(text)}${close}`;
}

/** Position and text, as tokens are named everywhere: 'token 3 “ball”'. Positions count from 0. */
export const tokenName = (position: number, text: string, locale: string): string =>
  `token ${position} ${quoteToken(text, locale)}`;
