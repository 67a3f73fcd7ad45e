'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import { formatTabular, Sparkline } from '../charts';
import styles from './lab.module.css';
import { pulseOf } from './lab-run';
import { useLab, useLabStore, useSet } from './use-lab';

/** The stack of layers, the last on top, each with how full its memory is over the text. */
export function LabLayers() {
  const t = useTranslations('lab');
  const locale = useLocale();
  const store = useLabStore();
  const model = useLab((lab) => lab.model);
  const run = useLab((lab) => lab.run);
  const { layer, token } = useSet('layer', 'token');
  if (!model || !run) return null;
  const { blueprint } = model.info;
  return (
    <nav className={styles.layers} aria-label={t('layers.label')}>
      {[...blueprint.layers].reverse().map(({ index, kind }) => {
        const norms = run.norms[index]!;
        const { state } = pulseOf(blueprint, index);
        const symbol = state ? 'h' : 'u';
        return (
          <button
            key={index}
            type="button"
            className={styles.layer}
            aria-current={index === layer}
            data-layer={index}
            style={{ '--place': index } as CSSProperties}
            onClick={() => void store.goToLayer(index)}
            title={t(state ? 'layers.state' : 'layers.stream', { kind })}
          >
            <span className={styles.layerName}>
              {index} <small>{kind}</small>
            </span>
            <Sparkline
              values={norms}
              width={48}
              height={20}
              colour={`var(--sym-${symbol})`}
              domain={[0, Math.max(...norms, Number.MIN_VALUE)]}
              at={token}
            />
            <span className={styles.layerValue} data-value={norms[token]}>
              ‖{symbol}‖ {formatTabular(norms[token] ?? Number.NaN, locale)}
            </span>
          </button>
        );
      })}
    </nav>
  );
}
