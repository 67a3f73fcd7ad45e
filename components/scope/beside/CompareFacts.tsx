'use client';
import { useLocale, useTranslations } from 'next-intl';
import { formatBytes, formatNumber } from '../../charts';
import { Figure } from '../../figure/Figure';
import { useLab } from '../use-lab';
import { perplexity } from '../views/prediction';
import styles from './beside.module.css';
import { bytesAt } from './beside-run';
import { useBeside, useTitles } from './use-beside';

const ROWS = ['weights', 'reads', 'steps', 'state', 'cache', 'perplexity'] as const;

/** Both in numbers: weights, time per token, memory at the cursor, perplexity. */
export function CompareFacts() {
  const t = useTranslations('lab.compare');
  const locale = useLocale();
  const model = useLab((lab) => lab.model);
  const main = useLab((lab) => lab.run);
  const token = useLab((lab) => lab.set.token);
  const { run, model: other, at } = useBeside();
  const { title, second } = useTitles();
  if (!run || !main || !model || !other) return null;
  const ms = (value: number | null) => (value === null ? t('noStep') : t('ms', { value: formatNumber(value, locale) }));
  const bytes = (value: number) => formatBytes(value, locale);
  const side = (
    info: typeof model.info,
    times: typeof run.times.first,
    memory: typeof run.memory,
    surprise: readonly number[],
    place: number,
  ): Record<(typeof ROWS)[number], readonly [number | null, string]> => {
    const cache = bytesAt(memory, place) - memory.fixed;
    const costs = perplexity(surprise);
    return {
      weights: [info.weightBytes, `${bytes(info.weightBytes)} · ${info.format}`],
      reads: [times.reading, ms(times.reading)],
      steps: [times.step, ms(times.step)],
      state: [memory.fixed, memory.fixed > 0 ? bytes(memory.fixed) : '—'],
      cache: [cache, cache > 0 ? bytes(cache) : '—'],
      perplexity: [costs, formatNumber(costs, locale)],
    };
  };
  const memory = { ...main.memory, tokens: main.ids.length };
  const sides = [
    side(model.info, run.times.first, memory, main.surprise, Math.min(token, main.ids.length - 1)),
    side(other.info, run.times.second, run.memory, run.surprise, at),
  ];
  return (
    <Figure
      name="side-by-side-facts"
      title={t('facts')}
      caption={t('timing')}
      table={() => ({
        columns: ['', title, second],
        rows: ROWS.map((row) => [t(`fact.${row}`), ...sides.map((s) => s[row][0] ?? '')]),
      })}
    >
      <table className={styles.facts}>
        <thead>
          <tr>
            <td />
            <th scope="col">{title}</th>
            <th scope="col">{second}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map((row) => (
            <tr key={row} data-fact={row}>
              <th scope="row">{t(`fact.${row}`)}</th>
              {sides.map((s, i) => (
                <td key={i} data-value={s[row][0] ?? undefined}>
                  {s[row][1]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Figure>
  );
}
