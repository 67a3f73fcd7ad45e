/** The figures of the chapter "Hybrids and experts". */
import type { FigureInfo } from './registry';

export const hybridFigures: Readonly<Record<string, FigureInfo>> = {
  'read-the-strip': {
    chapter: 'hybrids',
    title: { en: 'What is each layer made of?', es: '¿De qué está hecha cada capa?' },
    caption: {
      en: 'Five published models, layer by layer, drawn from their blueprints. Press a layer. Look for attention: how few there are, and where. Then look at which layers have experts, and what stands above them.',
      es: 'Cinco modelos publicados, capa a capa, dibujados a partir de sus planos. Pulsa una capa. Busca la atención: cuán poca hay y dónde. Después mira qué capas tienen expertos y qué llevan encima.',
    },
    alt: {
      en: 'Strips of layers. Mamba 2.8B: 64 Mamba layers. Mamba2-Hybrid 8B: 24 Mamba-2, 4 attention, 28 MLP. Jamba 1.5 Mini: 28 Mamba and 4 attention, at layers 4, 12, 20 and 28, with experts in every odd layer. Jamba 1.5 Large: 63 and 9. Llama 3.1 8B: 32 attention layers.',
      es: 'Tiras de capas. Mamba 2.8B: 64 capas Mamba. Mamba2-Hybrid 8B: 24 de Mamba-2, 4 de atención y 28 MLP. Jamba 1.5 Mini: 28 de Mamba y 4 de atención, en las capas 4, 12, 20 y 28, con expertos en todas las impares. Jamba 1.5 Large: 63 y 9. Llama 3.1 8B: 32 capas de atención.',
    },
    width: 'wide',
    stillIsText: true,
  },
  'without-layers': {
    chapter: 'hybrids',
    title: { en: 'What if one layer said nothing?', es: '¿Y si una capa no dijera nada?' },
    caption: {
      en: 'A small trained hybrid reads the text again and again, each time with the output of one layer set to zero. The first layer is left alone: nothing works without it. Find the attention layer among the bars: does it stand out? Then write a text that repeats a name from far back.',
      es: 'Un híbrido pequeño, entrenado, lee el texto una y otra vez, cada vez con la salida de una capa puesta a cero. La primera se deja en paz: sin ella no funciona nada. Busca la capa de atención entre las barras: ¿destaca? Después escribe un texto que repita un nombre de muy atrás.',
    },
    alt: {
      en: 'One bar of added surprise for each mixer of a small hybrid of Mamba-2 and attention; the attention layer is one bar among the others.',
      es: 'Una barra de sorpresa añadida por cada mezclador de un híbrido pequeño de Mamba-2 y atención; la capa de atención es una barra entre las demás.',
    },
    width: 'wide',
    lab: 'm=stories-mamba2-hybrid&v=attention&l=8',
  },
  parents: {
    chapter: 'hybrids',
    title: { en: 'What does a child inherit?', es: '¿Qué hereda un hijo?' },
    caption: {
      en: 'Five models of 1.6 million active parameters, trained alike on windows of 256 tokens, read unseen stories up to 1024. Take models away to compare two. Look at both sides of the training window.',
      es: 'Cinco modelos de 1.6 millones de parámetros activos, entrenados igual con ventanas de 256 tokens, leen cuentos nuevos hasta 1024. Quita modelos para comparar dos. Mira a los dos lados de la ventana de entrenamiento.',
    },
    alt: {
      en: 'Surprise by position. Inside the window all five are close. Past it the Transformer climbs steeply, while the Mambas and the hybrids stay near where they were.',
      es: 'Sorpresa según la posición. Dentro de la ventana los cinco van juntos. Más allá, el Transformer sube mucho, y los Mamba y los híbridos se quedan cerca de donde estaban.',
    },
    width: 'wide',
  },
  'router-at-work': {
    chapter: 'hybrids',
    title: { en: 'Which expert for which token?', es: '¿Qué experto para qué token?' },
    caption: {
      en: 'A small Jamba with four experts reads the text. Each column is a token; its two filled cells are the experts that the router chose, with their weights. Look for one word that goes to different experts, and for a topic: is there an expert for girls and balls?',
      es: 'Un Jamba pequeño con cuatro expertos lee el texto. Cada columna es un token; sus dos celdas llenas son los expertos que eligió el enrutador, con su peso. Busca una palabra que vaya a expertos distintos, y busca un tema: ¿hay un experto en niñas y pelotas?',
    },
    alt: {
      en: 'A grid of four experts by the tokens of a story. Every token has two marked cells of different darkness; all four experts are used about equally often.',
      es: 'Una cuadrícula de cuatro expertos por los tokens de un cuento. Cada token tiene dos celdas marcadas, de distinta intensidad; los cuatro expertos se usan más o menos lo mismo.',
    },
    width: 'wide',
    lab: 'm=stories-jamba&l=3&n=expert_weights&t=Once%20upon%20a%20time%2C%20there%20was%20a%20little%20girl%20named%20Lily.%20She%20found%20a%20red%20ball.%20%22Look!%22%20she%20said%20to%20her%20mom.',
  },
  'total-active': {
    chapter: 'hybrids',
    title: { en: 'What do more experts cost?', es: '¿Cuánto cuestan más expertos?' },
    caption: {
      en: 'The blueprint of Jamba 1.5 Mini with your numbers. Double the experts and watch the second bar; then let a token use twice as many and watch the first.',
      es: 'El plano de Jamba 1.5 Mini con tus números. Duplica los expertos y mira la segunda barra; después haz que un token use el doble y mira la primera.',
    },
    alt: {
      en: 'Two bars for Jamba 1.5 Mini: 51.6 billion parameters in memory, 12.1 billion of them used by a token.',
      es: 'Dos barras de Jamba 1.5 Mini: 51.6 mil millones de parámetros en memoria, de los que un token usa 12.1.',
    },
  },
  'cache-and-state': {
    chapter: 'hybrids',
    title: { en: 'What does a hybrid keep of a text?', es: '¿Qué guarda un híbrido de un texto?' },
    caption: {
      en: 'Both axes are logarithmic. The state is a flat line; the cache climbs with slope 1, as a Transformer’s does, only lower. Choose a model and a length, and look where the two lines cross: from there on the cache is the larger part.',
      es: 'Los dos ejes son logarítmicos. El estado es una línea plana; la caché sube con pendiente 1, como la de un Transformer, pero más abajo. Elige un modelo y una longitud, y mira dónde se cruzan las dos líneas: desde ahí, la caché es la parte mayor.',
    },
    alt: {
      en: 'Jamba 1.5 Mini: a flat state of about 9 MiB and a cache that rises from 4 MiB at 256 tokens to 4 GiB at 256K; the cache of Llama 3.1 8B runs parallel to it, eight times higher.',
      es: 'Jamba 1.5 Mini: un estado plano de unos 9 MiB y una caché que sube de 4 MiB con 256 tokens a 4 GiB con 256K; la de Llama 3.1 8B va en paralelo, ocho veces más arriba.',
    },
    width: 'wide',
  },
  'recall-hybrid': {
    chapter: 'hybrids',
    title: { en: 'What does one attention layer buy?', es: '¿Qué se compra con una capa de atención?' },
    caption: {
      en: 'Pairs of key and value go by, then the keys again, and the model is to name the values: the task from the chapter on memory. Two models have a single Mamba layer, the hybrid has a Mamba-2 layer and one of attention. Run the hybrid, then switch its attention off, then the reading of its state.',
      es: 'Pasan parejas de clave y valor, después las claves otra vez, y el modelo tiene que decir los valores: la tarea del capítulo de la memoria. Dos modelos tienen una sola capa Mamba; el híbrido, una de Mamba-2 y una de atención. Ejecuta el híbrido; después apaga su atención, y después la lectura de su estado.',
    },
    alt: {
      en: 'Values named right against the number of pairs: the pure models fall from nearly all to about a third at 32 pairs, the hybrid stays at 100 %.',
      es: 'Valores acertados frente al número de parejas: los modelos puros bajan de casi todos a un tercio con 32 parejas; el híbrido sigue en el 100 %.',
    },
    width: 'wide',
    lab: 'm=task-recall-hybrid-n4&v=attention&l=1',
  },
};
