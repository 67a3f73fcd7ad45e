/** The figures of the chapter "What it remembers and forgets". */
import type { FigureInfo } from './registry';

export const memoryFigures: Readonly<Record<string, FigureInfo>> = {
  'half-lives': {
    chapter: 'memory',
    title: { en: 'How long until half is gone?', es: '¿Cuánto tarda en olvidar la mitad?' },
    caption: {
      en: 'The half-life of every cell of one layer of a trained Mamba, at the mean Δ of your text. The axis is logarithmic: look at how many powers of ten lie in a single layer. Change the layer, or the text.',
      es: 'La semivida de cada celda de una capa de un Mamba entrenado, con el Δ medio de tu texto. El eje es logarítmico: mira cuántas potencias de diez hay en una sola capa. Cambia de capa o de texto.',
    },
    alt: {
      en: 'A histogram on a logarithmic axis: the half-lives of one layer spread over more than three powers of ten, from less than a token to hundreds of tokens.',
      es: 'Un histograma con eje logarítmico: las semividas de una capa abarcan más de tres potencias de diez, de menos de un token a cientos de tokens.',
    },
    lab: 'm=stories-mamba&v=state&l=3',
  },
  'who-survives': {
    chapter: 'memory',
    title: { en: 'Who survives?', es: '¿Quién sobrevive?' },
    caption: {
      en: 'Press a word. Above every later word: how much of what it wrote is left, on average over the channels of a layer. Below: the same in one channel, the one with the deepest step. Look for that step, then write other sentences in between.',
      es: 'Pulsa una palabra. Sobre cada palabra posterior: cuánto queda de lo que escribió, en promedio sobre los canales de una capa. Debajo: lo mismo en un canal, el del escalón más hondo. Busca ese escalón y después escribe otras frases en medio.',
    },
    alt: {
      en: 'The words of a short text after “box”. On average what “box” wrote fades smoothly; in one channel most of it stays for many words, and then a large part goes at a single word.',
      es: 'Las palabras de un texto corto después de «box». En promedio, lo que escribió «box» se apaga poco a poco; en un canal casi todo sigue ahí durante muchas palabras, y luego gran parte se pierde en una sola.',
    },
    width: 'wide',
    lab: 'm=stories-mamba&v=selection&l=4&t=Lily%20put%20the%20red%20ball%20in%20the%20box.%20It%20was%20a%20sunny%20day.%20Tom%20asked%20where%20the%20ball%20was.',
  },
  'forget-often': {
    chapter: 'memory',
    title: { en: 'How far back does it need to remember?', es: '¿Hasta dónde necesita recordar?' },
    caption: {
      en: 'A trained model reads 256 tokens of stories that it has not seen. Then it reads them again, and every k tokens its state and its window are set to zero. The bar is what that costs: its mean surprise, less that of the undisturbed reading. Try the other models.',
      es: 'Un modelo entrenado lee 256 tokens de cuentos que no ha visto. Después los vuelve a leer, y cada k tokens su estado y su ventana se ponen a cero. La barra es lo que cuesta: su sorpresa media menos la de la lectura sin olvidos. Prueba los otros modelos.',
    },
    alt: {
      en: 'Bars of what forgetting costs Mamba: little when it forgets every 128 tokens, more every 64 or 32, and most every 16 or 8.',
      es: 'Barras de lo que le cuesta a Mamba olvidar: poco si olvida cada 128 tokens, más cada 64 o 32, y lo que más, cada 16 u 8.',
    },
    lab: 'm=stories-mamba&v=prediction',
  },
  'the-star': {
    chapter: 'memory',
    title: { en: 'What does the last star read?', es: '¿Qué lee el último asterisco?' },
    caption: {
      en: 'Random letters, one star, and the star again: the model must name the letter that followed the first one. Above each token: the share of the old state that the layer keeps there. Below: where the last star’s reading comes from. Try other examples; watch both columns around the first star.',
      es: 'Letras al azar, un asterisco y otra vez el asterisco: el modelo debe decir la letra que siguió al primero. Sobre cada token: la parte del estado anterior que la capa conserva ahí. Debajo: de dónde viene lo que lee el último asterisco. Prueba otros ejemplos y mira las dos columnas alrededor del primer asterisco.',
    },
    alt: {
      en: 'Forty tokens. Up to the first star the layer keeps little of its state at each step; after it, nearly everything. Almost all that the last star reads was written two places after the first.',
      es: 'Cuarenta tokens. Hasta el primer asterisco la capa conserva poco de su estado en cada paso; después, casi todo. Casi todo lo que lee el último asterisco se escribió dos lugares después del primero.',
    },
    width: 'wide',
    lab: 'm=task-induction-mamba&v=attention&l=1&t=m%20l%20d%20h%20e%20l%20n%20k%20g%20n%20e%20l%20o%20h%20k%20b%20h%20e%20a%20a%20f%20a%20j%20f%20i%20k%20k%20f%20b%20n%20a%20*%20a%20n%20i%20d%20l%20a%20h%20*',
  },
  'far-star': {
    chapter: 'memory',
    title: { en: 'How far does an induction head reach?', es: '¿Hasta dónde llega una cabeza de inducción?' },
    caption: {
      en: 'The curves were recorded: the share of right answers at each length, with nothing longer than 128 tokens in training. Choose a model and a length and run one example yourself; the letters between the two stars are all noise.',
      es: 'Las curvas están grabadas: la parte de respuestas correctas en cada longitud, sin nada más largo que 128 tokens al entrenar. Elige un modelo y una longitud y ejecuta tú un ejemplo; las letras entre los dos asteriscos son todo ruido.',
    },
    alt: {
      en: 'Right answers against length on a logarithmic axis. Mamba stays at 100 % from 64 to 8192 tokens and misses one example in sixteen at 16,384, 128 times the longest training text. Attention with rotary positions falls to about 70 % at 256 and to guessing at 1024.',
      es: 'Respuestas correctas frente a la longitud, en un eje logarítmico. Mamba sigue en el 100 % de 64 a 8192 tokens y falla un ejemplo de dieciséis con 16 384, 128 veces el texto más largo del entrenamiento. La atención con posiciones rotatorias baja a cerca del 70 % con 256 y al azar con 1024.',
    },
    width: 'wide',
    lab: 'm=task-induction-mamba&v=attention&l=1',
  },
  'too-long': {
    chapter: 'memory',
    title: { en: 'What happens past the training length?', es: '¿Qué pasa más allá de la longitud de entrenamiento?' },
    caption: {
      en: 'Two models of the same size, trained on windows of 256 tokens, read on through unseen stories. Hills and valleys are the stories’; look at the distance between the lines. Below: the size of Mamba’s state.',
      es: 'Dos modelos del mismo tamaño, entrenados con ventanas de 256 tokens, siguen leyendo cuentos que no han visto. Los picos y valles son de los cuentos; mira la distancia entre las líneas. Debajo: el tamaño del estado de Mamba.',
    },
    alt: {
      en: 'Surprise in blocks of 64 tokens up to 1024. Up to 256 the two lines run together; from then on the Transformer’s rises clearly above Mamba’s. The size of Mamba’s state neither grows nor shrinks.',
      es: 'Sorpresa en bloques de 64 tokens hasta 1024. Hasta 256 las dos líneas van juntas; después, la del Transformer sube claramente por encima. El tamaño del estado de Mamba ni crece ni mengua.',
    },
    width: 'wide',
    lab: 'm=stories-mamba&v=prediction',
  },
  'recall-size': {
    chapter: 'memory',
    title: { en: 'How many pairs fit into a state?', es: '¿Cuántas parejas caben en un estado?' },
    caption: {
      en: 'Keys and values in pairs; then every key once more, among blanks, and the model must say its value. The curves were recorded: one layer each, with N state numbers in each of 64 channels, trained on 4 to 16 pairs. Run an example below, and look whether it fails at once or in part.',
      es: 'Claves y valores por parejas; después cada clave otra vez, entre blancos, y el modelo debe decir su valor. Las curvas están grabadas: una capa cada uno, con N números de estado en cada uno de 64 canales, entrenados con 4 a 16 parejas. Ejecuta un ejemplo y mira si falla de golpe o en parte.',
    },
    alt: {
      en: 'Values named right against the number of pairs. All models start near 100 % at 4 pairs. With 4 state numbers a channel they fall to about a third at 32 pairs; with 16 they hold much longer, with 64 nearly to the end.',
      es: 'Valores acertados frente al número de parejas. Todos empiezan cerca del 100 % con 4 parejas. Con 4 números de estado por canal bajan a un tercio con 32 parejas; con 16 aguantan mucho más, y con 64 casi hasta el final.',
    },
    width: 'wide',
    lab: 'm=task-recall-mamba-n4&v=prediction',
  },
  phonebook: {
    chapter: 'memory',
    title: { en: 'Who finds the number in the book?', es: '¿Quién encuentra el número en la guía?' },
    caption: {
      en: 'Names of two letters with numbers of three digits; then a question mark and one name. The curves were recorded: the share of numbers with all three digits right, after training on 4 to 32 entries, the mean of two training runs. Run one example: where a model is wrong, see whose number it gives.',
      es: 'Nombres de dos letras con números de tres cifras; después, un signo de interrogación y un nombre. Las curvas están grabadas: la parte de números con las tres cifras bien, tras entrenar con 4 a 32 entradas, media de dos entrenamientos. Ejecuta un ejemplo: si el modelo falla, mira de quién es el número que da.',
    },
    alt: {
      en: 'Whole numbers right against entries on a logarithmic axis. The hybrid stays near 100 % to 64 entries. Mamba falls from about a fifth at 4 entries to almost nothing at 16. The Transformer’s mean falls from nine in ten at 4 to a quarter at 64.',
      es: 'Números enteros acertados frente a las entradas, en un eje logarítmico. El híbrido sigue cerca del 100 % hasta 64 entradas. Mamba baja de una quinta parte con 4 entradas a casi nada con 16. La media del Transformer baja de nueve de cada diez con 4 a una cuarta parte con 64.',
    },
    width: 'wide',
    lab: 'm=task-phonebook-mamba&v=prediction',
  },
};
