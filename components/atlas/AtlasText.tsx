'use client';
import { useTranslations } from 'next-intl';
import { evalShape } from '@/engine/blueprint/dims';
import { opsOf } from '../blueprint/nodes';
import { formatBytes, formatCount, formatWhole } from '../charts/format';
import type { Table } from '../figure/export';
import { Scroll } from '../shell/Scroll';
import styles from './atlas.module.css';
import { type Side, useAtlas } from './atlas-context';
import { stateOf } from './measures';
import { layersLike, localId } from './models';
import { useWords } from './use-words';

/** The diagrams in words: the stack by kind of layer, and every operation of the layer in view. */
export function AtlasText() {
  const { sides } = useAtlas();
  return (
    <>
      {sides.map((side) => (
        <TextOf key={side.side} side={side} />
      ))}
    </>
  );
}

function TextOf({ side }: { side: Side }) {
  const t = useTranslations('atlas.text');
  const words = useWords();
  const { locale } = useAtlas();
  const { blueprint, layer, cost } = side;
  const byId = new Map(cost.nodes.map((sums) => [sums.id, sums]));
  const firsts = [...new Map([...blueprint.layers].reverse().map((info) => [info.kind, info.index])).values()].sort(
    (a, b) => a - b,
  );
  return (
    <details className={styles.text} data-text={side.side}>
      <summary>{t('summary', { model: side.model.name })}</summary>
      <Scroll label={t('stack', { model: side.model.name, count: String(blueprint.layers.length) })}>
        <table className={styles.numbers}>
          <caption>{t('stack', { model: side.model.name, count: String(blueprint.layers.length) })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('kind')}</th>
              <th scope="col">{t('layers')}</th>
              <th scope="col" className={styles.figure}>
                {t('parameters')}
              </th>
              <th scope="col" className={styles.figure}>
                {t('memory')}
              </th>
            </tr>
          </thead>
          <tbody>
            {firsts.map((first) => {
              const like = layersLike(blueprint, first);
              const sums = opsOf(blueprint, first).map(({ id }) => byId.get(id)!);
              const parameters = sums.reduce((a, s) => a + s.parameters, 0);
              const memory = sums.reduce((a, s) => a + s.cacheBytes + stateOf(s), 0);
              return (
                <tr key={first}>
                  <th scope="row">{words.kind(blueprint.layers[first]!.kind)}</th>
                  <td data-column={t('layers')}>{`${like.length}: ${runs(like)}`}</td>
                  <td className={styles.figure} data-column={t('parameters')}>
                    {formatCount(parameters, locale)}
                  </td>
                  <td className={styles.figure} data-column={t('memory')}>
                    {formatBytes(memory, locale)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      <Scroll label={t('summary', { model: side.model.name })}>
        <table className={styles.numbers}>
          <caption>
            {layer === null
              ? t('ends')
              : t('operations', { layer: String(layer), kind: words.kind(blueprint.layers[layer]!.kind) })}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              <th scope="col">{t('what')}</th>
              <th scope="col">{t('reads')}</th>
              <th scope="col">{t('shape')}</th>
              <th scope="col" className={styles.figure}>
                {t('parameters')}
              </th>
              <th scope="col" className={styles.figure}>
                {t('flops')}
              </th>
            </tr>
          </thead>
          <tbody>
            {opsOf(blueprint, layer).map((node) => {
              const sums = byId.get(node.id)!;
              return (
                <tr key={node.id} data-op={localId(node)}>
                  <th scope="row">
                    <code>{localId(node)}</code>
                  </th>
                  <td>{node.meaning[locale]}</td>
                  <td data-column={t('reads')}>
                    {node.inputs
                      .map((id) => (id.startsWith(`layers.${layer}.`) ? id.split('.').slice(2).join('.') : id))
                      .join(', ')}
                  </td>
                  <td data-column={t('shape')}>
                    <code>{words.shape(node.shape, blueprint, 'names')}</code> ={' '}
                    {words.shape(node.shape, blueprint, 'numbers')}
                  </td>
                  <td className={styles.figure} data-column={t('parameters')}>
                    {formatWhole(sums.parameters, locale)}
                  </td>
                  <td className={styles.figure} data-column={t('flops')}>
                    {formatWhole(sums.decodeFlops, locale)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}

/** [0, 1, 2, 5] → '0–2, 5'. */
export function runs(list: readonly number[]): string {
  const out: [number, number][] = [];
  for (const n of list) {
    const last = out.at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else out.push([n, n]);
  }
  return out.map(([a, b]) => (a === b ? String(a) : `${a}–${b}`)).join(', ');
}

const COLUMNS = [
  'model',
  'node',
  'op',
  'inputs',
  'shape',
  'sizes',
  'parameters',
  'decode',
  'prefill',
  'moved',
  'cache',
  'state',
  'formula',
  'meaning',
] as const;
type Column = (typeof COLUMNS)[number];

/** Every node of the models in view, with formula, meaning, shapes and costs: what the CSV of the diagram holds. */
export function nodeTable(sides: readonly Side[], locale: 'en' | 'es', name: (column: Column) => string): Table {
  return {
    columns: COLUMNS.map(name),
    rows: sides.flatMap(({ model, blueprint, cost }) => {
      const byId = new Map(blueprint.nodes.map((node) => [node.id, node]));
      return cost.nodes.map((sums) => {
        const node = byId.get(sums.id)!;
        return [
          model.name,
          node.id,
          node.op,
          node.inputs.join(' '),
          node.shape.join(' × '),
          evalShape(
            node.shape.map((dim) => (dim === 'T' || dim === 'S' ? '1' : dim)),
            blueprint.dims,
          ).join(' × '),
          sums.parameters,
          sums.decodeFlops,
          sums.prefillFlops,
          sums.bytesMoved,
          sums.cacheBytes,
          stateOf(sums),
          node.formula,
          node.meaning[locale],
        ];
      });
    }),
  };
}
