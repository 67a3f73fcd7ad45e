'use client';
import { useLocale, useTranslations } from 'next-intl';
import { lazy, Suspense, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { formatWhole } from '../charts/format';
import { Figure } from '../figure/Figure';
import type { Locale } from '../i18n/locales';
import { Notices } from '../shell/Notices';
import { AtlasBar } from './AtlasBar';
import { AtlasBlock } from './AtlasBlock';
import { AtlasCurves } from './AtlasCurves';
import { AtlasLegend } from './AtlasLegend';
import { AtlasNode } from './AtlasNode';
import { AtlasNumbers } from './AtlasNumbers';
import { AtlasParts } from './AtlasParts';
import { AtlasPath } from './AtlasPath';
import { AtlasSizes } from './AtlasSizes';
import { AtlasStack, chosenRow, stackPlaces } from './AtlasStack';
import { AtlasText, nodeTable } from './AtlasText';
import styles from './atlas.module.css';
import { AtlasProvider, type AtlasView, type Side, useAtlas } from './atlas-context';
import {
  type AtlasState,
  DEFAULTS,
  fromQuery,
  type LinkProblem,
  layerOf,
  nodeAt,
  otherLayer,
  toQuery,
} from './atlas-state';
import { compareLayers } from './compare';
import { type Design, OWN, ownModel } from './design';
import { costOf, rowsOf } from './measures';
import { type AtlasModel, atlasModels, blueprintOf } from './models';

/** Fetched when it is asked for: it brings the engine's client along, which the rest of the atlas has no use for. */
const Designer = lazy(() => import('./Designer').then((module) => ({ default: module.Designer })));

/** Milliseconds that a screen stands before it is written into the address: dragging must not fill the history. */
const SETTLE = 250;

/** The atlas: architectures drawn, sized and costed from their blueprints alone; nothing is run. */
export function Atlas({ bundled }: { bundled: readonly AtlasModel[] }) {
  const locale = useLocale() as Locale;
  const own = useTranslations('atlas.design')('name');
  const modelsOf = useMemo(() => {
    const given = atlasModels(bundled, locale);
    return (design: Design) => [...given, ownModel(design, own)];
  }, [bundled, locale, own]);
  const [state, set] = useState<AtlasState>(DEFAULTS);
  const [problems, setProblems] = useState<readonly LinkProblem[]>([]);
  const [lit, light] = useState<string | null>(null);
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    const read = fromQuery(location.search, modelsOf);
    set(read.state);
    setProblems(read.problems);
    setOpened(true);
  }, [modelsOf]);
  const models = useMemo(() => modelsOf(state.design), [modelsOf, state.design]);
  useAddress(state, opened);
  const sides = useSides(models, state);
  const comparison = useMemo(() => {
    const [left, right] = sides;
    return left && right ? compareLayers(left.blueprint, left.layer, right.blueprint, right.layer) : null;
  }, [sides]);
  const view: AtlasView = { models, state, set, sides, comparison, lit, light, locale };
  return (
    <AtlasProvider value={view}>
      <div className={styles.atlas} data-ready={opened}>
        <AtlasBar />
        <Problems problems={problems} onSeen={() => setProblems([])} />
        {(state.model === OWN || state.beside === OWN) && (
          <Suspense>
            <Designer />
          </Suspense>
        )}
        <Diagram onReset={() => set((now) => ({ ...DEFAULTS, design: now.design }))} />
        <AtlasText />
        <div className={styles.pair} data-sides={2}>
          <AtlasNumbers />
          <AtlasParts />
        </div>
        <AtlasCurves />
        <AtlasSizes />
        <Sources />
      </div>
    </AtlasProvider>
  );
}

/** What is drawn of each architecture. Costs follow a dragged slider when there is time, so that it never waits for them. */
function useSides(models: readonly AtlasModel[], state: AtlasState): readonly Side[] {
  const context = useDeferredValue(state.context);
  const { model, beside, layer, other, node, bytes, measure } = state;
  return useMemo(() => {
    const modelOf = (id: string) => models.find((m) => m.id === id)!;
    const first = blueprintOf(modelOf(model));
    const build = (side: Side['side'], id: string, at: number | null): Side => {
      const blueprint = blueprintOf(modelOf(id));
      const cost = costOf(blueprint, context, bytes);
      return {
        side,
        model: modelOf(id),
        blueprint,
        layer: at,
        node: nodeAt(blueprint, at, node),
        cost,
        rows: rowsOf(blueprint, cost, measure),
      };
    };
    const left = build('left', model, layerOf(layer));
    if (beside === null) return [left];
    const at = otherLayer({ ...DEFAULTS, layer, other }, first, blueprintOf(modelOf(beside)));
    return [left, build('right', beside, at)];
  }, [models, model, beside, layer, other, node, context, bytes, measure]);
}

/** Keeps the address at what the atlas shows: a copy of it is a link to this very screen. */
function useAddress(state: AtlasState, opened: boolean): void {
  useEffect(() => {
    if (!opened) return;
    const timer = setTimeout(() => {
      const query = toQuery(state);
      window.history.replaceState(null, '', `${location.pathname}${query && `?${query}`}${location.hash}`);
    }, SETTLE);
    return () => clearTimeout(timer);
  }, [state, opened]);
}

function Diagram({ onReset }: { onReset: () => void }) {
  const t = useTranslations('atlas');
  const { sides, locale, state } = useAtlas();
  return (
    <Figure
      name={`atlas-${sides.map(({ model }) => model.id).join('-')}`}
      width="full"
      title={
        sides.length > 1
          ? t('titleTwo', { first: sides[0]!.model.name, second: sides[1]!.model.name })
          : sides[0]!.model.id === OWN
            ? t('design.title')
            : t('titleOne', { model: sides[0]!.model.name })
      }
      caption={t('caption', { context: formatWhole(state.context, locale) })}
      onReset={onReset}
      table={() => nodeTable(sides, locale, (column) => t(`column.${column}`))}
      controls={<AtlasPath />}
    >
      <div className={styles.diagram} data-sides={sides.length}>
        {sides.map((side) => (
          <div key={side.side} className={styles.side}>
            {sides.length > 1 && (
              <p className={styles.sideName} data-picture>
                {side.model.name}
              </p>
            )}
            <AtlasStack side={side} />
            <Lens side={side} />
            <AtlasBlock side={side} />
          </div>
        ))}
        <AtlasNode />
      </div>
      <AtlasLegend />
    </Figure>
  );
}

/** From the layer in the stack to its block: what is zoomed into. */
function Lens({ side }: { side: Side }) {
  const { tops, heights, height } = stackPlaces(side);
  const row = chosenRow(side);
  const [top, bottom] = [tops[row]!, tops[row]! + heights[row]!];
  return (
    <svg className={styles.lens} width={24} height={height} aria-hidden="true">
      <path d={`M0 ${top}C12 ${top} 12 0 24 0V${height}C12 ${height} 12 ${bottom} 0 ${bottom}Z`} />
    </svg>
  );
}

/** What was wrong with the link, and that the usual value is shown in its place. */
function Problems({ problems, onSeen }: { problems: readonly LinkProblem[]; onSeen: () => void }) {
  const t = useTranslations('atlas.notice');
  const lines = problems.map(({ field, value }) => t('link', { field: t(`field.${field}`), value }));
  return <Notices lines={lines} seen={t('seen')} onSeen={onSeen} />;
}

/** Where the configurations in view were read, and what in them is not as published. */
function Sources() {
  const t = useTranslations('atlas.sources');
  const { sides } = useAtlas();
  return (
    <ul className={styles.sources}>
      {sides.map(({ side, model }) => (
        <li key={side}>
          {model.source ? (
            <>
              {t('from', { model: model.name })} <a href={model.source}>{model.source.replace(/^https:\/\//, '')}</a>
              {model.note && <> {model.note}</>}
            </>
          ) : (
            t(model.id === OWN ? 'own' : 'ours', { model: model.name })
          )}
        </li>
      ))}
    </ul>
  );
}
