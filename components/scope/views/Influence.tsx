'use client';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { aboutView } from '@/engine/views';
import { formatNumber, Heatmap, matrixTable } from '../../charts';
import { Figure } from '../../figure/Figure';
import styles from '../lab.module.css';
import { useLab, useLabels, useLabStore, useLabView } from '../use-lab';
import { guesses } from './prediction';
import { useHere, useViewState } from './use-here';

/** Words whose score can be taken apart: the likeliest at the cursor. */
const WORDS = 6;

/** Which tokens the next word rests on: its score, taken apart into what each layer brought from each of them. */
export function Influence() {
  const t = useTranslations('lab.influence');
  const store = useLabStore();
  const state = useViewState();
  const { locale, run, token, name, short, text, lit, layer } = useHere();
  const model = useLab((lab) => lab.model);
  const [chosen, setChosen] = useState<number | null>(null);
  const drawable = model?.info.drawable ?? 0;
  const logits = run?.logits[token] ?? null;
  const ids = useMemo(
    () => (logits ? guesses(logits, null, {}, drawable, WORDS).list.map(({ id }) => id) : []),
    [logits, drawable],
  );
  const said = run?.ids[token + 1];
  const words = said === undefined || ids.includes(said) ? ids : [said, ...ids];
  const id = chosen !== null && words.includes(chosen) ? chosen : (said ?? ids[0] ?? 0);
  const label = useLabels(model, words);
  const { data, error } = useLabView('logit-attribution', null, { position: token, id }, words.length > 0);
  const there = data && data.position === token && data.perToken.shape[0]! > token ? data : null;
  const T = token + 1;
  const matrix = useMemo(() => {
    if (!there) return null;
    const { parts, perToken, layers } = there;
    const width = perToken.shape[0]!;
    // All layers together on top, then the last layer down to the first, as in the stack.
    const rows = [perToken.data, ...layers.map((_, i) => parts.data.subarray(i * width, (i + 1) * width)).reverse()];
    const values = new Float32Array(rows.length * T);
    for (const [r, row] of rows.entries()) values.set(row.subarray(0, T), r * T);
    return { rows: rows.length, cols: T, values };
  }, [there, T]);
  const rowOf = (row: number) => (row === 0 ? null : there!.layers[there!.layers.length - row]!);
  const rowName = (row: number) => (row === 0 ? t('all') : t('layer', { layer: String(rowOf(row)) }));
  const about = aboutView('logit-attribution');
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const say = (value: number) => formatNumber(value, locale);
  if (!run) return null;
  return (
    <Figure
      name="logit-attribution"
      title={`${about.title[locale]}: “${label(id).trim()}”`}
      caption={`${about.meaning[locale]} ${t('caption')}`}
      state={state(matrix, error)}
      table={() => matrixTable(matrix!, t('row'), rowName, name)}
      controls={
        <label>
          {t('word')}{' '}
          <select value={id} onChange={(event) => setChosen(Number(event.target.value))}>
            {words.map((word) => (
              <option key={word} value={word}>
                {`${label(word)}${word === said ? ` (${t('said')})` : ''}`}
              </option>
            ))}
          </select>
        </label>
      }
    >
      {matrix && there && (
        <>
          <Heatmap
            data={matrix}
            kind="signed"
            label={t('brings')}
            rowName={rowName}
            rowLabel={(row) => (row === 0 ? t('all') : String(rowOf(row)))}
            colName={name}
            colLabel={short}
            rowAxis={t('row')}
            colAxis={t('column')}
            locale={locale}
            lit={{ row: null, col: lit < T ? lit : null }}
            onHover={(cell) => store.light({ token: cell?.col ?? null })}
            onSelect={({ row }) => {
              const to = rowOf(row);
              if (to !== null && to !== layer) void store.goToLayer(to);
            }}
            maxHeight={260}
          />
          <p className={styles.fact} data-score={there.score} data-total={there.total}>
            {t('sum', {
              score: say(there.score),
              word: text(token) ? label(id).trim() : '',
              tokens: say(sum(Array.from(there.perToken.data))),
              own: say(there.embedding),
              rest: say(sum(there.other) + sum(there.bias)),
            })}
          </p>
        </>
      )}
    </Figure>
  );
}
