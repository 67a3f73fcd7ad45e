'use client';
import { type ReactNode, useRef } from 'react';
import { useSize } from '../charts/use-size';

/** Draws at the width of its place, once that is known: letters keep their size on every screen. */
export function Sized({ children }: { children: (width: number) => ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const { width } = useSize(place);
  return <div ref={place}>{width > 0 && children(width)}</div>;
}
