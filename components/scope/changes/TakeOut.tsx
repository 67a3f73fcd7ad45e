'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import styles from '../inspector.module.css';
import { type Change, LIMITS } from '../lab-state';
import { useBlueprint, useLabStore, useSet } from '../use-lab';
import { ablateExpert, ablateLayer, ablateUnit, forgetAt, routerOf, unitsOf } from './changes';

/** Ready-made changes, one press each: forget now; take out the layer, one of its heads or channels, one of its experts. */
export function TakeOut({ layer }: { layer: number | null }) {
  const t = useTranslations('lab.whatIf');
  const store = useLabStore();
  const blueprint = useBlueprint();
  const { token, changes } = useSet('token', 'changes');
  if (!blueprint || layer === null) return null;
  const full = changes.length >= LIMITS.interventions;
  const add = (...more: readonly Change[]) => void store.setChanges([...changes, ...more]);
  const forget = forgetAt(blueprint, token);
  const units = unitsOf(blueprint, layer);
  const experts = routerOf(blueprint, layer) ? blueprint.dims.n_experts! : 0;
  const unitOf = (unit: number) => ablateUnit(blueprint, layer, unit);
  const expertOf = (expert: number) => ablateExpert(blueprint, layer, expert);
  return (
    <p className={styles.choose}>
      {forget && (
        <button type="button" disabled={full} title={t('forgetNote')} onClick={() => add(forget)}>
          {t('forget')}
        </button>
      )}
      <button
        type="button"
        disabled={full}
        title={t('ablateNote')}
        onClick={() => add(...ablateLayer(blueprint, layer))}
      >
        {t('ablate', { layer: String(layer) })}
      </button>
      {units && (
        <One
          word={t(`unit.${units.word}`)}
          count={units.count}
          full={full}
          make={unitOf}
          onAdd={add}
          name={units.word}
        />
      )}
      {experts > 0 && (
        <One word={t('unit.expert')} count={experts} full={full} make={expertOf} onAdd={add} name="expert" />
      )}
    </p>
  );
}

interface OneProps {
  readonly word: string;
  readonly count: number;
  readonly full: boolean;
  readonly name: string;
  readonly make: (index: number) => Change | null;
  readonly onAdd: (change: Change) => void;
}

/** Take out one of several, by its number. */
function One({ word, count, full, name, make, onAdd }: OneProps) {
  const t = useTranslations('lab.whatIf');
  const [value, setValue] = useState('0');
  const index = Number(value);
  const good = value.trim() !== '' && Number.isInteger(index) && index >= 0 && index < count;
  return (
    <span className={styles.one}>
      <button
        type="button"
        disabled={full || !good}
        data-take-out={name}
        onClick={() => {
          const change = make(index);
          if (change) onAdd(change);
        }}
      >
        {t('takeOut', { what: word })}
      </button>
      <input
        type="number"
        min={0}
        max={count - 1}
        value={value}
        aria-label={t('which', { what: word, most: String(count - 1) })}
        aria-invalid={!good}
        onChange={(event) => setValue(event.target.value)}
      />
    </span>
  );
}
