'use client';
import { useTranslations } from 'next-intl';
import type { Part } from '@/engine/blueprint/types';
import { mostOf } from './AtlasStack';
import styles from './atlas.module.css';
import { useAtlas } from './atlas-context';
import { PARTS } from './measures';
import { PartPatterns, partFill } from './part-fill';
import { useWords } from './use-words';

/** What bars, marks and ribbons mean; with two architectures, how many operations they share. */
export function AtlasLegend() {
  const t = useTranslations('atlas.legend');
  const { sides, comparison, state } = useAtlas();
  const words = useWords();
  const present = new Set<Part>(
    sides.flatMap(({ rows }) => rows.flatMap(({ parts }) => parts.map(({ part }) => part))),
  );
  const marks = [
    ...new Map(sides.flatMap(({ blueprint }) => blueprint.layers.map(({ mark, kind }) => [kind, mark] as const))),
  ];
  return (
    <div className={styles.legend}>
      {comparison && (
        <p data-shared={comparison.same.size}>
          {t('compare', {
            same: String(comparison.same.size),
            changed: String(comparison.changed.size),
            left: String(comparison.left.size),
            first: sides[0]!.model.name,
            right: String(comparison.right.size),
            second: sides[1]!.model.name,
          })}
        </p>
      )}
      <ul>
        {PARTS.filter((part) => present.has(part)).map((part) => (
          <li key={part}>
            <svg width={14} height={12} aria-hidden="true">
              <PartPatterns />
              <rect width={14} height={12} fill={partFill(part)} />
            </svg>{' '}
            {words.part(part)}
          </li>
        ))}
        {marks.map(([kind, mark]) => (
          <li key={kind}>
            <code>{mark}</code> {words.kind(kind)}
          </li>
        ))}
      </ul>
      <p>
        {sides.map((side) => (
          <span key={side.side}>
            {t('longest', { model: side.model.name, value: words.measured(state.measure, mostOf(side)) })}{' '}
          </span>
        ))}
        {t('ribbons')}
      </p>
    </div>
  );
}
