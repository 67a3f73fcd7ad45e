/**
 * Configurations of published models, to be drawn and costed (not run). Each JSON file holds a model's config.json, trimmed to the fields
 * that decide its shape, and carries the model's name.
 */
import type { Text } from '../../blueprint/types';
import jambaLarge from './jamba-1.5-large.json';
import jambaMini from './jamba-1.5-mini.json';
import jamba from './jamba-v0.1.json';
import llama2 from './llama-2-7b.json';
import llama31 from './llama-3.1-8b.json';
import llama31Large from './llama-3.1-70b.json';
import mamba1400 from './mamba-1.4b.json';
import mamba2800 from './mamba-2.8b.json';
import mamba130 from './mamba-130m.json';
import mamba370 from './mamba-370m.json';
import mamba790 from './mamba-790m.json';
import ssd1300 from './mamba2-1.3b.json';
import ssd2700 from './mamba2-2.7b.json';
import ssd130 from './mamba2-130m.json';
import ssd370 from './mamba2-370m.json';
import ssd780 from './mamba2-780m.json';
import hybrid from './mamba2-hybrid-8b.json';

export interface PublishedModel {
  /** The JSON file's name, and the model's name in lower case. */
  readonly id: string;
  readonly name: string;
  /** Where the configuration was read. */
  readonly source: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** What is not as published, and why. */
  readonly note?: Text;
}

const hub = 'https://huggingface.co/';
const authors = (id: string, config: Record<string, unknown>): PublishedModel => ({
  id,
  name: id
    .replace(/^mamba2/, 'Mamba-2')
    .replace(/^mamba/, 'Mamba')
    .replace(/-([\d.]+)([mb])$/, (_, n, u) => ` ${n}${u.toUpperCase()}`),
  source: `${hub}state-spaces/${id}`,
  config,
});

/** In the order of the atlas: Transformers, Mamba, Mamba-2, hybrids. */
export const published: readonly PublishedModel[] = [
  { id: 'llama-2-7b', name: 'Llama 2 7B', source: `${hub}meta-llama/Llama-2-7b-hf`, config: llama2 },
  { id: 'llama-3.1-8b', name: 'Llama 3.1 8B', source: `${hub}meta-llama/Llama-3.1-8B`, config: llama31 },
  { id: 'llama-3.1-70b', name: 'Llama 3.1 70B', source: `${hub}meta-llama/Llama-3.1-70B`, config: llama31Large },
  authors('mamba-130m', mamba130),
  authors('mamba-370m', mamba370),
  authors('mamba-790m', mamba790),
  authors('mamba-1.4b', mamba1400),
  authors('mamba-2.8b', mamba2800),
  authors('mamba2-130m', ssd130),
  authors('mamba2-370m', ssd370),
  authors('mamba2-780m', ssd780),
  authors('mamba2-1.3b', ssd1300),
  authors('mamba2-2.7b', ssd2700),
  {
    id: 'mamba2-hybrid-8b',
    name: 'Mamba2-Hybrid 8B',
    source: 'https://github.com/NVIDIA/Megatron-LM/tree/main/examples/mamba',
    config: hybrid,
    note: {
      en: 'Published as a Megatron-LM script; written here in the fields of nemotron_h.',
      es: 'Publicado como un script de Megatron-LM; aquí está escrito con los campos de nemotron_h.',
    },
  },
  { id: 'jamba-v0.1', name: 'Jamba v0.1', source: `${hub}ai21labs/Jamba-v0.1`, config: jamba },
  { id: 'jamba-1.5-mini', name: 'Jamba 1.5 Mini', source: `${hub}ai21labs/AI21-Jamba-1.5-Mini`, config: jambaMini },
  {
    id: 'jamba-1.5-large',
    name: 'Jamba 1.5 Large',
    source: 'https://arxiv.org/abs/2408.12570',
    config: jambaLarge,
    note: {
      en: 'Its config.json is not public: intermediate_size and mamba_dt_rank are the values that give the published 398 B total and 94 B active parameters.',
      es: 'Su config.json no es público: intermediate_size y mamba_dt_rank son los valores que dan los 398 000 millones de parámetros totales y 94 000 millones activos publicados.',
    },
  },
];
