import { useEffect, useRef } from 'react';
import type { ScaleKind, Scheme } from './colour';
import { type CellWindow, type HeatmapData, paint } from './heatmap-pixels';

export interface HeatmapCanvasProps {
  readonly data: HeatmapData;
  readonly window: CellWindow;
  /** Device pixels of a cell. */
  readonly cell: { readonly w: number; readonly h: number };
  readonly ratio: number;
  readonly kind: ScaleKind;
  readonly domain: readonly [number, number];
  readonly scheme: Scheme;
  readonly left?: number;
  readonly top?: number;
}

/** The cells themselves, painted again only when something that is seen changes. */
export function HeatmapCanvas(props: HeatmapCanvasProps) {
  const { data, window, cell, ratio, kind, domain, scheme, left = 0, top = 0 } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const { row0, row1, col0, col1 } = window;
  const [low, high] = domain;
  useEffect(() => {
    const element = canvas.current;
    if (!element || row1 <= row0 || col1 <= col0) return;
    const view = { row0, row1, col0, col1 };
    const picture = paint(data, view, { w: cell.w, h: cell.h }, kind, [low, high], scheme);
    element.width = picture.width;
    element.height = picture.height;
    element.style.width = `${picture.width / ratio}px`;
    element.style.height = `${picture.height / ratio}px`;
    element.getContext('2d')!.putImageData(new ImageData(picture.pixels, picture.width, picture.height), 0, 0);
  }, [data, row0, row1, col0, col1, cell.w, cell.h, ratio, kind, low, high, scheme]);
  return <canvas ref={canvas} style={{ left, top }} />;
}
