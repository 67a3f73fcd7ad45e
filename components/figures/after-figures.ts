/** The figures of the chapter on what came after; registry.ts joins them with the rest. */
import type { FigureInfo } from './registry';

export const afterFigures: Readonly<Record<string, FigureInfo>> = {
  parity: {
    chapter: 'after',
    title: { en: 'Can the state count?', es: '¿Sabe contar el estado?' },
    caption: {
      en: 'A zero passes by, a one changes the state. Below, every possible number of ones is a mark: can one cut separate discs from diamonds? Move a, and see that a fading state always keeps them in order. Then let it flip, or turn. Ask for multiples of three and find the angle.',
      es: 'Un cero pasa de largo, un uno cambia el estado. Debajo, cada número posible de unos es una marca: ¿puede un solo corte separar los discos de los rombos? Mueve a y verás que un estado que se apaga siempre los deja en orden. Después haz que salte o que gire. Pide múltiplos de tres y busca el ángulo.',
    },
    alt: {
      en: 'With a state that fades, the ends of 0 to 10 ones lie in a row and the right answers alternate, so that no cut gets far beyond a guess. With a state that turns by 180 degrees they fall on two points, and one cut is always right.',
      es: 'Con un estado que se apaga, los finales de 0 a 10 unos quedan en fila y las respuestas correctas se alternan: ningún corte llega mucho más allá de adivinar. Con un estado que gira 180 grados caen en dos puntos, y un corte acierta siempre.',
    },
    width: 'wide',
  },
  'one-step': {
    chapter: 'after',
    title: { en: 'What does one step add to the state?', es: '¿Qué le suma un paso al estado?' },
    caption: {
      en: 'The solid curve is the input, faded by the time it still has to wait; its area is what the step should add. A rule sees the input at the two ends only. Switch the rule, then shrink Δ and look below: whose line falls faster?',
      es: 'La curva continua es la entrada, apagada según lo que le queda por esperar; su área es lo que el paso debería sumar. Una regla solo ve la entrada en los dos extremos. Cambia de regla, achica Δ y mira abajo: ¿qué línea cae más deprisa?',
    },
    alt: {
      en: 'A curve over one step of one second and the area that a rule takes for it. The rule of Mamba-1 and Mamba-2 takes a rectangle as high as the new token; Mamba-3 takes part of the step at the old token and part at the new one.',
      es: 'Una curva sobre un paso de un segundo y el área que toma una regla. La de Mamba-1 y Mamba-2 toma un rectángulo tan alto como el token nuevo; Mamba-3 toma una parte del paso con el token anterior y otra con el nuevo.',
    },
    width: 'wide',
  },
  'delta-rule': {
    chapter: 'after',
    title: { en: 'What happens to the old value?', es: '¿Qué pasa con el valor anterior?' },
    caption: {
      en: 'Three boxes are filled, then the red one gets a new number. Bars: what the memory answers. Dashed: what it should. Go through the four rules and watch the red bar and its neighbours. Then let the keys overlap.',
      es: 'Se llenan tres cajas y luego la roja recibe otro número. Barras: lo que responde la memoria. Línea discontinua: lo que debería. Prueba las cuatro reglas y mira la barra roja y sus vecinas. Después haz que las claves se solapen.',
    },
    alt: {
      en: 'After red = 3, blue = 5, green = 2, red = 1: a memory that only adds answers 4 for red; one that fades spoils all three; the delta rule answers 1, 5 and 2.',
      es: 'Tras roja = 3, azul = 5, verde = 2, roja = 1: una memoria que solo suma responde 4 para la roja; una que se apaga estropea las tres; la regla delta responde 1, 5 y 2.',
    },
    width: 'wide',
  },
  'hybrids-line': {
    chapter: 'after',
    title: { en: 'How much attention is left?', es: '¿Cuánta atención queda?' },
    caption: {
      en: 'Each mark is a published hybrid: when, and how many other layers for each attention layer. Look for the bands. Then count every layer instead of mixers only, and see how far the same models move.',
      es: 'Cada marca es un híbrido publicado: cuándo, y cuántas capas distintas por cada capa de atención. Busca las franjas. Después cuenta todas las capas en lugar de solo los mezcladores, y mira cuánto se mueven los mismos modelos.',
    },
    alt: {
      en: 'A chart from 2024 to 2026. Mamba and Mamba-2 hybrids lie between 4 and 13 layers for each attention layer; all delta-rule hybrids lie at 3; Hymba and Falcon-H1 run both side by side.',
      es: 'Un gráfico de 2024 a 2026. Los híbridos con Mamba y Mamba-2 están entre 4 y 13 capas por cada capa de atención; todos los de regla delta están en 3; Hymba y Falcon-H1 usan las dos en paralelo.',
    },
    width: 'full',
  },
  'hybrids-table': {
    chapter: 'after',
    title: { en: 'Which hybrids, and where does it say so?', es: '¿Qué híbridos, y dónde lo dice?' },
    caption: {
      en: 'The same models with their sources. Press a heading to sort, choose a kind of layer. Ratios count mixers only, with the layers in brackets.',
      es: 'Los mismos modelos con sus fuentes. Pulsa un encabezado para ordenar o elige un tipo de capa. Las proporciones cuentan solo mezcladores, con las capas entre paréntesis.',
    },
    alt: {
      en: 'A table of 22 hybrids from Jamba v0.1 to Kimi K3 with date, parameters, ratio, recurrent layer, context and source.',
      es: 'Una tabla de 22 híbridos, de Jamba v0.1 a Kimi K3, con fecha, parámetros, proporción, capa recurrente, contexto y fuente.',
    },
    width: 'wide',
    stillIsText: true,
  },
};
