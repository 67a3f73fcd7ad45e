'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { evalShape } from '@/engine/blueprint/dims';
import { nodeIndex } from '@/engine/blueprint/graph';
import type { BlueprintNode, Dim } from '@/engine/blueprint/types';
import { formatCount, formatPercent, formatWhole } from '../charts/format';
import { settled } from '../charts/scale';
import { pathOf } from '../i18n/locales';
import { Tex } from '../prose/Tex';
import { DEFAULTS as LAB, toQuery as labQuery } from '../scope/lab-state';
import { basePath } from '../shell/base-path';
import styles from './atlas.module.css';
import { type Side, useAtlas } from './atlas-context';
import { MEASURES, nodeAt, withModel } from './atlas-state';
import { measured } from './measures';
import { blueprintOf, localId } from './models';
import own from './node.module.css';
import { useWords } from './use-words';
import { focusLevel } from './zoom';

/** The operation in view, or under the pointer: what it is, its formula, its tensors, what it costs; in both architectures if there are two. */
export function AtlasNode() {
  const t = useTranslations('atlas');
  const { sides, lit, state, comparison } = useAtlas();
  const local = lit ?? state.node;
  const shown = sides.map((side) => ({ side, node: nodeAt(side.blueprint, side.layer, local) }));
  const kin = comparison && shown.every(({ node }) => node) ? (comparison.changed.get(local) ?? []) : null;
  return (
    <section
      className={own.panel}
      aria-label={t('node.label')}
      tabIndex={-1}
      data-sides={sides.length}
      data-level="node"
      data-shows={local}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        focusLevel('block', sides.find(({ node }) => node)?.side ?? 'left');
      }}
    >
      {kin && (
        <p className={own.verdict}>
          {kin.length === 0
            ? t('node.same')
            : t('node.differs', { what: kin.map((what) => t(`difference.${what}`)).join(', ') })}
        </p>
      )}
      <div className={own.panels}>
        {shown.map(({ side, node }) =>
          node ? (
            <Operation key={side.side} side={side} node={node} titled={sides.length > 1} />
          ) : (
            <div key={side.side}>
              <p className={styles.panelModel}>{side.model.name}</p>
              <p className={styles.soft}>{t('node.absent', { node: local })}</p>
            </div>
          ),
        )}
      </div>
    </section>
  );
}

function Operation({ side, node, titled }: { side: Side; node: BlueprintNode; titled: boolean }) {
  const t = useTranslations('atlas');
  const words = useWords();
  const { locale } = useAtlas();
  return (
    <article>
      {titled && <p className={styles.panelModel}>{side.model.name}</p>}
      <h2 className={own.panelName}>
        <code>{localId(node)}</code> <small>{words.op(node.op)}</small>
      </h2>
      <p className={own.meaning}>{node.meaning[locale]}</p>
      <Tex tex={node.formula} />
      <Tensors side={side} node={node} />
      <Costs side={side} node={node} />
      <ToLab side={side} node={node} />
      <span className={styles.spoken}>{t('node.keys')}</span>
    </article>
  );
}

/** What it reads, its weights, what it keeps and what it gives: names, shapes, and a picture of each shape. */
function Tensors({ side, node }: { side: Side; node: BlueprintNode }) {
  const t = useTranslations('atlas');
  const { set, locale } = useAtlas();
  const words = useWords();
  const { blueprint } = side;
  const line = (key: string, kind: 'reads' | 'weight' | 'keeps' | 'gives', name: ReactNode, shape: readonly Dim[]) => (
    <tr key={key} data-tensor={kind}>
      <th scope="row">{t(`tensor.${kind}`)}</th>
      <td>
        <ShapeGlyph shape={evalShape(shape, blueprint.dims, { T: 1, S: 1 })} open={shape.includes('T')} />
      </td>
      <td>{name}</td>
      <td>
        <code>{words.shape(shape, blueprint, 'names')}</code>
        <br />
        <span className={styles.soft}>{words.shape(shape, blueprint, 'numbers')}</span>
      </td>
    </tr>
  );
  return (
    <table className={own.tensors}>
      <caption className={styles.spoken}>{t('tensor.caption')}</caption>
      <tbody>
        {node.inputs.map((id) => {
          const input = nodeIndex(blueprint).get(id)!;
          const here = input.layer === node.layer;
          return line(
            id,
            'reads',
            here ? (
              <button
                type="button"
                className={own.jump}
                onClick={() => set((now) => ({ ...now, node: localId(input) }))}
              >
                {localId(input)}
              </button>
            ) : (
              t('tensor.stream')
            ),
            input.shape,
          );
        })}
        {Object.entries(node.weights).map(([role, key]) => {
          const weight = blueprint.weights.get(key)!;
          const size = evalShape(weight.shape, blueprint.dims).reduce((a, b) => a * b, 1);
          return line(
            role,
            'weight',
            <>
              <code>{role}</code>
              <br />
              <span className={styles.soft}>
                {weight.tiedTo === undefined ? formatCount(size, locale) : t('tensor.tied')}
              </span>
            </>,
            weight.shape,
          );
        })}
        {node.state && line('state', 'keeps', <code>{t(`state.${node.state.kind}`)}</code>, node.state.shape)}
        {line('output', 'gives', <code>{localId(node)}</code>, node.shape)}
      </tbody>
    </table>
  );
}

/** A tensor as a rectangle: last axis across, the others down, both on a log scale; a dashed edge where it grows with the tokens. */
function ShapeGlyph({ shape, open }: { shape: readonly number[]; open: boolean }) {
  const size = (n: number) => settled(3 + 2 * Math.log2(Math.max(1, n)));
  const across = size(shape.at(-1) ?? 1);
  const down = size(shape.slice(0, -1).reduce((a, b) => a * b, 1));
  return (
    <svg width={46} height={Math.max(14, down + 2)} aria-hidden="true">
      <rect
        className={own.glyph}
        x={1}
        y={1}
        width={Math.min(44, across)}
        height={Math.max(5, down)}
        strokeDasharray={open ? '2 2' : undefined}
      />
    </svg>
  );
}

/** What it costs, here and in all layers that have it. */
function Costs({ side, node }: { side: Side; node: BlueprintNode }) {
  const t = useTranslations('atlas');
  const words = useWords();
  const { locale, state } = useAtlas();
  const sums = side.cost.nodes.find(({ id }) => id === node.id)!;
  const alike = side.blueprint.nodes.filter((other) => localId(other) === localId(node) && other.op === node.op);
  const ids = new Set(alike.map(({ id }) => id));
  const theirs = side.cost.nodes.filter(({ id }) => ids.has(id));
  const lines = MEASURES.map((measure) => ({
    measure,
    here: measured(sums, measure),
    alike: theirs.reduce((sum, other) => sum + measured(other, measure), 0),
    all: measured(side.cost.total, measure),
  }));
  return (
    <table className={own.costs}>
      <caption className={styles.spoken}>{t('cost.caption', { context: formatWhole(state.context, locale) })}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('cost.here')}</th>
          <th scope="col">{t('cost.times', { count: String(alike.length) })}</th>
          <th scope="col">{t('cost.share')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ measure, here, alike: sum, all }) => (
          <tr key={measure} data-measure={measure} data-value={here}>
            <th scope="row">{t(`measure.${measure}`)}</th>
            <td>{here === 0 ? '–' : words.amount(measure, here)}</td>
            <td>{here === 0 ? '–' : words.amount(measure, sum)}</td>
            <td>{here === 0 ? '–' : formatPercent(sum / all)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** From a node of a small model into the lab at that place; from a large one to the small model of its kind. */
function ToLab({ side, node }: { side: Side; node: BlueprintNode }) {
  const t = useTranslations('atlas');
  const { locale, models, set } = useAtlas();
  if (node.layer === null) return null;
  if (side.model.small) {
    const query = labQuery({ ...LAB, model: side.model.id, layer: node.layer, node: localId(node) });
    return (
      <p>
        <a href={`${basePath}${pathOf(locale, 'lab')}${query && `?${query}`}`} data-to="lab">
          {t('toLab')}
        </a>
      </p>
    );
  }
  const small = models.find((m) => m.small && blueprintOf(m).modelType === side.blueprint.modelType);
  if (!small || side.side === 'right') return null;
  return (
    <p>
      <button type="button" className={own.link} onClick={() => set((now) => withModel(now, models, small.id))}>
        {t('toSmall', { model: small.name })}
      </button>
    </p>
  );
}
