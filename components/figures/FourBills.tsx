'use client';
import { useLocale } from 'next-intl';
import { useMemo, useState } from 'react';
import { formatBytes, formatSi } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import { seriesTable } from '../charts/tables';
import { RadioGroup } from '../controls/RadioGroup';
import { formatLength } from '../cost/format-length';
import { Figure } from '../figure/Figure';
import { BILLS, type Bill, billOf, LENGTHS, MODELS, nameOf } from './four-bills';
import type { LiveFigureProps } from './live';
import { COLOURS } from './model-colours';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    bill: 'Bill',
    prefill: 'work to read it all',
    decode: 'work for one more token',
    kept: 'bytes kept',
    moved: 'bytes moved for one more token',
    length: 'tokens read',
  },
  es: {
    bill: 'Factura',
    prefill: 'trabajo de leerlo todo',
    decode: 'trabajo de un token más',
    kept: 'bytes guardados',
    moved: 'bytes movidos por un token más',
    length: 'tokens leídos',
  },
});

/** Four quantities against length for four published models, all from their blueprints. */
export default function FourBills(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [bill, set] = useState<Bill>('kept');
  const series = useMemo(
    () =>
      MODELS.map((model) => ({
        id: model,
        label: nameOf(model),
        colour: COLOURS[model]!,
        x: LENGTHS,
        y: LENGTHS.map((length) => billOf(model, bill, length)),
      })),
    [bill],
  );
  const bytes = bill === 'kept' || bill === 'moved';
  return (
    <Figure
      {...props}
      onReset={() => set('kept')}
      table={() => seriesTable(series, w.length, w[bill])}
      controls={<RadioGroup label={w.bill} value={bill} options={BILLS} name={(name) => w[name]} onChange={set} />}
    >
      <LineChart
        series={series}
        xLog
        yLog
        xBase={2}
        yBase={bytes ? 2 : 10}
        xLabel={w.length}
        yLabel={w[bill]}
        label={w[bill]}
        locale={locale}
        height={300}
        formatX={(v) => formatLength(v, locale)}
        formatY={(v) => (bytes ? formatBytes(v, locale) : formatSi(v, 'FLOP'))}
      />
    </Figure>
  );
}
