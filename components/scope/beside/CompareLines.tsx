'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { formatBits, LineChart, type Series, seriesTable } from '../../charts';
import { Figure } from '../../figure/Figure';
import { useLab, useLabStore } from '../use-lab';
import { bytesAt } from './beside-run';
import { useBeside, useTitles } from './use-beside';

/** The whole text at once: where the two part, how surprised each is, what each must remember. */
export function CompareLines() {
  const { run } = useBeside();
  const t = useTranslations('lab.compare');
  return (
    <>
      {run?.apart && <Lines name="apart" title={t('apart')} caption={t('apartCaption')} unit={t('bits')} of="apart" />}
      {run?.apart && (
        <Lines name="surprise" title={t('surprise')} caption={t('surpriseCaption')} unit={t('bits')} of="surprise" />
      )}
      <Lines name="memory" title={t('memory')} caption={t('memoryCaption')} unit="KiB" of="memory" />
    </>
  );
}

interface LinesProps {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly unit: string;
  readonly of: 'apart' | 'surprise' | 'memory';
}

function Lines({ name, title, caption, unit, of }: LinesProps) {
  const t = useTranslations('lab.compare');
  const locale = useLocale();
  const store = useLabStore();
  const main = useLab((lab) => lab.run);
  const token = useLab((lab) => lab.set.token);
  const lit = useLab((lab) => lab.lit.token);
  const { run } = useBeside();
  const { title: first, second } = useTitles();
  const series = useMemo((): Series[] => {
    if (!main || !run) return [];
    const line = (id: string, label: string, y: ArrayLike<number>, dashed = false): Series => ({
      id,
      label,
      colour: dashed ? 'var(--ink-soft)' : 'var(--ink)',
      x: Array.from({ length: y.length }, (_, i) => i),
      y,
      dashed,
    });
    if (of === 'apart') return [line('apart', 'KL', run.apart ?? [])];
    if (of === 'surprise') return [line('first', first, main.surprise), line('second', second, run.surprise, true)];
    const bytes = (memory: Parameters<typeof bytesAt>[0]) =>
      Array.from({ length: memory.tokens }, (_, i) => bytesAt(memory, i) / 1024);
    return [
      line('first', first, bytes({ ...main.memory, tokens: main.ids.length })),
      line('second', second, bytes(run.memory), true),
    ];
  }, [main, run, of, first, second]);
  return (
    <Figure name={`beside-${name}`} title={title} caption={caption} table={() => seriesTable(series, t('word'), unit)}>
      <LineChart
        series={series}
        xLabel={t('word')}
        yLabel={unit}
        label={title}
        locale={locale}
        yZero
        {...(of === 'memory' ? {} : { readY: formatBits })}
        height={200}
        litX={lit ?? token}
        onHoverX={(i) => store.light({ token: i })}
        onSelectX={(i) => void store.goTo(i)}
      />
    </Figure>
  );
}
