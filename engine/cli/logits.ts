import { once } from 'node:events';
import type { Args } from './args';
import { deviceName, openModel, promptIds } from './open';

/** `logits`: the logits of every position as one JSON object, written row by row so that a large vocabulary does not build one huge string. */
export async function logits(args: Args): Promise<void> {
  const model = await openModel(args);
  try {
    const session = await model.createSession();
    const chunk = args.whole('chunk', 1);
    const ids = promptIds(args, model);
    const vocab = model.blueprint.vocabSize;
    const result = await session.prefill(ids, { allLogits: true, ...(chunk ? { chunk } : {}) });
    const { data } = result.logits!;
    await write(`{"device":${JSON.stringify(deviceName(model))},"shape":[${ids.length},${vocab}],"logits":[`);
    for (let t = 0; t < ids.length; t++)
      await write(`${t ? ',' : ''}[${data.subarray(t * vocab, (t + 1) * vocab).join(',')}]`);
    await write(']}\n');
  } finally {
    model.dispose();
  }
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
