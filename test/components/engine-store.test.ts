import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineStore, IDLE, keyOf } from '@/components/engine-store';
import { EngineError } from '@/engine/errors';
import type { EngineClient, LiveModel } from '@/engine/worker/client';
import type { LoadProgress, ModelSource } from '@/engine/worker/protocol';

const source = { kind: 'bundle', name: 'toy' } as unknown as ModelSource;

/** A client whose loads end when the test says so. */
function fakes() {
  const clients: (Pick<EngineClient, 'ended' | 'onEnd'> & { loads: Load[] })[] = [];
  interface Load {
    readonly signal: AbortSignal;
    progress(progress: LoadProgress): void;
    finish(): { dispose: ReturnType<typeof vi.fn> };
    fail(error: Error): void;
  }
  const store = new EngineStore(() => {
    const client = {
      ended: false,
      onEnd: null,
      loads: [] as Load[],
      load: (
        _source: unknown,
        _options: unknown,
        { signal, onProgress }: { signal: AbortSignal; onProgress: (p: LoadProgress) => void },
      ) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new EngineError('cancelled', 'cancelled')));
          client.loads.push({
            signal,
            progress: onProgress,
            finish: () => {
              const model = { dispose: vi.fn() };
              resolve(model as unknown as LiveModel);
              return model;
            },
            fail: reject,
          });
        }),
    };
    clients.push(client);
    return client as unknown as EngineClient;
  });
  return { store, clients, status: () => store.state(source, {})?.status ?? null };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('EngineStore', () => {
  it('loads a model once for all its users and tells each of them', async () => {
    const { store, clients, status } = fakes();
    const heard = [vi.fn(), vi.fn()];
    store.use(source, {}, heard[0]!);
    store.use({ ...(source as object) } as ModelSource, {}, heard[1]!);
    expect(clients).toHaveLength(1);
    expect(clients[0]!.loads).toHaveLength(1);
    clients[0]!.loads[0]!.progress({ phase: 'open', done: 1, total: 2 });
    expect(store.state(source, {})).toEqual({ status: 'loading', progress: { phase: 'open', done: 1, total: 2 } });
    clients[0]!.loads[0]!.finish();
    await settle();
    expect(status()).toBe('ready');
    expect(heard[0]).toHaveBeenCalledTimes(2);
    expect(heard[1]).toHaveBeenCalledTimes(2);
  });

  it('keeps an unused model a little, then frees it', async () => {
    const { store, clients, status } = fakes();
    const leave = store.use(source, {}, () => undefined);
    const model = clients[0]!.loads[0]!.finish();
    await settle();
    leave();
    await vi.advanceTimersByTimeAsync(IDLE - 1);
    const again = store.use(source, {}, () => undefined);
    await vi.advanceTimersByTimeAsync(2 * IDLE);
    expect(model.dispose).not.toHaveBeenCalled();
    expect(clients[0]!.loads).toHaveLength(1);
    again();
    await vi.advanceTimersByTimeAsync(IDLE);
    expect(model.dispose).toHaveBeenCalledTimes(1);
    expect(status()).toBeNull();
  });

  it('stops a load that nobody waits for', async () => {
    const { store, clients } = fakes();
    store.use(source, {}, () => undefined)();
    await vi.advanceTimersByTimeAsync(IDLE);
    expect(clients[0]!.loads[0]!.signal.aborted).toBe(true);
  });

  it('says why a load failed, and tries again when asked', async () => {
    const { store, clients, status } = fakes();
    store.use(source, {}, () => undefined);
    clients[0]!.loads[0]!.fail(new EngineError('network', 'offline'));
    await settle();
    expect(store.state(source, {})).toMatchObject({ status: 'failed', error: { code: 'network' } });
    store.retry(source, {});
    expect(status()).toBe('loading');
    clients[0]!.loads[1]!.finish();
    await settle();
    expect(status()).toBe('ready');
  });

  it('cancels a load, whose late progress is then ignored', async () => {
    const { store, clients } = fakes();
    store.use(source, {}, () => undefined);
    store.cancel(source, {});
    await settle();
    expect(store.state(source, {})).toMatchObject({ status: 'failed', error: { code: 'cancelled' } });
    store.retry(source, {});
    clients[0]!.loads[0]!.progress({ phase: 'open', done: 9, total: 9 });
    expect(store.state(source, {})).toMatchObject({ progress: { done: 0 } });
  });

  it('starts a new worker after the old one died', async () => {
    const { store, clients, status } = fakes();
    store.use(source, {}, () => undefined);
    clients[0]!.loads[0]!.finish();
    await settle();
    Object.assign(clients[0]!, { ended: true });
    clients[0]!.onEnd!(new EngineError('internal', 'died'));
    expect(store.state(source, {})).toMatchObject({ status: 'failed', error: { code: 'internal' } });
    store.retry(source, {});
    expect(clients).toHaveLength(2);
    clients[1]!.loads[0]!.finish();
    await settle();
    expect(status()).toBe('ready');
  });

  it('fails in words where there are no workers', async () => {
    const store = new EngineStore(() => {
      throw new EngineError('no-device', 'This browser has no workers.');
    });
    store.use(source, {}, () => undefined);
    await settle();
    expect(store.state(source, {})).toMatchObject({ status: 'failed', error: { code: 'no-device' } });
  });
});

describe('the key of a model', () => {
  it('is its content for plain data and its identity for files', () => {
    const files = [new Blob(['a']), new Blob(['a'])];
    const of = (blob: Blob) => keyOf({ kind: 'files', files: [blob] } as unknown as ModelSource, {});
    expect(keyOf(source, {})).toBe(keyOf({ ...(source as object) } as ModelSource, {}));
    expect(keyOf(source, { device: 'cpu' })).not.toBe(keyOf(source, {}));
    expect(of(files[0]!)).toBe(of(files[0]!));
    expect(of(files[0]!)).not.toBe(of(files[1]!));
  });
});
