import { lab } from 'd3';
import { describe, expect, it } from 'vitest';
import { symbolCss, symbolNames, symbols } from '@/components/prose/symbols';
import { palette } from '@/components/shell/palette';

const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const encoded = (v: number) => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
const channels = (hex: string) => [1, 3, 5].map((i) => linear(Number.parseInt(hex.slice(i, i + 2), 16) / 255));
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

/** Contrast ratio of WCAG 2.2. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => dot(channels(hex), [0.2126, 0.7152, 0.0722]) + 0.05;
  const [x, y] = [luminance(a), luminance(b)];
  return Math.max(x, y) / Math.min(x, y);
}

/** How a colour looks without one kind of cone: Machado, Oliveira and Fernandes 2009, severity 1, in linear RGB. */
const SIGHT: Readonly<Record<string, readonly (readonly number[])[]>> = {
  'full colour vision': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
};
function distance(a: string, b: string, sight: string): number {
  const seen = (hex: string) => {
    const rgb = SIGHT[sight]!.map((row) =>
      Math.round(255 * encoded(Math.min(1, Math.max(0, dot(row, channels(hex)))))),
    );
    return lab(`rgb(${rgb.join(',')})`);
  };
  const [p, q] = [seen(a), seen(b)];
  return Math.hypot(p.l - q.l, p.a - q.a, p.b - q.b);
}

describe.each(['light', 'dark'] as const)('the colours of the %s scheme', (scheme) => {
  const inks = { ...symbols, ink: palette.ink, 'ink-soft': palette['ink-soft'], accent: palette.accent };
  it.each(Object.keys(inks))('%s reads as text on paper and on shade', (name) => {
    const colour = inks[name as keyof typeof inks][scheme];
    // WCAG 2.2, success criterion 1.4.3: 4.5 : 1 for text.
    expect(contrast(colour, palette.paper[scheme])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour, palette.shade[scheme])).toBeGreaterThanOrEqual(4.5);
  });

  it('edges of controls stand out from paper', () => {
    // Success criterion 1.4.11: 3 : 1 for what one needs to see to use a control.
    expect(contrast(palette.edge[scheme], palette.paper[scheme])).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.keys(SIGHT))('keep any two symbols apart with %s', (sight) => {
    // ΔE (CIE76) of 2.3 is just noticeable; several times that tells two strokes apart side by side.
    const least = sight === 'full colour vision' ? 20 : 8;
    for (const [i, a] of symbolNames.entries())
      for (const b of symbolNames.slice(0, i))
        expect(distance(symbols[a][scheme], symbols[b][scheme], sight), `${a} and ${b}`).toBeGreaterThan(least);
  });
});

describe('symbols', () => {
  it('are custom properties for both schemes', () => {
    for (const name of symbolNames)
      expect(symbolCss()).toContain(`--sym-${name}:light-dark(${symbols[name].light},${symbols[name].dark})`);
  });

  it('have a name and a one-line meaning in both languages', () => {
    for (const { name, meaning } of Object.values(symbols))
      for (const text of [name.en, name.es, meaning.en, meaning.es]) expect(text).toMatch(/^\S.{2,110}[^.\s]$/);
  });
});
