'use client';
import { useLocale } from 'next-intl';
import { type PointerEvent, useRef } from 'react';
import { formatNumber } from '../charts/format';
import { Select } from '../controls/Select';
import { Slider, StopSlider } from '../controls/Slider';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import { across, FIELD, HippoChart, up } from './HippoChart';
import { distance, rebuild, remember, SHAPES, type Shape, shape, TOKENS } from './hippo';
import type { LiveFigureProps } from './live';
import { useChoices } from './use-choices';
import { defineWords, fill, useWords } from './words';

const words = defineWords({
  en: {
    shape: 'Signal',
    wave: 'wave',
    jump: 'jump',
    click: 'click',
    drawn: 'your own',
    numbers: 'State numbers N',
    read: 'Tokens read',
    said: '{n} numbers for {k} tokens; they miss the signal by {d} on average.',
    token: 'token',
    signal: 'signal x',
    rebuilt: 'rebuilt',
  },
  es: {
    shape: 'Señal',
    wave: 'onda',
    jump: 'salto',
    click: 'chasquido',
    drawn: 'la tuya',
    numbers: 'Números de estado N',
    read: 'Tokens leídos',
    said: '{n} números para {k} tokens; se apartan de la señal {d} en promedio.',
    token: 'token',
    signal: 'señal x',
    rebuilt: 'reconstruida',
  },
});

const SIZES = [1, 2, 4, 8, 16];
export const START: { x: readonly number[]; from: Shape | 'drawn'; N: number; read: number } = {
  x: shape('wave'),
  from: 'wave',
  N: 8,
  read: TOKENS,
};

/** HiPPO's compressed past: the reader draws a signal and sees it rebuilt from N state numbers. */
export default function Hippo(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ x, from, N, read }, choose, reset] = useChoices(START);
  const h = remember(x.slice(0, read), N);
  const off = distance(x.slice(0, read), h);
  /** The token that the pointer was over last: what it skipped is filled in. */
  const last = useRef<{ k: number; v: number } | null>(null);
  const draw = (event: PointerEvent<SVGRectElement>) => {
    if (event.buttons !== 1) return;
    const svg = event.currentTarget.ownerSVGElement!;
    const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()!.inverse());
    const within = (v: number, least: number, most: number) => Math.max(least, Math.min(most, v));
    const to = { k: within(Math.floor(across.invert(p.x)), 0, TOKENS - 1), v: within(up.invert(p.y), -1, 1) };
    const start = last.current ?? to;
    const [low, high] = [Math.min(start.k, to.k), Math.max(start.k, to.k)];
    const at = (k: number) =>
      start.k === to.k ? to.v : start.v + ((to.v - start.v) * (k - start.k)) / (to.k - start.k);
    last.current = to;
    choose({ x: x.map((v, k) => (k >= low && k <= high ? at(k) : v)), from: 'drawn' });
  };
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({
        columns: [w.token, w.signal, w.rebuilt],
        rows: x.slice(0, read).map((v, k) => [k, v, rebuild(h, (k + 0.5) / read)]),
      })}
      controls={
        <>
          <Select
            label={w.shape}
            value={from}
            options={from === 'drawn' ? [...SHAPES, 'drawn'] : SHAPES}
            name={(name) => w[name]}
            onChange={(name) => name !== 'drawn' && choose({ x: shape(name), from: name })}
          />
          <StopSlider label={w.numbers} value={N} stops={SIZES} onChange={(value) => choose({ N: value })} />
          <Slider label={w.read} value={read} min={4} max={TOKENS} onChange={(value) => choose({ read: value })} />
        </>
      }
    >
      <HippoChart x={x} N={N} read={read} locale={locale}>
        {/* Draws; the controls above do without a pointer. */}
        <rect
          x={FIELD.left}
          y={FIELD.top - 8}
          width={FIELD.right - FIELD.left}
          height={FIELD.bottom - FIELD.top + 16}
          fill="transparent"
          style={{ cursor: 'crosshair', touchAction: 'none' }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            last.current = null;
            draw(event);
          }}
          onPointerMove={draw}
        />
      </HippoChart>
      <p className={styles.said} role="status" data-off={off}>
        {fill(w.said, { n: N, k: read, d: formatNumber(off, locale, 2) })}
      </p>
    </Figure>
  );
}
