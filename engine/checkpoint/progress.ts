/** Bytes done and bytes in all, over the files of one checkpoint. */
export class Progress {
  private done = 0;
  private total = 0;

  constructor(private readonly report?: (done: number, total: number) => void) {}

  expect(bytes: number): void {
    this.total += bytes;
  }

  add(bytes: number): void {
    this.done += bytes;
    // A file fetched a second time counts twice; never report more than all.
    this.report?.(Math.min(this.done, this.total), this.total);
  }
}
