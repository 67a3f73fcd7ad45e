'use client';
import { useLocale } from 'next-intl';
import { Select } from '../controls/Select';
import { Figure } from '../figure/Figure';
import { ClaimRows } from './ClaimRows';
import { causeNames, claimWords, modelName, verdictNames, verdictSigns } from './claim-words';
import {
  CAUSES,
  claims,
  countOf,
  EVERYTHING,
  filterClaims,
  MODELS,
  type SortKey,
  sortClaims,
  VERDICTS,
} from './claims';
import styles from './claims.module.css';
import grid from './claims-grid.module.css';
import type { LiveFigureProps } from './live';
import { useChoices } from './use-choices';
import { fill } from './words';

const START = { filter: EVERYTHING, sort: { key: 'n' as SortKey, descending: false } };

/** All claims: a grid of counts that filters, a choice of model, headings that sort. */
export default function ClaimsTable(props: LiveFigureProps) {
  const locale = useLocale();
  const w = claimWords[locale];
  const [{ filter, sort }, choose, reset] = useChoices(START);
  const ofModel = filterClaims(claims, { ...EVERYTHING, model: filter.model });
  const shown = sortClaims(filterClaims(claims, filter), sort.key, sort.descending);
  /** A cell of the grid: pressed again it lets go. */
  const cell = (verdict: typeof filter.verdict, cause: typeof filter.cause) => {
    const count = countOf(ofModel, verdict, cause);
    const pressed = filter.verdict === verdict && filter.cause === cause;
    const name = fill(w.cell, {
      verdict: verdict ? verdictNames[verdict][locale] : w.all,
      cause: cause ? causeNames[cause][locale] : w.all,
      count,
    });
    return (
      <td key={verdict ?? 'all'}>
        {count > 0 ? (
          <button
            type="button"
            aria-pressed={pressed}
            aria-label={name}
            onClick={() =>
              choose({ filter: { ...filter, ...(pressed ? { verdict: null, cause: null } : { verdict, cause }) } })
            }
          >
            {count}
          </button>
        ) : (
          <span className={grid.none}>·</span>
        )}
      </td>
    );
  };
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({
        columns: ['#', w.model, w.review, w.source, w.verdict, w.cause],
        rows: shown.map((c) => [
          c.n,
          modelName(c.model, locale),
          c.original ?? '',
          c.finding[locale],
          verdictNames[c.verdict][locale],
          causeNames[c.cause][locale],
        ]),
      })}
      controls={
        <Select
          label={w.model}
          value={filter.model ?? ''}
          options={['', ...MODELS]}
          name={(model) => (model === '' ? w.all : modelName(model, locale))}
          onChange={(model) => choose({ filter: { ...EVERYTHING, model: model === '' ? null : model } })}
        />
      }
    >
      <div className={grid.gridBox}>
        <table className={grid.grid}>
          <caption>{w.grid}</caption>
          <thead>
            <tr>
              <td />
              {VERDICTS.map((verdict) => (
                <th key={verdict} scope="col">
                  <span aria-hidden="true">{verdictSigns[verdict]}</span>{' '}
                  <span className={grid.verdictName}>{verdictNames[verdict][locale]}</span>
                </th>
              ))}
              <th scope="col">{w.all}</th>
            </tr>
          </thead>
          <tbody>
            {CAUSES.map((cause) => (
              <tr key={cause}>
                <th scope="row">{causeNames[cause][locale]}</th>
                {VERDICTS.map((verdict) => cell(verdict, cause))}
                {cell(null, cause)}
              </tr>
            ))}
            <tr>
              <th scope="row">{w.all}</th>
              {VERDICTS.map((verdict) => cell(verdict, null))}
              {cell(null, null)}
            </tr>
          </tbody>
        </table>
      </div>
      <p className={grid.key} aria-hidden="true">
        {VERDICTS.map((verdict) => `${verdictSigns[verdict]} ${verdictNames[verdict][locale]}`).join(' · ')}
      </p>
      <p className={styles.shown} role="status" data-shown={shown.length}>
        {fill(w.shown, { shown: shown.length, all: claims.length })}
      </p>
      <ClaimRows
        claims={shown}
        locale={locale}
        sorted={sort}
        head={(key, name) => (
          <button
            type="button"
            aria-label={fill(w.sortBy, { what: name })}
            onClick={() => choose({ sort: { key, descending: sort.key === key && !sort.descending } })}
          >
            {name} {sort.key === key && <span aria-hidden="true">{sort.descending ? '↓' : '↑'}</span>}
          </button>
        )}
      />
    </Figure>
  );
}
