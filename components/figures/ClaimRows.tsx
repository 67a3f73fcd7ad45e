import type { ReactNode } from 'react';
import type { Locale } from '../i18n/locales';
import { ClaimSources, ClaimWords, VerdictName } from './ClaimCard';
import { causeNames, claimWords, modelName } from './claim-words';
import type { Claim, SortKey } from './claims';
import styles from './claims.module.css';

const COLUMNS: readonly { key: SortKey | 'review' | 'source' }[] = [
  { key: 'n' },
  { key: 'model' },
  { key: 'review' },
  { key: 'source' },
  { key: 'verdict' },
  { key: 'cause' },
];

/** The claims as a table. `head` draws a heading that sorts; without it the headings are text. */
export function ClaimRows({
  claims,
  locale,
  head,
  sorted,
}: {
  claims: readonly Claim[];
  locale: Locale;
  head?: (key: SortKey, name: string) => ReactNode;
  sorted?: { readonly key: SortKey; readonly descending: boolean };
}) {
  const w = claimWords[locale];
  const names = { n: '#', model: w.model, review: w.review, source: w.source, verdict: w.verdict, cause: w.cause };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={w.table}>
      <table className={styles.claims}>
        <thead>
          <tr>
            {COLUMNS.map(({ key }) => (
              <th
                key={key}
                scope="col"
                aria-sort={sorted?.key === key ? (sorted.descending ? 'descending' : 'ascending') : undefined}
              >
                {head && key !== 'review' && key !== 'source' ? head(key, names[key]) : names[key]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {claims.map((claim) => (
            <tr key={claim.n} data-claim={claim.n}>
              <th scope="row">{claim.n}</th>
              <td>{modelName(claim.model, locale)}</td>
              <td>
                <ClaimWords claim={claim} locale={locale} />
              </td>
              <td>
                {claim.finding[locale]} <ClaimSources claim={claim} locale={locale} />
              </td>
              <td>
                <VerdictName verdict={claim.verdict} locale={locale} />
              </td>
              <td>{claim.cause === 'none' ? '–' : causeNames[claim.cause][locale]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
