import { defineWords } from './words';

/** For the live figure and its still. */
export const WITHOUT_LAYERS_WORDS = defineWords({
  en: {
    text: 'Text',
    model: 'Model',
    'stories-mamba2-hybrid': 'small Mamba-2 hybrid',
    'stories-jamba': 'small Jamba',
    layer: 'without',
    ssm: 'layer {l}, Mamba',
    attention: 'layer {l}, attention',
    bits: 'What leaving one layer out costs, bits per token',
    whole: '{bits} with all layers',
    reading: 'The model reads the text once for each layer',
  },
  es: {
    text: 'Texto',
    model: 'Modelo',
    'stories-mamba2-hybrid': 'híbrido pequeño de Mamba-2',
    'stories-jamba': 'Jamba pequeño',
    layer: 'sin',
    ssm: 'capa {l}, Mamba',
    attention: 'capa {l}, atención',
    bits: 'Lo que cuesta quitar una capa, bits por token',
    whole: '{bits} con todas',
    reading: 'El modelo lee el texto una vez por cada capa',
  },
});
