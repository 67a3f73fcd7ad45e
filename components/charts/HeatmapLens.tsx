import styles from './Heatmap.module.css';
import { HeatmapCanvas, type HeatmapCanvasProps } from './HeatmapCanvas';
import type { Cell } from './keys';

/** Cells a side, and CSS pixels of each: together as wide as the lens. */
export const LENS = 24;
const CELL = 8;
/** Room for the lens beside a map, its gap included. */
export const LENS_SPACE = LENS * CELL + 24;

export interface HeatmapLensProps extends Omit<HeatmapCanvasProps, 'cell'> {
  readonly at: Cell | null;
  readonly caption: string;
}

/** The cells around the cursor, large enough to tell apart. */
export function HeatmapLens({ at, caption, ...map }: HeatmapLensProps) {
  const side = Math.round(CELL * map.ratio);
  const css = side / map.ratio;
  const { row0, row1, col0, col1 } = map.window;
  return (
    <figure className={styles.lens} aria-hidden="true">
      <div style={{ width: (col1 - col0) * css, height: (row1 - row0) * css }}>
        <HeatmapCanvas {...map} cell={{ w: side, h: side }} />
        <svg width={(col1 - col0) * css} height={(row1 - row0) * css} aria-hidden="true">
          {at && (
            <rect
              className={styles.cursor}
              x={(at.col - col0) * css}
              y={(at.row - row0) * css}
              width={css}
              height={css}
            />
          )}
        </svg>
      </div>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
