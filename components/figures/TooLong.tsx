'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { withSession } from '@/engine/session/with-session';
import { formatNumber } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import { seriesTable } from '../charts/tables';
import { Select } from '../controls/Select';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import { longText, meanOf, normsOf } from './far-reading';
import { WINDOW } from './half-lives';
import type { LiveFigureProps } from './live';
import { BLOCK, blockEnds } from './too-long';
import { stateOf } from './use-live';
import type { Ask } from './use-question';
import { useRun } from './use-run';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    length: 'Tokens to read',
    position: 'tokens read',
    bits: 'surprise, mean of 64 tokens (bits)',
    norm: 'size of the state ‖h‖, mean of the layers',
    trained: 'training window',
    transformer: 'Transformer',
    norms: 'Size of Mamba’s state while it reads',
  },
  es: {
    length: 'Tokens que lee',
    position: 'tokens leídos',
    bits: 'sorpresa, media de 64 tokens (bits)',
    norm: 'tamaño del estado ‖h‖, media de las capas',
    trained: 'ventana al entrenar',
    transformer: 'Transformer',
    norms: 'Tamaño del estado de Mamba mientras lee',
  },
});

export const START = 768;
const LENGTHS = [256, 512, 768, 1024];

interface Blocks {
  readonly bits: readonly number[];
  readonly norms: readonly number[];
}

/** Reads held-out stories far past the training window: surprise block by block of a Mamba and a Transformer, and the size of the state. */
export default function TooLong(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [length, set] = useState(START);
  const ask: Ask<Blocks> = async (model, signal, tell) => {
    const ids = await longText(model, length);
    return withSession(model, async (session) => {
      const [bits, norms]: [number[], number[]] = [[], []];
      for (const end of blockEnds(length)) {
        const { surprise } = await session.prefill(ids.subarray(end - BLOCK, end), { surprise: true }, { signal });
        bits.push(meanOf(surprise!));
        const sizes = normsOf(await session.readState());
        if (sizes.length > 0) norms.push(meanOf(sizes));
        tell({ bits: [...bits], norms: [...norms] });
      }
      return { bits, norms };
    });
  };
  const mamba = useRun('stories-mamba', String(length), ask);
  const transformer = useRun('stories-transformer', String(length), ask);
  const lines = [
    { id: 'transformer', label: w.transformer, colour: 'var(--sym-attention)', y: transformer.answer?.bits ?? [] },
    { id: 'mamba', label: 'Mamba', colour: 'var(--sym-h)', y: mamba.answer?.bits ?? [] },
  ].map((line) => ({ ...line, x: blockEnds(line.y.length * BLOCK) }));
  const sizes = mamba.answer?.norms ?? [];
  const norms = [{ id: 'norm', label: 'Mamba', colour: 'var(--sym-h)', x: blockEnds(sizes.length * BLOCK), y: sizes }];
  const marks = length > WINDOW ? [{ x: WINDOW, label: w.trained }] : [];
  const chart = { xLabel: w.position, xDomain: [0, length] as const, locale, marks };
  const number = (v: number) => formatNumber(v, locale);
  return (
    <Figure
      {...props}
      state={stateOf(mamba.state, transformer.state)}
      reserve="440px"
      onReset={() => set(START)}
      table={() => seriesTable([...lines, { ...norms[0]!, label: w.norm }], w.position, w.bits)}
      controls={
        <>
          <Select label={w.length} value={length} options={LENGTHS} onChange={set} />
          <EngineBadge engine={mamba.engine} />
        </>
      }
    >
      <div data-blocks={Math.min(lines[0]!.y.length, lines[1]!.y.length)}>
        <LineChart {...chart} series={lines} yLabel={w.bits} label={w.bits} formatY={number} />
        <LineChart {...chart} series={norms} yLabel="‖h‖" label={w.norms} formatY={number} yZero height={150} />
      </div>
    </Figure>
  );
}
