'use client';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, memo, useState } from 'react';
import { formatNumber } from '../charts';
import { Range } from '../controls/Range';
import type { Breakpoint } from './conditions';
import styles from './lab.module.css';
import type { Unit } from './places';
import transport from './transport.module.css';
import { useLab, useLabStore, useNode } from './use-lab';

const UNITS: readonly Unit[] = ['token', 'layer', 'op'];
const SPEEDS = [0.25, 0.5, 1, 2, 4, 16] as const;

/** Time under the reader's hand: steps of three sizes both ways, play, a line to drag, speed, and places to stop at. */
export function LabTransport({ onKeys }: { onKeys: () => void }) {
  const t = useTranslations('lab.transport');
  const store = useLabStore();
  const speed = useLab((lab) => lab.speed);
  const off = useLab((lab) => lab.run === null);
  const [unit, setUnit] = useState<Unit>('token');
  return (
    <section className={transport.transport} aria-label={t('label')} data-by={unit}>
      <Steps off={off} unit={unit} />
      <Timeline />
      <label className={transport.by}>
        <span>{t('by')} </span>
        <select value={unit} onChange={(event) => setUnit(event.target.value as Unit)}>
          {UNITS.map((which) => (
            <option key={which} value={which}>
              {t(`unit.${which}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className={styles.spoken}>{t('speed')}</span>
        <select value={speed} onChange={(event) => store.setSpeed(Number(event.target.value))}>
          {SPEEDS.map((value) => (
            <option key={value} value={value}>
              {value}×
            </option>
          ))}
        </select>
      </label>
      <BreakAt />
      <button type="button" className={transport.keys} onClick={onKeys} aria-label={t('keys')} title={t('keys')}>
        ?
      </button>
      <Busy />
    </section>
  );
}

/** None of it changes from token to token, so it is not drawn again for one. */
const Steps = memo(function Steps({ off, unit }: { off: boolean; unit: Unit }) {
  const t = useTranslations('lab.transport');
  const store = useLabStore();
  const playing = useLab((lab) => lab.playing);
  const step = (which: Unit, direction: 1 | -1) => (
    <button
      key={which}
      type="button"
      disabled={off}
      onClick={() => void store.move(which, direction)}
      data-step={`${which}${direction}`}
      data-unit={which}
    >
      {direction < 0 && <span aria-hidden="true">◀ </span>}
      {t(`unit.${which}`)}
      {direction > 0 && <span aria-hidden="true"> ▶</span>}
      <span className={styles.spoken}>{t(direction > 0 ? 'forward' : 'back')}</span>
    </button>
  );
  return (
    <div className={transport.steps}>
      <button type="button" disabled={off} onClick={() => void store.goTo(0)} aria-label={t('first')}>
        <span aria-hidden="true">|◀</span>
      </button>
      {UNITS.map((which) => step(which, -1))}
      <button
        type="button"
        className={transport.play}
        disabled={off}
        aria-label={t(playing ? 'pause' : 'play')}
        onClick={() => (playing ? store.pause() : void store.play(unit))}
        data-play={playing ?? ''}
      >
        {playing ? '❚❚' : '▶'}
      </button>
      {[...UNITS].reverse().map((which) => step(which, 1))}
      <button type="button" disabled={off} onClick={() => void store.goToEnd()} aria-label={t('last')}>
        <span aria-hidden="true">▶|</span>
      </button>
    </div>
  );
});

/** Where the cursor stands in the text. */
function Timeline() {
  const t = useTranslations('lab.transport');
  const store = useLabStore();
  const token = useLab((lab) => lab.set.token);
  const last = useLab((lab) => (lab.run ? lab.run.ids.length - 1 : 0));
  const off = useLab((lab) => lab.run === null);
  return (
    <>
      <Range
        className={transport.timeline}
        aria-label={t('timeline')}
        value={Math.min(token, last)}
        min={0}
        max={last}
        disabled={off}
        onChange={(to) => void store.goTo(to)}
      />
      <output className={transport.place} aria-live="off">
        {off ? '–' : `${token} / ${last}`}
      </output>
    </>
  );
}

/** The engine is at work: a light of its own, so that it alone is drawn when it comes and goes with every token. */
function Busy() {
  const busy = useLab((lab) => lab.busy);
  return <span className={transport.busy} data-busy={busy} aria-hidden="true" />;
}

/** Runs on to a token, a layer, or the token at which a channel of the node in view passes a value. */
function BreakAt() {
  const t = useTranslations('lab.break');
  const locale = useLocale();
  const store = useLabStore();
  const node = useNode();
  const unit = useLab((lab) => lab.set.channel);
  const layers = useLab((lab) => lab.model?.info.blueprint.layers.length ?? 0);
  const [kind, setKind] = useState<Breakpoint['kind']>('token');
  const [number, setNumber] = useState('40');
  const [test, setTest] = useState<'above' | 'below'>('above');
  const value = Number(number);
  const whole = Number.isInteger(value) && value >= 0;
  const good =
    number.trim() !== '' && (kind === 'value' ? Number.isFinite(value) : whole && (kind === 'token' || value < layers));
  const go = (event: FormEvent) => {
    event.preventDefault();
    if (!good || !node) return;
    const point: Breakpoint =
      kind === 'token'
        ? { kind, token: value }
        : kind === 'layer'
          ? { kind, layer: value }
          : { kind, node: node.id, unit, test, value };
    void store.runTo(point);
  };
  return (
    <details className={transport.break}>
      <summary>{t('title')}</summary>
      <form onSubmit={go}>
        <label>
          {t('at')}{' '}
          <select value={kind} onChange={(event) => setKind(event.target.value as Breakpoint['kind'])}>
            <option value="token">{t('token')}</option>
            <option value="layer">{t('layer')}</option>
            <option value="value">{t('value')}</option>
          </select>
        </label>
        {kind === 'value' && node && (
          <>
            <code>
              {node.id}[{formatNumber(unit, locale, 8)}]
            </code>
            <select
              value={test}
              aria-label={t('test')}
              onChange={(event) => setTest(event.target.value as 'above' | 'below')}
            >
              <option value="above">{t('above')}</option>
              <option value="below">{t('below')}</option>
            </select>
          </>
        )}
        <input
          type="text"
          inputMode="decimal"
          size={6}
          aria-label={t('number')}
          aria-invalid={!good}
          value={number}
          onChange={(event) => setNumber(event.target.value)}
        />
        <button type="submit" disabled={!good}>
          {t('run')}
        </button>
      </form>
      {!good && <p role="alert">{t('bad', { layers: String(layers - 1) })}</p>}
    </details>
  );
}
