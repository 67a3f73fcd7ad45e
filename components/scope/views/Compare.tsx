'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { BarList, barTable, formatNumber, formatPercent, tokenName } from '../../charts';
import { Figure } from '../../figure/Figure';
import { useErrorWords } from '../../figure/use-figure-state';
import styles from '../beside/beside.module.css';
import { CompareFacts } from '../beside/CompareFacts';
import { CompareLines } from '../beside/CompareLines';
import { compareAt } from '../beside/compare';
import { useBeside, useTitles } from '../beside/use-beside';
import lab from '../lab.module.css';
import { useLab, useLabels, useLabStore } from '../use-lab';
import { guesses } from './prediction';

/** Two models, or one under two settings, on the same text and in step: what they say, what they remember, what it takes. */
export function Compare() {
  const compare = useLab((state) => state.set.compare);
  const main = useLab((state) => state.run);
  const t = useTranslations('lab.compare');
  const words = useErrorWords();
  const { run, error, model } = useBeside();
  if (compare === '') return <Offers />;
  if (error) return <p role="alert">{`${words(error).message} ${words(error).detail}`}</p>;
  if (!run || !main) return <p role="status">{t(model ? 'reading' : 'loading')}</p>;
  return (
    <div className={lab.two}>
      {run.apart ? <NextWords /> : <OwnWords />}
      {run.apart && <MovedWords />}
      <CompareLines />
      <CompareFacts />
    </div>
  );
}

/** Nothing stands beside yet: what could. */
function Offers() {
  const t = useTranslations('lab.compare');
  const store = useLabStore();
  const { all } = useTitles();
  const { model, changes } = useLab((state) => state.set);
  const put = (patch: Parameters<typeof store.setBeside>[0]) => void store.setBeside(patch);
  const others = all.filter(({ name }) => name !== model && name.startsWith('stories-'));
  return (
    <>
      <p>{t('none')}</p>
      <ul className={styles.offers}>
        {changes.length > 0 && (
          <li>
            <button type="button" onClick={() => put({ compare: model, besideChanges: 'none' })}>
              {t('unchanged')}
            </button>
          </li>
        )}
        {others.map(({ name, title }) => (
          <li key={name}>
            <button type="button" data-offer={name} onClick={() => put({ compare: name })}>
              {title}
            </button>
          </li>
        ))}
        <li>
          <button type="button" onClick={() => put({ compare: model, besideDtype: 'int8' })}>
            {t('int8')}
          </button>
        </li>
      </ul>
    </>
  );
}

/** The comparison at the cursor, with the names of tokens and of the two. */
function useComparison() {
  const locale = useLocale();
  const { title, second } = useTitles();
  const beside = useBeside();
  const model = useLab((state) => state.model);
  const main = useLab((state) => state.run);
  const token = useLab((state) => state.set.token);
  const vocabulary = model?.info.drawable ?? 0;
  const [a, b] = [main?.logits, beside.run?.logits];
  const found = useMemo(() => a && b && compareAt(a, b, token, vocabulary), [a, b, token, vocabulary]);
  const ids = found ? [...found.top, ...found.changes].map(({ id }) => id) : [];
  const label = useLabels(model, ids);
  const piece = main?.pieces[token];
  return {
    locale,
    found,
    label,
    first: title,
    second,
    after: piece ? tokenName(token, piece.text || piece.display, locale) : '',
  };
}

function NextWords() {
  const t = useTranslations('lab.compare');
  const store = useLabStore();
  const { locale, found, label, first, second, after } = useComparison();
  if (!found) return null;
  const bars = found.top.map((c) => ({ id: c.id, label: label(c.id), value: c.after, before: c.before }));
  const names = { before: first, after: second };
  return (
    <Figure
      name="side-by-side"
      title={t('next')}
      caption={t('nextCaption', { first, second, token: after })}
      table={() => barTable(bars, t('word'), second, first)}
    >
      <BarList
        bars={bars}
        names={names}
        label={t('next')}
        locale={locale}
        onSelect={(bar) => void store.choose(Number(bar.id))}
      />
      <p className={lab.fact} data-apart={found.divergence} data-moved={found.moved}>
        {t('gap', { kl: formatNumber(found.divergence, locale), moved: formatPercent(found.moved) })}
      </p>
    </Figure>
  );
}

function MovedWords() {
  const t = useTranslations('lab.compare');
  const { locale, found, label, first, second } = useComparison();
  if (!found) return null;
  const bars = found.changes.map((c) => ({ id: c.id, label: label(c.id), value: c.after, before: c.before }));
  return (
    <Figure
      name="moved-words"
      title={t('moved')}
      caption={t('movedCaption', { first, second })}
      state={bars.length > 0 ? { kind: 'ready' } : { kind: 'empty', message: t('nothingMoved') }}
      table={() => barTable(bars, t('word'), second, first)}
    >
      <BarList bars={bars} names={{ before: first, after: second }} label={t('moved')} locale={locale} />
    </Figure>
  );
}

/** Where the two cut the text differently: each with its own words. */
function OwnWords() {
  const { title, second } = useTitles();
  const main = useLab((state) => state.run);
  const model = useLab((state) => state.model);
  const token = useLab((state) => state.set.token);
  const beside = useBeside();
  return (
    <>
      <Own title={title} logits={main?.logits[token] ?? null} model={model} />
      <Own title={second} logits={beside.run?.logits[beside.at] ?? null} model={beside.model} />
    </>
  );
}

interface OwnProps {
  readonly title: string;
  readonly logits: Float32Array | null;
  readonly model: Parameters<typeof useLabels>[0];
}

function Own({ title, logits, model }: OwnProps) {
  const t = useTranslations('lab.compare');
  const locale = useLocale();
  const found = logits && model ? guesses(logits, null, {}, model.info.drawable, 8).list : [];
  const label = useLabels(
    model,
    found.map(({ id }) => id),
  );
  const bars = found.map(({ id, drawn }) => ({ id, label: label(id), value: drawn }));
  return (
    <Figure
      name="own-words"
      title={`${title}: ${t('next')}`}
      caption=""
      table={() => barTable(bars, t('word'), title, '')}
    >
      <BarList bars={bars} label={`${title}: ${t('next')}`} locale={locale} />
    </Figure>
  );
}
