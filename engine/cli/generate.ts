import { EngineError } from '../errors';
import type { Args } from './args';
import { deviceName, openModel, promptIds } from './open';

/** `generate`: continues the prompt; ids and text are the new ones only. */
export async function generate(args: Args): Promise<void> {
  const count = args.whole('max-tokens', 1);
  if (count === undefined) throw new EngineError('bad-argument', '--max-tokens is required');
  const sampling = args.sampling();
  const model = await openModel(args);
  try {
    const session = await model.createSession();
    const prompt = promptIds(args, model);
    const started = performance.now();
    const chunk = args.whole('chunk', 1);
    await session.prefill(prompt, chunk ? { chunk } : {});
    const prefilled = performance.now();
    const ids: number[] = [];
    for await (const { id } of session.generate(count, sampling)) ids.push(id);
    const done = performance.now();
    const result = {
      device: deviceName(model),
      ids,
      text: model.tokenizer ? model.tokenizer.decode(ids, { continues: true }) : null,
      prefillTokensPerSecond: rate(prompt.length, prefilled - started),
      decodeTokensPerSecond: rate(ids.length, done - prefilled),
    };
    console.log(JSON.stringify(result));
  } finally {
    model.dispose();
  }
}

const rate = (tokens: number, milliseconds: number) => Number(((1000 * tokens) / milliseconds).toPrecision(4));
