'use client';
import { useLocale } from 'next-intl';
import { useRef, useState } from 'react';
import { formatNumber } from '../../charts/format';
import { moveInGrid } from '../../charts/keys';
import { useCursor } from '../../charts/use-cursor';
import { useSize } from '../../charts/use-size';
import { NumberRow } from '../../controls/NumberRow';
import { Slider } from '../../controls/Slider';
import { Figure } from '../../figure/Figure';
import figures from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { useChoices } from '../use-choices';
import { defineWords, fill, useWords } from '../words';
import styles from './duality.module.css';
import { CELL, type Pair, placesOf, ThreeViewsChart } from './ThreeViewsChart';
import { chunks, decay, type Head, matrix, multiply, recurrence } from './three-views';

const words = defineWords({
  en: {
    chunk: 'Tokens per chunk',
    x: 'input x',
    a: 'keeps a',
    of: '{name} of token {t}',
    label: 'What token i takes from token j, in three views',
    hint: 'Point at a number of a matrix, or walk with the arrows.',
    same: 'Of the {x} that token {j} brings, token {i} takes {p}: {b} (written, B) × {l} (kept, a) × {c} (read, C) = {m} of it. Both are in one chunk: worked out as in the matrix.',
    other:
      'Of the {x} that token {j} brings, token {i} takes {p}: {b} (written, B) × {l} (kept, a) × {c} (read, C) = {m} of it. They are in different chunks: it comes through the state.',
    agree: 'Largest difference between the three answers: {d}',
    inside: 'inside a chunk',
    through: 'through the state',
    token: 'token',
    state: 'state',
    byMatrix: 'y by matrix',
    byChunks: 'y by chunks',
    byRecurrence: 'y by recurrence',
  },
  es: {
    chunk: 'Tokens por fragmento',
    x: 'entrada x',
    a: 'conserva a',
    of: '{name} del token {t}',
    label: 'Lo que el token i toma del token j, en tres vistas',
    hint: 'Señala un número de una matriz o recórrelos con las flechas.',
    same: 'Del {x} que trae el token {j}, el token {i} toma {p}: {b} (se escribe, B) × {l} (queda, a) × {c} (se lee, C) = {m}. Están en el mismo fragmento: se calcula como en la matriz.',
    other:
      'Del {x} que trae el token {j}, el token {i} toma {p}: {b} (se escribe, B) × {l} (queda, a) × {c} (se lee, C) = {m}. Están en fragmentos distintos: llega a través del estado.',
    agree: 'Mayor diferencia entre las tres respuestas: {d}',
    inside: 'dentro de un fragmento',
    through: 'a través del estado',
    token: 'token',
    state: 'estado',
    byMatrix: 'y por matriz',
    byChunks: 'y por fragmentos',
    byRecurrence: 'y por recurrencia',
  },
});

export const START: { head: Head; Q: number } = {
  head: { a: [1, 0.5, 0.5, 1, 0.5, 0.5], B: [1, 2, 1, 1, 1, 2], C: [1, 1, 2, 1, 1, 1], x: [4, 2, 8, 0, 2, 4] },
  Q: 3,
};

/** One head of Mamba-2 as recurrence, as matrix and in chunks: point at one number and see it in all three. */
export default function ThreeViews(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ head, Q }, choose, reset] = useChoices(START);
  const [lit, setLit] = useState<Pair | null>({ i: 4, j: 1 });
  const picture = useRef<HTMLDivElement>(null);
  const { width } = useSize(picture);
  const narrow = width > 0 && width < 560;
  const T = head.x.length;
  const M = matrix(head);
  const parts = chunks(head, Q);
  const { h, y } = recurrence(head);
  const byMatrix = multiply(M, head.x);
  const byChunks = parts.inside.map((v, t) => v + parts.carried[t]!);
  const apart = Math.max(...y.map((v, t) => Math.max(Math.abs(v - byMatrix[t]!), Math.abs(v - byChunks[t]!))));
  const number = (v: number) => formatNumber(v, locale);
  const say = ({ i, j }: Pair) =>
    (Math.floor(i / Q) === Math.floor(j / Q) ? w.same : w.other)
      .replace('{i}', String(i))
      .replace('{j}', String(j))
      .replace('{m}', number(M[i]![j]!))
      .replace('{x}', number(head.x[j]!))
      .replace('{p}', number(M[i]![j]! * head.x[j]!))
      .replace('{c}', number(head.C[i]!))
      .replace('{l}', number(decay(head, i, j)))
      .replace('{b}', number(head.B[j]!));
  const cursor = useCursor<Pair>({
    label: w.label,
    locale,
    same: (a, b) => a.i === b.i && a.j === b.j,
    describe: say,
    onHover: (at) => at && setLit(at),
    move: (event, at) => {
      const next = moveInGrid(event, at && { row: at.i, col: at.j }, T, T);
      return next && { i: next.row, j: Math.min(next.row, next.col) };
    },
    locate: ({ clientX, clientY }) => {
      const svg = picture.current!.querySelector('svg')!;
      const frame = svg.getBoundingClientRect();
      const scale = svg.viewBox.baseVal.width / frame.width;
      const [px, py] = [(clientX - frame.left) * scale, (clientY - frame.top) * scale];
      const places = placesOf(T, narrow);
      for (const { left, top } of [places.matrix, places.chunks]) {
        const [i, j] = [Math.floor((py - top) / CELL), Math.floor((px - left) / CELL)];
        if (i >= 0 && i < T && j >= 0 && j <= i) return { i, j };
      }
      return null;
    },
  });
  const edit = (name: 'x' | 'a') => (
    <NumberRow
      className={styles.six}
      values={head[name]}
      step={name === 'a' ? 0.25 : 1}
      name={(t) => fill(w.of, { name, t })}
      style={{ color: `var(--sym-${name === 'a' ? 'A' : 'x'})` }}
      data-of={name}
      onChange={(values) => choose({ head: { ...head, [name]: values } })}
    >
      <span>{w[name]}</span>
    </NumberRow>
  );
  return (
    <Figure
      {...props}
      onReset={() => {
        reset();
        setLit({ i: 4, j: 1 });
      }}
      table={() => ({
        columns: [w.token, w.x, w.a, 'B', 'C', w.state, w.byRecurrence, w.byMatrix, w.byChunks],
        rows: y.map((v, t) => [
          t,
          head.x[t]!,
          head.a[t]!,
          head.B[t]!,
          head.C[t]!,
          h[t]!,
          v,
          byMatrix[t]!,
          byChunks[t]!,
        ]),
      })}
      controls={
        <>
          <Slider label={w.chunk} value={Q} min={1} max={T} onChange={(value) => choose({ Q: value })} />
          <span>
            <i className={styles.key} data-of="inside" />
            {w.inside}
            <i className={styles.key} data-of="through" />
            {w.through}
          </span>
        </>
      }
    >
      {edit('x')}
      {edit('a')}
      <div ref={picture} className={styles.views} {...cursor.props} data-y={JSON.stringify(y)} data-apart={apart}>
        <ThreeViewsChart head={head} Q={Q} lit={lit} locale={locale} narrow={narrow} />
        {cursor.spoken}
      </div>
      <p className={figures.said}>{lit ? say(lit) : w.hint}</p>
      <p className={figures.said}>{w.agree.replace('{d}', number(apart))}</p>
    </Figure>
  );
}
