'use client';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { formatWhole } from '../charts/format';
import { StopSlider } from '../controls/Slider';
import { powersOfTwo } from '../controls/stops';
import styles from './atlas.module.css';
import { useAtlas } from './atlas-context';
import {
  type AtlasState,
  BYTES,
  MEASURES,
  MOST_CONTEXT,
  nodeAt,
  withBeside,
  withLayer,
  withModel,
} from './atlas-state';
import bar from './bar.module.css';
import { OWN } from './design';
import { blueprintOf, localId } from './models';
import { findOperations, type Hit } from './search';
import { useWords } from './use-words';
import { focusLevel } from './zoom';

const CONTEXTS = powersOfTwo(1, MOST_CONTEXT);

/** What the atlas shows: which architecture, beside which, at what context and precision; and a search for an operation. */
export function AtlasBar() {
  const t = useTranslations('atlas.bar');
  const { models, state, set, sides, locale } = useAtlas();
  const groups = [
    { label: t('small'), list: models.filter(({ small }) => small) },
    { label: t('published'), list: models.filter(({ small, id }) => !small && id !== OWN) },
    { label: t('own'), list: models.filter(({ id }) => id === OWN) },
  ];
  const options = groups.map(({ label, list }) => (
    <optgroup key={label} label={label}>
      {list.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </optgroup>
  ));
  const patch = (change: Partial<AtlasState>) => set((now) => ({ ...now, ...change }));
  return (
    <div className={bar.bar}>
      <label>
        <span>{t('model')}</span>
        <select
          data-control="model"
          value={state.model}
          onChange={(event) => set((now) => withModel(now, models, event.target.value))}
        >
          {options}
        </select>
      </label>
      <label>
        <span>{t('beside')}</span>
        <select
          data-control="beside"
          value={state.beside ?? ''}
          onChange={(event) => {
            const { value } = event.target;
            set((now) =>
              value === now.model ? now : withBeside(now, sides[0]!.blueprint, value === '' ? null : value),
            );
          }}
        >
          <option value="">{t('none')}</option>
          {options}
        </select>
      </label>
      <StopSlider
        className={bar.context}
        label={t('context')}
        value={state.context}
        stops={CONTEXTS}
        format={(context) => t('tokens', { count: formatWhole(context, locale) })}
        data-control="context"
        onChange={(context) => patch({ context })}
      />
      <label>
        <span>{t('bytes')}</span>
        <select
          data-control="bytes"
          value={state.bytes}
          onChange={(event) => patch({ bytes: Number(event.target.value) as AtlasState['bytes'] })}
        >
          {BYTES.map((bytes) => (
            <option key={bytes} value={bytes}>
              {t(`format.${bytes}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t('measure')}</span>
        <select
          data-control="measure"
          value={state.measure}
          onChange={(event) => patch({ measure: event.target.value as AtlasState['measure'] })}
        >
          {MEASURES.map((measure) => (
            <option key={measure} value={measure}>
              {t(`by.${measure}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t('shapes')}</span>
        <select
          data-control="shapes"
          value={state.shapes}
          onChange={(event) => patch({ shapes: event.target.value as AtlasState['shapes'] })}
        >
          <option value="names">{t('names')}</option>
          <option value="numbers">{t('numbers')}</option>
        </select>
      </label>
      <Search />
    </div>
  );
}

/** A box that finds an operation in this architecture, and in the others if it is only there. */
function Search() {
  const t = useTranslations('atlas.search');
  const { models, sides, set, locale } = useAtlas();
  const words = useWords();
  const [text, setText] = useState('');
  const list = useId();
  const side = sides[0]!;
  const hits = text.trim() === '' ? [] : findOperations(text, models, side.model, locale, words.op);
  const go = (hit: Hit) => {
    const layer = hit.node.layer ?? 'ends';
    set((now) => {
      const there = hit.model.id === now.model ? now : withModel(now, models, hit.model.id);
      // Stay in the layer in view where it has the operation too.
      const here = hit.model.id === now.model && nodeAt(side.blueprint, side.layer, localId(hit.node)) !== null;
      return here
        ? { ...now, node: localId(hit.node) }
        : withLayer(there, blueprintOf(hit.model), layer, localId(hit.node));
    });
    setText('');
    requestAnimationFrame(() => focusLevel('block', 'left'));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> has no styles of its own in all browsers yet
    <div className={bar.search} role="search">
      <label>
        <span>{t('label')}</span>
        <input
          type="search"
          data-control="search"
          value={text}
          placeholder={t('example')}
          spellCheck={false}
          aria-controls={list}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setText('');
            if (event.key === 'Enter' && hits[0]) go(hits[0]);
            if (event.key === 'ArrowDown' && hits.length > 0) {
              event.preventDefault();
              document.querySelector<HTMLElement>('[data-hit]')?.focus();
            }
          }}
        />
      </label>
      <ul id={list} className={bar.hits} aria-label={t('found')} hidden={text.trim() === ''}>
        {hits.map((hit) => (
          <li key={`${hit.local} ${hit.node.op}`}>
            <button
              type="button"
              data-hit={hit.local}
              onClick={() => go(hit)}
              onKeyDown={(event) => {
                const item = event.currentTarget.parentElement!;
                const to = { ArrowDown: item.nextElementSibling, ArrowUp: item.previousElementSibling }[event.key];
                if (event.key === 'Escape') setText('');
                if (!to) return;
                event.preventDefault();
                to.querySelector('button')?.focus();
              }}
            >
              <code>{hit.local}</code> {words.op(hit.node.op)}
              <small>{hit.types.join(', ')}</small>
            </button>
          </li>
        ))}
        {hits.length === 0 && <li className={styles.soft}>{t('nothing')}</li>}
      </ul>
      <span className={styles.spoken} role="status">
        {text.trim() !== '' && t('count', { count: String(hits.length) })}
      </span>
    </div>
  );
}
