'use client';
import { useTranslations } from 'next-intl';
import styles from './atlas.module.css';
import { type Side, useAtlas } from './atlas-context';
import { withLayer } from './atlas-state';
import { useWords } from './use-words';
import { focusLevel } from './zoom';

/** How deep the zoom is, from model to layer to operation; each step leads back to its level. */
export function AtlasPath() {
  const t = useTranslations('atlas.path');
  const { sides, state, set } = useAtlas();
  const words = useWords();
  const side = sides[0]!;
  const last = side.blueprint.layers.length - 1;
  const layer = side.layer;
  const to = (next: number) => set((now) => withLayer(now, side.blueprint, next));
  return (
    <nav className={styles.path} aria-label={t('label')}>
      <ol>
        <li>
          <button type="button" onClick={() => focusLevel('stack', 'left')}>
            {side.model.name}
          </button>
        </li>
        <li>
          <button
            type="button"
            aria-label={t('before')}
            disabled={layer === null || layer === 0}
            onClick={() => layer !== null && to(layer - 1)}
          >
            ‹
          </button>
          <button type="button" onClick={() => focusLevel('block', 'left')}>
            {layerName(side)}
          </button>
          <button
            type="button"
            aria-label={t('after')}
            disabled={layer === null || layer === last}
            onClick={() => layer !== null && to(layer + 1)}
          >
            ›
          </button>
        </li>
        <li>
          <button type="button" onClick={() => focusLevel('node', 'left')} data-path="node">
            {state.node}
          </button>
        </li>
      </ol>
    </nav>
  );

  function layerName({ blueprint, layer: at }: Side): string {
    return at === null ? t('ends') : t('layer', { layer: String(at), kind: words.kind(blueprint.layers[at]!.kind) });
  }
}
