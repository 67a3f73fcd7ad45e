/**
 * The colours of the page in both schemes, as data: emitted as CSS variables, read by tests and by the scales of heatmaps. Ink on warm
 * paper; the dark scheme is charcoal, not black. The accent is the red of rubrics, and only ever means "you can act on this".
 */
export const palette = {
  paper: { light: '#fbf9f4', dark: '#1b1c1f' },
  /** Behind what stands apart: code, empty figures, the choice in force. */
  shade: { light: '#f4f0e7', dark: '#27282c' },
  ink: { light: '#1f1d1a', dark: '#ece8df' },
  'ink-soft': { light: '#5f5a51', dark: '#aaa59a' },
  /** Hairlines between things. */
  rule: { light: '#ddd7ca', dark: '#3b3c41' },
  /** Outlines of controls. */
  edge: { light: '#8f897d', dark: '#7c7a75' },
  accent: { light: '#a3124a', dark: '#f48fb0' },
} as const;

/** The custom properties of the palette; light-dark() follows the page's `color-scheme`. */
export function paletteCss(): string {
  const lines = Object.entries(palette).map(([name, { light, dark }]) => `--${name}:light-dark(${light},${dark})`);
  return `:root{${lines.join(';')}}`;
}
