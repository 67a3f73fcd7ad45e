'use client';
import { lazy, type ReactNode, Suspense, useRef } from 'react';
import { useNear } from '../figure/use-near';
import type { LossFigureProps } from './LossFigure';

const LossFigure = lazy(() => import('./LossFigure'));

/** Keeps the still until it is near the screen, then puts the chart that can be read point by point in its place. */
export function LossCurve({ children, ...props }: LossFigureProps & { children: ReactNode }) {
  const slot = useRef<HTMLDivElement>(null);
  const near = useNear(slot);
  return (
    <div ref={slot} data-live={near ? 'yes' : 'no'}>
      {near ? (
        <Suspense fallback={children}>
          <LossFigure {...props} />
        </Suspense>
      ) : (
        children
      )}
    </div>
  );
}
