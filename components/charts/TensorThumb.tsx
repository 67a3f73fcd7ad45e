'use client';
import { useEffect, useMemo, useRef } from 'react';
import { domainOf, type ScaleKind } from './colour';
import { type HeatmapData, paint, wholeWindow } from './heatmap-pixels';
import styles from './TensorThumb.module.css';
import { kindOf } from './tensor-picture';
import { useScheme } from './use-scheme';

export interface TensorThumbProps {
  readonly data: HeatmapData;
  /** CSS pixels that the picture fills whole, whatever its rows and columns. */
  readonly width: number;
  readonly height: number;
  /** Name of the tensor: the picture's text. Absent where the words stand beside it. */
  readonly label?: string;
  readonly kind?: ScaleKind;
  readonly domain?: readonly [number, number];
}

/** A tensor as a stamp: the texture that tells one state from another at a glance. Not to be read, only recognised. */
export function TensorThumb({ data, width, height, label, ...rest }: TensorThumbProps) {
  const scheme = useScheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const kind = rest.kind ?? kindOf(data.values);
  const domain = useMemo(() => rest.domain ?? domainOf(kind, data.values), [rest.domain, kind, data]);
  useEffect(() => {
    const element = canvas.current;
    if (!element || data.rows === 0 || data.cols === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    // Painted at one pixel per cell (fewer, where there are more cells than pixels), then stretched: edges stay sharp.
    const size = { w: Math.min(1, w / data.cols), h: Math.min(1, h / data.rows) };
    const picture = paint(data, wholeWindow(data), size, kind, domain, scheme);
    element.width = picture.width;
    element.height = picture.height;
    element.getContext('2d')!.putImageData(new ImageData(picture.pixels, picture.width, picture.height), 0, 0);
  }, [data, width, height, kind, domain, scheme]);
  return (
    <canvas
      ref={canvas}
      className={styles.thumb}
      style={{ width, height }}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  );
}
