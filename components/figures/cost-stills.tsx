/** Still pictures of the chapter on cost; stills.tsx joins them with the rest. */
import type { ReactNode } from 'react';
import { prefillFlops } from '@/engine/bench';
import { formatBytes, formatNumber, formatSi } from '../charts/format';
import { formatLength } from '../cost/format-length';
import { bundledModels } from '../cost/models-source';
import type { Locale } from '../i18n/locales';
import { BarsStill } from './BarsStill';
import { CurvesStill } from './cost/CurvesStill';
import { BYTES_COLOURS, billsOf } from './cost/cost-explorer';
import { publishedName } from './cost/cost-models';
import { LENGTHS, timesFewer } from './cost/eight-times';
import { RACERS } from './cost/race';
import { deviceOf, dotOf, roofLine } from './cost/roofline-dots';

const RACE = [64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384];
const PARTS = {
  en: {
    weights: 'weights',
    state: 'state',
    cache: 'cache',
    read: 'reading 2K',
    write: 'writing',
    roof: 'A100',
    once: 'at once',
    eight: '8 times',
    predicted: '↑ work of reading, counted on the blueprints',
  },
  es: {
    weights: 'pesos',
    state: 'estado',
    cache: 'caché',
    read: 'leer 2K',
    write: 'escribir',
    roof: 'A100',
    once: 'a la vez',
    eight: '8 veces',
    predicted: '↑ trabajo de leer, contado en los planos',
  },
} as const;

export const costStills: Readonly<Record<string, (props: { locale: Locale }) => ReactNode>> = {
  race: ({ locale }) => (
    <CurvesStill
      lines={RACERS.map(({ id, name, colour }) => {
        const { profile } = bundledModels(locale).find((m) => m.id === id)!;
        return { label: name, colour, x: RACE, y: RACE.map((L) => prefillFlops(profile, L)) };
      })}
      xTicks={[64, 512, 4096, 16_384]}
      yTicks={[1e8, 1e9, 1e10, 1e11, 1e12]}
      formatX={(v) => formatLength(v, locale)}
      formatY={(v) => formatSi(v, 'FLOP')}
      title={PARTS[locale].predicted}
    />
  ),
  roofline: ({ locale }) => {
    const roof = deviceOf('a100');
    const dot = (what: 'read' | 'write') => dotOf(what, 'llama-3.1-8b', 2048, 1, roof);
    const w = PARTS[locale];
    return (
      <CurvesStill
        lines={[
          { label: w.roof, colour: 'var(--ink-soft)', ...roofLine(roof) },
          { label: w.read, colour: 'var(--sym-C)', x: [dot('read').intensity], y: [dot('read').rate], points: true },
          {
            label: w.write,
            colour: 'var(--sym-B)',
            x: [dot('write').intensity],
            y: [dot('write').rate],
            points: true,
          },
        ]}
        xTicks={[1, 10, 100, 1000]}
        yTicks={[1e12, 1e13, 1e14, 1e15]}
        formatX={(v) => formatNumber(v, locale)}
        formatY={(v) => formatSi(v, '')}
      />
    );
  },
  'cost-explorer': ({ locale }) => (
    <>
      {['llama-3.1-8b', 'mamba2-hybrid-8b'].map((model) => {
        const { moved } = billsOf({ model, length: 2048, batch: 32, bytes: 2 }, deviceOf('a100'));
        return (
          <div key={model}>
            <p>{publishedName(model)}</p>
            <BarsStill
              bars={(['weights', 'state', 'cache'] as const).map((id) => ({
                label: PARTS[locale][id],
                value: moved[id],
                colour: BYTES_COLOURS[id],
              }))}
              format={(v) => formatBytes(v, locale)}
            />
          </div>
        );
      })}
    </>
  ),
  'eight-times': ({ locale }) => {
    const w = PARTS[locale];
    return (
      <CurvesStill
        lines={[
          ...[1, 32, 128].map((n) => ({
            label: `${n} ${w.once}`,
            colour: n === 32 ? 'var(--sym-C)' : 'var(--ink-soft)',
            x: LENGTHS,
            y: LENGTHS.map((L) => timesFewer(L, n)),
          })),
          { label: w.eight, colour: 'var(--ink-soft)', x: LENGTHS, y: LENGTHS.map(() => 8), dashed: true },
        ]}
        xTicks={[512, 4096, 32_768, 131_072]}
        yTicks={[1, 2, 4, 8, 16, 32]}
        formatX={(v) => formatLength(v, locale)}
        formatY={(v) => formatNumber(v, locale)}
      />
    );
  },
};
