/**
 * TeX macros of the site's symbols, each in its colour: \Sh is h in class sym-h. Plain JavaScript because next.config.js hands it to
 * KaTeX; test/prose/katex-macros.test.ts holds it against symbols.ts.
 */
const symbol = (name, tex) => `\\htmlClass{sym sym-${name}}{${tex}}`;

export const katexMacros = {
  '\\Su': symbol('u', 'u'),
  '\\Sx': symbol('x', 'x'),
  '\\Sh': symbol('h', 'h'),
  '\\Sdelta': symbol('delta', '\\Delta'),
  '\\SA': symbol('A', 'A'),
  '\\SAbar': symbol('A', '\\bar{A}'),
  '\\SB': symbol('B', 'B'),
  '\\SBbar': symbol('B', '\\bar{B}'),
  '\\SC': symbol('C', 'C'),
  '\\Sz': symbol('z', 'z'),
  '\\Sy': symbol('y', 'y'),
  '\\SD': symbol('D', 'D'),
  '\\Satt': symbol('attention', '\\alpha'),
};

/** Options for KaTeX, here and in rehype-katex. `trust` lets \htmlClass through: the TeX is ours. */
export const katexOptions = { trust: true, strict: false, throwOnError: true, macros: katexMacros };
