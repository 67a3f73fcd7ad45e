/**
 * The figures of the book as data: what each asks, what to do with it, what it shows in words. Its code is loaded by live.ts when it
 * comes into view; its still picture is in stills.tsx.
 */
import type { Text } from '@/engine/blueprint/types';
import { afterFigures } from './after-figures';
import { costFigures } from './cost-figures';
import { dualityFigures } from './duality/info';
import { hybridFigures } from './hybrid-figures';
import { longContextFigures } from './long-context/figures';
import { memoryFigures } from './memory-figures';
import { scanFigures } from './scan/info';

export interface FigureInfo {
  /** Slug of the chapter that it stands in. */
  readonly chapter: string;
  /** The question that it answers. */
  readonly title: Text;
  /** What to do and what to look for. */
  readonly caption: Text;
  /** What the still picture shows, in words, for who cannot see it. */
  readonly alt: Text;
  readonly width?: 'text' | 'wide' | 'full';
  /** The still is text with structure, a table or a card: it is read as such, not as a picture. */
  readonly stillIsText?: true;
  /** Query of the lab with this figure's set-up ('model=stories-mamba&v=selection'), for figures on real models. */
  readonly lab?: string;
}

export const figures: Readonly<Record<string, FigureInfo>> = {
  ...afterFigures,
  ...longContextFigures,
  'who-looks': {
    chapter: 'attention',
    title: { en: 'Who looks at whom?', es: '¿Quién mira a quién?' },
    caption: {
      en: 'A trained Transformer reads the text; ∅ marks its start. Each row is a token, and its squares are the weights that it gives to itself and to the tokens before it; they add up to 1. You start with the head that looks farthest back: which word does it hold on to? Then change layer and head.',
      es: 'Un Transformer entrenado lee el texto; ∅ marca el comienzo. Cada fila es un token y sus casillas son los pesos que se da a sí mismo y a los anteriores; suman 1. Empiezas con la cabeza que mira más atrás: ¿a qué palabra se aferra? Después cambia de capa y de cabeza.',
    },
    alt: {
      en: 'A triangle of squares for “Lily put the red ball in the box. Tom asked where the ball was.” In this head the dark squares stand far from the diagonal: many tokens give most of their weight to words at the beginning of the text.',
      es: 'Un triángulo de casillas para «Lily put the red ball in the box. Tom asked where the ball was.» En esta cabeza las oscuras están lejos de la diagonal: muchos tokens dan casi todo su peso a palabras del principio del texto.',
    },
    width: 'wide',
    lab: 'm=stories-transformer&v=attention',
  },
  'cache-off': {
    chapter: 'attention',
    title: { en: 'What if it kept nothing?', es: '¿Y si no guardara nada?' },
    caption: {
      en: 'A trained Transformer writes the same tokens twice: once with its cache, once reading everything again for each. Look at the shape of the two lines, then show the time.',
      es: 'Un Transformer entrenado escribe dos veces los mismos tokens: una con su caché y otra leyendo todo de nuevo para cada uno. Mira la forma de las dos líneas y después muestra el tiempo.',
    },
    alt: {
      en: 'Bars of keys computed: for 16 tokens 16 with the cache and 136 without, for 64 tokens 64 and 2080.',
      es: 'Barras de claves calculadas: para 16 tokens, 16 con la caché y 136 sin ella; para 64 tokens, 64 y 2080.',
    },
    width: 'wide',
    lab: 'm=stories-transformer&v=attention',
  },
  'cache-growth': {
    chapter: 'attention',
    title: { en: 'How does the memory grow?', es: '¿Cómo crece la memoria?' },
    caption: {
      en: 'Let the Transformer write; a Mamba of the same size reads along. After every token both are asked how many bytes they keep. Look at which line is higher at the start, and write until they cross.',
      es: 'Deja escribir al Transformer; un Mamba del mismo tamaño lee a la vez. Tras cada token se pregunta a los dos cuántos bytes guardan. Mira qué línea está más alta al principio y escribe hasta que se crucen.',
    },
    alt: {
      en: 'Bars of bytes after 10, 40 and 200 tokens: the KV cache grows from 50 KiB to 1000 KiB, the state stays at 152 KiB. At 10 tokens the state is the larger one.',
      es: 'Barras de bytes tras 10, 40 y 200 tokens: la caché KV crece de 50 KiB a 1000 KiB, el estado se queda en 152 KiB. Con 10 tokens, el mayor es el estado.',
    },
  },
  'four-bills': {
    chapter: 'attention',
    title: { en: 'Which bill grows how?', es: '¿Qué factura crece, y cómo?' },
    caption: {
      en: 'Both axes are logarithmic: a straight line of slope 1 doubles when the length doubles, slope 2 makes it four times as much. Choose a bill and compare the slopes, not only the heights.',
      es: 'Los dos ejes son logarítmicos: una recta de pendiente 1 se duplica cuando se duplica la longitud; con pendiente 2 se multiplica por cuatro. Elige una factura y compara las pendientes, no solo las alturas.',
    },
    alt: {
      en: 'Bytes kept of the past from 512 to 256K tokens: Llama 3.1 8B rises to 32 GiB, the hybrids to 4 GiB, Mamba 2.8B stays flat at 12.5 MiB.',
      es: 'Bytes guardados del pasado de 512 a 256K tokens: Llama 3.1 8B sube hasta 32 GiB, los híbridos hasta 4 GiB, Mamba 2.8B se queda en 12.5 MiB.',
    },
    width: 'wide',
  },
  copying: {
    chapter: 'selection',
    title: { en: 'Who repeats the letters?', es: '¿Quién repite las letras?' },
    caption: {
      en: 'Four small models were trained on this task, S4D and the Transformer for twice the steps of the other two. They read the sequence and answer here. Take another example, then more noise than they ever saw, and count over many: one lucky answer proves nothing.',
      es: 'Cuatro modelos pequeños se entrenaron en esta tarea, S4D y el Transformer con el doble de pasos que los otros dos. Leen la secuencia y responden aquí. Prueba otro ejemplo, después más ruido del que vieron nunca, y cuenta en muchos: un acierto suelto no prueba nada.',
    },
    alt: {
      en: 'Bars of letters repeated right among 64 noise tokens: S4D gets about half, Mamba, Mamba-2 and the Transformer almost all.',
      es: 'Barras de letras bien repetidas entre 64 tokens de ruido: S4D acierta más o menos la mitad; Mamba, Mamba-2 y el Transformer, casi todas.',
    },
    width: 'wide',
    lab: 'm=task-selective-copying-mamba',
  },
  dial: {
    chapter: 'selection',
    title: { en: 'Keep, or overwrite?', es: '¿Conservar o sobrescribir?' },
    caption: {
      en: 'Eight tokens bring a number each. Under each is a dial z, and Δ = softplus(z). Turn one up: the state drops what it held and takes that number. Turn one down: the token passes and leaves hardly a trace. Then switch to the rule that the code really uses.',
      es: 'Ocho tokens traen un número cada uno. Debajo hay un mando z, y Δ = softplus(z). Sube uno: el estado suelta lo que tenía y toma ese número. Baja uno: el token pasa y apenas deja rastro. Después cambia a la regla que usa de verdad el código.',
    },
    alt: {
      en: 'Eight inputs; z is 3 at tokens 0 and 4 and −4 elsewhere. The state jumps to about 3.8 at token 0, holds it, and drops to about 1.1 at token 4.',
      es: 'Ocho entradas; z vale 3 en los tokens 0 y 4, y −4 en los demás. El estado salta a unos 3.8 en el token 0, lo conserva y baja a 1.1 en el token 4.',
    },
  },
  'where-it-writes': {
    chapter: 'selection',
    title: { en: 'Where does it write?', es: '¿Dónde escribe?' },
    caption: {
      en: 'A trained Mamba reads the text. Above each word: its Δ in one layer, averaged over all channels. Below: its Δ in a single channel, at first the one that tells the words apart most. What do the words with the tallest columns have in common? Try other layers, other channels, and your own text.',
      es: 'Un Mamba entrenado lee el texto. Sobre cada palabra: su Δ en una capa, en promedio sobre todos los canales. Debajo: su Δ en un solo canal, al principio el que más distingue unas palabras de otras. ¿Qué tienen en común las palabras con las columnas más altas? Prueba otras capas, otros canales y tu propio texto.',
    },
    alt: {
      en: 'The words of a short story with two columns of Δ each. The mean of all channels differs little from word to word; a single channel is nearly shut at most words and wide open at a few.',
      es: 'Las palabras de un cuento corto con dos columnas de Δ cada una. El promedio de todos los canales cambia poco de una a otra; un solo canal está casi cerrado en la mayoría y muy abierto en unas pocas.',
    },
    width: 'wide',
    lab: 'm=stories-mamba&v=selection',
  },
  'two-planes': {
    chapter: 'selection',
    title: { en: 'One rule for all, or one for each?', es: '¿Una regla para todos o una para cada uno?' },
    caption: {
      en: 'Each point is a token: how strongly it writes, from left to right, and how much of the state it keeps, upwards, both averaged over one layer. Two models, trained alike, read the same text. Count the points on the right.',
      es: 'Cada punto es un token: hacia la derecha, con qué fuerza escribe; hacia arriba, cuánto conserva del estado; las dos cosas, en promedio sobre una capa. Dos modelos, entrenados igual, leen el mismo texto. Cuenta los puntos de la derecha.',
    },
    alt: {
      en: 'Two scatter plots. The tokens of Mamba spread out; those of S4D lie on a single point.',
      es: 'Dos diagramas de puntos. Los tokens de Mamba se reparten; los de S4D están todos en un solo punto.',
    },
    width: 'wide',
    lab: 'm=stories-mamba&v=selection',
  },
  'walk-token': {
    chapter: 'mamba-block',
    title: { en: 'What happens to one token?', es: '¿Qué le pasa a un token?' },
    caption: {
      en: 'From top to bottom, one layer of a small trained Mamba. Each row is an operation: how many numbers it makes, and those numbers for one token. Compare B and C with Δ. Then move the token by one: most strips change altogether, but Δ, Ā and h keep their pattern.',
      es: 'De arriba abajo, una capa de un Mamba pequeño y entrenado. Cada fila es una operación: cuántos números hace y cuáles son para un token. Compara B y C con Δ. Después pasa al token siguiente: casi todas las tiras cambian por completo, pero Δ, Ā y h conservan su dibujo.',
    },
    alt: {
      en: 'A table of sixteen operations, from the norm to the residual sum, with their sizes: 128 for the stream, 256 for a channel each, 16 for B and C, 256 × 16 for the decay and the state.',
      es: 'Una tabla de dieciséis operaciones, de la norma a la suma residual, con sus tamaños: 128 en el flujo, 256 si hay uno por canal, 16 en B y C, 256 × 16 en el decaimiento y el estado.',
    },
    width: 'wide',
    stillIsText: true,
    lab: 'm=stories-mamba&l=3&t=Lily%20put%20the%20red%20ball%20in%20the%20box.',
  },
  'take-away': {
    chapter: 'mamba-block',
    title: { en: 'Which part does the work?', es: '¿Qué parte hace el trabajo?' },
    caption: {
      en: 'A trained Mamba reads the text whole, then again with one thing missing each time. The bar is its mean surprise: longer is worse. “Δ blind to the token”: every channel steps by its own mean, whatever it reads. Try a text of your own in which something from far back is needed.',
      es: 'Un Mamba entrenado lee el texto entero y después otra vez con algo de menos cada vez. La barra es su sorpresa media: más larga, peor. «Δ ciego al token»: cada canal da siempre su paso medio, lea lo que lea. Prueba un texto tuyo en el que haga falta algo de muy atrás.',
    },
    alt: {
      en: 'Five bars of mean surprise. With nothing missing it is smallest; without one layer, with Δ blind to the token or with the state never read it is somewhat larger; with the gate stuck open it is many times as large.',
      es: 'Cinco barras de sorpresa media. Si no falta nada es la menor; sin una capa, con Δ ciego al token o sin leer el estado crece algo; con la compuerta siempre abierta es muchas veces mayor.',
    },
    width: 'wide',
    lab: 'm=stories-mamba',
  },
  'where-numbers': {
    chapter: 'mamba-block',
    title: { en: 'Where are the numbers?', es: '¿Dónde están los números?' },
    caption: {
      en: 'The parameters of one layer, tensor by tensor, counted on a blueprint with your sizes; it starts as mamba-130m. Double N and look at two things: how little the parameters grow, and what happens to the state.',
      es: 'Los parámetros de una capa, tensor a tensor, contados en un plano con tus tamaños; empieza como mamba-130m. Duplica N y mira dos cosas: lo poco que crecen los parámetros y qué pasa con el estado.',
    },
    alt: {
      en: 'Bars for mamba-130m: in_proj has 2.36 million parameters, out_proj 1.18 million, x_proj 123 thousand, dt_proj 74 thousand, A_log 25 thousand, the rest far less.',
      es: 'Barras de mamba-130m: in_proj tiene 2.36 millones de parámetros, out_proj 1.18 millones, x_proj 123 mil, dt_proj 74 mil, A_log 25 mil y el resto mucho menos.',
    },
    width: 'wide',
  },
  'what-saved': {
    chapter: 'mamba-block',
    title: { en: 'What must be saved to go on later?', es: '¿Qué hay que guardar para seguir más tarde?' },
    caption: {
      en: 'The model pauses inside a story about Lily, loses something and reads on. Columns: how many bits more each token costs than with everything saved, above without the state, below without the windows of the convolutions. Look at “she”, then move the pause.',
      es: 'El modelo hace una pausa dentro de un cuento sobre Lily, pierde algo y sigue leyendo. Columnas: cuántos bits de más cuesta cada token que con todo guardado; arriba, sin el estado; abajo, sin las ventanas de las convoluciones. Mira «she» y después mueve la pausa.',
    },
    alt: {
      en: 'The tokens after a pause, each with what a loss adds to its surprise. Both losses are felt at the first words and most of all at “she”; further on little is left of them.',
      es: 'Los tokens tras una pausa, cada uno con lo que la pérdida añade a su sorpresa. Las dos se notan en las primeras palabras y sobre todo en «she»; más adelante queda poco de ellas.',
    },
    width: 'wide',
    lab: 'm=stories-mamba&v=state',
  },
  'leaky-bucket': {
    chapter: 'state-space-models',
    title: { en: 'How long does one bucket remember?', es: '¿Cuánto recuerda un cubo?' },
    caption: {
      en: 'Move the slider, and press the row under the picture to let a drop fall at that step. Look at how long a drop lasts, and at what happens below zero.',
      es: 'Mueve el control y pulsa en la fila de abajo para dejar caer una gota en ese paso. Mira cuánto dura una gota y qué pasa por debajo de cero.',
    },
    alt: {
      en: 'A bucket with a = 0.9: a drop at step 0 has faded to half after about seven steps; a second drop at step 20 does the same.',
      es: 'Un cubo con a = 0.9: una gota en el paso 0 queda en la mitad tras unos siete pasos; una segunda gota en el paso 20 hace lo mismo.',
    },
  },
  'three-ways': {
    chapter: 'state-space-models',
    title: { en: 'Are these three the same computation?', es: '¿Son los tres el mismo cálculo?' },
    caption: {
      en: 'Change the input, a, c and the step t. The output at t is worked out three times: from the state before it, from the kernel laid backwards under the input, and from one row of a matrix. Press “A single 1” and read the kernel off the output.',
      es: 'Cambia la entrada, a, c y el paso t. La salida en t se calcula tres veces: desde el estado anterior, con el núcleo puesto al revés bajo la entrada y con una fila de una matriz. Pulsa «Un solo 1» y lee el núcleo en la salida.',
    },
    alt: {
      en: 'Eight inputs; below them the states of the recurrence, the reversed kernel, and a triangular matrix whose diagonals are constant. All three give the same output at step 4.',
      es: 'Ocho entradas; debajo, los estados de la recurrencia, el núcleo al revés y una matriz triangular de diagonales constantes. Los tres dan la misma salida en el paso 4.',
    },
  },
  zoom: {
    chapter: 'state-space-models',
    title: { en: 'What does Δ do to a continuous system?', es: '¿Qué le hace Δ a un sistema continuo?' },
    caption: {
      en: 'The curve is the exact solution for the input drawn dashed; the dots are what a rule computes in steps of Δ. Euler’s miss the curve. Halve Δ and watch them come closer; then choose ZOH and make Δ as coarse as you like.',
      es: 'La curva es la solución exacta para la entrada que dibuja la línea discontinua; los puntos son lo que calcula una regla con pasos de Δ. Los de Euler no caen en la curva. Divide Δ entre dos y mira cómo se acercan; después elige ZOH y haz Δ tan grande como quieras.',
    },
    alt: {
      en: 'An input that is on for one second, off for one, half on for one. Euler’s dots with steps of half a second miss the exact curve clearly.',
      es: 'Una entrada encendida un segundo, apagada otro y a media altura otro. Los puntos de Euler, con pasos de medio segundo, se apartan claramente de la curva exacta.',
    },
  },
  poles: {
    chapter: 'state-space-models',
    title: { en: 'What does a pole sound like?', es: '¿A qué suena un polo?' },
    caption: {
      en: 'Left, a pole and its mirror image; right, what a single 1 leaves behind, token by token. Drag the pole or use the sliders: the angle sets how fast the wave turns, the radius how long it lasts. Then take the pole across the circle.',
      es: 'A la izquierda, un polo y su reflejo; a la derecha, lo que deja tras de sí un solo 1, token a token. Arrastra el polo o usa los controles: el ángulo marca lo rápido que gira la onda; el radio, lo que dura. Después saca el polo del círculo.',
    },
    alt: {
      en: 'A pair of poles at 45 degrees and radius 0.92 in the unit disc, and their kernel: a wave that turns once in eight tokens and fades.',
      es: 'Un par de polos a 45 grados y radio 0.92 en el disco unidad, y su núcleo: una onda que da una vuelta cada ocho tokens y se apaga.',
    },
  },
  hippo: {
    chapter: 'state-space-models',
    title: { en: 'How much of the past fits into N numbers?', es: '¿Cuánto pasado cabe en N números?' },
    caption: {
      en: 'Draw a signal on the picture, or choose one. The columns below are the state, all that is kept; the curve is rebuilt from them alone. Raise N and watch the details come back. Then move the tokens read: the longer the past, the coarser each part of it.',
      es: 'Dibuja una señal sobre la figura o elige una. Las columnas de abajo son el estado, todo lo que se guarda; la curva se reconstruye solo con ellas. Sube N y mira cómo vuelven los detalles. Después mueve los tokens leídos: cuanto más largo el pasado, más tosca cada parte.',
    },
    alt: {
      en: 'A signal of 48 tokens that swings faster and faster, and the curve that eight state numbers make of it: it follows the first, slow part and misses the last, quick one.',
      es: 'Una señal de 48 tokens que oscila cada vez más deprisa, y la curva que hacen de ella ocho números de estado: sigue la primera parte, lenta, y pierde la última, rápida.',
    },
  },
  'claim-vote': {
    chapter: 'claims',
    title: { en: 'What do you say?', es: '¿Tú qué dices?' },
    caption: {
      en: 'Read the sentence, vote, and only then see what the source says. Your votes stay on this device. Start with the eight that the chapter is about; then choose any other.',
      es: 'Lee la frase, vota y solo entonces mira qué dice la fuente. Tus votos se quedan en este dispositivo. Empieza por las ocho de las que habla el capítulo; después elige cualquier otra.',
    },
    alt: {
      en: 'A card with claim 32, taken apart: the number, 2 to 8 times, is the same in the review and in the paper; subject, condition and source are not.',
      es: 'Una ficha con la afirmación 32 por partes: el número, de 2 a 8 veces, es el mismo en la revisión y en el artículo; el sujeto, la condición y la fuente, no.',
    },
    width: 'wide',
    stillIsText: true,
  },
  'linear-in-the-state': {
    chapter: 'claims',
    title: { en: 'Do the outputs add up?', es: '¿Se suman las salidas?' },
    caption: {
      en: 'A system with two state numbers reads x₁, then x₂, then x₁ + x₂. Bars: the first two outputs added. Dots: the output of the sum. Choose the update of claim 3, then the one of Mamba, then let the gates read again.',
      es: 'Un sistema con dos números de estado lee x₁, después x₂ y después x₁ + x₂. Barras: las dos primeras salidas, sumadas. Puntos: la salida de la suma. Elige la actualización de la afirmación 3, luego la de Mamba y al final deja que las compuertas vuelvan a leer.',
    },
    alt: {
      en: 'Three rows of bars with dots. With fixed gates every dot lies on its bar; with a tanh in the update, or with gates that read, the dots miss the bars.',
      es: 'Tres filas de barras con puntos. Con las compuertas fijas cada punto cae sobre su barra; con una tanh en la actualización, o con compuertas que leen, los puntos se apartan.',
    },
    width: 'wide',
  },
  'claims-table': {
    chapter: 'claims',
    title: { en: 'Which claims, and what went wrong?', es: '¿Qué afirmaciones, y qué les pasó?' },
    caption: {
      en: 'All 43, in their own words. Press a number in the grid to see those claims, choose a model, or sort by a heading.',
      es: 'Las 43, con sus palabras. Pulsa un número de la cuadrícula para ver esas afirmaciones, elige un modelo u ordena por un encabezado.',
    },
    alt: {
      en: 'A table of 43 claims with the words of the review, what the source says, the verdict and the cause: 12 right, 3 right with a wrong source, 11 imprecise, 12 wrong, 2 overclaimed, 3 left out.',
      es: 'Una tabla de 43 afirmaciones con las palabras de la revisión, lo que dice la fuente, el veredicto y la causa: 12 correctas, 3 correctas con la fuente equivocada, 11 imprecisas, 12 incorrectas, 2 exageradas y 3 omisiones.',
    },
    width: 'wide',
    stillIsText: true,
  },
  ...memoryFigures,
  ...scanFigures,
  ...hybridFigures,
  ...costFigures,
  ...dualityFigures,
};
