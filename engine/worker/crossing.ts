/** How an object is put behind a comlink endpoint: errors cross as data, and buffers of results and callbacks are transferred. */
import { type Endpoint, expose, releaseProxy, transfer } from 'comlink';
import { buffersOf, toErrorData } from './protocol';

type Method = (...args: unknown[]) => unknown;

/** Exposes every method of `host` on `endpoint`. */
export function exposeHost(host: object, endpoint?: Endpoint): void {
  const guarded = new Proxy(host, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return undefined;
      return async (...args: unknown[]) => {
        const callbacks = args.filter((arg): arg is Method => typeof arg === 'function');
        const own = args.map((arg) => (typeof arg === 'function' ? sending(arg as Method) : arg));
        try {
          const result: unknown = await (method as Method).apply(target, own);
          return result !== null && typeof result === 'object' ? transfer(result, buffersOf(result)) : result;
        } catch (error) {
          // comlink keeps only name and message of an Error; a plain object crosses whole.
          throw toErrorData(error);
        } finally {
          for (const callback of callbacks) (callback as unknown as { [releaseProxy]?: () => void })[releaseProxy]?.();
        }
      };
    },
  });
  expose(guarded, endpoint);
}

/** A callback whose arguments give their buffers away. */
const sending =
  (callback: Method): Method =>
  (...args) =>
    callback(...args.map((arg) => (arg !== null && typeof arg === 'object' ? transfer(arg, buffersOf(arg)) : arg)));
