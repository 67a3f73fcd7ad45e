'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { BlueprintNode } from '@/engine/blueprint/types';
import { formatNumber } from '../charts';
import { ablateLayer, forgetAt } from './changes';
import styles from './inspector.module.css';
import type { Change } from './lab-state';
import { useBlueprint, useLab, useLabStore } from './use-lab';

interface WhatIfProps {
  readonly node: BlueprintNode;
  readonly axis: string | null;
  readonly unit: number;
  readonly unitWord: string;
}

/** Most changes at once: as many as a link can hold. */
const MOST = 32;

/** What if this node were otherwise: scaled, frozen or silenced, here or everywhere; with the list of what is changed now. */
export function WhatIf({ node, axis, unit, unitWord }: WhatIfProps) {
  const t = useTranslations('lab.whatIf');
  const store = useLabStore();
  const blueprint = useBlueprint();
  const token = useLab((lab) => lab.set.token);
  const changes = useLab((lab) => lab.set.changes);
  const [kind, setKind] = useState<Change['kind']>('scale');
  const [value, setValue] = useState('0.5');
  const [where, setWhere] = useState<'all' | 'unit'>('all');
  const [when, setWhen] = useState<'all' | 'here' | 'on'>('all');
  const [layers, setLayers] = useState<'this' | 'all'>('this');
  if (!blueprint) return null;
  const number = Number(value);
  const good = kind === 'zero' || (value.trim() !== '' && Number.isFinite(number) && Math.abs(number) <= 1e6);
  const add = (more: readonly Change[]) => void store.setChanges([...changes, ...more].slice(-MOST));
  const timed = node.shape.includes('T');
  const forget = forgetAt(blueprint, token);
  const layer = node.layer ?? 0;
  return (
    <form
      className={styles.whatIf}
      aria-label={t('title')}
      onSubmit={(event) => {
        event.preventDefault();
        if (!good) return;
        add([
          {
            node: layers === 'all' ? node.id.replace(/^layers\.\d+\./, 'layers.*.') : node.id,
            kind,
            ...(kind === 'zero' ? {} : { value: number }),
            ...(!timed || when === 'all' ? {} : { from: token, ...(when === 'here' ? { to: token + 1 } : {}) }),
            ...(where === 'unit' && axis ? { axis, indices: [unit] } : {}),
          },
        ]);
      }}
    >
      <h3>{t('title')}</h3>
      <p className={styles.choose}>
        <select value={kind} aria-label={t('kind')} onChange={(event) => setKind(event.target.value as Change['kind'])}>
          <option value="scale">{t('scale')}</option>
          <option value="freeze">{t('freeze')}</option>
          <option value="zero">{t('zero')}</option>
        </select>
        {kind !== 'zero' && (
          <input
            type="text"
            inputMode="decimal"
            size={6}
            aria-label={t('value')}
            aria-invalid={!good}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        )}
        <select
          value={where}
          aria-label={t('where')}
          onChange={(event) => setWhere(event.target.value as 'all' | 'unit')}
        >
          <option value="all">{t('whole')}</option>
          {axis && axis !== 'S' && <option value="unit">{`${unitWord} ${unit}`}</option>}
        </select>
        {timed && (
          <select
            value={when}
            aria-label={t('when')}
            onChange={(event) => setWhen(event.target.value as 'all' | 'here' | 'on')}
          >
            <option value="all">{t('always')}</option>
            <option value="here">{t('here', { token: String(token) })}</option>
            <option value="on">{t('on', { token: String(token) })}</option>
          </select>
        )}
        <select
          value={layers}
          aria-label={t('layers')}
          onChange={(event) => setLayers(event.target.value as 'this' | 'all')}
        >
          <option value="this">{t('thisLayer')}</option>
          <option value="all">{t('allLayers')}</option>
        </select>
        <button type="submit" disabled={!good}>
          {t('apply')}
        </button>
      </p>
      <p className={styles.choose}>
        {forget && (
          <button type="button" title={t('forgetNote')} onClick={() => add([forget])}>
            {t('forget')}
          </button>
        )}
        <button type="button" title={t('ablateNote')} onClick={() => add(ablateLayer(blueprint, layer))}>
          {t('ablate', { layer: String(layer) })}
        </button>
      </p>
    </form>
  );
}

/** The list of what is changed, each with its undo. Beside the text, so that nobody forgets that the model is not itself. */
export function ActiveChanges() {
  const t = useTranslations('lab.whatIf');
  const locale = useLocale();
  const store = useLabStore();
  const { changes, compare, model } = useLab((lab) => lab.set);
  if (changes.length === 0) return null;
  const say = (change: Change) => {
    const value = formatNumber(change.kind === 'zero' ? 0 : (change.value ?? 0), locale);
    const what = `${change.kind === 'scale' ? '×' : '='} ${value}`;
    const place = change.indices ? `${change.node}[${change.axis}: ${change.indices.join(', ')}]` : change.node;
    const time =
      change.from === undefined
        ? ''
        : change.to === undefined
          ? t('saidOn', { token: String(change.from) })
          : t('saidHere', {
              token: change.to === change.from + 1 ? String(change.from) : `${change.from}–${change.to - 1}`,
            });
    return `${place} ${what} ${time}`.trim();
  };
  return (
    <section className={styles.active} aria-label={t('active')}>
      <b>{t('active')}</b>
      <ul>
        {changes.map((change, i) => (
          <li key={`${i} ${say(change)}`}>
            <span>{say(change)}</span>
            <button type="button" onClick={() => void store.setChanges(changes.filter((_, j) => j !== i))}>
              {t('undo')}
            </button>
          </li>
        ))}
      </ul>
      {compare === '' && (
        <button type="button" onClick={() => void store.setBeside({ compare: model, besideChanges: 'none' })}>
          {t('beside')}
        </button>
      )}
      {changes.length > 1 && (
        <button type="button" onClick={() => void store.setChanges([])}>
          {t('undoAll')}
        </button>
      )}
    </section>
  );
}
