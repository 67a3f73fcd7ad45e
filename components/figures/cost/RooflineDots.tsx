'use client';
import { useLocale } from 'next-intl';
import { useMemo } from 'react';
import { devices } from '@/engine/bench';
import { formatNumber, formatPercent, formatSi } from '../../charts/format';
import { LineChart } from '../../charts/LineChart';
import { seriesTable } from '../../charts/tables';
import { Select } from '../../controls/Select';
import { StopSlider } from '../../controls/Slider';
import { Figure } from '../../figure/Figure';
import styles from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { useChoices } from '../use-choices';
import { defineWords, useWords } from '../words';
import { publishedName } from './cost-models';
import { BATCHES, deviceOf, dotOf, MODELS, ridge, roofLine } from './roofline-dots';

const words = defineWords({
  en: {
    model: 'Model',
    device: 'Device',
    batch: 'Texts written at once',
    x: 'FLOP per byte moved',
    y: 'FLOP per second, at most',
    roof: 'the roof',
    read: 'reading 2K',
    write: 'writing',
    said: 'Writing uses {write} of the arithmetic, reading {read}. Arithmetic becomes scarce at {ridge} FLOP per byte.',
  },
  es: {
    model: 'Modelo',
    device: 'Dispositivo',
    batch: 'Textos que se escriben a la vez',
    x: 'FLOP por byte movido',
    y: 'FLOP por segundo, como mucho',
    roof: 'el techo',
    read: 'leer 2K',
    write: 'escribir',
    said: 'Escribir usa el {write} de la aritmética; leer, el {read}. La aritmética empieza a escasear con {ridge} FLOP por byte.',
  },
});

const START = { model: MODELS[0] as string, device: 'a100', batch: 1 };
const LENGTH = 2048;

/** A roof and two dots: reading a text, and writing one token for a batch. */
export default function RooflineDots(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ model, device, batch }, choose, reset] = useChoices(START);
  const roof = deviceOf(device);
  const [read, write] = [dotOf('read', model, LENGTH, batch, roof), dotOf('write', model, LENGTH, batch, roof)];
  const series = useMemo(
    () => [
      {
        id: 'roof',
        label: w.roof,
        colour: 'var(--ink-soft)',
        ...roofLine(roof),
      },
      ...(
        [
          ['read', read],
          ['write', write],
        ] as const
      ).map(([id, dot]) => ({
        id,
        label: w[id],
        colour: id === 'read' ? 'var(--sym-C)' : 'var(--sym-B)',
        x: [dot.intensity],
        y: [dot.rate],
        points: true,
        unnamed: true,
      })),
    ],
    [roof, read, write, w],
  );
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => seriesTable(series, w.x, w.y)}
      controls={
        <>
          <Select
            label={w.model}
            value={model}
            options={MODELS}
            name={publishedName}
            onChange={(value) => choose({ model: value })}
          />
          <Select
            label={w.device}
            value={device}
            options={devices.map(({ id }) => id)}
            name={(id) => deviceOf(id).name[locale]}
            onChange={(value) => choose({ device: value })}
          />
          <StopSlider label={w.batch} value={batch} stops={BATCHES} onChange={(value) => choose({ batch: value })} />
        </>
      }
    >
      <LineChart
        series={series}
        xLog
        yLog
        xLabel={w.x}
        yLabel={w.y}
        label={props.title}
        locale={locale}
        height={280}
        formatX={(v) => formatNumber(v, locale)}
        formatY={(v) => formatSi(v, '')}
        notes={[
          { x: read.intensity, y: read.rate, text: w.read, colour: 'var(--sym-C)', ring: true },
          { x: write.intensity, y: write.rate, text: w.write, colour: 'var(--sym-B)', ring: true },
        ]}
      />
      <p className={styles.said} role="status" data-write={write.share} data-read={read.share}>
        {w.said
          .replace('{write}', formatPercent(write.share))
          .replace('{read}', formatPercent(read.share))
          .replace('{ridge}', formatNumber(ridge(roof), locale))}
      </p>
    </Figure>
  );
}
