import katex from 'katex';
import { useLocale } from 'next-intl';
import type { SymbolName } from '@/engine/blueprint/types';
import { katexOptions } from './katex-macros.mjs';
import { symbols } from './symbols';

/** A symbol in running text: in its colour, with name and meaning on hover. `tex` for a variant such as \bar{A} or h_{t-1}. */
export function Sym({ n, tex }: { n: SymbolName; tex?: string }) {
  const locale = useLocale();
  const symbol = symbols[n];
  const html = katex.renderToString(tex ?? symbol.tex, { ...katexOptions, output: 'htmlAndMathml' });
  return (
    <span
      className={`sym sym-${n}`}
      title={`${symbol.name[locale]}: ${symbol.meaning[locale]}`}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX's own output of our own TeX
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
