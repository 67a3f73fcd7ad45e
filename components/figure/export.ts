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

export function downloadBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Space below the picture for its title, in CSS pixels. */
const TITLE_HEIGHT = 32;

/**
 * One self-contained picture of everything drawn inside `root`: its SVGs with their computed style, its canvases as images, each where it
 * stands on the page. A PNG is the same at twice the size.
 */
export async function pictureOf(root: HTMLElement, title: string, format: 'svg' | 'png'): Promise<Blob> {
  const box = root.getBoundingClientRect();
  const [width, height] = [Math.ceil(box.width), Math.ceil(box.height) + TITLE_HEIGHT];
  const page = getComputedStyle(document.body);
  const parts = [...root.querySelectorAll<SVGSVGElement | HTMLCanvasElement>('svg, canvas')]
    .filter((element) => !element.parentElement?.closest('svg'))
    .map((element) => {
      const at = element.getBoundingClientRect();
      const place = `x="${at.left - box.left}" y="${at.top - box.top}" width="${at.width}" height="${at.height}"`;
      if (element instanceof HTMLCanvasElement) return `<image ${place} href="${element.toDataURL('image/png')}"/>`;
      const copy = withStyle(element);
      for (const [name, value] of Object.entries({
        x: at.left - box.left,
        y: at.top - box.top,
        width: at.width,
        height: at.height,
      }))
        copy.setAttribute(name, String(value));
      return new XMLSerializer().serializeToString(copy);
    });
  if (parts.length === 0) throw new Error('the figure has no picture to export');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><title>${escapeXml(title)}</title><rect width="100%" height="100%" fill="${page.backgroundColor}"/>${parts.join('')}<text x="8" y="${height - 12}" font-family="sans-serif" font-size="12" fill="${page.color}">${escapeXml(title)}</text></svg>`;
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
];

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
