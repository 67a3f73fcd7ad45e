'use client';
import { useLocale } from 'next-intl';
import { formatBytes, formatCount } from '../charts/format';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { STRIPS, type StripModel, stripName, stripOf } from './read-the-strip';
import { layerWords, StripRows } from './StripRows';
import { useChoices } from './use-choices';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    model: 'model',
    layer: 'layer',
    kind: 'made of',
    parameters: 'parameters',
    active: 'active',
    cache: 'cache per token (bytes)',
    state: 'state (bytes)',
    says: '{model}, layer {i}: {kind}. {parameters} parameters{active}; {memory}.',
    used: ', of which a token uses {n}',
    caches: 'every token adds {n} to its cache',
    keeps: 'its state takes {n} after any text',
    nothing: 'it remembers nothing of other tokens',
  },
  es: {
    model: 'modelo',
    layer: 'capa',
    kind: 'hecha de',
    parameters: 'parámetros',
    active: 'activos',
    cache: 'caché por token (bytes)',
    state: 'estado (bytes)',
    says: '{model}, capa {i}: {kind}. {parameters} de parámetros{active}; {memory}.',
    used: ', de los que un token usa {n}',
    caches: 'cada token añade {n} a su caché',
    keeps: 'su estado ocupa {n} tras cualquier texto',
    nothing: 'no recuerda nada de otros tokens',
  },
});

export const START: { model: StripModel; layer: number } = { model: 'jamba-1.5-mini', layer: 4 };

/** Strips of layers of published models; a layer that is pressed says what it is and costs. */
export default function ReadTheStrip(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [chosen, choose, reset] = useChoices(START);
  const layer = stripOf(chosen.model)[chosen.layer]!;
  const memory =
    layer.cachePerToken > 0
      ? w.caches.replace('{n}', formatBytes(layer.cachePerToken, locale))
      : layer.state > 0
        ? w.keeps.replace('{n}', formatBytes(layer.state, locale))
        : w.nothing;
  const active =
    layer.activeParameters < layer.parameters ? w.used.replace('{n}', formatCount(layer.activeParameters, locale)) : '';
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({
        columns: [w.model, w.layer, w.kind, w.parameters, w.active, w.cache, w.state],
        rows: STRIPS.flatMap((model) =>
          stripOf(model).map((l) => [
            stripName(model),
            l.index,
            layerWords(l, locale),
            l.parameters,
            l.activeParameters,
            l.cachePerToken,
            l.state,
          ]),
        ),
      })}
    >
      <StripRows locale={locale} chosen={chosen} onChoose={(model, index) => choose({ model, layer: index })} />
      <p className={styles.said} role="status" data-parameters={layer.parameters} data-cache={layer.cachePerToken}>
        {w.says
          .replace('{model}', stripName(chosen.model))
          .replace('{i}', String(layer.index))
          .replace('{kind}', layerWords(layer, locale))
          .replace('{parameters}', formatCount(layer.parameters, locale))
          .replace('{active}', active)
          .replace('{memory}', memory)}
      </p>
    </Figure>
  );
}
