import { type Locale, localeNames, locales, pathOf } from '../i18n/locales';
import styles from './BothLanguages.module.css';
import { Wordmark } from './Wordmark';

/** Puts the language of the address first: everything under /es/ was asked for in Spanish. Without a script the order is that of the site. */
const ORDER_SCRIPT = `(function(){var l=location.pathname.split('/').find(function(p){return ${JSON.stringify(locales)}.includes(p)});if(l){document.documentElement.lang=l;var e=document.querySelector('section[lang="'+l+'"]');e&&e.parentNode.prepend(e)}})()`;

/** A page outside any one language: a title, a sentence and the way to the first page, in each. */
export function BothLanguages({
  texts,
  base,
  details,
}: {
  texts: Readonly<Record<Locale, { title: string; text: string }>>;
  base: string;
  details?: string;
}) {
  return (
    <main className={styles.page}>
      <Wordmark size={32} />
      <div className={styles.texts} suppressHydrationWarning>
        {locales.map((locale) => (
          <section key={locale} lang={locale}>
            <h1>{texts[locale].title}</h1>
            <p>
              {texts[locale].text} <a href={base + pathOf(locale, '')}>Statescope, {localeNames[locale]}</a>
            </p>
          </section>
        ))}
      </div>
      {details && <pre>{details}</pre>}
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant */}
      <script dangerouslySetInnerHTML={{ __html: ORDER_SCRIPT }} />
    </main>
  );
}
