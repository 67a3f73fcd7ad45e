'use client';
import { useLocale } from 'next-intl';
import { Select } from '../controls/Select';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import { HybridRows } from './HybridRows';
import { FAMILIES, type Family, HYBRIDS, type Sort, sortHybrids } from './hybrid-models';
import { contextText, HYBRID_WORDS, ratioText, sizeText } from './hybrid-words';
import type { LiveFigureProps } from './live';
import { useChoices } from './use-choices';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: { family: 'Recurrent layer', all: 'all', sortBy: 'Sort by {what}', shown: '{n} of {all} models' },
  es: { family: 'Capa recurrente', all: 'todas', sortBy: 'Ordenar por {what}', shown: '{n} de {all} modelos' },
});

const START: { family: Family | null; key: Sort; descending: boolean } = {
  family: null,
  key: 'date',
  descending: false,
};

/** The same hybrids as a table to sort and to filter, each with its source. */
export default function HybridsTable(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const names = useWords(HYBRID_WORDS);
  const [{ family, key, descending }, choose, reset] = useChoices(START);
  const shown = sortHybrids(
    HYBRIDS.filter((m) => family === null || m.family === family),
    key,
    descending,
    'mixers',
  );
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({
        columns: [names.name, names.date, names.total, names.ratio, names.layer, names.context],
        rows: shown.map((m) => [
          m.name,
          m.date,
          sizeText(m, locale),
          ratioText(m, 'mixers', locale),
          m.layer[locale],
          contextText(m.context, locale),
        ]),
      })}
      controls={
        <Select
          label={w.family}
          value={family ?? ''}
          options={['', ...FAMILIES]}
          name={(name) => (name === '' ? w.all : names[name])}
          onChange={(name) => choose({ family: name === '' ? null : name })}
        />
      }
    >
      <p className={styles.said} role="status" data-shown={shown.length}>
        {w.shown.replace('{n}', String(shown.length)).replace('{all}', String(HYBRIDS.length))}
      </p>
      <HybridRows
        models={shown}
        count="mixers"
        locale={locale}
        sorted={{ key, descending }}
        head={(by, name) => (
          <button
            type="button"
            aria-label={w.sortBy.replace('{what}', name)}
            onClick={() => choose({ key: by, descending: by === key && !descending })}
          >
            {name} {by === key && <span aria-hidden="true">{descending ? '↓' : '↑'}</span>}
          </button>
        )}
      />
    </Figure>
  );
}
