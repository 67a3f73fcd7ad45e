import type { CacheLike } from '@/engine/checkpoint/cache';

/** The browser's Cache Storage for Node: same answers, and an optional quota that it enforces as browsers do. */
export class MemoryCache implements CacheLike {
  readonly entries = new Map<string, Blob>();
  quota = Number.POSITIVE_INFINITY;

  async match(url: string): Promise<Response | undefined> {
    const blob = this.entries.get(url);
    return blob && new Response(blob);
  }

  async put(url: string, response: Response): Promise<void> {
    const blob = await response.blob();
    if (this.bytes + blob.size > this.quota)
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    this.entries.set(url, blob);
  }

  async delete(url: string): Promise<boolean> {
    return this.entries.delete(url);
  }

  async keys(): Promise<Request[]> {
    return [...this.entries.keys()].map((url) => new Request(url));
  }

  get bytes(): number {
    return [...this.entries.values()].reduce((n, blob) => n + blob.size, 0);
  }
}
