/**
 * The S4D mixer: one diagonal linear SSM per channel, GELU, then a gated mix of the channels.
 * Read first: s4d.ts for papers and glossary. A_n = -exp(log_A_real) + i·A_imag and Δ = exp(log_dt) do not depend on the text.
 */
import type { BlueprintBuilder } from '../../blueprint/builder';
import type { Dim } from '../../blueprint/types';
import { linear } from './linear';
import { say } from './shell';
import { skipThroughD } from './ssm';

export interface S4dMixerInit {
  /** Node prefix, 'layers.3.mixer'. */
  readonly at: string;
  /** Tensor prefix, 'backbone.layers.3.mixer'. */
  readonly tensors: string;
  readonly input: string;
  readonly inProj: boolean;
  readonly complex: boolean;
  readonly method: 'zoh' | 'bilinear';
}

/** Adds the mixer's nodes; dims needed: d_model, d_inner, n_poles. Returns the id of `glu`. */
export function s4dMixer(b: BlueprintBuilder, m: S4dMixerInit): string {
  const id = (name: string) => `${m.at}.${name}`;
  /** Per channel and pole: [C, M, 2] (re, im) or [C, N]. */
  const cell: Dim[] = m.complex ? ['d_inner', 'n_poles', '2'] : ['d_inner', 'n_poles'];

  const x = m.inProj
    ? linear(b, id('in_proj'), {
        input: m.input,
        stems: [`${m.tensors}.in_proj`],
        out: 'd_inner',
        in: 'd_model',
        part: 'mixer',
        bias: false,
        symbol: 'x',
        formula: 'x_t = W_{in}\\, \\tilde u_t',
        meaning: say(
          'Widens the stream: one channel for each small linear system.',
          'Ensancha la corriente: un canal para cada pequeño sistema lineal.',
        ),
      })
    : m.input;
  const poles = {
    log_dt: b.weight(`${m.tensors}.kernel.log_dt`, ['d_inner'], 'mixer'), // [C]
    log_A_real: b.weight(`${m.tensors}.kernel.log_A_real`, ['d_inner', 'n_poles'], 'mixer'), // [C, M]
    ...(m.complex ? { A_imag: b.weight(`${m.tensors}.kernel.A_imag`, ['d_inner', 'n_poles'], 'mixer') } : {}), // [C, M]
  };
  const zoh = m.method === 'zoh';
  const discretise = (part: 'A_bar' | 'B_bar') =>
    b.node(id(part), {
      op: 's4d-discretise',
      weights: poles,
      attrs: { part, method: m.method, complex: m.complex },
      shape: cell,
      symbol: part === 'A_bar' ? 'A' : 'B',
      formula: {
        A_bar: zoh ? '\\bar A = e^{\\Delta A}' : '\\bar A = \\frac{1 + \\Delta A / 2}{1 - \\Delta A / 2}',
        B_bar: zoh ? '\\bar B = \\frac{e^{\\Delta A} - 1}{A}' : '\\bar B = \\frac{\\Delta}{1 - \\Delta A / 2}',
      }[part],
      meaning: {
        A_bar: say(
          'How much of each memory cell survives a step: the same for every token, whatever it says.',
          'Cuánto de cada celda de memoria sobrevive a un paso: igual para todos los tokens, digan lo que digan.',
        ),
        B_bar: say(
          'How strongly the input enters each memory cell: the same for every token.',
          'Con qué fuerza entra la entrada en cada celda de memoria: igual para todos los tokens.',
        ),
      }[part],
    });
  const h = b.node(id('h'), {
    op: 's4d-state',
    inputs: [discretise('A_bar'), discretise('B_bar'), x],
    attrs: { complex: m.complex },
    shape: ['T', ...cell],
    state: { kind: 'ssm', shape: cell },
    symbol: 'h',
    formula: 'h_t = \\bar A \\odot h_{t-1} + \\bar B\\, x_t',
    meaning: say(
      'The state: all that the layer remembers of the text so far, in a fixed number of cells.',
      'El estado: todo lo que la capa recuerda del texto hasta aquí, en un número fijo de celdas.',
    ),
  });
  const ySsm = b.node(id('y_ssm'), {
    op: 's4d-read',
    inputs: [h],
    weights: { C: b.weight(`${m.tensors}.kernel.C`, cell, 'mixer') }, // [C, M, 2] or [C, N]
    attrs: { complex: m.complex },
    shape: ['T', 'd_inner'],
    symbol: 'y',
    formula: m.complex ? 'y_t = 2\\, \\mathrm{Re} \\sum_n C_n h_{t,n}' : 'y_t = \\sum_n C_n h_{t,n}',
    meaning: say('Reads the state through a fixed C.', 'Lee el estado a través de una C fija.'),
  });
  const y = skipThroughD(b, m.at, { y: ySsm, x, tensors: [m.tensors], per: 'd_inner' });
  const act = b.node(id('act'), {
    op: 'activation',
    inputs: [y],
    attrs: { fn: 'gelu' },
    shape: ['T', 'd_inner'],
    symbol: 'y',
    formula: '\\hat y_t = \\mathrm{GELU}(y_t)',
    meaning: say(
      'The only bend in the layer: without it, everything up to here is linear.',
      'La única curva de la capa: sin ella, todo lo anterior es lineal.',
    ),
  });
  const out = linear(b, id('output_linear'), {
    input: act,
    stems: [`${m.tensors}.output_linear`],
    out: '2*d_model',
    in: 'd_inner',
    part: 'mixer',
    bias: true,
    formula: '[a_t; b_t] = W_o\\, \\hat y_t + b_o',
    meaning: say(
      'Mixes the channels, which had not met until now, into a value and a gate.',
      'Mezcla los canales, que hasta ahora no se habían cruzado, en un valor y una compuerta.',
    ),
  });
  return b.node(id('glu'), {
    op: 'glu',
    inputs: [out],
    shape: ['T', 'd_model'],
    formula: 'o_t = a_t \\odot \\sigma(b_t)',
    meaning: say(
      'Lets through as much of each value as its gate says.',
      'Deja pasar de cada valor cuanto dice su compuerta.',
    ),
  });
}
