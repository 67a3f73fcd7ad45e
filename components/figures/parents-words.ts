import { defineWords } from './words';

/** For the live figure and its still. */
export const PARENTS_WORDS = defineWords({
  en: {
    models: 'Models',
    transformer: 'Transformer',
    mamba: 'Mamba',
    mamba2: 'Mamba-2',
    hybrid: 'Mamba-2 hybrid',
    jamba: 'Jamba',
    position: 'tokens read',
    bits: 'surprise (bits per token)',
    window: 'training window',
    held: 'Single stories, bits per token:',
  },
  es: {
    models: 'Modelos',
    transformer: 'Transformer',
    mamba: 'Mamba',
    mamba2: 'Mamba-2',
    hybrid: 'híbrido de Mamba-2',
    jamba: 'Jamba',
    position: 'tokens leídos',
    bits: 'sorpresa (bits por token)',
    window: 'ventana al entrenar',
    held: 'Cuentos sueltos, bits por token:',
  },
});
