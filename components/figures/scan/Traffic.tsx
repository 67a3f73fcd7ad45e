'use client';
import { useLocale } from 'next-intl';
import { formatBytes, formatNumber, formatWhole } from '../../charts/format';
import { StopSlider } from '../../controls/Slider';
import { powersOfTwo } from '../../controls/stops';
import { Figure } from '../../figure/Figure';
import figures from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { useChoices } from '../use-choices';
import { defineWords, useWords } from '../words';
import { TrafficChart } from './TrafficChart';
import { inOnePass, inPasses, START } from './traffic';

const words = defineWords({
  en: {
    N: 'State numbers N',
    T: 'Tokens T',
    way: 'way',
    bytes: 'bytes',
    said: 'Three passes move {a}, one pass {b}: {r} times less.',
    make: 'write Ā and B̄x',
    scan: 'scan, write h',
    read: 'read h',
    one: 'one pass',
  },
  es: {
    N: 'Números de estado N',
    T: 'Tokens T',
    way: 'forma',
    bytes: 'bytes',
    said: 'Tres pasadas mueven {a}; una, {b}: {r} veces menos.',
    make: 'escribir Ā y B̄x',
    scan: 'barrer, escribir h',
    read: 'leer h',
    one: 'una pasada',
  },
});

/** Bytes between slow memory and the processor, with every h written and with none. */
export default function Traffic(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [sizes, choose, reset] = useChoices(START);
  const passes = inPasses(sizes);
  const one = inOnePass(sizes);
  const power = (name: 'N' | 'T', least: number, most: number) => (
    <StopSlider
      label={w[name]}
      value={sizes[name]}
      stops={powersOfTwo(least, most)}
      format={(v) => formatWhole(v, locale)}
      onChange={(value) => choose({ [name]: value })}
    />
  );
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({
        columns: [w.way, w.bytes],
        rows: [
          [w.make, passes.make],
          [w.scan, passes.scan],
          [w.read, passes.read],
          [w.one, one],
        ],
      })}
      controls={
        <>
          {power('N', 1, 128)}
          {power('T', 64, 16384)}
        </>
      }
    >
      <div data-ratio={passes.all / one}>
        <TrafficChart sizes={sizes} locale={locale} />
      </div>
      <p className={figures.said} role="status">
        {w.said
          .replace('{a}', formatBytes(passes.all, locale))
          .replace('{b}', formatBytes(one, locale))
          .replace('{r}', formatNumber(passes.all / one, locale))}
      </p>
    </Figure>
  );
}
