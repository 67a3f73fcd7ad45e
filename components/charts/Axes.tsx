/** Axes of every chart: thin lines, labels outside, titles written level at the ends of the axes. */
import styles from './axes.module.css';
import { type ChartScale, formatTick, textWidth } from './scale';

export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface AxisProps {
  readonly scale: ChartScale;
  readonly frame: Frame;
  readonly title: string;
  readonly locale: string;
  /** Labels in place of the usual ones. */
  readonly format?: (value: number) => string;
  readonly grid?: boolean;
}

/** Space that BottomAxis takes below the frame. */
export const BOTTOM_SPACE = 40;
/** Space that the title of LeftAxis takes above the frame. */
export const TITLE_SPACE = 24;

const crisp = (v: number) => Math.round(v) + 0.5;

/** Ticks, labels and title below the frame; labels that would touch are left out. */
export function BottomAxis({ scale, frame, title, locale, format, grid = true }: AxisProps) {
  const { left, right, top, bottom } = frame;
  const label = format ?? ((v: number) => formatTick(v, scale, locale));
  const ticks = thin(scale.ticks, scale, label);
  return (
    <g>
      {scale.minor.map((v) => (
        <line key={v} className={styles.minor} x1={crisp(scale(v))} x2={crisp(scale(v))} y1={bottom} y2={bottom + 3} />
      ))}
      {scale.ticks.map((v) => (
        <line
          key={v}
          className={styles.grid}
          x1={crisp(scale(v))}
          x2={crisp(scale(v))}
          y1={grid ? top : bottom}
          y2={bottom + 5}
        />
      ))}
      <line className={styles.line} x1={left} x2={right} y1={crisp(bottom)} y2={crisp(bottom)} />
      {ticks.map((v) => (
        <text key={v} className={styles.tick} x={scale(v)} y={bottom + 18} textAnchor="middle">
          {label(v)}
        </text>
      ))}
      <text className={styles.title} x={right} y={bottom + 35} textAnchor="end">
        {`${title} →`}
      </text>
    </g>
  );
}

/** Ticks, labels and title left of the frame. */
export function LeftAxis({ scale, frame, title, locale, format, grid = true }: AxisProps) {
  const { left, right, top } = frame;
  const label = format ?? ((v: number) => formatTick(v, scale, locale));
  return (
    <g>
      {scale.minor.map((v) => (
        <line key={v} className={styles.minor} x1={left - 3} x2={left} y1={crisp(scale(v))} y2={crisp(scale(v))} />
      ))}
      {scale.ticks.map((v) => (
        <g key={v}>
          <line
            className={v === 0 && scale.domain[0] < 0 ? styles.line : styles.grid}
            x1={left - 4}
            x2={grid ? right : left}
            y1={crisp(scale(v))}
            y2={crisp(scale(v))}
          />
          <text className={styles.tick} x={left - 8} y={scale(v) + 4} textAnchor="end">
            {label(v)}
          </text>
        </g>
      ))}
      <text className={styles.title} x={0} y={top - 12}>
        {`↑ ${title}`}
      </text>
    </g>
  );
}

/** The ticks whose labels do not run into the one before. */
function thin(ticks: readonly number[], scale: ChartScale, label: (v: number) => string): number[] {
  const kept: number[] = [];
  let last = -Infinity;
  for (const v of ticks) {
    const half = textWidth(label(v)) / 2;
    if (scale(v) - half < last + 4) continue;
    kept.push(v);
    last = scale(v) + half;
  }
  return kept;
}
