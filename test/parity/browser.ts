/** What test/e2e/parity.e2e.ts runs in a page: the engine as it is, bundled, on files that the page fetches. */
import type { BackendKind } from '../../engine/backend';
import { loadModel } from '../../engine/session/load';

interface Job {
  readonly device: BackendKind;
  /** Addresses of the model's files. */
  readonly files: readonly string[];
  readonly prompt: readonly number[];
  readonly taps: readonly string[];
  readonly steps: number;
}

/** Values as plain lists: they leave the page as JSON. */
async function run({ device, files, prompt, taps, steps }: Job) {
  const load = async (url: string) => new File([await (await fetch(url)).blob()], url.split('/').at(-1)!);
  const model = await loadModel({ kind: 'files', files: await Promise.all(files.map(load)) }, { device });
  const session = await model.createSession();
  const { logits } = await session.prefill(prompt, { allLogits: true });
  const greedy: number[] = [];
  for (let i = 0; i < steps; i++) greedy.push((await session.step()).id);
  await session.reset();
  const read = await session.prefill(prompt, { taps });
  const result = {
    backend: model.backend.kind,
    device: model.backend.device,
    logits: { shape: logits!.shape, data: [...logits!.data] },
    greedy,
    taps: [...read.taps].map(([name, { shape, data }]) => ({ name, shape, data: [...data] })),
  };
  model.dispose();
  return result;
}

export type Result = Awaited<ReturnType<typeof run>>;
export type Parity = typeof run;
Object.assign(globalThis, { parity: run });
