'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { BlueprintNode } from '@/engine/blueprint/types';
import styles from '../inspector.module.css';
import { type Change, LIMITS } from '../lab-state';
import { useBlueprint, useLab, useLabStore } from '../use-lab';
import { OtherState } from './OtherState';
import { TakeOut } from './TakeOut';

/** Changes that one line of controls can say. */
type Plain = Extract<Change['kind'], 'scale' | 'freeze' | 'zero'>;

interface WhatIfProps {
  readonly node: BlueprintNode;
  readonly axis: string | null;
  readonly unit: number;
  readonly unitWord: string;
}

/** What if this node were otherwise: scaled, frozen or silenced, here or everywhere; with the list of what is changed now. */
export function WhatIf({ node, axis, unit, unitWord }: WhatIfProps) {
  const t = useTranslations('lab.whatIf');
  const store = useLabStore();
  const blueprint = useBlueprint();
  const token = useLab((lab) => lab.set.token);
  const changes = useLab((lab) => lab.set.changes);
  const [kind, setKind] = useState<Plain>('scale');
  const [value, setValue] = useState('0.5');
  const [where, setWhere] = useState<'all' | 'unit'>('all');
  const [when, setWhen] = useState<'all' | 'here' | 'on'>('all');
  const [layers, setLayers] = useState<'this' | 'all'>('this');
  if (!blueprint) return null;
  const number = Number(value);
  const good = kind === 'zero' || (value.trim() !== '' && Number.isFinite(number) && Math.abs(number) <= 1e6);
  const full = changes.length >= LIMITS.interventions;
  const add = (more: readonly Change[]) => void store.setChanges([...changes, ...more]);
  const timed = node.shape.includes('T');
  return (
    <div className={styles.whatIf}>
      <form
        className={styles.line}
        aria-label={t('title')}
        onSubmit={(event) => {
          event.preventDefault();
          if (!good || full) return;
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
          <select value={kind} aria-label={t('kind')} onChange={(event) => setKind(event.target.value as Plain)}>
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
          <button type="submit" disabled={!good || full}>
            {t('apply')}
          </button>
        </p>
      </form>
      <TakeOut layer={node.layer} />
      <OtherState layer={node.layer} />
      {full && <p role="status">{t('full', { most: String(LIMITS.interventions) })}</p>}
    </div>
  );
}
