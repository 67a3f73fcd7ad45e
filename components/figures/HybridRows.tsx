import type { ReactNode } from 'react';
import type { Locale } from '../i18n/locales';
import { references } from '../prose/references';
import { Scroll } from '../shell/Scroll';
import type { Count, HybridModel, Sort } from './hybrid-models';
import { contextText, dateText, HYBRID_WORDS, ratioText, sizeText } from './hybrid-words';
import styles from './hybrids.module.css';

const COLUMNS = ['name', 'date', 'total', 'ratio', 'layer', 'context', 'source'] as const;
const isSort = (key: (typeof COLUMNS)[number]): key is Sort =>
  key === 'date' || key === 'total' || key === 'ratio' || key === 'context';

/** The hybrids as a table. `head` draws a heading that sorts; without it the headings are text. */
export function HybridRows({
  models,
  count,
  locale,
  head,
  sorted,
}: {
  models: readonly HybridModel[];
  count: Count;
  locale: Locale;
  head?: (key: Sort, name: string) => ReactNode;
  sorted?: { readonly key: Sort; readonly descending: boolean };
}) {
  const w = HYBRID_WORDS[locale];
  return (
    <Scroll label={w.name} className={styles.scroll}>
      <table className={styles.models}>
        <thead>
          <tr>
            {COLUMNS.map((key) => (
              <th
                key={key}
                scope="col"
                aria-sort={sorted?.key === key ? (sorted.descending ? 'descending' : 'ascending') : undefined}
              >
                {head && isSort(key) ? head(key, w[key]) : w[key]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <tr key={model.name} data-model={model.name}>
              <th scope="row">{model.name}</th>
              <td>{dateText(model.date, locale)}</td>
              <td>{sizeText(model, locale)}</td>
              <td>{ratioText(model, count, locale)}</td>
              <td>{model.layer[locale]}</td>
              <td>{contextText(model.context, locale)}</td>
              <td>
                <a href={references[model.cite].url}>{references[model.cite].short}</a>
                {model.second && ` (${w.second})`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
