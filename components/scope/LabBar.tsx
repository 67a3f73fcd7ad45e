'use client';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import { formatBytes, formatNumber } from '../charts';
import { EngineBadge } from '../figure/EngineBadge';
import type { Engine } from '../use-engine';
import { BesideChoice } from './beside/BesideBar';
import { examplesOf } from './examples';
import { LabTakeAway } from './LabTakeAway';
import styles from './lab.module.css';
import { type ModelTask, withModel } from './lab-task';
import { plays } from './RecordedRun';
import { useLab, useLabStore, useSet } from './use-lab';

export interface LabModel {
  readonly name: string;
  readonly title: string;
  /** The synthetic task that it was trained on, or null for a model of text. */
  readonly task: ModelTask | null;
}

/** What the lab looks at: model and text; on what it runs and how fast; the whole set-up as a link. */
export function LabBar({ models, engine }: { models: readonly LabModel[]; engine: Engine }) {
  const t = useTranslations('lab.bar');
  const store = useLabStore();
  const { model, text } = useSet('model', 'text');
  const isTask = models.some(({ name, task }) => name === model && task !== null);
  const examples = examplesOf(model);
  const [draft, setDraft] = useState(text);
  useEffect(() => setDraft(text), [text]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    void store.setText(draft);
  };
  return (
    <form className={styles.bar} onSubmit={send}>
      <div className={styles.what}>
        <label className={styles.model}>
          <span>{t('model')}</span>
          <select
            value={model}
            onChange={(event) => store.setModel(withModel(store.lab.set, models, event.target.value))}
          >
            {models.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <BesideChoice models={models} />
        <span className={styles.runs}>
          {(engine.status !== 'failed' || plays(engine)) && (
            <EngineBadge engine={engine}>
              <Rate />
            </EngineBadge>
          )}
        </span>
        <Memory />
        <LabTakeAway />
      </div>
      <div className={styles.prompt}>
        <label>
          <span>{t('text')}</span>
          <textarea
            rows={1}
            maxLength={4000}
            value={draft}
            spellCheck={false}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey) return;
              event.preventDefault();
              void store.setText(draft);
            }}
          />
        </label>
        <button type="submit">{t('read')}</button>
        {!isTask && (
          <label className={styles.examples}>
            <span className={styles.spoken}>{t('examples')}</span>
            <select
              value=""
              onChange={(event) => {
                const example = examples[Number(event.target.value)];
                if (event.target.value && example) void store.setText(example.text);
              }}
            >
              <option value="">{t('examples')}</option>
              {examples.map(({ about }, i) => (
                <option key={about} value={i}>
                  {t(`example.${about}`)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
    </form>
  );
}

/** How fast the last token or text was read. */
function Rate() {
  const t = useTranslations('lab.bar');
  const locale = useLocale();
  const rate = useLab((lab) => lab.run?.rate ?? null);
  return rate !== null && <span data-rate={rate}>{t('rate', { rate: formatNumber(rate, locale) })}</span>;
}

/** What the text so far takes on the device: a state that stays, a cache that grows. */
function Memory() {
  const t = useTranslations('lab.bar');
  const locale = useLocale();
  const memory = useLab((lab) => lab.run?.memory ?? null);
  if (!memory) return null;
  return (
    <span className={styles.memory} title={t('memoryNote')} data-fixed={memory.fixed} data-cache={memory.cache}>
      {memory.fixed > 0 && t('state', { bytes: formatBytes(memory.fixed, locale) })}
      {memory.fixed > 0 && memory.cache > 0 && ' · '}
      {memory.cache > 0 && t('cache', { bytes: formatBytes(memory.cache, locale) })}
    </span>
  );
}
