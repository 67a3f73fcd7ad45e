'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import styles from '../inspector.module.css';
import { LIMITS } from '../lab-state';
import { useBlueprint, useLab, useLabStore, useSet } from '../use-lab';
import { allStates } from './changes';

const EXAMPLE = 'Tom had a big dog. The dog was';

/** Gives the layers the state that another text left: at the cursor, or before the first token. */
export function OtherState({ layer }: { layer: number | null }) {
  const t = useTranslations('lab.otherState');
  const store = useLabStore();
  const model = useLab((lab) => lab.model);
  const blueprint = useBlueprint();
  const { token, changes } = useSet('token', 'changes');
  const [text, setText] = useState(EXAMPLE);
  const [where, setWhere] = useState<'here' | 'start'>('here');
  const [layers, setLayers] = useState<'all' | 'this'>('all');
  const [at, setAt] = useState<string | null>(null);
  const count = useCount(text);
  const states = blueprint && allStates(blueprint);
  if (!blueprint || !model || !states) return null;
  const own = blueprint.nodes.find((node) => node.layer === layer && node.state?.kind === 'ssm')?.id;
  const node = layers === 'this' && own ? own : states;
  const last = Math.max(0, (count ?? 1) - 1);
  const place = at === null ? last : Number(at);
  const good = text.trim() !== '' && Number.isInteger(place) && place >= 0 && (count === null || place <= last);
  const full = changes.length >= LIMITS.interventions;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!good || full) return;
    const from = where === 'here' ? { from: token, to: token + 1 } : {};
    void store.setChanges([...changes, { node, kind: where === 'here' ? 'patch' : 'start', text, at: place, ...from }]);
  };
  return (
    <details className={styles.other}>
      <summary>{t('title')}</summary>
      <form onSubmit={send}>
        <p>{t('note')}</p>
        <label className={styles.text}>
          <span>{t('text')}</span>
          <textarea
            rows={2}
            maxLength={LIMITS.other}
            value={text}
            spellCheck={false}
            onChange={(event) => {
              setText(event.target.value);
              setAt(null);
            }}
          />
        </label>
        <p className={styles.choose}>
          <label>
            {t('at')}{' '}
            <input
              type="number"
              min={0}
              max={last}
              value={at ?? last}
              aria-invalid={!good}
              onChange={(event) => setAt(event.target.value)}
            />
          </label>
          <select
            value={where}
            aria-label={t('where')}
            onChange={(event) => setWhere(event.target.value as 'here' | 'start')}
          >
            <option value="here">{t('here', { token: String(token) })}</option>
            <option value="start">{t('start')}</option>
          </select>
          {own && (
            <select
              value={layers}
              aria-label={t('layers')}
              onChange={(event) => setLayers(event.target.value as 'all' | 'this')}
            >
              <option value="all">{t('allLayers')}</option>
              <option value="this">{t('thisLayer')}</option>
            </select>
          )}
          <button type="submit" disabled={!good || full} data-patch>
            {t('give')}
          </button>
        </p>
        {text.trim() === '' && <p role="status">{t('empty')}</p>}
      </form>
    </details>
  );
}

/** Tokens of a text in this model; null until the worker has said. */
function useCount(text: string): number | null {
  const model = useLab((lab) => lab.model);
  const [count, setCount] = useState<number | null>(null);
  useEffect(() => {
    if (!model) return;
    let gone = false;
    const timer = setTimeout(
      () =>
        model.encode(text).then(
          ({ ids }) => gone || setCount(ids.length),
          () => gone || setCount(null), // what cannot be cut into tokens is told when it is tried
        ),
      150,
    );
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [model, text]);
  return count;
}
