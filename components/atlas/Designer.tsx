'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useRef, useState } from 'react';
import { formatWhole } from '../charts/format';
import { RadioGroup } from '../controls/RadioGroup';
import { downloadBlob } from '../figure/export';
import { useAtlas } from './atlas-context';
import { withDesign } from './atlas-state';
import { DesignChips } from './DesignChips';
import { DesignPattern } from './DesignPattern';
import { DesignRun } from './DesignRun';
import {
  addLayer,
  configOf,
  type Design,
  LAYERS,
  LAYOUTS,
  type Layout,
  OWN,
  ownModel,
  patternProblems,
  SIZES,
  SIZES_OF,
  type Size,
  STARTS,
  sizeProblems,
} from './design';
import own from './design.module.css';
import { blueprintOf } from './models';

/** The reader's own hybrid: how its layers are built, their order, typed or moved about, and its sizes. What is wrong is said, and the last good design stands. */
export function Designer() {
  const t = useTranslations('atlas.design');
  const { state, set, models } = useAtlas();
  const { design } = state;
  const { layout } = design;
  const model = models.find(({ id }) => id === OWN)!;
  const change = (part: Partial<Design>) =>
    set((now) => withDesign(now, { ...now.design, ...part }, (next) => blueprintOf(ownModel(next, model.name))));
  const [text, setText] = useDraft(design.pattern, `${layout} ${design.pattern}`);
  const type = (pattern: string) => {
    setText(pattern);
    if (patternProblems(pattern, layout).length === 0) change({ pattern });
  };
  // An order that is not yet even can be moved on; a text that is no order of layers cannot.
  const moved = patternProblems(text, layout).every(({ kind }) => kind === 'uneven' || kind === 'missing');
  const order = moved ? text : design.pattern;
  /** Each layout's design as it was left. */
  const left = useRef(STARTS);
  const build = (next: Layout) => {
    left.current = { ...left.current, [layout]: design };
    change(left.current[next]);
  };
  const save = () =>
    downloadBlob(new Blob([`${JSON.stringify(model.config, null, 2)}\n`], { type: 'application/json' }), 'config.json');
  return (
    <section className={own.designer} aria-label={model.name} data-design={design.pattern}>
      <RadioGroup
        className={own.layouts}
        label={t('layout')}
        value={layout}
        options={LAYOUTS}
        name={(id) => t(`layouts.${id}`)}
        onChange={build}
      />
      <DesignPattern layout={layout} text={text} onText={type} />
      <DesignChips layout={layout} pattern={order} change={type} />
      <div className={own.adders}>
        {LAYERS[layout].map((layer) => (
          <button
            key={layer}
            type="button"
            data-add={layer}
            disabled={addLayer(order, layer) === order}
            onClick={() => type(addLayer(order, layer))}
          >
            {t('add', { kind: t(`layer.${layer}` as 'layer.M') })} <code>{layer}</code>
          </button>
        ))}
      </div>
      <Sizes key={layout} design={design} change={change} />
      <div className={own.actions}>
        <DesignRun key={JSON.stringify(configOf(design))} model={model} blueprint={blueprintOf(model)} />
        <button type="button" data-control="download" onClick={save}>
          {t('download')}
        </button>
      </div>
    </section>
  );
}

/** The sizes. They are taken together, so that two that must divide each other can be changed one after the other. */
function Sizes({ design, change }: { design: Design; change: (part: Partial<Design>) => void }) {
  const t = useTranslations('atlas.design');
  const { locale } = useAtlas();
  const [texts, setTexts] = useDraft<Readonly<Record<Size, string>>>(textsOf(design), JSON.stringify(textsOf(design)));
  const said = useId();
  const { layout } = design;
  const problems = sizeProblems(numbersOf(texts), layout);
  return (
    <div>
      <fieldset className={own.sizes} aria-describedby={said}>
        <legend>{t('sizes')}</legend>
        {SIZES_OF[layout].map((size) => (
          <label key={size}>
            <span>{t(`size.${size}`)}</span>
            <input
              type="number"
              inputMode="numeric"
              data-size={size}
              min={SIZES[size][0]}
              max={SIZES[size][1]}
              value={texts[size]}
              aria-invalid={problems.some((p) => p.size === size)}
              onChange={(event) => {
                const next = { ...texts, [size]: event.target.value };
                setTexts(next);
                const numbers = numbersOf(next);
                if (sizeProblems(numbers, layout).length === 0) change(numbers);
              }}
            />
          </label>
        ))}
      </fieldset>
      <div id={said} role="status">
        {problems.length > 0 && (
          <ul className={own.problems}>
            {problems.map((p) => (
              <li key={p.size} data-problem={p.size}>
                {p.kind === 'range'
                  ? t('wrong.range', {
                      name: t(`size.${p.size}`),
                      value: texts[p.size] || '–',
                      least: formatWhole(p.least, locale),
                      most: formatWhole(p.most, locale),
                    })
                  : t(`wrong.divide.${p.size as 'heads'}`, {
                      name: t(`size.${p.size}`),
                      value: formatWhole(p.value, locale),
                      whole: formatWhole(p.whole, locale),
                    })}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

const ALL = Object.keys(SIZES) as Size[];
const textsOf = (design: Design) =>
  Object.fromEntries(ALL.map((size) => [size, String(design[size])])) as Record<Size, string>;
const numbersOf = (texts: Readonly<Record<Size, string>>) =>
  Object.fromEntries(ALL.map((size) => [size, texts[size].trim() === '' ? Number.NaN : Number(texts[size])])) as Record<
    Size,
    number
  >;

/** What is being typed; it follows the value when that is changed from elsewhere (a chip, a link, the reset). */
function useDraft<T>(value: T, key: unknown = value): [T, (draft: T) => void] {
  const [draft, setDraft] = useState(value);
  const latest = useRef(value);
  latest.current = value;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the value
  useEffect(() => setDraft(latest.current), [key]);
  return [draft, setDraft];
}
