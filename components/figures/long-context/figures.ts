/** The figures of the chapter on long context; registry.ts joins them with the rest. */
import type { FigureInfo } from '../registry';

export const longContextFigures: Readonly<Record<string, FigureInfo>> = {
  'small-ruler': {
    chapter: 'long-context',
    title: { en: 'Does it find what was said?', es: '¿Encuentra lo que se dijo?' },
    caption: {
      en: 'A sentence is hidden in stories that no model here was trained on; at the end the model is asked for it. Filled bars: what it thinks after reading. Hollow: the same text without the sentence. Does the right bar move? Change length, depth and task, and ask ten before you judge.',
      es: 'Una frase se esconde entre cuentos con los que no se entrenó ningún modelo de aquí; al final se pregunta por ella. Barras rellenas: lo que piensa después de leer. Huecas: el mismo texto sin la frase. ¿Se mueve la barra correcta? Cambia longitud, profundidad y tarea, y pregunta diez antes de juzgar.',
    },
    alt: {
      en: 'Three tasks in story text: one sentence about a favourite toy to find again; four such sentences, of which one is asked for; and a chain in which two children like the same toy as the first.',
      es: 'Tres tareas en un cuento: una frase sobre un juguete favorito que hay que encontrar; cuatro frases así, de las que se pregunta una; y una cadena en la que a dos niños les gusta el mismo juguete que al primero.',
    },
    width: 'wide',
    stillIsText: true,
    lab: 'm=stories-mamba&v=prediction',
  },
  claimed: {
    chapter: 'long-context',
    title: { en: 'How much of the window works?', es: '¿Cuánta ventana funciona?' },
    caption: {
      en: 'Rings: the window that the makers claim. Discs: the longest length at which RULER’s score is above the threshold. Move the threshold: who drops first, and which order would you have got from the rings alone?',
      es: 'Anillos: la ventana que anuncian sus autores. Discos: la mayor longitud en la que la puntuación de RULER supera el umbral. Mueve el umbral: ¿quién cae primero, y qué orden habrías sacado solo con los anillos?',
    },
    alt: {
      en: 'Twelve models. Jamba-1.5-Large, Gemini-1.5-pro and Jamba-1.5-Mini are above 85.6 at 128K. LWM-7B and InternLM2.5-7B claim a million tokens and stop at less than 4K and at 4K.',
      es: 'Doce modelos. Jamba-1.5-Large, Gemini-1.5-pro y Jamba-1.5-Mini superan 85.6 en 128K. LWM-7B e InternLM2.5-7B anuncian un millón de tokens y se quedan en menos de 4K y en 4K.',
    },
    width: 'wide',
  },
  fits: {
    chapter: 'long-context',
    title: { en: 'Will it fit into memory?', es: '¿Cabe en la memoria?' },
    caption: {
      en: 'Everything that has to lie in memory, counted on the blueprint, against the cards you can pay. Shorten the context and see how little it helps Jamba. Then take Llama 3.1 8B. Working memory of the program comes on top.',
      es: 'Todo lo que tiene que estar en memoria, contado en el plano, frente a las tarjetas que puedas pagar. Acorta el contexto y verás lo poco que ayuda a Jamba. Después prueba Llama 3.1 8B. La memoria de trabajo del programa va aparte.',
    },
    alt: {
      en: 'Jamba-1.5-Mini with 256K tokens: 107 GB with all weights in 16 bits, 59.5 GB with ExpertsInt8, 55.9 GB with all weights in 8 bits, against one card of 80 GB. The cache is a thin slice of each bar.',
      es: 'Jamba-1.5-Mini con 256K tokens: 107 GB con todos los pesos en 16 bits, 59.5 GB con ExpertsInt8, 55.9 GB con todos en 8 bits, frente a una tarjeta de 80 GB. La caché es una franja estrecha de cada barra.',
    },
    width: 'wide',
  },
  rounding: {
    chapter: 'long-context',
    title: { en: 'What does rounding do to a weight?', es: '¿Qué le hace el redondeo a un peso?' },
    caption: {
      en: 'Rings: weights of a small Jamba as they were trained. Dots: what is left of them. Take bits away and watch the lines between them grow; then give all rows one common scale. Which of the two costs more?',
      es: 'Anillos: pesos de un Jamba pequeño tal como se entrenaron. Puntos: lo que queda de ellos. Quita bits y mira cómo crecen las líneas que los unen; después da a todas las filas una escala común. ¿Cuál de las dos cosas cuesta más?',
    },
    alt: {
      en: 'Four weights rounded with 8 and with 3 bits: with 8 bits every dot lies in its ring, with 3 bits two of them fall to zero.',
      es: 'Cuatro pesos redondeados con 8 y con 3 bits: con 8 cada punto cae en su anillo; con 3, dos se quedan en cero.',
    },
    width: 'wide',
    lab: 'm=stories-jamba',
  },
  'two-formats': {
    chapter: 'long-context',
    title: { en: 'Can you tell the 8-bit experts?', es: '¿Se notan los expertos de 8 bits?' },
    caption: {
      en: 'The same small Jamba twice: with 32 bits a weight, and in the format you choose. Compare the bytes, then the next token, then let both write. Try to find a text on which they part.',
      es: 'El mismo Jamba pequeño dos veces: con 32 bits por peso y en el formato que elijas. Compara los bytes, después el siguiente token, y luego deja que escriban los dos. Intenta encontrar un texto en el que se separen.',
    },
    alt: {
      en: 'Bars of the bytes that a small Jamba takes in four formats: 32 bits is the longest, 16 bits half of it, ExpertsInt8 less, all int8 about a quarter.',
      es: 'Barras de los bytes que ocupa un Jamba pequeño en cuatro formatos: 32 bits es la más larga, 16 bits la mitad, ExpertsInt8 menos y todo int8 alrededor de un cuarto.',
    },
    width: 'wide',
    lab: 'm=stories-jamba&v=prediction',
  },
};
