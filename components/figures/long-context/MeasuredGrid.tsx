'use client';
import { useEffect, useState } from 'react';
import { rulerKinds } from '@/engine/tasks';
import { formatPercent } from '../../charts/format';
import { basePath } from '../../shell/base-path';
import styles from '../figures.module.css';
import { useWords } from '../words';
import { RULER_WORDS } from './ruler-words';

/** What training/statescope_training/ruler.py measured; `scores.ruler` of a bundle's card.json. */
export interface MeasuredRuler {
  readonly examples: number;
  readonly chance: number;
  readonly lengths: readonly number[];
  readonly needle: readonly number[];
  readonly needles: readonly number[];
  readonly tracking: readonly number[];
}

/** The grid in a model's card: share of right answers by task and length. Nothing where a card has none. */
export function MeasuredGrid({ model }: { model: string }) {
  const w = useWords(RULER_WORDS);
  const [card, setCard] = useState<{ model: string; ruler: MeasuredRuler | null } | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    fetch(`${basePath}/models/${model}/card.json`, { signal: stop.signal })
      .then((response) => response.json())
      .then(({ scores }: { scores?: { ruler?: MeasuredRuler } }) => setCard({ model, ruler: scores?.ruler ?? null }))
      .catch(() => undefined); // the live answer above stands without it
    return () => stop.abort();
  }, [model]);
  if (card?.model !== model || !card.ruler) return null;
  const { ruler } = card;
  return (
    <table className={styles.grid}>
      <caption>
        {w.measured
          .replace('{model}', model)
          .replace('{examples}', String(ruler.examples))
          .replace('{chance}', formatPercent(ruler.chance))}
      </caption>
      <thead>
        <tr>
          <th scope="col">{w.length}</th>
          {ruler.lengths.map((length) => (
            <th key={length} scope="col">
              {length}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rulerKinds.map((kind) => (
          <tr key={kind}>
            <th scope="row">{w[kind]}</th>
            {ruler[kind].map((share, i) => (
              <td key={ruler.lengths[i]}>{formatPercent(share)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
