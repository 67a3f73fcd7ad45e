'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { EngineError } from '@/engine/errors';
import { argmax } from '@/engine/session/sampling';
import { score } from '@/engine/tasks';
import type { LiveModel } from '@/engine/worker/client';
import { asEngineError } from '@/engine/worker/protocol';
import { formatPercent } from '../charts';
import { useErrorWords } from '../figure/use-figure-state';
import { readChanges } from './changes/read-changes';
import type { Change } from './lab-state';
import styles from './task.module.css';
import { type ExampleName, exampleOf } from './task-example';
import { useLab } from './use-lab';

/** Examples of one trial: enough to tell a model that knows the task from one that guesses, few enough to wait for. */
const EXAMPLES = 20;

interface Tally {
  readonly done: number;
  readonly right: number;
  readonly asked: number;
}

/** One example can be luck: the same size with the seeds that follow, under the changes that are active. */
export function TaskTrials({ name }: { name: ExampleName }) {
  const t = useTranslations('lab.task');
  const words = useErrorWords();
  const model = useLab((lab) => lab.model);
  const changes = useLab((lab) => lab.set.changes);
  const [tally, setTally] = useState<Tally | null>(null);
  const [error, setError] = useState<EngineError | null>(null);
  const control = useRef<AbortController | null>(null);
  // A tally belongs to one model, changed in one way.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    setTally(null);
    setError(null);
    return () => control.current?.abort();
  }, [model, changes]);
  if (!model) return null;
  const running = tally !== null && tally.done < EXAMPLES;
  const begin = async () => {
    control.current?.abort();
    const own = new AbortController();
    control.current = own;
    setError(null);
    setTally({ done: 0, right: 0, asked: 0 });
    try {
      await runTrials(model, name, changes, own.signal, setTally);
    } catch (thrown) {
      if (own.signal.aborted) return;
      setTally(null);
      setError(asEngineError(thrown));
    }
  };
  const said = tally && { right: String(tally.right), asked: String(tally.asked), done: String(tally.done) };
  return (
    <p className={styles.trials}>
      <button type="button" disabled={running} onClick={() => void begin()}>
        {t('trials', { count: String(EXAMPLES) })}
      </button>{' '}
      {tally && tally.asked > 0 && (
        <span
          role={running ? undefined : 'status'}
          data-trials={tally.done}
          data-right={tally.right}
          data-asked={tally.asked}
        >
          {t('tally', { ...said!, share: formatPercent(tally.right / tally.asked) })}
        </span>
      )}
      {error && <span role="alert">{words(error).message}</span>}
    </p>
  );
}

async function runTrials(
  model: LiveModel,
  { task, size, seed }: ExampleName,
  changes: readonly Change[],
  signal: AbortSignal,
  onTally: (tally: Tally) => void,
): Promise<void> {
  const session = await model.createSession();
  try {
    let [right, asked] = [0, 0];
    for (let i = 1; i <= EXAMPLES; i++) {
      const example = exampleOf({ task, size, seed: (seed + i) % 2 ** 31 });
      await session.reset();
      await session.intervene((await readChanges(model, example.ids, changes, signal)).list);
      const { logits } = await session.prefill(example.ids, { allLogits: true }, { signal });
      const V = logits!.shape[1]!;
      const best = example.answers.map(({ position }) =>
        argmax(logits!.data.subarray(position * V, position * V + model.info.drawable)),
      );
      const got = score(example, best);
      right += got.right;
      asked += got.asked;
      if (signal.aborted) return;
      onTally({ done: i, right, asked });
    }
  } finally {
    session.close();
  }
}
