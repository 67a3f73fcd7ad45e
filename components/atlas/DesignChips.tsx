'use client';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState } from 'react';
import { type Layout, type Mark, moveLayer, partsOf, removeLayer } from './design';
import own from './design.module.css';

interface Props {
  readonly layout: Layout;
  readonly pattern: string;
  readonly change: (pattern: string) => void;
}

/**
 * The layers as chips in a row, a Jamba's as two each: dragged, or focused and moved by the arrows, taken away by Delete. Tab walks along
 * them.
 */
export function DesignChips({ layout, pattern, change }: Props) {
  const t = useTranslations('atlas.design');
  const list = useRef<HTMLOListElement>(null);
  const help = useId();
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const [said, say] = useState('');
  const marks = [...pattern] as Mark[];
  const parts = partsOf(layout);
  const count = marks.length / parts;
  const kind = (mark: Mark) => t(layout === 'jamba' && mark === 'M' ? 'kind.mamba' : `kind.${mark}`);
  /** The layer of a chip, from 1. */
  const placeOf = (at: number) => Math.floor(at / parts) + 1;
  const focus = (at: number) =>
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('[data-chip]')[at]?.focus());
  const move = (from: number, to: number) => {
    const layer = Math.min(Math.max(Math.floor(to / parts), 0), count - 1);
    const at = layer * parts + (from % parts);
    if (at !== from) {
      change(moveLayer(pattern, from, at, layout));
      say(t('moved', { kind: kind(marks[from]!), place: layer + 1, count }));
    }
    focus(at);
  };
  const remove = (at: number) => {
    if (count === 1) return say(t('last'));
    change(removeLayer(pattern, at, layout));
    const layer = marks.slice((placeOf(at) - 1) * parts, placeOf(at) * parts);
    say(t('removed', { kind: layer.map(kind).join(' + '), count: count - 1 }));
    focus(Math.min(at, marks.length - 1 - parts));
  };
  const onKey = (event: React.KeyboardEvent, at: number) => {
    const to = {
      ArrowLeft: at - parts,
      ArrowUp: at - parts,
      ArrowRight: at + parts,
      ArrowDown: at + parts,
      Home: 0,
      End: marks.length,
    }[event.key];
    if (event.key === 'Delete' || event.key === 'Backspace') remove(at);
    else if (to !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) move(at, to);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div>
      <ol className={own.chips} data-layout={layout} ref={list} aria-label={t('chips')}>
        {marks.map((mark, i) => (
          <li key={i}>
            <button
              type="button"
              data-chip={i}
              data-mark={mark}
              data-drag={drag?.from === i ? 'from' : drag?.to === i ? (drag.from < i ? 'after' : 'before') : undefined}
              aria-label={t('chip', { kind: kind(mark), place: placeOf(i), count })}
              aria-describedby={help}
              onKeyDown={(event) => onKey(event, i)}
              onPointerDown={(event) => {
                if (event.button !== 0) return;
                event.currentTarget.setPointerCapture(event.pointerId);
                setDrag({ from: i, to: i });
              }}
              onPointerMove={(event) => {
                const to = placeUnder(event);
                if (drag && to !== null && to !== drag.to) setDrag({ ...drag, to });
              }}
              onPointerUp={(event) => {
                const to = placeUnder(event);
                if (drag && to !== null && to !== drag.from) move(drag.from, to);
                setDrag(null);
              }}
              onPointerCancel={() => setDrag(null)}
            >
              {mark === '-' ? '−' : mark}
            </button>
          </li>
        ))}
      </ol>
      <p id={help} className={own.note}>
        {t(`help.${layout}`)}
      </p>
      <p className={own.spoken} role="status">
        {said}
      </p>
    </div>
  );
}

/** The place of the chip under the pointer, which holds the chip it came from wherever it goes. */
function placeUnder({ clientX, clientY }: React.PointerEvent): number | null {
  const chip = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-chip]');
  return chip ? Number(chip.dataset.chip) : null;
}
