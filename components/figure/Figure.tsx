'use client';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type ReactNode, useContext, useEffect, useId, useRef, useState } from 'react';
import { Room } from '../charts/room';
import { downloadBlob, pictureOf, type Table, tableToCsv } from './export';
import styles from './Figure.module.css';
import { Still } from './still';

export type FigureState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'loading'; readonly done?: number; readonly total?: number; readonly what?: string }
  | { readonly kind: 'empty'; readonly message: string }
  | { readonly kind: 'error'; readonly message: string; readonly hint?: string; readonly onRetry?: () => void }
  | { readonly kind: 'unsupported'; readonly message: string };

export interface FigureProps {
  /** The one question that the figure answers. */
  readonly title: string;
  /** What to do and what to look for. */
  readonly caption: ReactNode;
  readonly state?: FigureState;
  readonly width?: 'text' | 'wide' | 'full';
  readonly onReset?: () => void;
  /** The same data as a table: the text alternative and the CSV. Called only when asked for. */
  readonly table?: () => Table;
  /** Base of the names of exported files. */
  readonly name: string;
  readonly id?: string;
  /** Height (CSS) of the picture, kept free while it is not there yet so that nothing jumps when it comes. */
  readonly reserve?: string;
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}

/** Of the height of a full screen, for the picture: title, controls and caption take the rest. */
const PICTURE_SHARE = 0.6;

/** Rows of the table shown on the page; the CSV has all of them. */
const ROWS_SHOWN = 200;

/**
 * The frame of every figure: title, picture, caption; states for loading, empty, error and unsupported; export, full screen, the table
 * that says the same in text. Key `r` resets.
 */
export function Figure(props: FigureProps) {
  const { title, caption, state = { kind: 'ready' }, width = 'text', onReset, table, name, controls, children } = props;
  const t = useTranslations('figure');
  const frame = useRef<HTMLElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const heading = useId();
  const [rows, setRows] = useState<Table | null>(null);
  const [failed, setFailed] = useState(false);
  const menu = useRef<HTMLDetailsElement>(null);
  const [room, setRoom] = useState(0);
  useEffect(() => {
    const onChange = () =>
      setRoom(document.fullscreenElement === frame.current ? Math.round(PICTURE_SHARE * window.innerHeight) : 0);
    document.addEventListener('fullscreenchange', onChange);
    return () => document.removeEventListener('fullscreenchange', onChange);
  }, []);
  const closeMenu = () => {
    if (menu.current) menu.current.open = false;
  };

  const savePicture = async (format: 'svg' | 'png') => {
    setFailed(false);
    try {
      downloadBlob(await pictureOf(picture.current!, title, format), `${name}.${format}`);
    } catch {
      setFailed(true);
    }
  };
  const onKey = (event: KeyboardEvent) => {
    const typing =
      event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key !== 'r' || event.ctrlKey || event.metaKey || event.altKey || typing || !onReset) return;
    event.preventDefault();
    onReset();
  };
  const ready = state.kind === 'ready';

  return (
    <figure
      ref={frame}
      id={props.id}
      className={styles.figure}
      data-width={width}
      aria-labelledby={heading}
      onKeyDown={onKey}
    >
      <div className={styles.head}>
        <p id={heading} className={styles.title}>
          {title}
        </p>
        <details ref={menu} className={styles.menu} onKeyDown={(event) => event.key === 'Escape' && closeMenu()}>
          <summary aria-label={t('menu', { title })}>⋯</summary>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: what its buttons do closes the menu, whichever it was */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
          <div className={styles.items} onClick={closeMenu}>
            {ready && (
              <>
                <button type="button" onClick={() => savePicture('svg')}>
                  {t('svg')}
                </button>
                <button type="button" onClick={() => savePicture('png')}>
                  {t('png')}
                </button>
              </>
            )}
            {ready && table && (
              <>
                <button
                  type="button"
                  onClick={() => downloadBlob(new Blob([tableToCsv(table())], { type: 'text/csv' }), `${name}.csv`)}
                >
                  {t('csv')}
                </button>
                <button type="button" onClick={() => setRows(rows ? null : table())}>
                  {rows ? t('hideTable') : t('showTable')}
                </button>
              </>
            )}
            <button
              type="button"
              onClick={() =>
                document.fullscreenElement ? document.exitFullscreen() : frame.current!.requestFullscreen()
              }
            >
              {t('fullScreen')}
            </button>
            {onReset && (
              <button type="button" onClick={onReset}>
                {t('reset')} <kbd>r</kbd>
              </button>
            )}
          </div>
        </details>
      </div>
      {controls && <div className={styles.controls}>{controls}</div>}
      <div ref={picture} className={styles.picture} aria-busy={state.kind === 'loading'}>
        {ready ? <Room value={room}>{children}</Room> : <Standing state={state} reserve={props.reserve} />}
      </div>
      {failed && (
        <p role="alert" className={styles.note}>
          {t('exportFailed')}
        </p>
      )}
      {rows && <DataTable table={rows} caption={title} />}
      <figcaption className={styles.caption}>{caption}</figcaption>
    </figure>
  );
}

/** What stands where the picture will be, with the next thing to do. */
function Standing({ state, reserve }: { state: Exclude<FigureState, { kind: 'ready' }>; reserve: string | undefined }) {
  const t = useTranslations('figure');
  const still = useContext(Still);
  const size = reserve ? { minHeight: reserve } : undefined;
  if (state.kind === 'loading') {
    const what = state.what ?? t('loading');
    const news = (
      <div className={still ? styles.waking : styles.standing} style={still ? undefined : size} role="status">
        <p>{what}</p>
        <progress aria-label={what} {...(state.total ? { value: state.done ?? 0, max: state.total } : {})} />
      </div>
    );
    if (!still) return news;
    return (
      <div style={size}>
        {news}
        <div className={styles.still}>{still}</div>
      </div>
    );
  }
  if (state.kind === 'empty' && still)
    return (
      <div style={size}>
        <p className={styles.waking} role="status">
          {state.message}
        </p>
        <div className={styles.still} data-instead>
          {still}
        </div>
      </div>
    );
  return (
    <div className={styles.standing} style={size} role={state.kind === 'error' ? 'alert' : 'status'}>
      <p className={styles.scripted}>{state.message}</p>
      <p className={styles.unscripted}>{t('noScript')}</p>
      {state.kind === 'error' && state.hint && <p className={styles.note}>{state.hint}</p>}
      {state.kind === 'error' && state.onRetry && (
        <button type="button" onClick={state.onRetry}>
          {t('retry')}
        </button>
      )}
    </div>
  );
}

function DataTable({ table, caption }: { table: Table; caption: string }) {
  const t = useTranslations('figure');
  const shown = table.rows.slice(0, ROWS_SHOWN);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.table} tabIndex={0} aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {table.columns.map((c) => (
              <th key={c} scope="col">
                {c}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={j}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < table.rows.length && (
        <p className={styles.note}>{t('moreRows', { shown: shown.length, all: table.rows.length })}</p>
      )}
    </section>
  );
}
