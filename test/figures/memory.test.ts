/** What the figures of the chapter on memory compute, on numbers by hand and on the trained models. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accuracyAt, curvesOf, type Evaluation } from '@/components/figures/evaluations';
import { longText, lossForgetting, meanOf, normsOf } from '@/components/figures/far-reading';
import { LENGTHS, LONGEST_TRAINED, tryStar } from '@/components/figures/far-star';
import { spreadOf, WINDOW } from '@/components/figures/half-lives';
import { lookUp } from '@/components/figures/phonebook';
import { dashOfSize, isSmallOrHybrid, only } from '@/components/figures/recall';
import recorded from '@/components/figures/recorded-memory.json';
import { figures } from '@/components/figures/registry';
import { largestOf, lastRowShares, softmax } from '@/components/figures/the-star';
import { blockEnds } from '@/components/figures/too-long';
import { channelOf } from '@/components/figures/who-survives';
import { measured, measuredNames } from '@/components/prose/measured';
import { fromQuery } from '@/components/scope/lab-state';
import { loadModel } from '@/engine/session/load';
import { taskExample } from '@/engine/tasks';
import { readView } from '@/engine/views';
import induction from '@/public/evaluations/induction.json';
import recall from '@/public/evaluations/recall.json';
import { closeAll, live } from '../scope/live';

describe('half-lives in words', () => {
  it('are a tenth, a half and nine tenths of the cells in order', () => {
    const s = spreadOf([100, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([s.tenth, s.median, s.ninth]).toEqual([2, 6, 100]);
  });
  it('count those under a token and those over the window', () => {
    expect(spreadOf([0.5, 0.9, 1, WINDOW, WINDOW + 1])).toMatchObject({ within: 0.4, beyond: 0.2 });
    expect(() => spreadOf([])).toThrow('no half-lives');
  });
});

describe('small arithmetic', () => {
  it('takes one column of a tensor, and no other', () => {
    const tensor = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
    expect([...channelOf(tensor, 1)]).toEqual([2, 5]);
    expect(() => channelOf(tensor, 3)).toThrow('[0, 3)');
  });
  it('turns the last row into shares of one', () => {
    const shares = lastRowShares({ shape: [2, 2], data: Float32Array.of(9, 9, 1, 3) });
    expect([...shares]).toEqual([0.25, 0.75]);
  });
  it('finds the largest and the probabilities, also of large logits', () => {
    expect(largestOf([1, 5, 2])).toEqual({ at: 1, value: 5 });
    expect([...softmax([1000, 1000])]).toEqual([0.5, 0.5]);
  });
  it('cuts a text into blocks of 64', () => {
    expect(blockEnds(200)).toEqual([64, 128, 192]);
  });
  it('leaves the surprise of a first token out of a mean', () => {
    expect(meanOf([Number.NaN, 1, 3])).toBe(2);
  });
  it('measures recurrent states and leaves windows and caches out', () => {
    const state = new Map([
      ['layers.0.mixer.conv:conv', { shape: [2], data: Float32Array.of(100, 100) }],
      ['layers.0.mixer.h:ssm', { shape: [2], data: Float32Array.of(3, 4) }],
      ['layers.1.mixer.k:k', { shape: [1], data: Float32Array.of(50) }],
    ]);
    expect(normsOf({ position: 1, tensors: state })).toEqual([5]);
  });
});

describe('forgetting on purpose', () => {
  /** Surprise of a token: how many tokens were read since the last forgetting. */
  const session = (() => {
    let since = 0;
    let forgotten = 0;
    return {
      forgotten: () => forgotten,
      reset: async () => {
        since = 0;
        forgotten = 0;
      },
      forget: async () => {
        since = 0;
        forgotten++;
      },
      prefill: async (ids: ArrayLike<number>) => ({ surprise: Float32Array.from(ids, () => since++) }),
    };
  })();
  const reader = session as unknown as Parameters<typeof lossForgetting>[0];
  it('happens after every k tokens and not before the first', async () => {
    expect(await lossForgetting(reader, new Uint32Array(6), 2)).toBe(0.5);
    expect(session.forgotten()).toBe(2);
    expect(await lossForgetting(reader, new Uint32Array(6), Number.POSITIVE_INFINITY)).toBe(2.5);
    expect(session.forgotten()).toBe(0);
  });
  it('reads as much text as it was asked for, and no more than there is', async () => {
    const model = { encode: async (text: string) => ({ ids: Uint32Array.from(text, () => 7), pieces: [] }) };
    expect((await longText(model, 100)).length).toBe(100);
    await expect(longText(model, 1e6)).rejects.toThrow('asked for 1000000');
  });
});

describe('the curves of an evaluation', () => {
  it('are means over the seeds of a model', () => {
    const cell = (accuracy: number) => [{ size: 64, examples: 4, accuracy }];
    const model = { model: 'a', title: { en: 'A', es: 'A' }, architecture: 'mamba' };
    const evaluation: Evaluation = {
      task: 'recall',
      chance: 0,
      trainedOn: { least: 1, most: 2 },
      models: [
        { ...model, seed: 1, cells: cell(0.5) },
        { ...model, seed: 2, cells: cell(1) },
      ],
    };
    expect(curvesOf(evaluation, 'en')).toMatchObject([{ id: 'a', x: [64], y: [0.75] }]);
    expect(() => accuracyAt(evaluation, 'a', 65)).toThrow('no run of "a" was measured at size 65');
  });
  it('of one kind have a line style for each state size', () => {
    const styles = (kind: string) => [4, 16, 64].map((size) => dashOfSize(recall.models, `${kind}-n${size}`));
    expect(styles('mamba')).toEqual(['dots', true, false]);
    expect(styles('mamba2')).toEqual(['dots', true, false]);
    expect(dashOfSize(only(recall, isSmallOrHybrid).models, 'mamba-n4')).toBe(false);
  });
  it('of recall with 4 state numbers are crossed between training runs, as the text says', () => {
    const at16 = (model: string, seed: number) =>
      recall.models.find((run) => run.model === model && run.seed === seed)!.cells.find(({ size }) => size === 16)!
        .accuracy;
    const mambaAhead = [1, 2, 3].map((seed) => at16('mamba-n4', seed) > at16('mamba2-n4', seed));
    expect(new Set(mambaAhead)).toEqual(new Set([true, false]));
  });
  it('of induction have the lengths that the figure offers, and its training length', () => {
    expect(curvesOf(induction, 'en').find(({ id }) => id === 'mamba')!.x).toEqual(LENGTHS);
    expect(induction.trainedOn.most).toBe(LONGEST_TRAINED);
  });
});

describe('the induction head', () => {
  let model: Awaited<ReturnType<typeof loadModel>>;
  beforeAll(async () => {
    model = await loadModel({ kind: 'folder', path: 'public/models/task-induction-mamba' }, { device: 'cpu' });
  });
  it('reads at the end what was written beside the first star, in most examples', async () => {
    let beside = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const { ids } = taskExample('induction', 40, seed);
      const view = await readView(model, ids, { name: 'token-influence', layer: 1, options: {} });
      const after = largestOf(lastRowShares(view.influence)).at - ids.indexOf(ids.at(-1)!);
      if (after >= 1 && after <= 3) beside++;
    }
    expect(beside).toBeGreaterThanOrEqual(7);
  });
  it('answers four times beyond its training length', async () => {
    const live = {
      createSession: async () => {
        const session = await model.createSession();
        return {
          prefill: (ids: ArrayLike<number>) => session.prefill(Uint32Array.from(ids)),
          logits: async () => session.logits,
          close: () => session.dispose(),
        };
      },
    } as unknown as Parameters<typeof tryStar>[0];
    for (const seed of [1, 2, 3]) {
      const tried = await tryStar(live, 4 * LONGEST_TRAINED, seed);
      expect(tried.said).toBe(tried.answer);
      expect(tried.distance).toBeGreaterThan(0);
    }
  });
});

describe('what the text says of recorded runs', () => {
  it('is a number that exists, and names that do not are refused', () => {
    for (const name of measuredNames) expect(Number.isFinite(measured(name)), name).toBe(true);
    expect(() => measured('no-such')).toThrow('known: copy-s4d-64');
  });
  it('holds: forgetting costs more the oftener it happens, and layers keep more after the star than before', () => {
    expect(measured('forget-16')).toBeGreaterThan(measured('forget-64'));
    expect(measured('forget-64')).toBeGreaterThan(measured('forget-128'));
    const { tokens, kept } = recorded.star;
    const star = tokens.indexOf('*');
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(kept.slice(star + 3))).toBeGreaterThan(0.9);
    expect(mean(kept.slice(1, star))).toBeLessThan(0.4);
  });
  it('holds: Mamba reads on as before past its window, and the Transformer does not', () => {
    const { mamba, transformer } = recorded.long;
    const gap = transformer.bits.map((v, i) => v - mamba.bits[i]!);
    expect(Math.max(...gap.slice(0, 4))).toBeLessThan(0.6);
    expect(measured('far-gap')).toBeGreaterThan(0.7);
    expect(Math.max(...mamba.norms)).toBeLessThan(2.5 * Math.min(...mamba.norms));
  });
});

describe('links from figures into the lab', () => {
  it('name fields that the lab knows, with values that it takes', () => {
    for (const [name, { lab }] of Object.entries(figures)) {
      if (!lab) continue;
      const { state, problems } = fromQuery(lab);
      expect(problems, name).toEqual([]);
      for (const key of new URLSearchParams(lab).keys())
        expect(['m', 't', 's', 'at', 'l', 'n', 'v', 'c', 'vs', 'x'], `${name}: ${key}`).toContain(key);
      expect(lab, name).toContain(`m=${state.model}`);
    }
  });
});

describe('the phonebook', () => {
  afterAll(closeAll);

  it('is read as the task makes it, and answered as the engine answers', async () => {
    const model = await live('task-phonebook-hybrid');
    const { book, asked, said, chance } = await lookUp(model, 4, 1);
    expect(book.map(({ name, number }) => `${name} ${number}`)).toEqual(['rs 485', 'fn 702', 'qn 438', 'fk 001']);
    expect(book[asked]).toEqual({ name: 'fn', number: '702' });
    expect(said).toBe('702');
    expect(chance).toBeGreaterThan(0.9);
  });
  it('is looked up by the second letter alone by the shipped Transformer, as the text says', async () => {
    const model = await live('task-phonebook-transformer');
    let wrong = 0;
    for (let seed = 1; seed <= 24; seed++) {
      const { book, asked, said } = await lookUp(model, 16, seed);
      const letter = book[asked]!.name[1];
      const alike = book.filter(({ name }) => name[1] === letter).map(({ number }) => number[0]);
      expect(alike, `example ${seed}`).toContain(said[0]);
      if (said !== book[asked]!.number) wrong++;
    }
    expect(wrong).toBeGreaterThan(6);
  });
});
