'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useSize } from '../charts/use-size';
import { Figure } from '../figure/Figure';
import { useErrorWords, useFigureState } from '../figure/use-figure-state';
import { bundle } from '../shell/base-path';
import { Notices } from '../shell/Notices';
import { useEngine } from '../use-engine';
import { BesideBar } from './beside/BesideBar';
import { ModelsProvider } from './beside/use-beside';
import { ActiveChanges } from './changes/ActiveChanges';
import { KeySheet } from './KeySheet';
import { LabBar, type LabModel } from './LabBar';
import { type Flow, LabBlock } from './LabBlock';
import { LabInspector } from './LabInspector';
import { LabLayers } from './LabLayers';
import { LabTask } from './LabTask';
import { LabTokens } from './LabTokens';
import { LabTransport } from './LabTransport';
import { LabViews } from './LabViews';
import styles from './lab.module.css';
import type { Notice } from './lab-notices';
import { fromQuery, type LinkProblem, toQuery } from './lab-state';
import { LabStore } from './lab-store';
import { fitToModels } from './lab-task';
import { plays, RecordedRun } from './RecordedRun';
import { LabProvider, useLab, useLabStore } from './use-lab';
import { useLabKeys } from './use-lab-keys';
import { PanelTurn } from './use-part';

/** Milliseconds that a set-up stands before it is written into the address: dragging must not fill the history. */
const SETTLE = 250;

/** The lab: one text in one model, stepped through, looked into, changed. */
export function Lab({ models }: { models: readonly LabModel[] }) {
  const [store] = useState(() => new LabStore());
  const [problems, setProblems] = useState<readonly LinkProblem[]>([]);
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    const read = fromQuery(location.search);
    const fitted = fitToModels(read.state, models, new URLSearchParams(location.search).has('t'));
    store.open(fitted.state);
    setProblems([...read.problems, ...fitted.problems]);
    setOpened(true);
    return () => store.dispose();
  }, [store, models]);
  return (
    <LabProvider value={store}>
      <ModelsProvider value={models}>
        <Bench models={models} store={store} opened={opened} problems={problems} onSeen={() => setProblems([])} />
      </ModelsProvider>
    </LabProvider>
  );
}

interface BenchProps {
  readonly models: readonly LabModel[];
  readonly store: LabStore;
  readonly opened: boolean;
  readonly problems: readonly LinkProblem[];
  readonly onSeen: () => void;
}

function Bench({ models, store, opened, problems, onSeen }: BenchProps) {
  const t = useTranslations('lab');
  const locale = useLocale();
  const name = useLab((lab) => lab.set.model);
  const engine = useEngine({ source: bundle(name), awake: opened });
  const running = useLab((lab) => lab.run !== null);
  const [sheet, setSheet] = useState(false);
  useEffect(() => store.use(engine.model), [store, engine.model]);
  useLabKeys(store, () => setSheet((open) => !open));
  const state = useFigureState(engine, locale);
  const recorded = plays(engine);
  const empty = useLab((lab) => lab.run === null && lab.notices.some(({ kind }) => kind === 'empty'));
  return (
    <div className={styles.lab}>
      <Address opened={opened} />
      <LabBar models={models} engine={engine} />
      <BesideBar models={models} opened={opened} />
      <LabNotices problems={problems} onSeen={onSeen} />
      {running ? (
        <>
          <LabTokens />
          <LabTask models={models} />
          <ActiveChanges />
          <Panels />
        </>
      ) : recorded ? (
        <RecordedRun />
      ) : (
        <Figure
          name="lab"
          width="full"
          title={t(engine.status === 'failed' ? 'waiting.failed' : 'waiting.title')}
          caption={t('waiting.caption')}
          state={
            state.kind !== 'ready'
              ? state
              : empty
                ? { kind: 'empty', message: t('notice.empty') }
                : { kind: 'loading', what: t('waiting.reading') }
          }
        >
          {null}
        </Figure>
      )}
      {!recorded && <LabTransport onKeys={() => setSheet(true)} />}
      {sheet && <KeySheet onClose={() => setSheet(false)} />}
    </div>
  );
}

/** From this width of the page on the inspector stands beside the block: lab.module.css says the same. */
const BESIDE = 1251;
/** Columns of lab.module.css, with the gap after each. */
const LAYERS = 140 + 16;
const INSPECTOR = 304 + 16;

/** Layers, block, inspector and view, each drawn in its own turn while tokens stream. */
function Panels() {
  const middle = useRef<HTMLDivElement>(null);
  const { width } = useSize(middle);
  const [flow, setFlow] = useState<Flow>('across');
  const beside = typeof innerWidth === 'number' && innerWidth >= BESIDE;
  const stacked = typeof innerWidth === 'number' && innerWidth <= 600;
  return (
    <div ref={middle} className={styles.middle} data-flow={flow}>
      <PanelTurn value={1}>
        <LabLayers />
        <LabBlock room={width - (stacked ? 0 : LAYERS) - (beside ? INSPECTOR : 0)} onFlow={setFlow} />
      </PanelTurn>
      <PanelTurn value={2}>
        <LabInspector />
      </PanelTurn>
      <PanelTurn value={3}>
        <LabViews />
      </PanelTurn>
    </div>
  );
}

/** What was wrong with the link, the text or a change, and what was done about it. */
function LabNotices({ problems, onSeen }: { problems: readonly LinkProblem[]; onSeen: () => void }) {
  const t = useTranslations('lab.notice');
  const words = useErrorWords();
  const store = useLabStore();
  const notices = useLab((lab) => lab.notices);
  const error = useLab((lab) => lab.error);
  const say = (notice: Notice): string => {
    switch (notice.kind) {
      case 'empty':
        return t('empty');
      case 'end':
        return t('end');
      case 'cut':
        return t('cut', { tokens: String(notice.tokens), kept: String(notice.kept) });
      case 'misfit':
        return t('misfit', { reason: notice.reason });
      case 'place':
        return t('place', { field: t(`field.${notice.field}`), value: notice.value });
      case 'unknown':
        return t('unknown', { tokens: String(notice.tokens), of: String(notice.of) });
      case 'bytes':
        return t('bytes', { tokens: String(notice.tokens), of: String(notice.of) });
      case 'full':
        return t('full', { tokens: String(notice.tokens) });
      case 'notFound':
        return t('notFound', { tokens: String(notice.tokens) });
    }
  };
  const lines = [
    ...problems.map(({ field, value }) => t('link', { field: t(`field.${field}`), value })),
    ...notices.map(say),
    ...(error ? [`${words(error).message} ${words(error).detail}`] : []),
  ];
  return (
    <Notices
      lines={lines}
      seen={t('seen')}
      onSeen={() => {
        onSeen();
        store.dismiss();
      }}
    />
  );
}

/** Keeps the address at what the lab shows: a copy of it is a link to this very screen. */
function Address({ opened }: { opened: boolean }) {
  const set = useLab((lab) => lab.set);
  const ready = useLab((lab) => lab.run !== null && lab.playing === null);
  useEffect(() => {
    if (!opened || !ready) return;
    const timer = setTimeout(() => {
      const query = toQuery(set);
      window.history.replaceState(null, '', `${location.pathname}${query && `?${query}`}${location.hash}`);
    }, SETTLE);
    return () => clearTimeout(timer);
  }, [set, opened, ready]);
  return null;
}
