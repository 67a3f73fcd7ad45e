/** fetch with typed errors. Every failure is an EngineError of code 'network' whose `details.reason` says which kind it is, or 'cancelled'. */
import { EngineError } from '../errors';

export type NetworkReason =
  | 'offline' // no answer at all: no connection, a blocked host, a refused cross-origin request
  | 'not-found' // 404, 410
  | 'gated' // 401, 403: the owner asks for a login or for terms to be accepted
  | 'rate-limited' // 429
  | 'server' // any other status that is not a success
  | 'cut'; // the connection broke in the middle of a file

const REASONS: Readonly<Record<NetworkReason, { readonly says: string; readonly hint: string }>> = {
  offline: { says: 'could not be reached', hint: 'Check the connection, or open files from your disk.' },
  'not-found': { says: 'does not exist', hint: 'Check the name and the revision.' },
  gated: {
    says: 'is private or gated',
    hint: 'Choose a public model, or download its files and open them from your disk.',
  },
  'rate-limited': { says: 'was refused: too many requests', hint: 'Wait a few minutes and try again.' },
  server: { says: 'could not be fetched', hint: 'Try again later.' },
  cut: { says: 'broke off in the middle', hint: 'Try again: what has arrived is kept where the browser allows it.' },
};

/** `what` names the thing for people ('model.safetensors of state-spaces/mamba-130m-hf'). */
export function networkError(
  reason: NetworkReason,
  what: string,
  detail: string,
  details: Record<string, string | number> = {},
): EngineError {
  const { says, hint } = REASONS[reason];
  return new EngineError('network', `${what} ${says} (${detail})`, hint, { reason, ...details });
}

/** What kind of network failure an error is; null for any other error. */
export function reasonOf(error: unknown): NetworkReason | null {
  return error instanceof EngineError && error.code === 'network' ? (error.details.reason as NetworkReason) : null;
}

export interface GetOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  readonly cache?: RequestCache;
  /** Milliseconds without an answer or a byte after which the connection counts as broken. */
  readonly patience?: number;
}

/** A server may be silent this long, in milliseconds; then another attempt is better than waiting on. */
const PATIENCE = 30_000;

/** One GET request. Resolves for every status; rejects with 'offline' or 'cancelled'. */
export async function get(url: string, what: string, options: GetOptions = {}): Promise<Response> {
  const { headers = {}, signal, cache, patience = PATIENCE } = options;
  const abort = new AbortController();
  if (signal?.aborted) abort.abort();
  signal?.addEventListener('abort', () => abort.abort(), { once: true });
  const timer = setTimeout(() => abort.abort(), patience);
  try {
    return await fetch(url, { headers, signal: abort.signal, ...(cache ? { cache } : {}) });
  } catch (error) {
    const detail = abort.signal.aborted ? silence(patience) : causeOf(error);
    throw mapped(error, signal, () => networkError('offline', what, detail, { url }));
  } finally {
    clearTimeout(timer);
  }
}

/** The typed error of a response that is no success; its body is dropped. */
export function statusError(response: Response, url: string, what: string): EngineError {
  void response.body?.cancel().catch(() => {});
  const { status } = response;
  const reason: NetworkReason =
    status === 404 || status === 410
      ? 'not-found'
      : status === 401 || status === 403
        ? 'gated'
        : status === 429
          ? 'rate-limited'
          : 'server';
  // The hub says more in these headers than in the status ("RepoNotFound", "GatedRepo").
  const said = response.headers.get('x-error-message') ?? response.headers.get('x-error-code') ?? response.statusText;
  const wait = retryAfter(response);
  return networkError(reason, what, said ? `${status} ${said}` : String(status), {
    status,
    url,
    ...(wait === null ? {} : { retryAfter: wait }),
  });
}

/** Seconds that the server asks to wait, or null. */
function retryAfter(response: Response): number | null {
  const value = response.headers.get('retry-after');
  if (value === null) return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}

/** The pieces of a body as they arrive; rejects with 'cut' or 'cancelled'. */
export async function* pieces(
  response: Response,
  what: string,
  { signal, patience = PATIENCE }: GetOptions = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  if (!reader) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    for (;;) {
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(silence(patience))), patience);
      });
      const { done, value } = await Promise.race([reader.read(), late]);
      clearTimeout(timer);
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw mapped(error, signal, () => networkError('cut', what, causeOf(error)));
  } finally {
    clearTimeout(timer);
    // Lets the connection go when the consumer stops early; after the end it does nothing.
    void reader.cancel().catch(() => {});
  }
}

const silence = (patience: number) => `nothing came for ${patience / 1000} seconds`;

/** 'cancelled' where the caller's signal was the cause. */
function mapped(error: unknown, signal: AbortSignal | undefined, otherwise: () => EngineError): EngineError {
  if (error instanceof EngineError) return error;
  if (signal?.aborted) return new EngineError('cancelled', 'The download was cancelled.');
  return otherwise();
}

/** Node wraps the reason ("fetch failed") in `cause`. */
function causeOf(error: unknown): string {
  const cause = (error as { cause?: unknown }).cause;
  return cause instanceof Error && cause.message
    ? cause.message
    : error instanceof Error
      ? error.message
      : String(error);
}
