/** What a notebook says, in both languages. Markdown. */
export interface NotebookWords {
  readonly title: string;
  readonly intro: (model: string, link: string) => string;
  readonly needs: string;
  readonly files: (folder: string, page: string) => string;
  readonly model: string;
  readonly s4d: string;
  readonly text: string;
  readonly run: (layer: number) => string;
  readonly next: (token: number) => string;
  readonly tap: (node: string, token: number) => string;
  readonly changed: (list: readonly string[]) => string;
  /** Printed by the code. */
  readonly says: Readonly<Record<'formulas' | 'page' | 'here' | 'apart' | 'same' | 'other' | 'values', string>>;
}

export const NOTEBOOK_WORDS: Readonly<Record<'en' | 'es', NotebookWords>> = {
  en: {
    title: 'A screen of the lab, again in Python',
    intro: (model, link) =>
      `The lab of Statescope ran \`${model}\` in a browser. Here the same weights run in PyTorch, and the numbers that the page showed stand beside those that come out.\n\nThe screen: <${link}>`,
    needs:
      'Needs `pip install torch transformers safetensors tokenizers` (made with torch 2.13 and transformers 5.18; no graphics card).',
    files: (folder, page) =>
      `## The model\n\nIts files come from the page, once, into the folder \`${folder}\` beside this notebook, and each is checked against its hash. Without a connection, download the model from <${page}> and put its files there.`,
    model: 'The weights are kept in 16 bits and computed with in 32, as in the page.',
    s4d: 'transformers has no S4D, so the model is written out here: it is short.',
    text: '## The text\n\nThe token ids as the page read or drew them.',
    run: (layer) =>
      `## One run, with layer ${layer} open\n\nThe layer's formulas, step by step, over the modules of transformers. The line at the end says how far they are from what transformers itself computed.`,
    next: (token) =>
      `## The next token\n\nThe ten most probable tokens after token ${token}, in the model's own distribution (temperature 1, nothing cut off), and the probability that the page had for each.`,
    tap: (node, token) =>
      `## \`${node}\` at token ${token}\n\nThe first numbers of this node, as the page had them and as they come out here.`,
    changed: (list) =>
      `The screen had changes inside the model: ${list.map((one) => `\`${one}\``).join(', ')}. This notebook runs the model **without** them, and compares with the page's numbers without them.`,
    says: {
      formulas: 'largest difference between these formulas and transformers:',
      page: 'page',
      here: 'here',
      apart: 'largest difference, over the largest value:',
      same: 'The same, to the rounding of 32-bit numbers.',
      other: 'These are not the same: was the text, the model or a file changed?',
      values: 'values',
    },
  },
  es: {
    title: 'Una pantalla del laboratorio, otra vez en Python',
    intro: (model, link) =>
      `El laboratorio de Statescope ejecutó \`${model}\` en un navegador. Aquí corren los mismos pesos en PyTorch, y los números que mostró la página quedan al lado de los que salen.\n\nLa pantalla: <${link}>`,
    needs:
      'Necesita `pip install torch transformers safetensors tokenizers` (hecho con torch 2.13 y transformers 5.18; sin tarjeta gráfica).',
    files: (folder, page) =>
      `## El modelo\n\nSus archivos vienen de la página, una sola vez, a la carpeta \`${folder}\` junto a este cuaderno, y cada uno se comprueba con su hash. Sin conexión, descarga el modelo de <${page}> y pon ahí sus archivos.`,
    model: 'Los pesos se guardan en 16 bits y se calcula en 32, como en la página.',
    s4d: 'transformers no tiene S4D, así que el modelo está escrito aquí entero: es corto.',
    text: '## El texto\n\nLos ids de los tokens tal como la página los leyó o los sorteó.',
    run: (layer) =>
      `## Una pasada, con la capa ${layer} abierta\n\nLas fórmulas de la capa, paso a paso, sobre los módulos de transformers. La última línea dice a qué distancia quedan de lo que calculó transformers.`,
    next: (token) =>
      `## El token siguiente\n\nLos diez tokens más probables después del token ${token}, en la distribución propia del modelo (temperatura 1, sin recortes), y la probabilidad que la página daba a cada uno.`,
    tap: (node, token) =>
      `## \`${node}\` en el token ${token}\n\nLos primeros números de este nodo, como los tenía la página y como salen aquí.`,
    changed: (list) =>
      `La pantalla tenía cambios dentro del modelo: ${list.map((one) => `\`${one}\``).join(', ')}. Este cuaderno ejecuta el modelo **sin** ellos, y compara con los números de la página sin ellos.`,
    says: {
      formulas: 'mayor diferencia entre estas fórmulas y transformers:',
      page: 'página',
      here: 'aquí',
      apart: 'mayor diferencia, sobre el valor mayor:',
      same: 'Lo mismo, salvo el redondeo de los números de 32 bits.',
      other: 'No son lo mismo: ¿cambió el texto, el modelo o algún archivo?',
      values: 'valores',
    },
  },
};
