/** Figures as files: CSV of their data, and their picture as SVG or PNG with the title written below. */

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** RFC 4180: CRLF, quotes doubled, fields quoted where they need it. Numbers keep all their digits. */
export function tableToCsv(table: Table): string {
  const field = (cell: string | number) => {
    const text = String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [table.columns, ...table.rows]
    .map((row) => row.map(field).join(','))
    .join('\r\n')
    .concat('\r\n');
}

/** Has the browser save a blob under this name. */
export function downloadBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Space below the picture for its title, and around it all, in CSS pixels. */
const TITLE_HEIGHT = 32;
const PAD = 12;

/**
 * One self-contained picture of everything drawn inside `root`: its SVGs with their computed style, its canvases as images, and what is
 * marked `data-picture` (a word on its ground, a coloured bar), each where it stands on the page. A PNG is the same at twice the size.
 */
export async function pictureOf(root: HTMLElement, title: string, format: 'svg' | 'png'): Promise<Blob> {
  const box = root.getBoundingClientRect();
  const [width, height] = [Math.ceil(box.width) + 2 * PAD, Math.ceil(box.height) + TITLE_HEIGHT + 2 * PAD];
  const ink = getComputedStyle(root).color;
  const parts = [...root.querySelectorAll<SVGSVGElement | HTMLElement>('svg, canvas, [data-picture]')]
    .filter((element) => !element.parentElement?.closest('svg') && element.getBoundingClientRect().width > 0)
    .map((element) => {
      const at = element.getBoundingClientRect();
      const place = `x="${at.left - box.left}" y="${at.top - box.top}" width="${at.width}" height="${at.height}"`;
      if (element instanceof HTMLCanvasElement)
        return `<image ${place} image-rendering="pixelated" href="${element.toDataURL('image/png')}"/>`;
      if (!(element instanceof SVGSVGElement)) return wordOf(element, place, at.left - box.left, at.top - box.top);
      const copy = withStyle(element);
      for (const [name, value] of Object.entries({
        x: at.left - box.left,
        y: at.top - box.top,
        width: at.width,
        height: at.height,
        overflow: 'visible',
      }))
        copy.setAttribute(name, String(value));
      return new XMLSerializer().serializeToString(copy);
    });
  if (parts.length === 0) throw new Error('the figure has no picture to export');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-PAD} ${-PAD} ${width} ${height}"><title>${escapeXml(title)}</title><rect x="${-PAD}" y="${-PAD}" width="${width}" height="${height}" fill="${groundOf(root)}"/>${parts.join('')}<text x="0" y="${height - 2 * PAD - 8}" font-family="sans-serif" font-size="12" fill="${ink}">${escapeXml(title)}</text></svg>`;
  const blob = new Blob([svg], { type: 'image/svg+xml' });
  return format === 'svg' ? blob : rasterise(blob, width * 2, height * 2);
}

const STYLE = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-family',
  'font-weight',
  'text-anchor',
  'stroke-linejoin',
  'paint-order',
  'font-variant-numeric',
  'clip-path',
  'stop-color',
];

/** A word or bar of the page as SVG: its ground, and its text if it has no elements inside. */
function wordOf(element: HTMLElement, place: string, left: number, top: number): string {
  const style = getComputedStyle(element);
  const ground = isClear(style.backgroundColor) ? '' : `<rect ${place} fill="${style.backgroundColor}"/>`;
  const text = element.childElementCount === 0 ? (element.textContent ?? '') : '';
  if (text.trim() === '') return ground;
  const size = Number.parseFloat(style.fontSize);
  const x = left + Number.parseFloat(style.paddingLeft);
  // The base line of a line of text lies about a third of its size below its middle.
  const y = top + element.getBoundingClientRect().height / 2 + 0.35 * size;
  return `${ground}<text x="${x}" y="${y}" font-family="sans-serif" font-size="${size}" font-weight="${style.fontWeight}" fill="${style.color}">${escapeXml(text)}</text>`;
}

const isClear = (colour: string) => colour === 'transparent' || /,\s*0\)$|\/\s*0\)$/.test(colour);

/** The colour behind an element: of the nearest ancestor that has one. */
function groundOf(element: Element): string {
  for (let e: Element | null = element; e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor;
    if (colour && !isClear(colour)) return colour;
  }
  return 'white';
}

/** A copy of an SVG whose style no longer depends on the page's style sheets. */
function withStyle(element: SVGSVGElement): SVGSVGElement {
  const copy = element.cloneNode(true) as SVGSVGElement;
  const [from, to] = [
    [element, ...element.querySelectorAll('*')],
    [copy, ...copy.querySelectorAll('*')],
  ];
  from.forEach((source, i) => {
    const style = getComputedStyle(source);
    for (const name of STYLE) (to[i] as SVGElement).style?.setProperty(name, style.getPropertyValue(name));
  });
  return copy;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

async function rasterise(svg: Blob, width: number, height: number): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')!.drawImage(image, 0, 0, width, height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('the browser could not encode the picture'))),
        'image/png',
      );
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
