/** Runs a text through a model, asks for what a view needs, in pieces where it can, and computes the view. */
import type { Intervention } from '../backend';
import { EngineError } from '../errors';
import type { Model } from '../session/model';
import { joinPieces, type TracePiece, traceBytes } from '../session/trace';
import type { Tensor } from '../tensor';
import { joinNeeds } from './mixer';
import { isModelView, nothing, type ViewName, type ViewOptions, type ViewResult, viewLayers, viewOf } from './registry';
import { type LayerView, type ModelView, Pace, type ViewNeeds } from './view';

export interface ViewRequest<N extends ViewName> {
  readonly name: N;
  /** For views of one layer. */
  readonly layer?: number;
  readonly options: ViewOptions<N>;
  /** What acts on every token of the text. */
  readonly interventions?: readonly Intervention[];
  readonly signal?: AbortSignal;
  /** Bytes of taps that may be held at once; a view that needs more for one layer is refused as 'too-large'. */
  readonly maxBytes?: number;
}

/** What a phone can spare beside a model. */
const MAX_BYTES = 512 * 2 ** 20;
/** Tokens per piece of a view that is folded over tokens: small enough for the logits of every layer. */
const PIECE = 32;

/** The view of `ids` read from an empty context, in a session of its own. */
export async function readView<N extends ViewName>(
  model: Model,
  ids: ArrayLike<number>,
  request: ViewRequest<N>,
): Promise<ViewResult<N>> {
  const { name, options, signal } = request;
  const { blueprint } = model;
  const view = viewOf(name);
  const layers = isModelView(name) ? viewLayers(blueprint, name, options) : [request.layer ?? 0];
  const needs = layers.map((layer) => view.needs(blueprint, layer, options));
  if (layers.length === 0 || needs.some((n) => n === null)) throw nothing(blueprint, name, layers[0] ?? 0);
  const weights = new Map<string, Tensor>();
  for (const key of joinNeeds(...(needs as ViewNeeds[])).weights) weights.set(key, await model.weight(key, signal));
  const pace = new Pace(signal);

  if (!isModelView(name)) {
    const layer = layers[0];
    const taps = await readWhole(model, ids, request, needs[0]!.taps);
    const layerView = view as LayerView<ViewOptions<N>, ViewResult<N>>;
    return layerView.compute(blueprint, layer, { taps, weights }, options, pace);
  }
  const modelView = view as ModelView<ViewOptions<N>, ViewResult<N>>;
  const fold = modelView.begin(blueprint, layers, options);
  if (modelView.fold === 'tokens') {
    const taps = joinNeeds(...(needs as ViewNeeds[])).taps;
    await readPieces(model, ids, request, taps, Math.min(PIECE, ids.length), async (piece) => {
      for (const layer of layers) await fold.add({ layer, ...piece, weights }, pace);
    });
    return fold.finish();
  }
  // As many layers to a run as memory allows: each run is the whole text again.
  for (let next = 0; next < layers.length; ) {
    const first = next++;
    let taps = needs[first]!.taps;
    for (; next < layers.length; next++) {
      const more = [...new Set([...taps, ...needs[next]!.taps])];
      if (traceBytes(blueprint, more, ids.length) > limitOf(request)) break;
      taps = more;
    }
    const read = await readWhole(model, ids, request, taps);
    for (const layer of layers.slice(first, next))
      await fold.add({ layer, from: 0, to: ids.length, taps: read, weights }, pace);
  }
  return fold.finish();
}

type Reading = Omit<ViewRequest<ViewName>, 'options'>;

const limitOf = (request: Reading) => request.maxBytes ?? MAX_BYTES;

/** Runs the text in a fresh session and hands over its taps piece by piece. */
async function readPieces(
  model: Model,
  ids: ArrayLike<number>,
  request: Reading,
  taps: readonly string[],
  chunk: number,
  onPiece: (piece: TracePiece) => void | Promise<void>,
): Promise<void> {
  const { signal } = request;
  const bytes = traceBytes(model.blueprint, taps, chunk);
  const limit = limitOf(request);
  if (bytes > limit)
    throw new EngineError(
      'too-large',
      `the view "${request.name}" of ${ids.length} tokens needs ${bytes} bytes of taps; the limit is ${limit}`,
      'Choose a shorter text.',
      { bytes, limit },
    );
  const session = await model.createSession();
  try {
    session.intervene(request.interventions ?? []);
    await session.trace(ids, { taps, chunk, ...(signal ? { signal } : {}) }, onPiece);
  } finally {
    session.dispose();
  }
}

/** All taps of the text, joined over the pieces in which the device runs it. */
async function readWhole(
  model: Model,
  ids: ArrayLike<number>,
  request: Reading,
  taps: readonly string[],
): Promise<Map<string, Tensor>> {
  const pieces: TracePiece[] = [];
  await readPieces(model, ids, request, taps, ids.length, (piece) => {
    pieces.push(piece);
  });
  const join = (id: string) =>
    joinPieces(
      model.blueprint,
      id,
      pieces.map((p) => p.taps.get(id)!),
    );
  return new Map(taps.map((id) => [id, join(id)]));
}
