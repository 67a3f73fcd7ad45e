'use client';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState } from 'react';
import { type Mark, moveLayer, removeLayer } from './design';
import own from './design.module.css';

/** The layers as chips in a row: dragged, or focused and moved by the arrows, taken away by Delete. Tab walks along them. */
export function DesignChips({ pattern, change }: { pattern: string; change: (pattern: string) => void }) {
  const t = useTranslations('atlas.design');
  const list = useRef<HTMLOListElement>(null);
  const help = useId();
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const [said, say] = useState('');
  const marks = [...pattern] as Mark[];
  const focus = (at: number) =>
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('[data-chip]')[at]?.focus());
  const move = (from: number, to: number) => {
    const at = Math.min(Math.max(to, 0), marks.length - 1);
    if (at !== from) {
      change(moveLayer(pattern, from, at));
      say(t('moved', { kind: t(`kind.${marks[from]!}`), place: at + 1, count: marks.length }));
    }
    focus(at);
  };
  const remove = (at: number) => {
    if (marks.length === 1) return say(t('last'));
    change(removeLayer(pattern, at));
    say(t('removed', { kind: t(`kind.${marks[at]!}`), count: marks.length - 1 }));
    focus(Math.min(at, marks.length - 2));
  };
  const onKey = (event: React.KeyboardEvent, at: number) => {
    const to = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
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
      <ol className={own.chips} ref={list} aria-label={t('chips')}>
        {marks.map((mark, i) => (
          <li key={i}>
            <button
              type="button"
              data-chip={i}
              data-mark={mark}
              data-drag={drag?.from === i ? 'from' : drag?.to === i ? (drag.from < i ? 'after' : 'before') : undefined}
              aria-label={t('chip', { kind: t(`kind.${mark}`), place: i + 1, count: marks.length })}
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
        {t('help')}
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
