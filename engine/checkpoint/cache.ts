/**
 * Downloaded models, kept in the browser's Cache Storage (it works in pages and workers of every current browser and hands out blobs
 * that stay on disk). The layout is that of huggingface_hub: contents by their hash, and snapshots that say which contents a commit is made of.
 *
 *   <repo>/blobs/<path>/<hash>/<n>-<bytes>   piece n of a file's content; all but the last hold PIECE bytes
 *   <repo>/checked/<path>/<hash>             the pieces are all there and their hash was right
 *   <repo>/snapshots/<commit>                JSON of a Snapshot
 *   <repo>/refs/<revision>                   the commit that a name such as 'main' stood for last
 *
 * A download that was cut goes on from its last whole piece. Keys are URLs of a host that does not exist: Cache Storage asks for URLs.
 */
import { EngineError } from '../errors';

export const PIECE = 16 * 2 ** 20;
const CACHE_NAME = 'statescope-models-1';
const ROOT = 'https://models.statescope.invalid/';

export interface SnapshotFile {
  readonly path: string;
  readonly size: number;
  /** SHA-256 of the content for large files, git's id of it for small ones; both name the content. */
  readonly hash: string;
  readonly hashKind: 'sha256' | 'git';
}

export interface Snapshot {
  readonly repo: string;
  readonly commit: string;
  readonly files: readonly SnapshotFile[];
}

export interface CachedModel {
  readonly repo: string;
  /** Commits of which something is kept. */
  readonly commits: readonly string[];
  /** Bytes on disk, unfinished files included. */
  readonly bytes: number;
  /** False where a download was not finished. */
  readonly complete: boolean;
}

/** The part of Cache Storage that is used here. */
export type CacheLike = Pick<Cache, 'match' | 'put' | 'delete'> & { keys(): Promise<readonly Request[]> };

/** Pieces of files by their hash, and snapshots of commits by their name. */
export class ModelCache {
  constructor(private readonly cache: CacheLike) {}

  /** The browser's cache; null where there is none (Node, pages over plain HTTP, some private windows). */
  static async open(): Promise<ModelCache | null> {
    if (typeof caches === 'undefined') return null;
    try {
      return new ModelCache(await caches.open(CACHE_NAME));
    } catch {
      return null;
    }
  }

  async snapshot(repo: string, commit: string): Promise<Snapshot | null> {
    return (await this.json(snapshotKey(repo, commit))) as Snapshot | null;
  }

  /** Keeps a snapshot under its commit and under the name it was asked for by. */
  async putSnapshot(snapshot: Snapshot, revision: string): Promise<void> {
    await this.put(snapshotKey(snapshot.repo, snapshot.commit), new Blob([JSON.stringify(snapshot)]));
    await this.put(refKey(snapshot.repo, revision), new Blob([JSON.stringify(snapshot.commit)]));
  }

  /** The commit that a revision stood for when it was last asked for. */
  async ref(repo: string, revision: string): Promise<string | null> {
    return (await this.json(refKey(repo, revision))) as string | null;
  }

  /** The pieces of a file from the first on, as far as they go. */
  async pieces(repo: string, file: SnapshotFile): Promise<Blob[]> {
    const pieces: Blob[] = [];
    for (let n = 0; n < pieceCount(file.size); n++) {
      const response = await this.cache.match(pieceKey(repo, file, n));
      const blob = await response?.blob();
      // A piece of another length was damaged by the browser or the disk: it and what follows are fetched again.
      if (!blob || blob.size !== pieceBytes(file.size, n)) break;
      pieces.push(blob);
    }
    return pieces;
  }

  /** Stores piece n and returns it as kept (on disk), or throws 'QuotaExceededError' as the browser does. */
  async putPiece(repo: string, file: SnapshotFile, n: number, piece: Blob): Promise<Blob> {
    const key = pieceKey(repo, file, n);
    await this.put(key, piece);
    const kept = await (await this.cache.match(key))?.blob();
    return kept?.size === piece.size ? kept : piece;
  }

  async isChecked(repo: string, file: SnapshotFile): Promise<boolean> {
    return (await this.cache.match(checkedKey(repo, file))) !== undefined;
  }

  async setChecked(repo: string, file: SnapshotFile): Promise<void> {
    await this.put(checkedKey(repo, file), new Blob([]));
  }

  /** Forgets one file's content. */
  async deleteFile(repo: string, file: SnapshotFile): Promise<void> {
    await this.cache.delete(checkedKey(repo, file));
    for (let n = 0; n < pieceCount(file.size); n++) await this.cache.delete(pieceKey(repo, file, n));
  }

  /** Everything that is kept, by repository. */
  async list(): Promise<CachedModel[]> {
    const models = new Map<string, { commits: string[]; bytes: number; pieces: Set<string>; checked: Set<string> }>();
    for (const key of await this.keys()) {
      const [repo, kind, ...rest] = key.split('/').map(decodeURIComponent) as [string, string, ...string[]];
      const model = models.get(repo) ?? { commits: [], bytes: 0, pieces: new Set(), checked: new Set() };
      models.set(repo, model);
      if (kind === 'snapshots') model.commits.push(rest[0]!);
      if (kind === 'checked') model.checked.add(rest.join('/'));
      if (kind === 'blobs') {
        model.pieces.add(rest.slice(0, 2).join('/'));
        model.bytes += Number(rest[2]!.split('-')[1]);
      }
    }
    return [...models].map(([repo, { commits, bytes, pieces, checked }]) => ({
      repo,
      commits: commits.sort(),
      bytes,
      complete: pieces.size > 0 && [...pieces].every((file) => checked.has(file)),
    }));
  }

  /** Forgets a repository; returns the bytes that were freed. */
  async deleteModel(repo: string): Promise<number> {
    const bytes = (await this.list()).find((model) => model.repo === repo)?.bytes ?? 0;
    for (const key of await this.keys())
      if (key.startsWith(`${encodeURIComponent(repo)}/`)) await this.cache.delete(ROOT + key);
    return bytes;
  }

  private async keys(): Promise<string[]> {
    return (await this.cache.keys()).filter(({ url }) => url.startsWith(ROOT)).map(({ url }) => url.slice(ROOT.length));
  }

  private async put(key: string, body: Blob): Promise<void> {
    await this.cache.put(key, new Response(body, { headers: { 'content-length': String(body.size) } }));
  }

  private async json(key: string): Promise<unknown> {
    const response = await this.cache.match(key);
    if (!response) return null;
    try {
      return await response.json();
    } catch {
      return null;
    }
  }
}

/** The models kept in this browser. */
export async function listCachedModels(): Promise<CachedModel[]> {
  return (await (await ModelCache.open())?.list()) ?? [];
}

/** Forgets a cached model and returns the bytes freed. Models that are loaded may lose what they have not read yet: dispose of them first. */
export async function deleteCachedModel(repo: string): Promise<number> {
  const cache = await ModelCache.open();
  if (!cache) throw new EngineError('bad-argument', `${repo} is not kept: this browser has no cache for it`);
  return cache.deleteModel(repo);
}

export const pieceCount = (size: number) => Math.ceil(size / PIECE);
const pieceBytes = (size: number, n: number) => Math.min(PIECE, size - n * PIECE);

const path = (...parts: readonly string[]) => ROOT + parts.map(encodeURIComponent).join('/');
const snapshotKey = (repo: string, commit: string) => path(repo, 'snapshots', commit);
const refKey = (repo: string, revision: string) => path(repo, 'refs', revision);
const checkedKey = (repo: string, file: SnapshotFile) => path(repo, 'checked', file.path, file.hash);
const pieceKey = (repo: string, file: SnapshotFile, n: number) =>
  path(repo, 'blobs', file.path, file.hash, `${n}-${pieceBytes(file.size, n)}`);
