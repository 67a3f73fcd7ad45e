'use client';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { EngineError } from '@/engine/errors';
import { formatBytes, formatCount } from '../charts';
import { downloadBlob, tableToCsv } from '../figure/export';
import { useErrorWords } from '../figure/use-figure-state';
import { basePath } from '../shell/base-path';
import { type Change, toQuery } from './lab-state';
import {
  CSV_ROWS,
  notebookOf,
  QR_BYTES,
  type QrPicture,
  QUIET,
  qrFits,
  qrOf,
  qrSvg,
  tapFile,
  tapTable,
} from './take-away';
import styles from './take-away.module.css';
import { useLab, useLabStore, useNode } from './use-lab';

/** The screen as something to carry off: a link and its QR code, the numbers of the node in view, a notebook that computes them again. */
export function LabTakeAway() {
  const t = useTranslations('lab.takeAway');
  const [open, setOpen] = useState(false);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open) panel.current?.querySelector<HTMLElement>('input')?.focus();
  }, [open]);
  return (
    <>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} data-part="take-away">
        {t('open')}
      </button>
      {open && (
        <section
          ref={panel}
          className={styles.panel}
          aria-label={t('open')}
          onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
        >
          <Link />
          <Data />
          <Python />
          <button type="button" className={styles.close} aria-label={t('close')} onClick={() => setOpen(false)}>
            ×
          </button>
        </section>
      )}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.part}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** The address of the screen as it is now. */
function useLink(): string {
  const set = useLab((lab) => lab.set);
  const query = toQuery(set);
  return `${location.origin}${location.pathname}${query && `?${query}`}`;
}

function Link() {
  const t = useTranslations('lab.takeAway');
  const locale = useLocale();
  const link = useLink();
  const [copied, setCopied] = useState('');
  const [code, setCode] = useState<{ link: string; picture: QrPicture } | null>(null);
  const [wanted, setWanted] = useState(false);
  const fits = qrFits(link);
  useEffect(() => {
    if (!wanted || !fits) return;
    let gone = false;
    qrOf(link).then(
      (picture) => gone || setCode({ link, picture }),
      () => gone || setCode(null),
    );
    return () => {
      gone = true;
    };
  }, [link, wanted, fits]);
  const shown = wanted && fits && code?.link === link ? code.picture : null;
  return (
    <Part title={t('link.title')}>
      <p>{t('link.says')}</p>
      <p className={styles.row}>
        <input
          type="text"
          readOnly
          value={link}
          aria-label={t('link.title')}
          onFocus={(event) => event.target.select()}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
        <button
          type="button"
          onClick={() =>
            // Not every browser lets a page write to the clipboard: the address can be copied by hand in any case.
            void (navigator.clipboard?.writeText(link) ?? Promise.reject()).then(
              () => setCopied(link),
              () => setCopied(''),
            )
          }
        >
          {copied === link ? t('link.copied') : t('link.copy')}
        </button>
        <button type="button" aria-pressed={wanted} onClick={() => setWanted(!wanted)}>
          {t('qr.show')}
        </button>
      </p>
      {wanted && !fits && (
        <p role="alert">
          {t('qr.tooLong', {
            length: formatCount(new TextEncoder().encode(link).length, locale),
            most: formatCount(QR_BYTES, locale),
          })}
        </p>
      )}
      {shown && (
        <>
          <svg
            className={styles.code}
            viewBox={`${-QUIET} ${-QUIET} ${shown.size + 2 * QUIET} ${shown.size + 2 * QUIET}`}
            shapeRendering="crispEdges"
            role="img"
            aria-label={t('qr.label')}
            data-modules={shown.size}
          >
            <rect x={-QUIET} y={-QUIET} width="100%" height="100%" fill="#fff" />
            <path d={shown.path} fill="#000" />
          </svg>
          <p>
            <button
              type="button"
              onClick={() => downloadBlob(new Blob([qrSvg(shown)], { type: 'image/svg+xml' }), 'statescope-lab-qr.svg')}
            >
              {t('qr.save')}
            </button>
          </p>
        </>
      )}
    </Part>
  );
}

/** Runs one piece of export; what goes wrong is said. */
function useSaving(): { saving: boolean; failed: ReactNode; save: (work: () => Promise<void>) => void } {
  const t = useTranslations('lab.takeAway');
  const words = useErrorWords();
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const save = (work: () => Promise<void>) => {
    setSaving(true);
    setError(null);
    work()
      .catch(setError)
      .finally(() => setSaving(false));
  };
  const failed = error ? (
    <p role="alert">{error instanceof EngineError ? `${words(error).message} ${words(error).detail}` : t('failed')}</p>
  ) : null;
  return { saving, failed, save };
}

function Data() {
  const t = useTranslations('lab.takeAway.data');
  const locale = useLocale();
  const store = useLabStore();
  const link = useLink();
  const run = useLab((lab) => lab.run);
  const model = useLab((lab) => lab.model);
  const node = useNode();
  const { failed, save } = useSaving();
  const tap = node && run?.shown.taps.get(node.id);
  if (!node || !run || !model || !tap) return null;
  const text = (token: number) => run.pieces[token]?.text || run.pieces[token]?.display || '';
  const bytes = [...run.shown.taps.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
  const file = (taps: typeof run.shown.taps, name: string) =>
    save(async () => {
      const data = tapFile(taps, { model, run, set: store.lab.set, link });
      downloadBlob(new Blob([data], { type: 'application/octet-stream' }), `${name}.safetensors`);
    });
  const tooLong = tap.data.length > CSV_ROWS;
  return (
    <Part title={t('title')}>
      <p>
        {t('says', { values: formatCount(tap.data.length, locale) })} <code>{node.id}</code>
      </p>
      <p className={styles.row}>
        <button
          type="button"
          disabled={tooLong}
          onClick={() =>
            save(async () => {
              const table = tapTable(node, tap, text);
              if (table) downloadBlob(new Blob([tableToCsv(table)], { type: 'text/csv' }), `${node.id}.csv`);
            })
          }
        >
          CSV
        </button>
        <button type="button" onClick={() => file(new Map([[node.id, tap]]), node.id)}>
          safetensors
        </button>
        <button type="button" onClick={() => file(run.shown.taps, `layers.${run.shown.layer}`)}>
          {t('layer', { layer: String(run.shown.layer), bytes: formatBytes(bytes, locale) })}
        </button>
      </p>
      {tooLong && <p>{t('tooLong', { most: formatCount(CSV_ROWS, locale) })}</p>}
      {failed}
    </Part>
  );
}

const inWords = ({ node, kind, value, from, to, axis, indices }: Change): string =>
  [
    indices ? `${node}[${axis}: ${indices.join(', ')}]` : node,
    kind === 'zero' ? '= 0' : `${kind === 'scale' ? '×' : '='} ${value}`,
    from === undefined ? '' : `@ ${from}…${to === undefined ? '' : to - 1}`,
  ]
    .join(' ')
    .trim();

function Python() {
  const t = useTranslations('lab.takeAway.python');
  const locale = useLocale() as 'en' | 'es';
  const store = useLabStore();
  const link = useLink();
  const run = useLab((lab) => lab.run);
  const model = useLab((lab) => lab.model);
  const node = useNode();
  const { saving, failed, save } = useSaving();
  if (!node || !run || !model) return null;
  const begin = () =>
    save(async () => {
      const response = await fetch(`${basePath}/models/manifest.json`);
      if (!response.ok) throw new EngineError('network', `models/manifest.json: status ${response.status}`);
      const { set } = store.lab;
      const notebook = await notebookOf(model, run, set, node, {
        locale,
        link,
        bundles: `${location.origin}${basePath}/models`,
        modelsPage: `${location.origin}${basePath}/${locale}/models/`,
        manifest: await response.json(),
        changes: set.changes.map(inWords),
      });
      const file = new Blob([JSON.stringify(notebook, null, 1)], { type: 'application/x-ipynb+json' });
      downloadBlob(file, `statescope-${model.info.name}.ipynb`);
    });
  return (
    <Part title={t('title')}>
      <p>{t('says')}</p>
      <p className={styles.row}>
        <button type="button" aria-busy={saving} onClick={() => saving || begin()}>
          {t('save')}
        </button>
      </p>
      {failed}
    </Part>
  );
}
