/** What the recording scripts share: the site's models on the CPU, and numbers as they are kept. */
import { loadModel } from '../../engine/session/load';
import type { Model } from '../../engine/session/model';
import { surpriseOf } from '../../engine/session/sampling';
import type { Session } from '../../engine/session/session';

/** Three significant digits. */
export const digits = (value: number) => Number(value.toPrecision(3));
export const round = (values: Iterable<number>) => [...values].map(digits);

export const open = (name: string) => loadModel({ kind: 'folder', path: `public/models/${name}` }, { device: 'cpu' });

/** The ids of a text and what each token shows. */
export function read(model: Model, text: string): { ids: readonly number[]; tokens: string[] } {
  const { ids, pieces } = model.tokenizer!.encode(text);
  return { ids, tokens: pieces.map((piece) => piece.text) };
}

/** Reads on and gives the bits of each token; NaN for the first that a session reads. */
export async function surprises(session: Session, tokens: ArrayLike<number>): Promise<Float32Array> {
  const ids = Uint32Array.from(tokens);
  const before = session.logits?.slice() ?? null;
  const { logits } = await session.prefill(ids, { allLogits: true });
  const V = logits!.shape[1]!;
  return Float32Array.from(ids, (id, t) => {
    const row = t === 0 ? before : logits!.data.subarray((t - 1) * V, t * V);
    return row ? surpriseOf(row, id) : Number.NaN;
  });
}

/** Bits of all tokens of a text but the first, for a session that has read nothing. */
export async function textBits(session: Session, ids: ArrayLike<number>): Promise<number> {
  const [, ...bits] = await surprises(session, ids);
  return bits.reduce((a, b) => a + b, 0);
}
