'use client';
import { useLocale } from 'next-intl';
import type { PointerEvent } from 'react';
import { formatNumber } from '../charts/format';
import { Slider } from '../controls/Slider';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import { halfLife } from './leaky-bucket';
import type { LiveFigureProps } from './live';
import { DISC, PolesChart } from './PolesChart';
import { angle, type Pole, period, poleKernel, radius } from './poles';
import { useChoices } from './use-choices';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    radius: 'Radius',
    angle: 'Angle',
    says: 'One turn every {p} tokens; half is gone after {h}.',
    straight: 'No turning; half is gone after {h} tokens.',
    grows: 'Outside the circle: it grows without end.',
    on: 'On the circle: it never fades.',
    lag: 'tokens ago',
    kernel: 'kernel',
  },
  es: {
    radius: 'Radio',
    angle: 'Ángulo',
    says: 'Una vuelta cada {p} tokens; la mitad se ha ido tras {h}.',
    straight: 'No gira; la mitad se ha ido tras {h} tokens.',
    grows: 'Fuera del círculo: crece sin fin.',
    on: 'Sobre el círculo: no se apaga nunca.',
    lag: 'tokens atrás',
    kernel: 'núcleo',
  },
});

const START: Pole = { re: 0.92 * Math.cos(Math.PI / 4), im: 0.92 * Math.sin(Math.PI / 4) };

export default function Poles(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [pole, choose, reset] = useChoices(START);
  const [r, a] = [radius(pole), angle(pole)];
  const polar = (size: number, turn: number) => choose({ re: size * Math.cos(turn), im: size * Math.sin(turn) });
  const drag = (event: PointerEvent<SVGCircleElement>) => {
    if (event.buttons !== 1) return;
    const svg = event.currentTarget.ownerSVGElement!;
    const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()!.inverse());
    const [re, im] = [(p.x - DISC.cx) / DISC.r, Math.abs((DISC.cy - p.y) / DISC.r)];
    const size = Math.min(1.1, Math.hypot(re, im));
    polar(size, Math.atan2(im, re));
  };
  const h = formatNumber(halfLife(r), locale);
  const said =
    r > 1.0005
      ? w.grows
      : r > 0.9995
        ? w.on
        : (a < 1e-9 ? w.straight : w.says).replace('{p}', formatNumber(period(pole), locale)).replace('{h}', h);
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({ columns: [w.lag, w.kernel], rows: poleKernel(pole, 48).map((v, l) => [l, v]) })}
      controls={
        <>
          <Slider
            label={w.radius}
            value={r}
            min={0}
            max={1.1}
            step={0.01}
            format={(v) => formatNumber(v, locale)}
            onChange={(value) => polar(value, a)}
          />
          <Slider
            label={w.angle}
            value={Math.round((a * 180) / Math.PI)}
            min={0}
            max={180}
            format={(v) => `${v}°`}
            onChange={(value) => polar(r, (value * Math.PI) / 180)}
          />
        </>
      }
    >
      <PolesChart pole={pole} locale={locale}>
        {/* The whole disc takes the pointer; the sliders above do the same by keyboard. */}
        <circle
          cx={DISC.cx}
          cy={DISC.cy}
          r={104}
          fill="transparent"
          style={{ cursor: 'grab', touchAction: 'none' }}
          onPointerDown={(e) => {
            e.currentTarget.setPointerCapture(e.pointerId);
            drag(e);
          }}
          onPointerMove={drag}
        />
      </PolesChart>
      <p className={styles.said} role="status">
        {said}
      </p>
    </Figure>
  );
}
