/**
 * The shell that every language model here has around its layers: tokens → embedding → … → final norm → head → logits
 * (state-spaces/mamba mixer_seq_simple.py; Llama and Jamba have the same).
 *
 * Glossary: T tokens of this run · V `vocab` · d `d_model` · u the residual stream · W_E embedding · W_head output head.
 */
import type { BlueprintBuilder } from '../../blueprint/builder';
import type { LayerKind, Text } from '../../blueprint/types';

/** One sentence in both languages. */
export const say = (en: string, es: string): Text => ({ en, es });

export interface ShellNames {
  /** Alternative names of each tensor, the one that transformers writes first. */
  readonly embedding: readonly string[];
  readonly finalNorm: readonly string[];
  readonly head: readonly string[];
  readonly tied: boolean;
  readonly eps: number;
}

export interface Shell {
  /** Id of the embedding node: the residual stream before layer 0. */
  readonly stream: string;
  readonly eps: number;
  readonly finalNorm: string;
  readonly head: string;
}

/** Declares tokens, embedding and the weights of the final norm and head. */
export function openShell(b: BlueprintBuilder, names: ShellNames): Shell {
  b.enter(null);
  const table = b.weight(names.embedding, ['vocab', 'd_model'], 'embedding', { matrix: true }); // [V, d]
  const finalNorm = b.weight(names.finalNorm, ['d_model'], 'norm'); // [d]
  const head = b.weight(names.head, ['vocab', 'd_model'], 'head', {
    matrix: true,
    ...(names.tied
      ? { tiedTo: table, sources: names.embedding.map((name) => ({ kind: 'tensor' as const, name })) }
      : {}),
  }); // [V, d]
  b.node('tokens', {
    op: 'tokens',
    shape: ['T'],
    formula: 'w_1, \\dots, w_T',
    meaning: say('The text as a list of token numbers.', 'El texto como una lista de números de token.'),
  });
  const stream = b.node('embedding', {
    op: 'embedding',
    inputs: ['tokens'],
    weights: { table },
    shape: ['T', 'd_model'],
    symbol: 'u',
    formula: 'u_t = W_E[w_t]',
    meaning: say(
      'Each token number picks its row of a learned table: the vector the first layer reads.',
      'Cada número de token elige su fila de una tabla aprendida: el vector que lee la primera capa.',
    ),
  });
  return { stream, eps: names.eps, finalNorm, head };
}

/** Adds the RMSNorm before a mixer or MLP; returns its id. Zhang & Sennrich 2019, Eq. 4. */
export function preNorm(b: BlueprintBuilder, id: string, input: string, names: readonly string[], eps: number): string {
  const weight = b.weight(names, ['d_model'], 'norm'); // [d]
  return b.node(id, {
    op: 'rms-norm',
    inputs: [input],
    weights: { weight },
    attrs: { eps, groups: 1 },
    shape: ['T', 'd_model'],
    formula: '\\tilde u_t = w \\odot \\frac{u_t}{\\sqrt{\\mathrm{mean}(u_t^2) + \\epsilon}}',
    meaning: say(
      'Rescales each vector to unit size, so that the layer sees numbers of the same magnitude every time.',
      'Reescala cada vector a tamaño unidad, para que la capa reciba siempre números de la misma magnitud.',
    ),
  });
}

/** Adds a branch back to the residual stream; returns the id. */
export function residual(b: BlueprintBuilder, id: string, stream: string, branch: string): string {
  return b.node(id, {
    op: 'add',
    inputs: [stream, branch],
    shape: ['T', 'd_model'],
    symbol: 'u',
    formula: 'u_t \\leftarrow u_t + o_t',
    meaning: say(
      'Adds what this part worked out to the stream that runs through all the layers.',
      'Suma lo que esta parte ha calculado a la corriente que atraviesa todas las capas.',
    ),
  });
}

/** Ends the current layer: its early readings (run only when asked for) and its entry in the list of layers. */
export function closeLayer(
  b: BlueprintBuilder,
  shell: Shell,
  index: number,
  output: string,
  kind: LayerKind,
  mark: string,
): void {
  const norm = b.node(`layers.${index}.early_norm`, {
    op: 'rms-norm',
    inputs: [output],
    weights: { weight: shell.finalNorm },
    attrs: { eps: shell.eps, groups: 1 },
    shape: ['T', 'd_model'],
    side: true,
    formula: '\\hat u_t = \\mathrm{RMSNorm}_f(u_t)',
    meaning: say(
      'The final norm applied early, to the stream as it is after this layer.',
      'La norma final aplicada antes de tiempo, a la corriente tal como queda tras esta capa.',
    ),
  });
  b.node(`layers.${index}.early_logits`, {
    op: 'linear',
    inputs: [norm],
    weights: { weight: shell.head },
    shape: ['T', 'vocab'],
    side: true,
    formula: '\\hat\\ell_t = W_{\\text{head}}\\, \\hat u_t',
    meaning: say(
      'What the model would answer if it stopped after this layer (the logit lens).',
      'Lo que respondería el modelo si se detuviera tras esta capa (la lente de logits).',
    ),
  });
  b.endLayer({ kind, output, mark });
}

/** Final norm and head. */
export function closeShell(b: BlueprintBuilder, shell: Shell, stream: string): void {
  b.enter(null);
  const norm = b.node('final_norm', {
    op: 'rms-norm',
    inputs: [stream],
    weights: { weight: shell.finalNorm },
    attrs: { eps: shell.eps, groups: 1 },
    shape: ['T', 'd_model'],
    formula: '\\tilde u_t = w_f \\odot \\frac{u_t}{\\sqrt{\\mathrm{mean}(u_t^2) + \\epsilon}}',
    meaning: say(
      'Rescales the finished stream before it is compared with every word.',
      'Reescala la corriente terminada antes de compararla con todas las palabras.',
    ),
  });
  b.node('logits', {
    op: 'linear',
    inputs: [norm],
    weights: { weight: shell.head },
    shape: ['T', 'vocab'],
    formula: '\\ell_t = W_{\\text{head}}\\, \\tilde u_t',
    meaning: say(
      'One score per word of the vocabulary; the softmax of these is the next-token probability.',
      'Una puntuación por cada palabra del vocabulario; su softmax es la probabilidad del token siguiente.',
    ),
  });
}
