/** Still pictures of the chapter on long context; ../stills.tsx joins them with the rest. */
import type { ReactNode } from 'react';
import type { WeightFormat } from '@/engine/backend';
import { buildBlueprint } from '@/engine/models';
import { weightBytesOf } from '@/engine/session/memory';
import { rulerKinds, rulerTask } from '@/engine/tasks';
import jamba from '@/public/models/stories-jamba/config.json';
import { formatBytes } from '../../charts/format';
import type { Locale } from '../../i18n/locales';
import { BarsStill } from '../BarsStill';
import styles from '../figures.module.css';
import { ClaimedChart } from './ClaimedChart';
import { THRESHOLD } from './claimed';
import { FitsChart } from './FitsChart';
import { RoundingChart } from './RoundingChart';
import { roundTo } from './rounding';
import { RULER_WORDS } from './ruler-words';

/** The row of the exercise. */
const ROW = [0.304, -1.27, 0.0449, 0.64];
const FORMATS: readonly { format: WeightFormat; en: string; es: string }[] = [
  { format: 'f32', en: '32 bits', es: '32 bits' },
  { format: 'f16', en: '16 bits', es: '16 bits' },
  { format: 'experts-int8', en: 'ExpertsInt8', es: 'ExpertsInt8' },
  { format: 'int8', en: 'all int8', es: 'todo int8' },
];

export const longContextStills: Readonly<Record<string, (props: { locale: Locale }) => ReactNode>> = {
  'small-ruler': ({ locale }) => (
    <>
      {rulerKinds.map((kind) => {
        const { hidden, question } = rulerTask(kind, 1);
        return (
          <p key={kind} className={styles.said}>
            <b>{RULER_WORDS[locale][kind]}</b>:{' '}
            <span lang="en">
              …{' '}
              {hidden.map((sentence) => (
                <span key={sentence}>
                  <mark>{sentence}</mark> …{' '}
                </span>
              ))}
              {question} ___
            </span>
          </p>
        );
      })}
    </>
  ),
  claimed: ({ locale }) => <ClaimedChart threshold={THRESHOLD} locale={locale} />,
  fits: ({ locale }) => <FitsChart model="jamba-1.5-mini" length={256 * 1024} cards={1} locale={locale} />,
  rounding: ({ locale }) => (
    <>
      {[8, 3].map((bits) => {
        const { values, scales } = roundTo(ROW, 1, bits, 'row');
        return (
          <RoundingChart key={bits} row={ROW} rounded={[...values]} scale={scales[0]!} bits={bits} locale={locale} />
        );
      })}
    </>
  ),
  'two-formats': ({ locale }) => (
    <BarsStill
      bars={FORMATS.map(({ format, ...name }) => ({
        label: name[locale],
        value: weightBytesOf(buildBlueprint(jamba), format),
      }))}
      format={(v) => formatBytes(v, locale)}
      colour="var(--sym-x)"
    />
  ),
};
