import type { Locale } from '../i18n/locales';
import { countOf, neighbourOf, STRIPS, type StripLayer, type StripModel, stripName, stripOf } from './read-the-strip';
import styles from './strips.module.css';

const STRIP_WORDS = {
  en: { ssm: 'Mamba', attention: 'attention', mlp: 'MLP', moe: 'experts', mixtures: 'with experts', layer: 'layer' },
  es: { ssm: 'Mamba', attention: 'atención', mlp: 'MLP', moe: 'expertos', mixtures: 'con expertos', layer: 'capa' },
} as const;

/** 'Mamba + experts': what a layer is, in words. */
export function layerWords({ mixer, feed }: StripLayer, locale: Locale): string {
  const w = STRIP_WORDS[locale];
  return [mixer === 'none' ? null : w[mixer], feed === 'none' ? null : w[feed]].filter((s) => s !== null).join(' + ');
}

const COLOUR = { ssm: 'var(--sym-h)', attention: 'var(--sym-attention)', none: 'transparent' } as const;
const FEED = { mlp: 'var(--ink-soft)', moe: 'var(--sym-delta)', none: 'transparent' } as const;

function Cell({ layer }: { layer: StripLayer }) {
  return (
    <>
      <i style={{ background: COLOUR[layer.mixer] }} />
      <i style={{ background: FEED[layer.feed] }} data-feed />
    </>
  );
}

/** The layers of the models, one strip each: above the mixer, below the feed-forward part. */
export function StripRows({
  locale,
  chosen,
  onChoose,
}: {
  locale: Locale;
  chosen?: { model: StripModel; layer: number };
  onChoose?: (model: StripModel, layer: number) => void;
}) {
  const w = STRIP_WORDS[locale];
  return (
    <div className={styles.strips} data-strips>
      {STRIPS.map((model) => {
        const layers = stripOf(model);
        const { ssm, attention, mlp, moe } = countOf(layers);
        const counts = [
          [ssm, model.startsWith('mamba2') ? 'Mamba-2' : w.ssm],
          [attention, w.attention],
          [mlp, w.mlp],
          [moe, w.mixtures],
        ] as const;
        return (
          <div key={model} data-strip={model}>
            <p className={styles.stripName}>
              <b>{stripName(model)}</b>{' '}
              {counts
                .filter(([n]) => n > 0)
                .map(([n, name]) => `${n} ${name}`)
                .join(' · ')}
            </p>
            <div className={styles.strip}>
              {layers.map((layer) =>
                onChoose ? (
                  <button
                    key={layer.index}
                    type="button"
                    data-model={model}
                    data-layer={layer.index}
                    tabIndex={chosen?.model === model && chosen.layer === layer.index ? 0 : -1}
                    aria-pressed={chosen?.model === model && chosen.layer === layer.index}
                    aria-label={`${stripName(model)}, ${w.layer} ${layer.index}: ${layerWords(layer, locale)}`}
                    title={`${w.layer} ${layer.index}: ${layerWords(layer, locale)}`}
                    onClick={() => onChoose(model, layer.index)}
                    onKeyDown={(event) => {
                      const next = neighbourOf(model, layer.index, event.key);
                      if (!next) return;
                      event.preventDefault();
                      onChoose(next.model, next.layer);
                      event.currentTarget
                        .closest('[data-strips]')
                        ?.querySelector<HTMLElement>(`[data-model="${next.model}"][data-layer="${next.layer}"]`)
                        ?.focus();
                    }}
                  >
                    <Cell layer={layer} />
                  </button>
                ) : (
                  <span key={layer.index}>
                    <Cell layer={layer} />
                  </span>
                ),
              )}
            </div>
          </div>
        );
      })}
      <p className={styles.key}>
        {(['ssm', 'attention'] as const).map((mixer) => (
          <span key={mixer}>
            <i style={{ background: COLOUR[mixer] }} /> {w[mixer]}
          </span>
        ))}
        {(['mlp', 'moe'] as const).map((feed) => (
          <span key={feed}>
            <i style={{ background: FEED[feed] }} data-feed /> {w[feed]}
          </span>
        ))}
      </p>
    </div>
  );
}
