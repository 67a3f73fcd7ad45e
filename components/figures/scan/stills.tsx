/** Still pictures of the figures of the chapter on the parallel scan. */
import type { ReactNode } from 'react';
import { formatWhole } from '../../charts/format';
import type { Locale } from '../../i18n/locales';
import { LadderStill } from './LadderStill';
import { LinesStill } from './LinesStill';
import { RoundsChart } from './RoundsChart';
import { WAYS } from './rounds';
import { STILL_WORDS } from './still-words';
import { TrafficChart } from './TrafficChart';
import { byLoop, byTree, inputs } from './tanh';
import { START as LAYER } from './traffic';
import { billOf } from './work-depth';

const steps = [8, 4, 0, 2, 8, 0, 4, 2].map((b) => ({ a: 0.5, b }));
const lengths = Array.from({ length: 10 }, (_, i) => 8 * 2 ** i);
const colours = { serial: 'var(--ink-soft)', everyone: 'var(--sym-A)', tree: 'var(--sym-C)', chunks: 'var(--sym-h)' };

export const scanStills: Readonly<Record<string, (props: { locale: Locale }) => ReactNode>> = {
  'scan-rounds': ({ locale }) => <RoundsChart way="tree" steps={steps} chunk={4} shown={7} locale={locale} />,
  'scan-work': ({ locale }) => (
    <LinesStill
      lines={WAYS.map((way) => ({
        label: STILL_WORDS[locale][way],
        colour: colours[way],
        x: lengths,
        y: lengths.map((n) => billOf(way, n, 64, 64).rounds),
        dashed: way === 'serial',
      }))}
      xTicks={[8, 64, 512, 4096]}
      yTicks={[4, 32, 256, 2048]}
      xLabel={STILL_WORDS[locale].tokens}
      yLabel={STILL_WORDS[locale].rounds}
      format={(v) => formatWhole(v, locale)}
      log
    />
  ),
  'scan-tanh': ({ locale }) => {
    const all = inputs(1).map((b) => ({ a: 0.9, b }));
    const x = all.map((_, t) => t);
    return (
      <LinesStill
        lines={[
          { label: STILL_WORDS[locale].loop, colour: 'var(--sym-h)', x, y: byLoop(all, 'tanh') },
          { label: STILL_WORDS[locale].tree, colour: 'var(--sym-A)', x, y: byTree(all, 'tanh'), dashed: true },
        ]}
        xTicks={[0, 10, 20, 30]}
        yTicks={[-1, 0, 1]}
        xLabel={STILL_WORDS[locale].token}
        yLabel={STILL_WORDS[locale].state}
      />
    );
  },
  'scan-traffic': ({ locale }) => <TrafficChart sizes={LAYER} locale={locale} />,
  'scan-ladder': ({ locale }) => <LadderStill locale={locale} />,
};
