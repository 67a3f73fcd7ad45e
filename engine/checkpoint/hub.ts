/**
 * Models from a Hugging Face repository. The revision is pinned to a commit, files are kept in the browser by their content and checked
 * against the hub's hashes. Weights are fetched only after config and headers were judged from a few ranges of bytes (source.ts).
 * Read first: cache.ts, hub-api.ts.
 */
import { EngineError, throwIfAborted } from '../errors';
import { ModelCache, pieceCount, type Snapshot, type SnapshotFile } from './cache';
import { type DownloadOptions, download } from './download';
import { BlobFile, type CheckpointFile, type FileStore, type OpenOptions } from './files';
import { Gather } from './gather';
import { reasonOf } from './http';
import { fileUrl, type HubRepository, isCommit, resolveRevision } from './hub-api';
import { HubFile } from './hub-file';
import { Progress } from './progress';
import { gitBlobSha1, Sha256 } from './sha256';

export interface HubSource {
  readonly kind: 'hub';
  /** 'owner/name', 'state-spaces/mamba-130m-hf'. */
  readonly repo: string;
  /** Branch, tag or commit; 'main' where it is not given. */
  readonly revision?: string;
  /** Address of another hub with the same protocol. */
  readonly endpoint?: string;
  /** The reader's access token for gated models; it is sent to the endpoint and kept nowhere. */
  readonly token?: string;
  /** Weights that take more bytes than this are refused before they are fetched; 8 GiB where it is not given. */
  readonly maxBytes?: number;
}

/** For tests: another cache, shorter waits. */
export type HubSettings = Pick<DownloadOptions, 'pause' | 'patience'> & { readonly cache?: ModelCache | null };

const MAX_BYTES = 8 * 2 ** 30;
/** Largest download that is held in memory where it cannot be kept on disk. */
const MAX_UNKEPT = 2 * 2 ** 30;

/** Opens a repository: asks for its commit and files, or takes both from the cache without a network. */
export async function hubStore(source: HubSource, options: OpenOptions, settings: HubSettings = {}): Promise<HubStore> {
  const { repo, revision = 'main', endpoint = 'https://huggingface.co', token, maxBytes = MAX_BYTES } = source;
  if (!/^[\w-][\w.-]*(\/[\w-][\w.-]*)?$/.test(repo))
    throw new EngineError('bad-argument', `invalid repository; "owner/name" was expected: ${repo}`);
  const { cache = await ModelCache.open(), ...network } = settings;
  const hub: HubRepository = {
    endpoint: endpoint.replace(/\/+$/, ''),
    repo,
    network: { ...network, headers: token ? { Authorization: `Bearer ${token}` } : {} },
  };
  const warnings: string[] = [];
  if (!cache) warnings.push(`${repo}: this browser keeps no downloads here; the model is fetched anew on each visit`);
  const snapshot = await pin(hub, revision, cache, warnings, options.signal);
  return new HubStore(hub, snapshot, cache, warnings, options, maxBytes);
}

/** The commit to read. Without a connection, the one that the revision stood for last, if it is kept. */
async function pin(
  hub: HubRepository,
  revision: string,
  cache: ModelCache | null,
  warnings: string[],
  signal?: AbortSignal,
): Promise<Snapshot> {
  if (cache && isCommit(revision)) {
    const kept = await cache.snapshot(hub.repo, revision);
    if (kept) return kept;
  }
  try {
    const snapshot = await resolveRevision(hub, revision, signal);
    await ignoreQuota(() => cache?.putSnapshot(snapshot, revision));
    return snapshot;
  } catch (error) {
    const away = ['offline', 'cut', 'server', 'rate-limited'].includes(reasonOf(error) ?? '');
    const commit = away ? await cache?.ref(hub.repo, revision) : null;
    const kept = commit ? await cache?.snapshot(hub.repo, commit) : null;
    if (!kept) throw error;
    warnings.push(
      `${hub.repo}: the hub could not be reached; this is the copy of ${revision} kept here, commit ${commit}`,
    );
    return kept;
  }
}

/** The files of one commit of a repository, each fetched piece by piece and kept by its hash. */
export class HubStore implements FileStore {
  readonly name: string;
  readonly revision: string;
  readonly paths: readonly string[];
  private readonly progress: Progress;
  private readonly opened = new Map<string, HubFile>();
  /** False once the cache had no room: nothing more is put in it. */
  private keeping: boolean;

  constructor(
    private readonly hub: HubRepository,
    private readonly snapshot: Snapshot,
    private readonly cache: ModelCache | null,
    readonly warnings: string[],
    private readonly options: OpenOptions,
    private readonly maxBytes: number,
  ) {
    this.name = hub.repo;
    this.revision = snapshot.commit;
    this.paths = snapshot.files.map((file) => file.path);
    this.progress = new Progress(options.onProgress);
    this.keeping = cache !== null;
  }

  /** Small files come whole and checked; weights that are not kept here are read by range until `complete` has fetched them. */
  async open(path: string, signal?: AbortSignal): Promise<CheckpointFile | null> {
    const file = this.snapshot.files.find((f) => f.path === path);
    if (!file) return null;
    if (!/\.safetensors$/.test(path)) {
      this.progress.expect(file.size);
      return new BlobFile(path, await this.fetch(file, signal));
    }
    const weights = new HubFile(this.hub, this.snapshot.commit, file);
    if (await this.cache?.isChecked(this.hub.repo, file)) {
      this.progress.expect(file.size);
      weights.settle(await this.fetch(file, signal));
    }
    this.opened.set(path, weights);
    return weights;
  }

  /** Fetches and checks the weights of all opened files, from the cache as far as they are there. */
  async complete(signal?: AbortSignal): Promise<void> {
    const missing = [...this.opened.values()].filter((weights) => !weights.settled);
    let bytes = 0;
    for (const { size } of missing) bytes += size;
    await this.checkRoom(bytes);
    this.progress.expect(bytes);
    for (const weights of missing) weights.settle(await this.fetch(weights.file, signal));
  }

  /** A whole file, its hash checked. */
  private async fetch(file: SnapshotFile, signal = this.options.signal): Promise<Blob> {
    const { repo, network } = this.hub;
    const kept = (await this.cache?.pieces(repo, file)) ?? [];
    const blobs = [...kept];
    const from = kept.reduce((n, blob) => n + blob.size, 0);
    this.progress.add(from);
    if (kept.length === pieceCount(file.size) && (await this.cache?.isChecked(repo, file))) return new Blob(blobs);

    const hash = file.hashKind === 'sha256' ? new Sha256() : null;
    for (const piece of kept) {
      throwIfAborted(signal);
      hash?.update(new Uint8Array(await piece.arrayBuffer()));
    }
    const gather = new Gather(file.size - from, async (piece) => {
      blobs.push(await this.keep(file, blobs.length, piece));
    });
    await download(
      fileUrl(this.hub, this.snapshot.commit, file.path),
      `${file.path} of ${repo}`,
      from,
      file.size,
      async (bytes) => {
        hash?.update(bytes);
        this.progress.add(bytes.byteLength);
        await gather.take(bytes);
      },
      // The browser's HTTP cache would hold a second copy.
      { ...network, signal, cache: 'no-store' },
    );
    const whole = new Blob(blobs);
    const found = hash ? hash.hex() : await gitBlobSha1(whole);
    if (await this.check(file, found)) return whole;
    await this.cache?.deleteFile(repo, file);
    // What was kept may have been damaged on disk: fetch all of it once.
    if (kept.length > 0) return this.fetch(file, signal);
    throw new EngineError(
      'bad-file',
      `${file.path} of ${this.name} is damaged: its hash is ${found}; the hub gives ${file.hash}`,
      'Nothing of it was kept; try again.',
      { file: file.path, expected: file.hash, found: String(found) },
    );
  }

  /** Compares the hash and remembers that it was right. True where it cannot be known. */
  private async check(file: SnapshotFile, found: string | null): Promise<boolean> {
    if (found === null) {
      this.warn(`${this.name}: this page was not loaded over HTTPS, so ${file.path} could not be checked`);
      return true;
    }
    if (found !== file.hash) return false;
    if (this.keeping) await ignoreQuota(() => this.cache?.setChecked(this.hub.repo, file));
    return true;
  }

  /** Puts a piece in the cache; where there is no room the piece stays in memory and nothing more is kept. */
  private async keep(file: SnapshotFile, n: number, piece: Blob): Promise<Blob> {
    if (!this.keeping) return piece;
    try {
      return (await this.cache?.putPiece(this.hub.repo, file, n, piece)) ?? piece;
    } catch (error) {
      this.giveUpCache((error as Error).name);
      return piece;
    }
  }

  /** Judges a download by its size before it begins. */
  private async checkRoom(bytes: number): Promise<void> {
    if (bytes > this.maxBytes)
      throw new EngineError(
        'too-large',
        `the weights of ${this.name} take ${bytes} bytes; the limit is ${this.maxBytes}`,
        'Choose a smaller model.',
        { bytes, limit: this.maxBytes },
      );
    if (this.keeping && typeof navigator !== 'undefined' && navigator.storage?.estimate) {
      const { quota, usage } = await navigator.storage.estimate();
      if (quota !== undefined && usage !== undefined && quota - usage < bytes)
        this.giveUpCache(`${bytes} bytes are needed, ${Math.max(0, quota - usage)} are free`);
    }
    if (!this.keeping && bytes > MAX_UNKEPT)
      throw new EngineError(
        'too-large',
        `the weights of ${this.name} take ${bytes} bytes; this browser cannot keep them, and at most ${MAX_UNKEPT} are held in memory`,
        'Free some disk space or delete kept models.',
        { bytes, limit: MAX_UNKEPT },
      );
  }

  private giveUpCache(reason: string): void {
    if (!this.keeping) return;
    this.keeping = false;
    this.warn(`${this.name}: there is no room to keep the download (${reason}); it is used for this visit only`);
  }

  private warn(text: string): void {
    if (!this.warnings.includes(text)) this.warnings.push(text);
  }
}

/** Records beside the data are worth nothing without room for the data; the data itself reports it. */
async function ignoreQuota(work: () => Promise<void> | undefined): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof EngineError) throw error;
  }
}
