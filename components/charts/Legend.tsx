import { colourAt, type ScaleKind, type Scheme } from './colour';
import { formatNumber } from './format';
import styles from './Heatmap.module.css';

/** The true range of a colour scale, with the neutral zero marked where values are signed. */
export function Legend({
  kind,
  domain,
  scheme,
  locale,
  label,
}: {
  kind: ScaleKind;
  domain: readonly [number, number];
  scheme: Scheme;
  locale: string;
  label: string;
}) {
  const stops = Array.from({ length: 17 }, (_, i) => colourAt(kind, scheme, i / 16)).join(', ');
  return (
    <span
      className={styles.legend}
      role="img"
      aria-label={`${label}: ${formatNumber(domain[0], locale)} … ${formatNumber(domain[1], locale)}`}
    >
      <span>{formatNumber(domain[0], locale)}</span>
      <span className={styles.ramp} style={{ background: `linear-gradient(to right, ${stops})` }} />
      <span>{formatNumber(domain[1], locale)}</span>
    </span>
  );
}
