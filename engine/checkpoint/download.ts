import { EngineError } from '../errors';
import { type GetOptions, get, networkError, pieces, reasonOf, statusError } from './http';

export interface DownloadOptions extends GetOptions {
  /** Attempts in a row that may fail without one new byte. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt; doubled from then on. */
  readonly pause?: number;
  /** Only bytes up to `size` are wanted of a file that holds `total`: what follows is not waited for. */
  readonly total?: number;
}

/** Longest wait that a server's Retry-After is obeyed for, in seconds. */
const PATIENCE = 20;

/**
 * Streams the bytes of `url` from `from` up to `size` into `sink`, in order, each once. A connection that breaks is taken up where it
 * broke, with a Range request; a server that ignores Range sends all again and the known part is skipped. `size` is the length that the
 * file must have (unless `total` is given), or null where nobody says. Returns where it ended. Errors: network, cancelled, bad-file
 * (another length than promised).
 */
export async function download(
  url: string,
  what: string,
  from: number,
  size: number | null,
  sink: (piece: Uint8Array<ArrayBuffer>) => void | Promise<void>,
  options: DownloadOptions = {},
): Promise<number> {
  const { attempts = 4, pause = 500, signal, total } = options;
  let at = from;
  let failed = 0;
  while (size === null || at < size) {
    const before = at;
    try {
      const response = await get(url, what, {
        ...options,
        headers: { ...options.headers, ...rangeHeader(at, total === undefined ? null : size) },
      });
      if (!response.ok) throw statusError(response, url, what);
      let skip = response.status === 206 ? 0 : at;
      if (response.status === 206) checkContentRange(response, what, at, total ?? size);
      for await (let piece of pieces(response, what, options)) {
        if (skip > 0) {
          const dropped = Math.min(skip, piece.byteLength);
          skip -= dropped;
          piece = piece.subarray(dropped);
        }
        if (piece.byteLength === 0) continue;
        if (total !== undefined) piece = piece.subarray(0, size! - at);
        else if (size !== null && at + piece.byteLength > size) throw wrongLength(what, `more than ${size}`, size);
        await sink(piece);
        at += piece.byteLength;
        if (total !== undefined && at === size) return at;
      }
      if (size === null || at === size) return at;
      throw networkError('cut', what, `at byte ${at} of ${size}`);
    } catch (error) {
      failed = at > before ? 0 : failed + 1;
      const wait = waitAfter(error, pause * 2 ** Math.max(0, failed - 1));
      if (wait === null || failed >= attempts) throw error;
      await sleep(wait, signal);
    }
  }
  return at;
}

/** A whole small file as text. */
export async function downloadText(url: string, what: string, options: DownloadOptions = {}): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  const sink = (piece: Uint8Array) => {
    text += decoder.decode(piece, { stream: true });
  };
  await download(url, what, 0, null, sink, options);
  return text + decoder.decode();
}

/** Asks for bytes from `at` on, up to `end` where it is given; nothing where the whole file is wanted. */
function rangeHeader(at: number, end: number | null): Record<string, string> {
  if (end !== null) return { Range: `bytes=${at}-${end - 1}` };
  return at > 0 ? { Range: `bytes=${at}-` } : {};
}

/** Milliseconds to wait before another attempt, or null where another attempt cannot help. */
function waitAfter(error: unknown, usual: number): number | null {
  const reason = reasonOf(error);
  if (reason === 'offline' && globalThis.navigator?.onLine === false) return null;
  if (reason === 'cut' || reason === 'offline') return usual;
  if (reason !== 'rate-limited' && reason !== 'server') return null;
  const { status, retryAfter } = (error as EngineError).details;
  if (reason === 'server' && Number(status) < 500) return null;
  if (retryAfter === undefined) return usual;
  return Number(retryAfter) <= PATIENCE ? Number(retryAfter) * 1000 : null;
}

/** Another server's cache, or a file that changed in between, must not be glued to what is there. */
function checkContentRange(response: Response, what: string, at: number, size: number | null): void {
  const range = response.headers.get('content-range'); // hidden by CORS on some servers
  const match = range === null ? null : /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(range);
  if (!match) return;
  if (Number(match[1]) !== at)
    throw new EngineError('bad-file', `${what}: bytes from ${at} on were asked for; the server sent "${range}"`);
  if (size !== null && match[2] !== '*' && Number(match[2]) !== size) throw wrongLength(what, match[2]!, size);
}

/** The error for a file whose length, in bytes, is not the one announced. */
export function wrongLength(what: string, found: string | number, expected: number): EngineError {
  return new EngineError(
    'bad-file',
    `${what} holds ${found} bytes; ${expected} were expected`,
    'Reload the page; if it happens again, the file on the server was changed.',
    { found, expected },
  );
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    const abort = () => {
      clearTimeout(timer);
      reject(new EngineError('cancelled', 'The download was cancelled.'));
    };
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}
