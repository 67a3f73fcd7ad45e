import Link from 'next/link';
import { type Locale, pathOf } from '../i18n/locales';
import { references } from '../prose/references';
import { causeNames, claimWords, modelName, partNames, verdictNames, verdictSigns } from './claim-words';
import { type Claim, PARTS, type Verdict } from './claims';
import styles from './claims.module.css';
import { fill } from './words';

interface CardProps {
  readonly claim: Claim;
  readonly locale: Locale;
}

/** The review's own words, with a rendering for who does not read Spanish. */
export function ClaimWords({ claim, locale }: CardProps) {
  if (claim.original === null) return <em>{claimWords[locale].omitted}</em>;
  return (
    <>
      <span lang="es">«{claim.original}»</span>
      {locale === 'en' && claim.english !== claim.original && <span className={styles.rendering}>{claim.english}</span>}
    </>
  );
}

/** A verdict with its sign. */
export function VerdictName({ verdict, locale }: { verdict: Verdict; locale: Locale }) {
  return (
    <span className={styles.verdict} data-verdict={verdict}>
      <span aria-hidden="true">{verdictSigns[verdict]}</span> {verdictNames[verdict][locale]}
    </span>
  );
}

/** Where it can be read. */
export function ClaimSources({ claim, locale }: CardProps) {
  return (
    <span className={styles.sources}>
      {claim.sources.map(({ k, at }, i) => (
        <span key={`${k}${i}`}>
          <Link href={`${pathOf(locale, 'book/sources')}#${k.toLowerCase()}`} title={references[k].title}>
            {references[k].short}
            {at[locale] && `, ${at[locale]}`}
          </Link>
          {i < claim.sources.length - 1 && '; '}
        </span>
      ))}
    </span>
  );
}

/** The sentence to judge. */
export function ClaimQuote({ claim, locale }: CardProps) {
  return (
    <blockquote className={styles.quote}>
      <p className={styles.number}>
        {fill(claimWords[locale].claim, { n: claim.n })} · {modelName(claim.model, locale)}
      </p>
      <p>
        <ClaimWords claim={claim} locale={locale} />
      </p>
    </blockquote>
  );
}

/** What the source says, the verdict and the cause. */
export function ClaimVerdict({ claim, locale }: CardProps) {
  return (
    <div className={styles.finding}>
      <p>
        <VerdictName verdict={claim.verdict} locale={locale} />
        {claim.cause !== 'none' && ` · ${causeNames[claim.cause][locale]}`}
      </p>
      <p>{claim.finding[locale]}</p>
      <p>
        <ClaimSources claim={claim} locale={locale} />
      </p>
    </div>
  );
}

/** The four parts of a claim: as the review has them, as the source has them. Nothing for claims that are not taken apart. */
export function ClaimParts({ claim, locale }: CardProps) {
  const w = claimWords[locale];
  if (!claim.parts) return null;
  return (
    <table className={styles.parts}>
      <thead>
        <tr>
          <th scope="col">{w.part}</th>
          <th scope="col">{w.review}</th>
          <th scope="col">{w.source}</th>
        </tr>
      </thead>
      <tbody>
        {PARTS.map((part) => (
          <tr key={part}>
            <th scope="row">{partNames[part][locale]}</th>
            <td>{claim.parts![part].said[locale]}</td>
            <td>{claim.parts![part].found[locale]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
