/**
 * A small server that behaves like the site's /models/ folder and like the hub: the API that pins a revision, /resolve/ that redirects
 * to a "CDN" on another port, Range requests. Each test bends it by `rules`.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';
export const REPO = 'tests/tiny';

export type Files = Map<string, Uint8Array<ArrayBuffer>>;

export interface Rules {
  /** Answers instead of the file: status, headers. Return null to go on. */
  refuse?: (path: string) => { status: number; headers?: Record<string, string> } | null;
  /** Sends at most this many bytes of a response's body, then breaks the connection. */
  cutAfter?: (path: string, attempt: number) => number | null;
  /** Sends at most this many bytes of a response's body, then nothing more, and leaves the connection open. */
  silentAfter?: (path: string, attempt: number) => number | null;
  /** Pays no attention to Range. */
  ignoreRange?: boolean;
  /** Changes a file's bytes on the way. */
  corrupt?: (path: string, bytes: Uint8Array) => Uint8Array;
  /** Leaves sizes and hashes out of the API's list. */
  bare?: boolean;
  /** Commit that the API answers with. */
  commit?: string;
  /** Lets pages of this origin read the answers (CORS), as the hub does. */
  origin?: string | undefined;
  /** Waits before each piece of a body, in milliseconds. */
  slow?: number;
}

export interface Request {
  readonly url: string;
  readonly range: string | null;
  readonly authorization: string | null;
}

export class TestServer {
  rules: Rules = {};
  /** Requests for the bytes of files, in order (redirects are not listed). */
  readonly requests: Request[] = [];
  /** Authorization headers that the hub itself got, redirects included. */
  readonly authorizations: (string | null)[] = [];
  private readonly attempts = new Map<string, number>();

  private constructor(
    readonly files: Files,
    private readonly site: Server,
    private readonly cdn: Server,
  ) {}

  static async start(files: Files): Promise<TestServer> {
    let self: TestServer;
    const site = createServer((request, response) => void self.answer(request, response));
    const cdn = createServer((request, response) => void self.sendFile(request, response, request.url!.slice(1)));
    for (const server of [site, cdn]) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    self = new TestServer(files, site, cdn);
    return self;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.site.address() as AddressInfo).port}`;
  }

  /** Address of the bundles' folder. */
  get base(): string {
    return `${this.endpoint}/models/`;
  }

  rangesOf(path: string): (string | null)[] {
    return this.requests.filter(({ url }) => url.endsWith(path)).map(({ range }) => range);
  }

  async stop(): Promise<void> {
    for (const server of [this.site, this.cdn]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, this.endpoint);
    this.allow(response);
    this.authorizations.push(request.headers.authorization ?? null);
    const refusal = this.rules.refuse?.(url.pathname);
    if (refusal) {
      response.writeHead(refusal.status, refusal.headers).end('no');
      return;
    }
    const { commit = COMMIT } = this.rules;
    if (url.pathname.startsWith(`/api/models/${REPO}/revision/`)) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.description(commit)));
      return;
    }
    const resolve = `/${REPO}/resolve/${commit}/`;
    if (url.pathname.startsWith(resolve)) {
      const { port } = this.cdn.address() as AddressInfo;
      response
        .writeHead(302, {
          location: `http://localhost:${port}/${url.pathname.slice(resolve.length)}`,
          'x-repo-commit': commit,
        })
        .end();
      return;
    }
    if (url.pathname.startsWith('/models/'))
      return this.sendFile(request, response, url.pathname.slice('/models/'.length));
    response.writeHead(404).end('no such page');
  }

  private allow(response: ServerResponse): void {
    if (!this.rules.origin) return;
    response.setHeader('access-control-allow-origin', this.rules.origin);
    response.setHeader('access-control-expose-headers', 'content-range, etag, x-repo-commit, x-error-code');
  }

  /** What the hub says of a commit: large files by SHA-256, small ones by git's id. */
  private description(commit: string) {
    return {
      id: REPO,
      sha: commit,
      siblings: [...this.files].map(([rfilename, bytes]) => ({
        rfilename,
        ...(this.rules.bare ? {} : this.hashes(rfilename, bytes)),
      })),
    };
  }

  private hashes(rfilename: string, bytes: Uint8Array) {
    return {
      size: bytes.byteLength,
      blobId: createHash('sha1').update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex'),
      ...(rfilename.endsWith('.safetensors')
        ? { lfs: { sha256: sha256(bytes), size: bytes.byteLength, pointerSize: 135 } }
        : {}),
    };
  }

  private async sendFile(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const { rules } = this;
    this.allow(response);
    const range = request.headers.range ?? null;
    this.requests.push({ url: path, range, authorization: request.headers.authorization ?? null });
    const attempt = (this.attempts.get(path) ?? 0) + 1;
    this.attempts.set(path, attempt);
    const file = this.files.get(path);
    if (!file) {
      response.writeHead(404).end('no such file');
      return;
    }
    const whole = rules.corrupt?.(path, file) ?? file;
    const wanted = rules.ignoreRange ? null : /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
    const from = wanted ? Number(wanted[1]) : 0;
    const to = wanted?.[2] ? Number(wanted[2]) + 1 : whole.byteLength;
    const body = whole.subarray(from, to);
    response.writeHead(wanted ? 206 : 200, {
      'content-length': String(body.byteLength),
      ...(wanted ? { 'content-range': `bytes ${from}-${to - 1}/${whole.byteLength}` } : {}),
    });
    const cut = rules.cutAfter?.(path, attempt) ?? null;
    const silent = rules.silentAfter?.(path, attempt) ?? null;
    const end = Math.min(body.byteLength, cut ?? silent ?? Number.POSITIVE_INFINITY);
    for (let at = 0; at < end; at += 65536) {
      if (rules.slow) await new Promise((resolve) => setTimeout(resolve, rules.slow));
      await new Promise<void>((resolve) =>
        response.write(body.subarray(at, Math.min(end, at + 65536)), () => resolve()),
      );
    }
    if (cut !== null && cut < body.byteLength) response.destroy();
    else if (silent === null) response.end();
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** manifest.json as training/statescope_training/manifest.py writes it. */
export function manifestOf(name: string, files: Files): Uint8Array<ArrayBuffer> {
  const entries = [...files].map(([path, bytes]) => ({ path, bytes: bytes.byteLength, sha256: sha256(bytes) }));
  const bytes = entries.reduce((n, entry) => n + entry.bytes, 0);
  return new TextEncoder().encode(
    JSON.stringify({ schema: 1, bundles: [{ name, modelType: 'llama', bytes, files: entries }] }),
  );
}
