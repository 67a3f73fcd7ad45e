// @vitest-environment happy-dom
/** The panel that opens a reader's own model, in each of its states, with the engine's answers set by hand. */
import { NextIntlClientProvider } from 'next-intl';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pickMessages } from '@/components/i18n/messages';
import { LoadYourOwn } from '@/components/models/LoadYourOwn';
import type { Engine, UseEngineOptions } from '@/components/use-engine';
import { EngineError } from '@/engine/errors';
import { buildBlueprint } from '@/engine/models';

const asleep: Engine = {
  status: 'asleep',
  progress: null,
  model: null,
  error: null,
  tier: null,
  retry: vi.fn(),
  cancel: vi.fn(),
};
const fake = vi.hoisted(() => ({
  engine: null as unknown,
  session: null as unknown,
  asked: [] as unknown[],
  kept: [] as unknown[],
  remove: vi.fn(),
}));
vi.mock('@/components/use-engine', () => ({
  useEngine: ({ source }: UseEngineOptions) => {
    fake.asked.push(source);
    return fake.engine;
  },
  useSession: () => ({ session: fake.session, error: null }),
}));
vi.mock('@/engine/checkpoint/cache', () => ({
  listCachedModels: async () => fake.kept,
  deleteCachedModel: fake.remove,
}));

let root: Root;
let page: HTMLElement;
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  Object.assign(fake, { engine: asleep, session: null, asked: [], kept: [] });
  fake.remove.mockReset();
  page = document.createElement('div');
  document.body.append(page);
  root = createRoot(page);
});
afterEach(() => {
  act(() => root.unmount());
  page.remove();
  vi.unstubAllGlobals();
});

const show = (engine: Partial<Engine> = {}) => {
  fake.engine = { ...asleep, ...engine };
  return act(async () =>
    root.render(
      <NextIntlClientProvider locale="en" messages={pickMessages('en', ['models', 'engine', 'figure'])} timeZone="UTC">
        <LoadYourOwn />
      </NextIntlClientProvider>,
    ),
  );
};
const button = (name: string) => [...page.querySelectorAll('button')].find((b) => b.textContent === name)!;
const click = (name: string) => act(async () => button(name).click());
const type = (input: HTMLInputElement, text: string) =>
  act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });

const blueprint = buildBlueprint({
  model_type: 'mamba',
  vocab_size: 10,
  hidden_size: 4,
  num_hidden_layers: 2,
  state_size: 2,
  time_step_rank: 1,
  conv_kernel: 4,
  expand: 2,
  intermediate_size: 8,
  layer_norm_epsilon: 1e-5,
  tie_word_embeddings: true,
  use_bias: false,
  use_conv_bias: true,
  hidden_act: 'silu',
});
const info = {
  model: 1,
  name: 'my-model',
  kind: 'cpu',
  device: 'CPU',
  format: 'f32',
  weightBytes: 2048,
  fallback: null,
  warnings: ['two tensors were not used'],
  blueprint,
  hasTokenizer: false,
  drawable: 10,
  loadMilliseconds: 1500,
};
const ready = () => ({ status: 'ready', model: { info } }) as unknown as Partial<Engine>;

describe('the panel', () => {
  it('asks for nothing before a model was chosen', async () => {
    await show();
    expect(fake.asked.every((source) => source === null)).toBe(true);
    expect(page.textContent).toContain('Choose a model');
    expect(button('Open').disabled).toBe(true);
  });

  it('asks the hub for the repository and the revision that were typed', async () => {
    await show();
    const [repo, revision] = page.querySelectorAll<HTMLInputElement>('input[type=text]');
    await type(repo!, ' owner/name ');
    await click('Open');
    expect(fake.asked.at(-1)).toEqual({ kind: 'hub', repo: 'owner/name' });
    await type(revision!, 'v2');
    await click('Open');
    expect(fake.asked.at(-1)).toEqual({ kind: 'hub', repo: 'owner/name', revision: 'v2' });
  });

  it('hands files over with their places in the folder', async () => {
    await show();
    const input = page.querySelector<HTMLInputElement>('input[data-way=folder]')!;
    const file = new File(['{}'], 'config.json');
    Object.defineProperty(file, 'webkitRelativePath', { value: 'mine/config.json' });
    Object.defineProperty(input, 'files', { value: [file] });
    await act(async () => input.dispatchEvent(new Event('change', { bubbles: true })));
    expect(fake.asked.at(-1)).toEqual({ kind: 'files', files: [{ path: 'mine/config.json', file }] });
  });

  it('says how far a download is and can stop it', async () => {
    const cancel = vi.fn();
    await show({ status: 'loading', progress: { phase: 'open', done: 1024, total: 4096 }, cancel });
    expect(page.querySelector('[role=status]')!.textContent).toContain('1 KiB of 4 KiB');
    await click('Cancel');
    expect(cancel).toHaveBeenCalledOnce();
  });

  it('says why a model cannot run, in the words of the page and of the engine, and tries again', async () => {
    const retry = vi.fn();
    const error = new EngineError('unknown-model', 'unknown model_type "gpt2"', 'Open another.');
    await show({ status: 'failed', error, retry });
    const alert = page.querySelector('[role=alert]')!.textContent;
    expect(alert).toContain('This kind of model does not run here.');
    expect(alert).toContain('unknown model_type "gpt2" Open another.');
    await click('Try again');
    expect(retry).toHaveBeenCalledOnce();
  });

  it('reports type, layers, parameters, tokenizer, device and warnings of what it found', async () => {
    await show(ready());
    const found = page.querySelector('[data-found=mamba]')!.textContent;
    // embedding 40 + final norm 4 + two layers of in_proj 64, conv 32 + 8, x_proj 40, dt_proj 8 + 8, A_log 16, D 8, out_proj 32, norm 4
    expect(found).toContain('484');
    for (const words of ['my-model', 'MM', 'mamba', 'CPU', '2 KiB', '1.5 seconds', 'two tensors were not used', 'None'])
      expect(found).toContain(words);
  });

  it('continues token numbers greedily where there is no tokenizer, and says its speed', async () => {
    const calls: unknown[] = [];
    fake.session = {
      reset: async () => calls.push('reset'),
      prefill: async (ids: Uint32Array) => calls.push([...ids]),
      generate: async (count: number, options: unknown, { onStep }: { onStep: (step: object) => void }) => {
        calls.push(options);
        for (let i = 0; i < 2; i++) onStep({ id: 7 + i, text: '', milliseconds: 10 });
        return count;
      },
    };
    await show(ready());
    await click('Continue');
    expect(calls).toEqual(['reset', [1, 2, 3], { sampling: { temperature: 0 } }]);
    expect(page.querySelector('[data-tokens="2"]')!.textContent).toBe('1 2 3 7 8');
    expect(page.textContent).toContain('100 per second');
  });

  it('stops a run, and shows the error of one that failed', async () => {
    let stop: AbortSignal | undefined;
    fake.session = {
      reset: async () => undefined,
      prefill: (_ids: Uint32Array, _options: object, { signal }: { signal: AbortSignal }) =>
        new Promise((_, reject) => {
          stop = signal;
          signal.addEventListener('abort', () => reject(new EngineError('cancelled', 'stopped')));
        }),
    };
    await show(ready());
    await click('Continue');
    await click('Cancel');
    expect(stop!.aborted).toBe(true);
    expect(page.querySelector('[role=alert]')).toBeNull();
    fake.session = {
      reset: async () => {
        throw new EngineError('bad-token', 'token 99 is not below 10');
      },
    };
    await show(ready());
    await click('Continue');
    expect(page.querySelector('[role=alert]')!.textContent).toContain('token 99 is not below 10');
  });
});

describe('the models kept in the browser', () => {
  it('are listed with their sizes and forgotten one by one', async () => {
    fake.kept = [
      { repo: 'a/whole', commits: [], bytes: 2 * 2 ** 20, complete: true },
      { repo: 'b/part', commits: [], bytes: 1024, complete: false },
    ];
    fake.remove.mockImplementation(async (repo: string) => {
      fake.kept = fake.kept.filter((model) => (model as { repo: string }).repo !== repo);
    });
    await show();
    const rows = () => [...page.querySelectorAll('li')].map((li) => li.textContent);
    expect(rows()).toEqual(['a/whole2 MiBDelete', 'b/part1 KiB · not completeDelete']);
    await click('Delete');
    expect(fake.remove).toHaveBeenCalledWith('a/whole');
    expect(rows()).toEqual(['b/part1 KiB · not completeDelete']);
  });

  it('are not mentioned where there are none', async () => {
    await show();
    expect(page.textContent).not.toContain('Kept in this browser');
  });
});
