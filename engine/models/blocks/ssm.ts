/** The parts that the Mamba and Mamba-2 mixers have in common: the short convolution, the skip through D, the gate and the way out. */
import type { BlueprintBuilder } from '../../blueprint/builder';
import { evalDim } from '../../blueprint/dims';
import type { Dim, SymbolName } from '../../blueprint/types';
import { linear } from './linear';
import { say } from './shell';

/** `<at>.conv`: depthwise causal convolution over `channels`, before its SiLU. Returns the node's id. */
export function causalConv(
  b: BlueprintBuilder,
  at: string,
  c: { input: string; tensors: readonly string[]; channels: Dim; bias: boolean; letter: string; symbol?: SymbolName },
): string {
  const names = (name: string) => c.tensors.map((t) => `${t}.conv1d.${name}`);
  const weight = b.weight(names('weight'), [c.channels, '1', 'd_conv'], 'mixer'); // [C, 1, W]
  const weights: Record<string, string> = { weight };
  if (c.bias) weights.bias = b.weight(names('bias'), [c.channels], 'mixer'); // [C]
  return b.node(`${at}.conv`, {
    op: 'causal-conv',
    inputs: [c.input],
    weights,
    attrs: { width: evalDim('d_conv', b.dims) },
    shape: ['T', c.channels],
    state: { kind: 'conv', shape: ['conv_tail', c.channels] },
    ...(c.symbol ? { symbol: c.symbol } : {}),
    formula: `c_t = ${c.bias ? 'b_c + ' : ''}\\sum_{k=0}^{W-1} w_{c,k} \\odot ${c.letter}_{t-W+1+k}`,
    meaning: say(
      'Mixes each channel with its last few values: a short look at the tokens just before.',
      'Mezcla cada canal con sus últimos valores: una mirada breve a los tokens inmediatamente anteriores.',
    ),
  });
}

/** `<at>.y`: y + D ⊙ x; D is per channel ('d_inner', Mamba) or per head ('ssm_heads', Mamba-2). Returns the node's id. */
export function skipThroughD(
  b: BlueprintBuilder,
  at: string,
  c: { y: string; x: string; tensors: readonly string[]; per: 'd_inner' | 'ssm_heads' },
): string {
  const D = b.weight(
    c.tensors.map((t) => `${t}.D`),
    [c.per],
    'mixer',
  );
  return b.node(`${at}.y`, {
    op: 'skip',
    inputs: [c.y, c.x],
    weights: { D },
    attrs: { headDim: c.per === 'd_inner' ? 1 : evalDim('ssm_head_dim', b.dims) },
    shape: ['T', 'd_inner'],
    symbol: 'y',
    formula: 'y_t \\leftarrow y_t + D \\odot x_t',
    meaning: say(
      'Adds a direct share of the input that never went through the memory.',
      'Añade una parte directa de la entrada que no ha pasado por la memoria.',
    ),
  });
}

/** `<at>.gate` = SiLU(z) and `<at>.gated` = y ⊙ gate. Returns the id of `gated`. */
export function gateBy(b: BlueprintBuilder, at: string, y: string, z: string): string {
  const gate = b.node(`${at}.gate`, {
    op: 'activation',
    inputs: [z],
    attrs: { fn: 'silu' },
    shape: ['T', 'd_inner'],
    symbol: 'z',
    formula: 'g_t = \\mathrm{SiLU}(z_t) = z_t\\, \\sigma(z_t)',
    meaning: say(
      'The gate opened: near zero closes a channel, large lets it through.',
      'La compuerta ya abierta: cerca de cero cierra un canal, grande lo deja pasar.',
    ),
  });
  return b.node(`${at}.gated`, {
    op: 'mul',
    inputs: [y, gate],
    shape: ['T', 'd_inner'],
    symbol: 'y',
    formula: '\\hat y_t = y_t \\odot g_t',
    meaning: say('The reading of the memory after the gate.', 'La lectura de la memoria después de la compuerta.'),
  });
}

/** `<at>.out_proj`: back to the width of the stream. Returns the node's id. */
export function outProj(
  b: BlueprintBuilder,
  at: string,
  input: string,
  tensors: readonly string[],
  bias: boolean,
): string {
  return linear(b, `${at}.out_proj`, {
    input,
    stems: tensors.map((t) => `${t}.out_proj`),
    out: 'd_model',
    in: 'd_inner',
    part: 'mixer',
    bias,
    formula: 'o_t = W_{out}\\, \\hat y_t',
    meaning: say(
      'Brings the result back to the width of the stream.',
      'Devuelve el resultado a la anchura de la corriente.',
    ),
  });
}
