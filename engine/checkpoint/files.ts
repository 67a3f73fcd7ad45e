/**
 * Where a checkpoint's files lie. A store is a folder on disk, a bundle on the site, files chosen by the reader or a repository on a hub;
 * the rest of engine/checkpoint sees only named files that are read by byte range.
 */
import { EngineError, throwIfAborted } from '../errors';

/** One file of a checkpoint, read by byte range. */
export interface CheckpointFile {
  /** Name inside the checkpoint, for messages: 'model.safetensors'. */
  readonly path: string;
  readonly size: number;
  /** Bytes [start, end) in memory of their own, so that typed arrays of any width can view them. */
  read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

export interface FileStore {
  /** Name of the model, for people. */
  readonly name: string;
  /** Names of all files where the store can list them. */
  readonly paths: readonly string[] | null;
  /** What the reader may want to know and what stopped nothing. May grow until the last file is open. */
  readonly warnings: readonly string[];
  /** The commit that is read, where the store is a repository. */
  readonly revision?: string;
  /** Opens a file; null where the store has none of that name. */
  open(path: string, signal?: AbortSignal): Promise<CheckpointFile | null>;
  /** Fetches the data of the files opened so far; until then a remote store reads them by single requests. */
  complete?(signal?: AbortSignal): Promise<void>;
}

export interface OpenOptions {
  /** Bytes fetched and bytes in all. Nothing is reported for files that are read in place. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A file held by the browser (chosen by the reader, or downloaded and checked). Chromium and Firefox keep large blobs out of the heap. */
export class BlobFile implements CheckpointFile {
  constructor(
    readonly path: string,
    private readonly blob: Blob,
  ) {}

  get size(): number {
    return this.blob.size;
  }

  async read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    throwIfAborted(signal);
    checkRange(this, start, end);
    try {
      return new Uint8Array(await this.blob.slice(start, end).arrayBuffer());
    } catch (error) {
      // A file on disk that was changed or removed after it was chosen can no longer be read.
      throw new EngineError(
        'bad-file',
        `${this.path}: bytes ${start} to ${end} could not be read (${(error as Error).message})`,
        'Choose the files again.',
        { file: this.path },
      );
    }
  }
}

/** Throws `bad-file` unless 0 ≤ start ≤ end ≤ the size of the file, in bytes; a hostile header asks for anything. */
export function checkRange(file: CheckpointFile, start: number, end: number): void {
  if (!(start >= 0 && start <= end && end <= file.size))
    throw new EngineError(
      'bad-file',
      `${file.path}: bytes ${start} to ${end} were asked for; the file holds ${file.size}`,
      '',
      { file: file.path },
    );
}

/** A whole text file. `limit` bounds what is read into memory: configs and tokenizers are small. */
export async function readText(file: CheckpointFile, limit: number, signal?: AbortSignal): Promise<string> {
  if (file.size > limit)
    throw new EngineError('bad-file', `${file.path} holds ${file.size} bytes; at most ${limit} were expected`, '', {
      file: file.path,
      bytes: file.size,
      limit,
    });
  const bytes = await file.read(0, file.size, signal);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new EngineError('bad-file', `${file.path} is not valid UTF-8 text`, '', { file: file.path });
  }
}
