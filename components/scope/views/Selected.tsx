'use client';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { Heatmap, kindOf, matrixTable } from '../../charts';
import { RadioGroup } from '../../controls/RadioGroup';
import { Figure } from '../../figure/Figure';
import styles from '../lab.module.css';
import { useLabStore } from '../use-lab';
import { type Selected as Part, selectedMap, selectedNodes } from './selected';
import { useHere } from './use-here';

const SYMBOLS: Readonly<Record<Part, string>> = { delta: 'Δ', A_bar: 'Ā', B: 'B', C: 'C', z: 'z' };

/** What the layer chooses at each token, number by number: the step of every channel, what is kept, where it writes, what it reads, the gate. */
export function Selected() {
  const t = useTranslations('lab.selection');
  const words = useTranslations('lab.inspector');
  const store = useLabStore();
  const { run, blueprint, layer, channel, locale, name, short, lit } = useHere();
  const [wanted, want] = useState<Part>('delta');
  const nodes = useMemo(() => (blueprint ? selectedNodes(blueprint, layer) : []), [blueprint, layer]);
  const chosen = nodes.find(({ part }) => part === wanted) ?? nodes[0];
  const tap = chosen && run?.shown.taps.get(chosen.node.id);
  // Only Ā is of one channel: the others need not be read again when it changes.
  const unit = chosen?.part === 'A_bar' ? channel : 0;
  const map = useMemo(
    () => (chosen && tap ? selectedMap(chosen.part, chosen.node, tap, unit) : null),
    [chosen, tap, unit],
  );
  if (!chosen || !map) return null;
  const { part, node } = chosen;
  const row = words(`axis.${map.axis as 'd_inner'}`);
  const full = (i: number) => `${row} ${i}`;
  const title = t(`selected.${part}.title`, {
    layer: t('layer', { layer: String(layer) }),
    of: part === 'A_bar' && !map.units ? `, ${t('unit.channel')} ${map.index(0, 0)[1]}` : '',
    unit: row,
  });
  return (
    <Figure
      name={`selected-${part}`}
      title={title}
      caption={t(`selected.${part}.caption`)}
      table={() => matrixTable(map.data, `${row} × token`, full, name)}
      controls={
        <RadioGroup
          className={styles.choices}
          label={t('selected.which')}
          value={part}
          options={nodes.map((each) => each.part)}
          name={(id) => SYMBOLS[id]}
          onChange={want}
        />
      }
    >
      <div data-selected={part}>
        <Heatmap
          data={map.data}
          kind={kindOf(map.data.values)}
          label={title}
          rowName={full}
          colName={name}
          rowLabel={String}
          colLabel={short}
          rowAxis={row}
          colAxis="token"
          locale={locale}
          maxHeight={320}
          lit={{ row: map.units ? Math.min(channel, map.data.rows - 1) : null, col: Math.min(lit, map.data.cols - 1) }}
          source={(cell) => `${node.id}[${map.index(cell.row, cell.col).join(', ')}]`}
          onHover={(cell) => store.light({ token: cell?.col ?? null })}
          onSelect={(cell) => {
            void store.goTo(cell.col);
            if (part === 'delta' || part === 'z') store.set({ channel: cell.row });
          }}
        />
      </div>
    </Figure>
  );
}
