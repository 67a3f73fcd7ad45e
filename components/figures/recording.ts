/**
 * A recorded run of the first page's figure, for browsers in which no engine runs: made from the real model by scripts/record-first-run.ts,
 * small enough to download. States keep every `every`-th channel in 8 bits, with one scale per token and layer; what is left of each token
 * is kept in 8 bits too.
 */
import { toInt8Rows } from '@/engine/quantise';
import type { Frame, StateNode } from './first-run';
import type { RunToken } from './use-first-run';

export interface Recording {
  readonly model: string;
  readonly prompt: string;
  readonly seed: number;
  /** As in the model, and of its channels one in `every`. */
  readonly every: number;
  readonly channels: number;
  readonly nodes: readonly StateNode[];
  readonly tokens: readonly { readonly id: number; readonly text: string; readonly given: boolean }[];
  /** [tokens × nodes]: value of one step of 8 bits. */
  readonly scales: readonly number[];
  /** Base64 of int8, [tokens, nodes, channels, cells]. */
  readonly states: string;
  /** Base64 of uint8, 255 for all: for each token and node, the row of what is left of the tokens so far. */
  readonly left: string;
}

/** Packs a run for a page without an engine: every `every`-th channel, states in 8 bits with their scales. */
export function makeRecording(
  about: Pick<Recording, 'model' | 'prompt' | 'seed' | 'every'>,
  nodes: readonly StateNode[],
  tokens: readonly RunToken[],
): Recording {
  const kept = nodes.map((node) => ({ ...node, channels: Math.ceil(node.channels / about.every) }));
  const states: Int8Array[] = [];
  const scales: number[] = [];
  const left: number[] = [];
  for (const { frame } of tokens)
    for (const [i, node] of kept.entries()) {
      const { values, scales: own } = toInt8Rows(
        thin(frame.states[i]!, node, about.every),
        1,
        node.channels * node.cells,
      );
      states.push(values);
      scales.push(Number(own[0]!.toPrecision(6)));
      for (const value of frame.left[i]!) left.push(Math.round(255 * value));
    }
  return {
    ...about,
    channels: nodes[0]!.channels,
    nodes: kept,
    tokens: tokens.map(({ id, text, given }) => ({ id, text, given })),
    scales,
    states: toBase64(states),
    left: toBase64([Uint8Array.from(left)]),
  };
}

/** The tokens of a recording with their frames. */
export function readRecording(recording: Recording): RunToken[] {
  const { nodes, scales, tokens } = recording;
  const states = new Int8Array(fromBase64(recording.states).buffer);
  const left = fromBase64(recording.left);
  let [state, share] = [0, 0];
  return tokens.map((token, t) => {
    const rows: Frame['left'][number][] = [];
    const own = nodes.map((node, i) => {
      const size = node.channels * node.cells;
      const scale = scales[t * nodes.length + i]!;
      const values = Float32Array.from(states.subarray(state, state + size), (value) => value * scale);
      state += size;
      rows.push(Float32Array.from(left.subarray(share, share + t + 1), (value) => value / 255));
      share += t + 1;
      return values;
    });
    return { ...token, frame: { states: own, left: rows } };
  });
}

function thin(state: Float32Array, node: StateNode, every: number): Float32Array {
  const values = new Float32Array(node.channels * node.cells);
  for (let c = 0; c < node.channels; c++)
    values.set(state.subarray(c * every * node.cells, (c * every + 1) * node.cells), c * node.cells);
  return values;
}

function toBase64(parts: readonly (Int8Array | Uint8Array)[]): string {
  let text = '';
  for (const part of parts) for (const byte of part) text += String.fromCharCode(byte & 0xff);
  return btoa(text);
}

const fromBase64 = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
