/**
 * The curriculum: the order of the chapters, what each needs first and how long it takes. No logic and no prose: a chapter's text is
 * content/<language>/<slug>.mdx, the same sections, figures and exercises in both languages (test/content/chapters.test.ts).
 */
import type { Chapter } from '@/components/book/chapter';

export const chapters: readonly Chapter[] = [
  {
    slug: 'attention',
    title: { en: 'Attention and its bill', es: 'La atención y su factura' },
    insight: {
      en: 'Attention keeps every token and reads them all again for each new one. Four bills come of it, and they grow differently.',
      es: 'La atención guarda todos los tokens y los vuelve a leer con cada token nuevo. De ahí salen cuatro facturas, y cada una crece a su manera.',
    },
    minutes: 11,
    needs: [],
  },
  {
    slug: 'state-space-models',
    title: { en: 'State space models: S4', es: 'Modelos de espacio de estados: S4' },
    insight: {
      en: 'A linear rule that never changes runs as a recurrence, as a convolution or as a differential equation, with the same numbers.',
      es: 'Una regla lineal que nunca cambia se puede ejecutar como recurrencia, como convolución o como ecuación diferencial: salen los mismos números.',
    },
    minutes: 14,
    needs: ['attention'],
  },
  {
    slug: 'selection',
    title: { en: 'Selection: Mamba chooses', es: 'Selección: Mamba elige' },
    insight: {
      en: 'To choose what to keep, the rule has to read the token. The price is the convolution.',
      es: 'Para elegir qué conservar, la regla tiene que leer el token. El precio es la convolución.',
    },
    minutes: 12,
    needs: ['state-space-models'],
  },
  {
    slug: 'mamba-block',
    title: { en: 'Inside the Mamba block', es: 'El bloque Mamba por dentro' },
    insight: {
      en: 'One block does three jobs: it glances at four tokens, remembers selectively, and decides what to show.',
      es: 'Un bloque hace tres trabajos: echa un vistazo a cuatro tokens, recuerda de forma selectiva y decide qué mostrar.',
    },
    minutes: 11,
    needs: ['selection'],
  },
  {
    slug: 'parallel-scan',
    title: { en: 'The parallel scan', es: 'El barrido paralelo' },
    insight: {
      en: 'Two linear steps make one linear step. That is all that a tree needs; after that, memory traffic decides.',
      es: 'Dos pasos lineales forman un paso lineal. Es todo lo que necesita un árbol; después manda el tráfico de memoria.',
    },
    minutes: 16,
    needs: ['mamba-block'],
  },
  {
    slug: 'memory',
    title: { en: 'What it remembers and forgets', es: 'Qué recuerda y qué olvida' },
    insight: {
      en: 'Decay says how long, capacity says how much, training says whether either is used.',
      es: 'El decaimiento dice cuánto tiempo, la capacidad dice cuánto cabe y el entrenamiento dice si se aprovecha.',
    },
    minutes: 20,
    needs: ['mamba-block'],
  },
  {
    slug: 'mamba-2',
    title: { en: 'Mamba-2 and duality', es: 'Mamba-2 y la dualidad' },
    insight: {
      en: 'If a head fades by one number per token, the layer is one triangular matrix. Row by row it is a recurrence, block by block it is matrix products.',
      es: 'Si una cabeza se apaga con un solo número por token, la capa es una matriz triangular. Fila a fila es una recurrencia; bloque a bloque, productos de matrices.',
    },
    minutes: 18,
    needs: ['parallel-scan', 'memory'],
  },
  {
    slug: 'hybrids',
    title: { en: 'Hybrids and experts', es: 'Híbridos y expertos' },
    insight: {
      en: 'A few attention layers buy back exact look-up. The bill keeps the shape of a Transformer’s, with a small coefficient.',
      es: 'Unas pocas capas de atención devuelven la consulta exacta. La factura conserva la forma de la de un Transformer, con un coeficiente pequeño.',
    },
    minutes: 18,
    needs: ['memory', 'mamba-2'],
  },
  {
    slug: 'long-context',
    title: { en: 'Jamba-1.5, long context and ExpertsInt8', es: 'Jamba-1.5, contexto largo y ExpertsInt8' },
    insight: {
      en: 'The window that is claimed, the length that works and what fits are three numbers with three kinds of proof.',
      es: 'La ventana anunciada, la longitud que funciona y lo que cabe son tres números con tres clases de prueba.',
    },
    minutes: 16,
    needs: ['hybrids'],
  },
  {
    slug: 'cost',
    title: { en: 'What it costs', es: 'Cuánto cuesta' },
    insight: {
      en: 'Work, bytes moved, bytes kept and waiting are four currencies. Length and batch say which is scarce.',
      es: 'Trabajo, bytes movidos, bytes guardados y espera son cuatro monedas. La longitud y el lote dicen cuál escasea.',
    },
    minutes: 12,
    needs: ['attention', 'hybrids'],
  },
  {
    slug: 'claims',
    title: { en: 'A review, claim by claim', es: 'Una revisión, afirmación por afirmación' },
    insight: {
      en: 'A claim is a subject, a number, a condition and a source. The errors that travel furthest are true numbers on the wrong subject.',
      es: 'Una afirmación es un sujeto, un número, una condición y una fuente. Los errores que más lejos llegan son números ciertos puestos en el sujeto equivocado.',
    },
    minutes: 13,
    needs: ['cost'],
  },
  {
    slug: 'after',
    title: { en: 'What came after', es: 'Lo que vino después' },
    insight: {
      en: 'The state learned to turn, to correct itself and to share the stack with attention. What it cannot do is now known better too.',
      es: 'El estado aprendió a girar, a corregirse y a convivir con la atención. También se sabe mejor lo que no puede hacer.',
    },
    minutes: 17,
    needs: ['claims'],
  },
];

/** The chapter of this slug; undefined if there is none. */
export const chapterOf = (slug: string): Chapter | undefined => chapters.find((chapter) => chapter.slug === slug);
