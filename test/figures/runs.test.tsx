// @vitest-environment happy-dom
/** What a figure's run shows while the model loads, answers, fails and is asked anew, with the model's answers set by hand. */
import { NextIntlClientProvider } from 'next-intl';
import { act } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { stateOf } from '@/components/figures/use-live';
import { useReading } from '@/components/figures/use-reading';
import { useRun } from '@/components/figures/use-run';
import { useWork, type Work } from '@/components/figures/use-work';
import { pickMessages } from '@/components/i18n/messages';
import type { Engine } from '@/components/use-engine';
import { EngineError } from '@/engine/errors';
import { withSession } from '@/engine/session/with-session';
import { testPage } from '../page';

const page = testPage();
const fake = vi.hoisted(() => ({ engine: null as unknown }));
vi.mock('@/components/use-engine', () => ({ useEngine: () => fake.engine }));

const model = {
  info: { blueprint: { layers: [] } },
  encode: async (text: string) => {
    const words = text.split(' ').filter(Boolean);
    return { ids: Uint32Array.from(words, (_, i) => i), pieces: words.map((word) => ({ text: word })) };
  },
};
const engine = (part: object): Engine =>
  ({ status: 'ready', progress: null, model, error: null, tier: 'cpu', retry() {}, cancel() {}, ...part }) as never;
beforeEach(() => {
  fake.engine = engine({});
});

const inPage = (what: React.ReactNode) => (
  <NextIntlClientProvider locale="en" messages={pickMessages('en', ['engine', 'figure'])}>
    {what}
  </NextIntlClientProvider>
);
const settle = () => page.until(() => page.find('p').dataset.busy === 'false');

/** Answers that come when the test gives them, however slow the machine. */
function held() {
  const waiting = new Map<string, (answer: string) => void>();
  const ask = vi.fn((question: string) => new Promise<string>((resolve) => void waiting.set(question, resolve)));
  const answer = async (question: string, text: string) => {
    await page.until(() => waiting.has(question));
    await act(async () => waiting.get(question)!(text));
  };
  return { ask, answer };
}

/** Asks a question and writes down all that a figure would show. */
function Asker({ question, ask }: { question: string; ask: (question: string) => Promise<string> }) {
  const { state, answer, busy } = useRun('stories-mamba', question, () => ask(question));
  return (
    <p data-state={state.kind} data-busy={busy}>
      {answer}
    </p>
  );
}

function Reader({ text, ask }: { text: string; ask: (count: number) => Promise<string> }) {
  const { state, reading, busy } = useReading('stories-mamba', text, '', (_, ids) => ask(ids.length), 3);
  return (
    <p data-state={state.kind} data-busy={busy} data-result={reading?.result}>
      {reading?.tokens.join('|')}
    </p>
  );
}

let work: Work;
function Worker() {
  work = useWork();
  return <p data-busy={work.busy}>{work.error?.message}</p>;
}

describe('a run', () => {
  it('waits for the model', async () => {
    fake.engine = engine({ status: 'loading', model: null, tier: null });
    const ask = vi.fn();
    await page.show(inPage(<Asker question="a" ask={ask} />));
    expect(page.find('p').dataset).toMatchObject({ state: 'empty', busy: 'false' });
    expect(ask).not.toHaveBeenCalled();
  });
  it('keeps an answer, marked as old, until the next is there', async () => {
    const { ask, answer } = held();
    await page.show(inPage(<Asker question="a" ask={ask} />));
    await answer('a', 'first');
    await settle();
    expect(page.find('p').textContent).toBe('first');
    await page.show(inPage(<Asker question="b" ask={ask} />));
    expect(page.find('p').textContent).toBe('first');
    expect(page.find('p').dataset.busy).toBe('true');
    await answer('b', 'second');
    await settle();
    expect(page.find('p').textContent).toBe('second');
  });
  it('drops the answer to a question that no longer stands', async () => {
    const { ask, answer } = held();
    await page.show(inPage(<Asker question="a" ask={ask} />));
    await page.until(() => ask.mock.calls.length === 1);
    await page.show(inPage(<Asker question="b" ask={ask} />));
    await answer('b', 'new');
    await settle();
    await answer('a', 'late');
    expect(page.find('p').textContent).toBe('new');
  });
  it('that fails says so in the figure', async () => {
    const ask = () => Promise.reject(new EngineError('too-large', 'no room'));
    await page.show(inPage(<Asker question="a" ask={ask} />));
    await settle();
    expect(page.find('p').dataset.state).toBe('error');
  });
  it('of two models shows the first state that is not ready', () => {
    expect(stateOf({ kind: 'ready' }, { kind: 'loading' }, { kind: 'empty', message: '' })).toEqual({
      kind: 'loading',
    });
    expect(stateOf({ kind: 'ready' })).toEqual({ kind: 'ready' });
  });
});

describe('a reading', () => {
  it('asks about the tokens of the text, and no more than may be read', async () => {
    const { ask, answer } = held();
    await page.show(inPage(<Reader text="one two three four" ask={(count) => ask(`${count}`)} />));
    expect(page.find('p').dataset.state).toBe('loading');
    await answer('3', 'answer');
    await settle();
    expect(page.find('p').dataset).toMatchObject({ state: 'ready', result: 'answer' });
    expect(page.find('p').textContent).toBe('one|two|three');
  });
  it('of a text without a word asks for some words', async () => {
    const ask = vi.fn();
    await page.show(inPage(<Reader text=" " ask={ask} />));
    await settle();
    expect(page.find('p').dataset.state).toBe('empty');
    expect(ask).not.toHaveBeenCalled();
  });
});

describe('work that a reader starts', () => {
  const aborted = (signal: AbortSignal) =>
    new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));

  it('is stopped by the next, without an error', async () => {
    await page.show(<Worker />);
    const ran: string[] = [];
    await act(async () => {
      void work.start(aborted);
      await work.start(async () => void ran.push('second'));
    });
    expect(ran).toEqual(['second']);
    expect(page.find('p').dataset.busy).toBe('false');
    expect(page.find('p').textContent).toBe('');
  });
  it('is busy until it has ended, and is stopped when the figure goes', async () => {
    await page.show(<Worker />);
    let signal: AbortSignal | undefined;
    await act(async () => {
      void work.start((given) => {
        signal = given;
        return aborted(given);
      });
    });
    expect(page.find('p').dataset.busy).toBe('true');
    await page.show(null);
    expect(signal!.aborted).toBe(true);
  });
  it('that fails says why', async () => {
    await page.show(<Worker />);
    await act(() => work.start(() => Promise.reject(new EngineError('too-large', 'no room'))));
    expect(page.find('p').textContent).toBe('no room');
  });
});

describe('a session for one piece of work', () => {
  it('is closed when the work is done, and when it has failed', async () => {
    const close = vi.fn();
    const model = { createSession: async () => ({ close }) };
    expect(await withSession(model, async () => 7)).toBe(7);
    expect(close).toHaveBeenCalledTimes(1);
    await expect(withSession(model, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(close).toHaveBeenCalledTimes(2);
  });
});
