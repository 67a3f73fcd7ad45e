/** The mark: a state of three channels by three values, most of it faded, one value just written. */
const CELLS = [0.25, 0.6, 0.35, 0.8, 0.15, 0.45, 0.3, 0.5, 1];

export function Wordmark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" role="presentation" aria-hidden="true">
      {CELLS.map((opacity, i) => (
        <rect
          key={i}
          x={7 * (i % 3)}
          y={7 * Math.floor(i / 3)}
          width={6}
          height={6}
          fill="currentColor"
          fillOpacity={opacity}
        />
      ))}
    </svg>
  );
}
