'use client';
import type { LiveFigureProps } from './live';
import { RecallRun } from './RecallRun';
import { isSmallOrHybrid } from './recall';

/** Associative recall of a hybrid beside its pure parents with the same state, and with its attention switched off. */
export default function RecallHybrid(props: LiveFigureProps) {
  return <RecallRun {...props} keep={isSmallOrHybrid} start="hybrid-n4" cut />;
}
