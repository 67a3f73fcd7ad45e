'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useRef, useState } from 'react';
import { formatWhole } from '../charts/format';
import { downloadBlob } from '../figure/export';
import { useAtlas } from './atlas-context';
import { withDesign } from './atlas-state';
import { DesignChips } from './DesignChips';
import { DesignRun } from './DesignRun';
import {
  addLayer,
  configOf,
  type Design,
  MARKS,
  OWN,
  ownModel,
  patternProblems,
  SIZE_NAMES,
  SIZES,
  type Size,
  sizeProblems,
} from './design';
import own from './design.module.css';
import { blueprintOf } from './models';

/** The reader's own hybrid: an order of layers, typed or moved about, and its sizes. What is wrong is said, and the last good design stands. */
export function Designer() {
  const t = useTranslations('atlas.design');
  const { state, set, models } = useAtlas();
  const { design } = state;
  const model = models.find(({ id }) => id === OWN)!;
  const change = (part: Partial<Design>) =>
    set((now) => withDesign(now, { ...now.design, ...part }, (next) => blueprintOf(ownModel(next, model.name))));
  const save = () =>
    downloadBlob(new Blob([`${JSON.stringify(model.config, null, 2)}\n`], { type: 'application/json' }), 'config.json');
  return (
    <section className={own.designer} aria-label={model.name} data-design={design.pattern}>
      <Pattern design={design} change={change} />
      <DesignChips pattern={design.pattern} change={(pattern) => change({ pattern })} />
      <div className={own.adders}>
        {MARKS.map((mark) => (
          <button
            key={mark}
            type="button"
            data-add={mark}
            disabled={addLayer(design.pattern, mark) === design.pattern}
            onClick={() => change({ pattern: addLayer(design.pattern, mark) })}
          >
            {t('add', { kind: t(`kind.${mark}`) })} <code>{mark}</code>
          </button>
        ))}
      </div>
      <Sizes design={design} change={change} />
      <div className={own.actions}>
        <DesignRun key={JSON.stringify(configOf(design))} model={model} blueprint={blueprintOf(model)} />
        <button type="button" data-control="download" onClick={save}>
          {t('download')}
        </button>
      </div>
    </section>
  );
}

/** The pattern as text. A wrong one is kept as it was typed, and each wrong character answered. */
function Pattern({ design, change }: { design: Design; change: (part: Partial<Design>) => void }) {
  const t = useTranslations('atlas.design');
  const [text, setText] = useDraft(design.pattern);
  const problems = patternProblems(text);
  const said = useId();
  return (
    <div>
      <label className={own.pattern}>
        <span>{t('pattern')}</span>
        <input
          type="text"
          data-control="pattern"
          value={text}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-invalid={problems.length > 0}
          aria-describedby={said}
          onChange={(event) => {
            const value = event.target.value.trim();
            setText(value);
            if (patternProblems(value).length === 0) change({ pattern: value });
          }}
        />
      </label>
      <div id={said} role="status">
        {problems.length === 0 ? (
          <p className={own.note}>{t('rule')}</p>
        ) : (
          <ul className={own.problems}>
            {problems.map((problem) => (
              <li key={'at' in problem ? problem.at : problem.kind} data-problem={problem.kind}>
                {t(`wrong.${problem.kind}`, { ...problem })}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** The sizes. They are taken together, so that two that must divide each other can be changed one after the other. */
function Sizes({ design, change }: { design: Design; change: (part: Partial<Design>) => void }) {
  const t = useTranslations('atlas.design');
  const { locale } = useAtlas();
  const [texts, setTexts] = useDraft<Readonly<Record<Size, string>>>(textsOf(design), JSON.stringify(textsOf(design)));
  const said = useId();
  const problems = sizeProblems(numbersOf(texts));
  return (
    <div>
      <fieldset className={own.sizes} aria-describedby={said}>
        <legend>{t('sizes')}</legend>
        {SIZE_NAMES.map((size) => (
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
                if (sizeProblems(numbers).length === 0) change(numbers);
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
                  : t(p.size === 'kvHeads' ? 'wrong.share' : 'wrong.divide', {
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

const textsOf = (design: Design) =>
  Object.fromEntries(SIZE_NAMES.map((size) => [size, String(design[size])])) as Record<Size, string>;
const numbersOf = (texts: Readonly<Record<Size, string>>) =>
  Object.fromEntries(
    SIZE_NAMES.map((size) => [size, texts[size].trim() === '' ? Number.NaN : Number(texts[size])]),
  ) as Record<Size, number>;

/** What is being typed; it follows the value when that is changed from elsewhere (a chip, a link, the reset). */
function useDraft<T>(value: T, key: unknown = value): [T, (draft: T) => void] {
  const [draft, setDraft] = useState(value);
  const latest = useRef(value);
  latest.current = value;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the value
  useEffect(() => setDraft(latest.current), [key]);
  return [draft, setDraft];
}
