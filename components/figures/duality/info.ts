/** The figures of the chapter on Mamba-2 as data (registry.ts). */
import type { FigureInfo } from '../registry';

const chapter = 'mamba-2';

export const dualityFigures: Readonly<Record<string, FigureInfo>> = {
  'dual-views': {
    chapter,
    title: { en: 'Are these three the same layer?', es: '¿Son estas tres la misma capa?' },
    caption: {
      en: 'One head, six tokens. Point at a number of a matrix and follow it: which input, which decays, which output, which block. Then move the chunk length: the colours change, the numbers do not. At last set one a to 0.',
      es: 'Una cabeza, seis tokens. Señala un número de una matriz y síguelo: qué entrada, qué decaimientos, qué salida, qué bloque. Después mueve la longitud del fragmento: cambian los colores, no los números. Al final, pon una a en 0.',
    },
    alt: {
      en: 'Left, six tokens with input, state and output. Middle, a triangle of 21 numbers. Right, the same triangle in two blocks on the diagonal, with what is left passing through one state. The number of row 4, column 1 is marked in all three.',
      es: 'A la izquierda, seis tokens con entrada, estado y salida. En el centro, un triángulo de 21 números. A la derecha, el mismo triángulo con dos bloques en la diagonal; lo demás pasa por un estado. El número de la fila 4, columna 1 está marcado en las tres.',
    },
    width: 'wide',
  },
  'dual-mask': {
    chapter,
    title: { en: 'What is asked for, and how long ago was it?', es: '¿Qué se pide, y hace cuánto que pasó?' },
    caption: {
      en: 'One head of a trained Mamba-2. Left: how well what a token wrote fits what is asked. Middle: how much of it is left. Right: both multiplied. Choose a token at which a is 0 and look at the corner below it. Other heads forget at other speeds.',
      es: 'Una cabeza de un Mamba-2 entrenado. Izquierda: cuánto encaja lo que escribió un token con lo que se pregunta. Centro: cuánto queda de ello. Derecha: las dos, multiplicadas. Elige un token en el que a sea 0 y mira la esquina de debajo. Otras cabezas olvidan a otra velocidad.',
    },
    alt: {
      en: 'Three triangles over the tokens of a sentence: products with plus and minus, a mask that fades away from the diagonal, and their product, in which distant tokens have nearly vanished.',
      es: 'Tres triángulos sobre los tokens de una oración: productos con más y menos, una máscara que se apaga al alejarse de la diagonal, y su producto, en el que los tokens lejanos casi han desaparecido.',
    },
    width: 'full',
    lab: 'm=stories-mamba2&v=attention',
  },
  'dual-rows': {
    chapter,
    title: { en: 'How does one token read in both?', es: '¿Cómo lee un mismo token en los dos?' },
    caption: {
      en: 'The same token reads the same text in two trained models. Above a head of Mamba-2, below a head of softmax attention. Add up each row in your head, then look for a head of Mamba-2 that takes something away.',
      es: 'El mismo token lee el mismo texto en dos modelos entrenados. Arriba, una cabeza de Mamba-2; abajo, una de atención con softmax. Suma cada fila a ojo y busca después una cabeza de Mamba-2 que reste algo.',
    },
    alt: {
      en: 'Two rows of bars over the tokens of a sentence. Those of Mamba-2 point up and down from zero; those of softmax only point up and add up to one.',
      es: 'Dos filas de barras sobre los tokens de una oración. Las de Mamba-2 van hacia arriba y hacia abajo; las de softmax, solo hacia arriba, y suman uno.',
    },
    width: 'wide',
    lab: 'm=stories-mamba2&v=attention',
  },
  'dual-chunks': {
    chapter,
    title: { en: 'What does the chunk length change?', es: '¿Qué cambia la longitud del fragmento?' },
    caption: {
      en: 'A head of a trained Mamba-2, worked out in chunks of Q tokens. Slide Q from 1, a recurrence, to the whole text, attention without softmax. Watch the work of the four steps, and the difference of the outputs.',
      es: 'Una cabeza de un Mamba-2 entrenado, calculada en fragmentos de Q tokens. Lleva Q desde 1, una recurrencia, hasta el texto entero, atención sin softmax. Mira el trabajo de los cuatro pasos y la diferencia entre las salidas.',
    },
    alt: {
      en: 'Multiply-adds of one head over 72 tokens: least for chunks of about 4 tokens, more for Q = 1, most when the whole text is one chunk.',
      es: 'Multiplicaciones de una cabeza en 72 tokens: menos con fragmentos de unos 4, más con Q = 1, y muchas más cuando el texto entero es un solo fragmento.',
    },
    width: 'wide',
    lab: 'm=stories-mamba2&v=attention',
  },
  'dual-rank': {
    chapter,
    title: { en: 'How many messages get across?', es: '¿Cuántos mensajes pasan?' },
    caption: {
      en: 'A story of 160 tokens is cut in the middle. Each point is one independent message from the first half to the second, largest first. Change the model: where does the line end, and what stops it?',
      es: 'Un cuento de 160 tokens se corta por la mitad. Cada punto es un mensaje independiente de la primera mitad a la segunda, del mayor al menor. Cambia de modelo: ¿dónde acaba la línea y qué la detiene?',
    },
    alt: {
      en: 'Falling lines on a logarithmic axis. Mamba ends after 16 messages, Mamba-2 after 64, the Transformer goes on almost to the size of the block.',
      es: 'Líneas que bajan en un eje logarítmico. Mamba acaba tras 16 mensajes, Mamba-2 tras 64, y el Transformer sigue casi hasta el tamaño del bloque.',
    },
    width: 'wide',
    lab: 'm=stories-mamba2&v=attention',
  },
};
