import type { SnapshotFile } from './cache';
import { download } from './download';
import { BlobFile, type CheckpointFile, checkRange } from './files';
import { fileUrl, type HubRepository } from './hub-api';

/** A file of weights on a hub: single range requests at first, then the copy that was fetched. */
export class HubFile implements CheckpointFile {
  private whole: BlobFile | null = null;

  constructor(
    private readonly hub: HubRepository,
    private readonly commit: string,
    readonly file: SnapshotFile,
  ) {}

  get path(): string {
    return this.file.path;
  }

  get size(): number {
    return this.file.size;
  }

  get settled(): boolean {
    return this.whole !== null;
  }

  settle(whole: Blob): void {
    this.whole = new BlobFile(this.path, whole);
  }

  async read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    if (this.whole) return this.whole.read(start, end, signal);
    checkRange(this, start, end);
    const bytes = new Uint8Array(end - start);
    let at = 0;
    await download(
      fileUrl(this.hub, this.commit, this.path),
      `${this.path} of ${this.hub.repo}`,
      start,
      end,
      (piece) => {
        bytes.set(piece, at);
        at += piece.byteLength;
      },
      { ...this.hub.network, signal, total: this.size, cache: 'no-store' },
    );
    return bytes;
  }
}
