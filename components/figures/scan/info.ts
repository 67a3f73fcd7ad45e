/** The figures of the chapter on the parallel scan as data (registry.ts). */
import type { FigureInfo } from '../registry';

const chapter = 'parallel-scan';

export const scanFigures: Readonly<Record<string, FigureInfo>> = {
  'scan-rounds': {
    chapter,
    title: { en: 'How do eight workers share a recurrence?', es: '¿Cómo se reparte una recurrencia entre ocho?' },
    caption: {
      en: 'Each card is a step: it multiplies the state and adds to it. Go round by round and look at which cards are combined. Then choose another way and compare two numbers: rounds and combinations. Change any a or b; the last row always holds the states of the loop.',
      es: 'Cada tarjeta es un paso: multiplica el estado y le suma algo. Avanza ronda a ronda y mira qué tarjetas se combinan. Después elige otra forma y compara dos números: rondas y combinaciones. Cambia cualquier a o b; la última fila tiene siempre los estados del bucle.',
    },
    alt: {
      en: 'Eight cards “×1/2 +8”, “×1/2 +4” … and the seven rounds of a tree below them: three up, three down, and one in which each adds its own step. The last row reads 8, 8, 4, 4, 10, 5, 6.5, 5.25.',
      es: 'Ocho tarjetas «×1/2 +8», «×1/2 +4» … y debajo las siete rondas de un árbol: tres de subida, tres de bajada y una en la que cada uno suma su paso. La última fila dice 8, 8, 4, 4, 10, 5, 6.5, 5.25.',
    },
    width: 'wide',
  },
  'scan-tanh': {
    chapter,
    title: { en: 'What if the step is not linear?', es: '¿Y si el paso no es lineal?' },
    caption: {
      en: 'Both lines follow the same rule and the same inputs; the tree combines steps in pairs. With tanh in the update it answers something else. Switch to Mamba’s update, or make the input tiny: why do the lines meet again?',
      es: 'Las dos líneas siguen la misma regla con las mismas entradas; el árbol combina los pasos por parejas. Con una tanh en la actualización responde otra cosa. Cambia a la actualización de Mamba, o reduce mucho la entrada: ¿por qué vuelven a coincidir?',
    },
    alt: {
      en: 'The state of a tanh recurrence over 40 tokens. The dashed line of the tree leaves the line of the loop after a few tokens and is late at every turn.',
      es: 'El estado de una recurrencia con tanh en 40 tokens. La línea discontinua del árbol se separa de la del bucle a los pocos tokens y llega tarde a cada giro.',
    },
  },
  'scan-work': {
    chapter,
    title: { en: 'How much waiting does the extra work save?', es: '¿Cuánta espera ahorra el trabajo de más?' },
    caption: {
      en: 'A round is one combination per worker. Choose workers to spare, then fewer and fewer: which way suffers first? With 64 of them, move the chunk length and look for the best.',
      es: 'Una ronda es una combinación por trabajador. Elige trabajadores de sobra y ve quitándolos: ¿qué forma sufre primero? Con 64, mueve la longitud del fragmento y busca la mejor.',
    },
    alt: {
      en: 'Rounds against length on logarithmic axes with 64 workers and chunks of 64. The loop is the highest line; the tree needs about a twentieth of its rounds at 4096 tokens.',
      es: 'Rondas según la longitud en ejes logarítmicos, con 64 trabajadores y fragmentos de 64. El bucle es la línea más alta; con 4096 tokens el árbol necesita cerca de una vigésima parte de sus rondas.',
    },
    width: 'wide',
  },
  'scan-traffic': {
    chapter,
    title: { en: 'What does it cost to write every state down?', es: '¿Cuánto cuesta anotar cada estado?' },
    caption: {
      en: 'Bytes that one layer moves to and from slow memory. It starts with the sizes of mamba-130m. Double N: the upper bar doubles, the lower one hardly moves.',
      es: 'Bytes que una capa lleva y trae de la memoria lenta. Empieza con los tamaños de mamba-130m. Duplica N: la barra de arriba se duplica, la de abajo apenas se mueve.',
    },
    alt: {
      en: 'Two bars for 2048 tokens of mamba-130m. Three passes move 1.16 GiB, one pass 36.5 MiB: a thirtieth.',
      es: 'Dos barras para 2048 tokens de mamba-130m. Tres pasadas mueven 1.16 GiB; una, 36.5 MiB: la trigésima parte.',
    },
  },
  'scan-ladder': {
    chapter,
    title: { en: 'Which rung wins on your machine?', es: '¿Qué peldaño gana en tu máquina?' },
    caption: {
      en: 'The tensors of layer 3 of a trained Mamba, its text laid end to end to reach each length. “Apart” is the largest difference from the loop on the CPU, over the size of a typical y. Look at where the lines cross, then unfold the kernels and find the line that combines two steps.',
      es: 'Los tensores de la capa 3 de un Mamba entrenado, con su texto repetido hasta llegar a cada longitud. «Distancia» es la mayor diferencia con el bucle en la CPU, dividida por el tamaño de una y típica. Mira dónde se cruzan las líneas; después despliega los kernels y busca la línea que combina dos pasos.',
    },
    alt: {
      en: 'A table of recorded milliseconds for loop, tree and chunks at 64 to 4096 tokens, and the source of five kernels.',
      es: 'Una tabla de milisegundos grabados para bucle, árbol y fragmentos de 64 a 4096 tokens, y el código de cinco kernels.',
    },
    width: 'wide',
    stillIsText: true,
    lab: 'm=stories-mamba&v=state',
  },
};
