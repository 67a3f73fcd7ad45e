import type { ReactNode } from 'react';
import type { Locale } from '../i18n/locales';
import styles from './walk.module.css';
import type { Stop } from './walk-token';
import { defineWords } from './words';

const words = defineWords({
  en: {
    operation: 'operation',
    numbers: 'numbers',
    stream: 'one per coordinate of the stream',
    channel: 'one per channel',
    state: 'one per state number, for all channels',
    cell: 'one per channel and state number',
  },
  es: {
    operation: 'operación',
    numbers: 'números',
    stream: 'uno por coordenada del flujo',
    channel: 'uno por canal',
    state: 'uno por número de estado, para todos los canales',
    cell: 'uno por canal y número de estado',
  },
});

/** The operations of a layer with how many numbers each gives, and one per what; live, with the numbers themselves. */
export function WalkTable({
  stops,
  locale,
  heading,
  most,
  children,
}: {
  stops: readonly Stop[];
  locale: Locale;
  heading?: string;
  /** The largest magnitude of each, for tests. */
  most?: (stop: Stop) => number;
  /** What stands in the last column. */
  children?: (stop: Stop) => ReactNode;
}) {
  const w = words[locale];
  return (
    <table className={styles.walk}>
      <thead>
        <tr>
          <th scope="col">{w.operation}</th>
          <th scope="col">{w.numbers}</th>
          {children && <th scope="col">{heading}</th>}
        </tr>
      </thead>
      <tbody>
        {stops.map((stop) => (
          <tr key={stop.name} data-op={stop.name} data-most={most?.(stop)}>
            <th
              scope="row"
              style={{ borderLeftColor: stop.node.symbol ? `var(--sym-${stop.node.symbol})` : 'var(--rule)' }}
            >
              <code>{stop.name}</code>
              <span>{stop.node.meaning[locale]}</span>
            </th>
            <td>
              {stop.sizes.join(' × ')}
              <span>{w[stop.per]}</span>
            </td>
            {children && <td>{children(stop)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
