import { type Locale, localeNames, locales, pathOf } from '../i18n/locales';
import styles from './BothLanguages.module.css';
import { Wordmark } from './Wordmark';

/** Leaves only the language of the address: everything under /es/ was asked for in Spanish. Without a script both stay. */
const ONLY_SCRIPT = `(function(){var d=document.documentElement,l=location.pathname.split('/').find(function(p){return ${JSON.stringify(locales)}.includes(p)});if(l){d.lang=l;d.dataset.only=l}})()`;

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
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant */}
      <script dangerouslySetInnerHTML={{ __html: ONLY_SCRIPT }} />
      <Wordmark size={32} />
      <div className={styles.texts}>
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
    </main>
  );
}
