import { useLocale, useTranslations } from 'next-intl';
import { formatBytes, formatFixed, formatPercent, formatWhole } from '../charts/format';
import { Scroll } from '../shell/Scroll';
import type { Card, LanguageScores, Losses, TaskScores } from './card';
import { isTaskScores } from './card';
import styles from './models.module.css';

/** What was measured, beside what it has to be compared with. */
export function Scores({ card }: { card: Card }) {
  if (!card.scores) return null;
  if (isTaskScores(card.scores)) return <Accuracy scores={card.scores} />;
  const { losses, positions, quantised, ruler } = card.scores;
  return (
    <>
      {losses && <LossTable card={card} losses={losses} />}
      {positions && <Positions positions={positions} />}
      {ruler && <Ruler ruler={ruler} />}
      {quantised && <Quantised quantised={quantised} />}
    </>
  );
}

function LossTable({ card, losses }: { card: Card; losses: Losses }) {
  const t = useTranslations('models');
  const locale = useLocale();
  const base = card.baselines ?? {};
  const rows: { name: string; losses: Losses; own?: boolean }[] = [
    { name: card.title[locale], losses, own: true },
    ...(base.kneserNey5
      ? [
          {
            name: t('kneserNey', { tokens: formatWhole(base.kneserNey5.countedTokens, locale) }),
            losses: base.kneserNey5,
          },
        ]
      : []),
    ...(base.kneserNey5SameTokens
      ? [
          {
            name: t('kneserNey', { tokens: formatWhole(base.kneserNey5SameTokens.countedTokens, locale) }),
            losses: base.kneserNey5SameTokens,
          },
        ]
      : []),
    ...(base.storiesTransformer && card.name !== 'stories-transformer'
      ? [{ name: t('sameSizeTransformer'), losses: base.storiesTransformer }]
      : []),
    ...(base.stories15m ? [{ name: 'stories15M', losses: base.stories15m }] : []),
  ];
  rows.sort((a, b) => a.losses.held.natsPerToken - b.losses.held.natsPerToken);
  return (
    <Scroll label={t('lossCaption')}>
      <table className={styles.numbers}>
        <caption>{t('lossCaption')}</caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              {t('model')}
            </th>
            <th scope="colgroup" colSpan={2}>
              {t('held')}
            </th>
            <th scope="colgroup" colSpan={2}>
              {t('real')}
            </th>
          </tr>
          <tr>
            <th scope="col">{t('nats')}</th>
            <th scope="col">{t('bits')}</th>
            <th scope="col">{t('nats')}</th>
            <th scope="col">{t('bits')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, losses: { held, real }, own }) => (
            <tr key={name} className={own ? styles.own : undefined}>
              <th scope="row">{name}</th>
              <td className={styles.figure}>{formatFixed(held.natsPerToken, 2)}</td>
              <td className={styles.figure}>{formatFixed(held.bitsPerByte, 2)}</td>
              <td className={styles.figure}>{formatFixed(real.natsPerToken, 2)}</td>
              <td className={styles.figure}>{formatFixed(real.bitsPerByte, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Positions({
  positions: { bin, windows, natsPerToken },
}: {
  positions: NonNullable<LanguageScores['positions']>;
}) {
  const t = useTranslations('models');
  return (
    <Folded title={t('positions')}>
      <p className={styles.note}>{t('positionsNote', { windows, length: bin * natsPerToken.length })}</p>
      <Grid
        corner={t('position')}
        columns={natsPerToken.map((_, i) => `${i * bin}–${(i + 1) * bin - 1}`)}
        rows={[{ name: t('nats'), cells: natsPerToken.map((v) => formatFixed(v, 2)) }]}
      />
    </Folded>
  );
}

function Ruler({ ruler }: { ruler: NonNullable<LanguageScores['ruler']> }) {
  const t = useTranslations('models');
  return (
    <Folded title={t('ruler')}>
      <p className={styles.note}>{t('rulerNote', { examples: ruler.examples, chance: formatPercent(ruler.chance) })}</p>
      <Grid
        corner={t('tokens')}
        columns={ruler.lengths.map(String)}
        rows={(['needle', 'needles', 'tracking'] as const).map((kind) => ({
          name: t(`rulerTask.${kind}`),
          cells: ruler[kind].map(formatPercent),
        }))}
      />
    </Folded>
  );
}

function Quantised({ quantised }: { quantised: NonNullable<LanguageScores['quantised']> }) {
  const t = useTranslations('models');
  const locale = useLocale();
  const twins = (['f16', 'int8', 'experts-int8'] as const).flatMap((format) => {
    const twin = quantised[format];
    return twin ? [{ format, twin }] : [];
  });
  return (
    <Folded title={t('quantised')}>
      <p className={styles.note}>{t('quantisedNote', { tokens: formatWhole(quantised.tokens, locale) })}</p>
      <Grid
        corner={t('format')}
        columns={twins.map(({ format }) => format)}
        rows={[
          { name: t('weights'), cells: twins.map(({ twin }) => formatBytes(twin.bytes, locale)) },
          { name: t('nats'), cells: twins.map(({ twin }) => formatFixed(twin.natsPerToken, 4)) },
          {
            name: t('sameNext'),
            cells: twins.map(({ twin }) => (twin.sameNextToken === undefined ? '' : oneDecimal(twin.sameNextToken))),
          },
        ]}
      />
    </Folded>
  );
}

/** 0.9943 → '99.4 %': near one, the decimal is what counts. */
const oneDecimal = (share: number) => `${(100 * share).toFixed(1)} %`;

function Accuracy({ scores }: { scores: TaskScores }) {
  const t = useTranslations('models');
  return (
    <>
      <Grid
        corner={t(`unit.${scores.unit}`)}
        columns={scores.cells.map(({ size }) => String(size))}
        rows={[{ name: t('accuracy'), cells: scores.cells.map(({ accuracy }) => oneDecimal(accuracy)) }]}
      />
      <p className={styles.note}>
        {t('chance', { chance: formatPercent(scores.chance), examples: scores.cells[0]?.examples ?? 0 })}
      </p>
    </>
  );
}

function Folded({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <details className={styles.folded}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

interface GridProps {
  readonly corner: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[];
}

/** Numbers by two things. A single row runs on over as many lines as it needs; of many columns the rows are made, so that it stays in the page. */
function Grid({ corner, columns, rows }: GridProps) {
  const [only, ...others] = rows;
  if (only && others.length === 0) return <Pairs {...{ corner, columns }} name={only.name} cells={only.cells} />;
  const turned = columns.length > rows.length;
  const across = turned ? rows.map(({ name }) => name) : columns;
  const down = turned ? columns.map((name, i) => ({ name, cells: rows.map(({ cells }) => cells[i]!) })) : rows;
  return (
    <Scroll label={corner}>
      <table className={styles.numbers}>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {across.map((column) => (
              <th key={column} scope="col" className={styles.figure}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {down.map(({ name, cells }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, i) => (
                <td key={across[i]} className={styles.figure}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

interface PairsProps {
  readonly corner: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly cells: readonly string[];
}

/** Each number under what it was measured at. */
function Pairs({ corner, name, columns, cells }: PairsProps) {
  return (
    <dl className={styles.pairs}>
      <div>
        <dt>{corner}</dt>
        <dd>{name}</dd>
      </div>
      {columns.map((column, i) => (
        <div key={column}>
          <dt>{column}</dt>
          <dd className={styles.figure}>{cells[i]}</dd>
        </div>
      ))}
    </dl>
  );
}
