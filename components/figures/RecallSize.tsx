'use client';
import type { LiveFigureProps } from './live';
import { RecallRun } from './RecallRun';
import { isPure } from './recall';

/** Associative recall against the size of the state, in models without attention. */
export default function RecallSize(props: LiveFigureProps) {
  return <RecallRun {...props} keep={isPure} start="mamba-n4" />;
}
