import type { ReactNode } from 'react';
import { symbolCss } from '../prose/symbols';
import { paletteCss } from './palette';
import { SETTINGS_SCRIPT } from './settings';

/** The document around every page. The reader's settings are in force before the first paint, hence the inline script. */
export function Document({ lang, children }: { lang: string; children: ReactNode }) {
  return (
    <html lang={lang} suppressHydrationWarning>
      {/* biome-ignore lint/style/noHeadElement: next/head is of the pages router; this is the app router's root layout */}
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constants */}
        <style dangerouslySetInnerHTML={{ __html: paletteCss() + symbolCss() }} />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant */}
        <script dangerouslySetInnerHTML={{ __html: SETTINGS_SCRIPT }} />
      </head>
      <body>{children}</body>
    </html>
  );
}
