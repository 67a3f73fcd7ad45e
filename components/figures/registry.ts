/**
 * The figures of the book as data: what each asks, what to do with it, what it shows in words. Its code is loaded by live.ts when it
 * comes into view; its still picture is in stills.tsx.
 */
import type { Text } from '@/engine/blueprint/types';

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
  /** Query of the lab with this figure's set-up ('model=stories-mamba&view=selection'), for figures on real models. */
  readonly lab?: string;
}

export const figures: Readonly<Record<string, FigureInfo>> = {
  'leaky-bucket': {
    chapter: 'state-space-models',
    title: { en: 'How long does one bucket remember?', es: '¿Cuánto recuerda un cubo?' },
    caption: {
      en: 'Move a, and press the row under the picture to let a drop fall at that step. Look at how long a drop is still there, and at what a negative a does.',
      es: 'Mueve a y pulsa en la fila de abajo para dejar caer una gota en ese paso. Mira cuánto tiempo sigue ahí una gota, y qué hace una a negativa.',
    },
    alt: {
      en: 'A bucket with a = 0.9: a drop at step 0 has faded to half after about seven steps; a second drop at step 20 does the same.',
      es: 'Un cubo con a = 0.9: una gota en el paso 0 queda en la mitad tras unos siete pasos; una segunda gota en el paso 20 hace lo mismo.',
    },
  },
  'three-ways': {
    chapter: 'state-space-models',
    title: { en: 'Are these three the same computation?', es: '¿Son estos tres el mismo cálculo?' },
    caption: {
      en: 'Change the input, a, c and the step t. The output at t is worked out three times: from the state before it, from the kernel laid backwards under the input, and from one row of a matrix. Press “A single 1” and read the kernel off the output.',
      es: 'Cambia la entrada, a, c y el paso t. La salida en t se calcula tres veces: desde el estado anterior, con el núcleo puesto al revés bajo la entrada y con una fila de una matriz. Pulsa «Un solo 1» y lee el núcleo en la salida.',
    },
    alt: {
      en: 'Eight inputs; below them the states of the recurrence, the reversed kernel, and a triangular matrix whose diagonals are constant. All three give the same output at step 4.',
      es: 'Ocho entradas; debajo, los estados de la recurrencia, el núcleo al revés y una matriz triangular de diagonales constantes. Los tres dan la misma salida en el paso 4.',
    },
    width: 'wide',
  },
  zoom: {
    chapter: 'state-space-models',
    title: { en: 'What does Δ do to a continuous system?', es: '¿Qué le hace Δ a un sistema continuo?' },
    caption: {
      en: 'The curve is the exact solution while the dashed input is held; the dots are what a rule computes with steps of Δ. Halve Δ under each rule: ZOH is exact at every step, the other two get closer.',
      es: 'La curva es la solución exacta mientras la entrada, discontinua, se sostiene; los puntos son lo que calcula una regla con pasos de Δ. Divide Δ entre dos con cada regla: ZOH es exacta en cada paso, las otras dos se acercan.',
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
      en: 'Drag the pole in the disc, or use the sliders. The angle sets how fast the kernel turns, the radius how long it lasts. Take it across the circle.',
      es: 'Arrastra el polo por el disco o usa los controles. El ángulo marca lo rápido que gira el núcleo; el radio, lo que dura. Sácalo del círculo.',
    },
    alt: {
      en: 'A pair of poles at 45 degrees and radius 0.92 in the unit disc, and their kernel: a wave that turns once in eight tokens and fades.',
      es: 'Un par de polos a 45 grados y radio 0.92 en el disco unidad, y su núcleo: una onda que da una vuelta cada ocho tokens y se apaga.',
    },
  },
};
