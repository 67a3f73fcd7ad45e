import { writeFile } from 'node:fs/promises';
import { matchNodes } from '../blueprint/graph';
import { writeSafetensors } from '../checkpoint/safetensors';
import { EngineError } from '../errors';
import { traceBytes } from '../session/trace';
import type { Args } from './args';
import { deviceName, openModel, promptIds } from './open';

/** Larger traces than this are refused: the file is built in memory. */
const MAX_BYTES = 2 ** 31;

/** `trace`: every tap that matches the glob, for all tokens, as named tensors in one safetensors file. */
export async function trace(args: Args): Promise<void> {
  const out = args.required('out');
  const glob = args.text('taps') ?? '**';
  const model = await openModel(args);
  try {
    const ids = promptIds(args, model);
    // Side readings (early logits) are large and not part of the model: only a glob that names them brings them.
    const named = glob.includes('early');
    const taps = matchNodes(model.blueprint, glob).filter(
      (id) => named || !model.blueprint.nodes.find((n) => n.id === id)!.side,
    );
    if (taps.length === 0)
      throw new EngineError(
        'bad-argument',
        `no node matches --taps "${glob}"`,
        'The blueprint command lists all nodes.',
      );
    const bytes = traceBytes(model.blueprint, taps, ids.length);
    if (bytes > MAX_BYTES)
      throw new EngineError(
        'too-large',
        `the trace would take ${bytes} bytes; the limit is ${MAX_BYTES}`,
        'Choose fewer taps or tokens.',
      );
    const session = await model.createSession();
    const result = await session.prefill(ids, { taps });
    await writeFile(
      out,
      writeSafetensors(result.taps, { model: model.name, tokens: ids.join(','), device: deviceName(model) }),
    );
    console.log(JSON.stringify({ device: deviceName(model), out, taps: result.taps.size, bytes }));
  } finally {
    model.dispose();
  }
}
