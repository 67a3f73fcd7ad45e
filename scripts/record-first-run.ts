/**
 * Records the first page's run from the real model, on the CPU: public/recorded/first-run.json. Make it again when the model changes:
 * node --import tsx --import ./engine/cli/wgsl-hook.mjs scripts/record-first-run.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BEGINNINGS, MODEL, SAMPLING, stateNodesOf, Traces } from '../components/figures/first-run';
import { makeRecording, type Recording } from '../components/figures/recording';
import type { RunToken } from '../components/figures/use-first-run';
import { loadModel } from '../engine/session/load';

/** Tokens after the prompt, and of how many channels one is kept: about half a megabyte. */
const WRITTEN = 32;
const EVERY = 4;

export async function record(written = WRITTEN): Promise<Recording> {
  const path = fileURLToPath(new URL(`../public/models/${MODEL}`, import.meta.url));
  const model = await loadModel({ kind: 'folder', path }, { device: 'cpu' });
  const nodes = stateNodesOf(model.blueprint);
  const taps = nodes.flatMap((node) => [node.id, node.decay]);
  const session = await model.createSession();
  const traces = new Traces(nodes);
  const prompt = BEGINNINGS[0]!;
  const seed = 1;
  const { ids, pieces } = model.tokenizer!.encode(prompt);
  const read = await session.prefill(ids, { taps });
  const tokens: RunToken[] = pieces.map((piece, t) => ({
    id: piece.id,
    text: piece.special ? '' : piece.text,
    given: true,
    frame: traces.add(read.taps, t),
  }));
  const text = model.tokenizer!.stream({ continues: true });
  for (let i = 0; i < written; i++) {
    const step = await session.step({ ...SAMPLING, seed }, { taps });
    tokens.push({ id: step.id, text: text.push(step.id), given: false, frame: traces.add(step.taps, 0) });
  }
  model.dispose();
  return makeRecording({ model: MODEL, prompt, seed, every: EVERY }, nodes, tokens);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('../public/recorded', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/first-run.json`, `${JSON.stringify(await record())}\n`);
}
