'use client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { clearMeasured, keepMeasured, type Measured, merge, newest, readMeasured } from './measured';

/** What has been measured here, now and before. */
export function useMeasured(measuring: { fresh: readonly Measured[]; phase: string }) {
  const [kept, setKept] = useState<readonly Measured[]>([]);
  const { fresh, phase } = measuring;
  const over = phase === 'finished' || phase === 'cancelled' || phase === 'failed';
  const stored = useRef<readonly Measured[]>([]);
  useEffect(() => {
    let gone = false;
    void readMeasured().then((all) => gone || setKept((now) => merge(all, now)));
    return () => {
      gone = true;
    };
  }, []);
  useEffect(() => {
    if (!over || fresh.length === 0 || stored.current === fresh) return;
    stored.current = fresh;
    setKept((now) => merge(now, fresh));
    void keepMeasured(fresh);
  }, [over, fresh]);
  const all = useMemo(() => newest(over ? kept : merge(kept, fresh)), [kept, fresh, over]);
  const forget = () => {
    setKept([]);
    void clearMeasured();
  };
  return { all, forget };
}
