'use client';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { formatPercent } from '../charts/format';
import { textWidth } from '../charts/scale';
import { useSize } from '../charts/use-size';
import { Figure } from '../figure/Figure';
import styles from './atlas.module.css';
import { type Side, useAtlas } from './atlas-context';
import { measured, sharesOf } from './measures';
import { PartPatterns, partFill } from './part-fill';
import { useWords } from './use-words';

const ROW = 26;

/** The chosen measure by part of the model, as bars on one scale. */
export function AtlasParts() {
  const t = useTranslations('atlas.parts');
  const { sides, state } = useAtlas();
  const words = useWords();
  const shares = sides.map((side) => ({ side, list: sharesOf(side.rows) }));
  const most = Math.max(...shares.flatMap(({ list }) => list.map(({ value }) => value)), Number.MIN_VALUE);
  return (
    <Figure
      name="atlas-parts"
      width="full"
      title={t(`title.${state.measure}`)}
      caption={t('caption')}
      table={() => ({
        columns: [t('model'), t('part'), t('value'), t('share')],
        rows: shares.flatMap(({ side, list }) =>
          list.map(({ part, value }) => [
            side.model.name,
            words.part(part),
            value,
            value / measured(side.cost.total, state.measure),
          ]),
        ),
      })}
    >
      <div className={styles.pair} data-sides={sides.length}>
        {shares.map(({ side, list }) => (
          <PartBars key={side.side} side={side} list={list} most={most} titled={sides.length > 1} />
        ))}
      </div>
    </Figure>
  );
}

interface PartBarsProps {
  readonly side: Side;
  readonly list: ReturnType<typeof sharesOf>;
  readonly most: number;
  readonly titled: boolean;
}

function PartBars({ side, list, most, titled }: PartBarsProps) {
  const { state } = useAtlas();
  const t = useTranslations('atlas.parts');
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const width = useSize(box).width || 280;
  const total = measured(side.cost.total, state.measure);
  const left = Math.min(width * 0.45, 12 + Math.max(40, ...list.map(({ part }) => textWidth(words.part(part)))));
  const room = Math.max(24, width - left - 116);
  return (
    <div ref={box}>
      {titled && (
        <p className={styles.panelModel} data-picture>
          {side.model.name}
        </p>
      )}
      {list.length === 0 && <p className={styles.soft}>{t('nothing')}</p>}
      <svg
        width={width}
        height={Math.max(1, list.length * ROW)}
        role="img"
        aria-label={
          list.map(({ part, value }) => `${words.part(part)}: ${words.amount(state.measure, value)}`).join('; ') ||
          t('nothing')
        }
      >
        <PartPatterns />
        {list.map(({ part, value }, i) => {
          const length = Math.max(1, (value / most) * room);
          return (
            <g key={part} data-part={part} data-value={value}>
              <text className={styles.partName} x={left - 8} y={i * ROW + 17} textAnchor="end">
                {words.part(part)}
              </text>
              <rect x={left} y={i * ROW + 5} width={length} height={ROW - 10} fill={partFill(part)} />
              <text className={styles.partValue} x={left + length + 6} y={i * ROW + 17}>
                {`${words.amount(state.measure, value)} · ${formatPercent(value / total)}`}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
