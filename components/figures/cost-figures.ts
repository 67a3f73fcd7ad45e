/** The figures of the chapter on cost; registry.ts joins them with the rest. */
import type { FigureInfo } from './registry';

export const costFigures: Readonly<Record<string, FigureInfo>> = {
  race: {
    chapter: 'cost',
    title: { en: 'Who is faster on your machine?', es: '¿Quién es más rápido en tu máquina?' },
    caption: {
      en: 'Three small models of about the same size, by your own clock. A band holds the middle half of the runs. Say first who wins at 64 tokens, and who at the right edge; then measure, and switch between reading and one more token.',
      es: 'Tres modelos pequeños de tamaño parecido, con tu propio reloj. La banda encierra la mitad central de las veces. Di primero quién gana con 64 tokens y quién en el borde derecho; después mide, y alterna entre leer y un token más.',
    },
    alt: {
      en: 'The work of reading for the three models, from their blueprints: the lines run together for short texts, and with length the Transformer’s bends upwards.',
      es: 'El trabajo de leer de los tres modelos, según sus planos: con textos cortos las líneas van juntas, y al crecer la longitud la del Transformer se dobla hacia arriba.',
    },
    width: 'wide',
  },
  roofline: {
    chapter: 'cost',
    title: { en: 'What is the device waiting for?', es: '¿A qué espera el dispositivo?' },
    caption: {
      en: 'Under the slope bytes are scarce, under the flat part arithmetic is. Reading stands far to the right. Write more texts at once and watch the other dot climb; then choose a Mamba and see which dot gets further.',
      es: 'Bajo la pendiente escasean los bytes; bajo la parte plana, la aritmética. Leer queda muy a la derecha. Escribe más textos a la vez y mira cómo sube el otro punto; después elige un Mamba y mira cuál llega más lejos.',
    },
    alt: {
      en: 'The roof of an A100, sloped up to 153 FLOP per byte and flat beyond. Reading 2K tokens stands on the flat part at about 2000 FLOP per byte, writing one text far down the slope at 1.',
      es: 'El techo de una A100, en pendiente hasta 153 FLOP por byte y plano después. Leer 2K tokens queda en la parte plana, hacia 2000 FLOP por byte; escribir un texto, muy abajo en la pendiente, en 1.',
    },
    width: 'wide',
  },
  'cost-explorer': {
    chapter: 'cost',
    title: { en: 'What does one more token fetch?', es: '¿Qué hay que traer para un token más?' },
    caption: {
      en: 'Choose a model, a length and a batch. One bar is always the longest: that is what the token waits for. Find two settings of the same model with different longest bars. For a Mamba-2, raise the batch instead of the length.',
      es: 'Elige un modelo, una longitud y un lote. Siempre hay una barra más larga: a eso espera el token. Busca dos ajustes del mismo modelo con barras más largas distintas. En un Mamba-2, sube el lote en lugar de la longitud.',
    },
    alt: {
      en: 'Bytes moved for one token of each of 32 texts of 2K tokens. Llama 3.1 8B: 14 GiB of weights and 8 GiB of cache. Mamba2-Hybrid 8B: 14.2 GiB of weights, 3.1 GiB of state and 1 GiB of cache.',
      es: 'Bytes movidos para un token de cada uno de 32 textos de 2K tokens. Llama 3.1 8B: 14 GiB de pesos y 8 GiB de caché. Mamba2-Hybrid 8B: 14.2 GiB de pesos, 3.1 GiB de estado y 1 GiB de caché.',
    },
    width: 'wide',
  },
  'eight-times': {
    chapter: 'cost',
    title: { en: 'Where is “8 times”?', es: '¿Dónde está el «8 veces»?' },
    caption: {
      en: 'A Transformer of 8 billion parameters and the hybrid that was compared with it: how many times fewer bytes the hybrid moves. With one text the line does not reach the 8 before 128K. Write 32 at once and find where it does.',
      es: 'Un Transformer de 8 mil millones de parámetros y el híbrido que se comparó con él: cuántas veces menos bytes mueve el híbrido. Con un texto la línea no llega al 8 antes de 128K. Escribe 32 a la vez y busca dónde llega.',
    },
    alt: {
      en: 'Three rising lines and a dashed one at 8. With 32 texts at once the line starts at 1.4, passes 2.5 at 2K tokens and 8 at about 10.6K; with a single text it stays below 5 up to 128K.',
      es: 'Tres líneas que suben y una discontinua en 8. Con 32 textos a la vez empieza en 1.4, pasa por 2.5 con 2K tokens y por 8 hacia 10.6K; con un solo texto se queda por debajo de 5 hasta 128K.',
    },
    width: 'wide',
  },
};
