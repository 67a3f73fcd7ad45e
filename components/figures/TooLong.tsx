'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { formatNumber } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import { seriesTable } from '../charts/tables';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import { longText, meanOf, normsOf } from './far-reading';
import { WINDOW } from './half-lives';
import type { LiveFigureProps } from './live';
import { BLOCK, blockEnds } from './too-long';
import { useFailure, useLive } from './use-live';
import { useQuestion } from './use-question';
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
  const mamba = useLive('stories-mamba');
  const transformer = useLive('stories-transformer');
  const ask: Parameters<typeof useQuestion<Blocks>>[2] = async (model, signal, tell) => {
    const ids = await longText(model, length);
    const session = await model.createSession();
    try {
      const [bits, norms]: [number[], number[]] = [[], []];
      for (const end of blockEnds(length)) {
        const { surprise } = await session.prefill(ids.subarray(end - BLOCK, end), { surprise: true }, { signal });
        bits.push(meanOf(surprise!));
        const sizes = normsOf(await session.readState());
        if (sizes.length > 0) norms.push(meanOf(sizes));
        tell({ bits: [...bits], norms: [...norms] });
      }
      return { bits, norms };
    } finally {
      session.close();
    }
  };
  const a = useQuestion<Blocks>(mamba.engine.model, String(length), ask);
  const b = useQuestion<Blocks>(transformer.engine.model, String(length), ask);
  const lines = [
    { id: 'transformer', label: w.transformer, colour: 'var(--sym-attention)', y: b.answer?.bits ?? [] },
    { id: 'mamba', label: 'Mamba', colour: 'var(--sym-h)', y: a.answer?.bits ?? [] },
  ].map((line) => ({ ...line, x: blockEnds(line.y.length * BLOCK) }));
  const sizes = a.answer?.norms ?? [];
  const norms = [{ id: 'norm', label: 'Mamba', colour: 'var(--sym-h)', x: blockEnds(sizes.length * BLOCK), y: sizes }];
  const marks = length > WINDOW ? [{ x: WINDOW, label: w.trained }] : [];
  const chart = { xLabel: w.position, xDomain: [0, length] as const, locale, marks };
  const number = (v: number) => formatNumber(v, locale);
  return (
    <Figure
      {...props}
      state={useFailure(mamba.state.kind === 'ready' ? transformer.state : mamba.state, a.error ?? b.error)}
      reserve="440px"
      onReset={() => set(START)}
      table={() => seriesTable([...lines, { ...norms[0]!, label: w.norm }], w.position, w.bits)}
      controls={
        <>
          <label>
            {w.length}{' '}
            <select value={length} onChange={(e) => set(Number(e.target.value))}>
              {LENGTHS.map((n) => (
                <option key={n}>{n}</option>
              ))}
            </select>
          </label>
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
