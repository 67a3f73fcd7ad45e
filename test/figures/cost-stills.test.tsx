/** The still pictures of the chapter on cost, as a reader without scripts gets them. */
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { costStills } from '@/components/figures/cost-stills';
import { locales } from '@/components/i18n/locales';

describe.each(Object.keys(costStills))('the still of "%s"', (name) => {
  it.each(locales)('is drawn of numbers alone in %s, and its names do not lie on each other', (locale) => {
    const Still = costStills[name]!;
    const html = renderToStaticMarkup(<Still locale={locale} />);
    expect(html).toContain('<svg');
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    const places = [...html.matchAll(/<text x="452" y="([\d.]+)"/g)].map((match) => Number(match[1]));
    for (const [i, a] of places.entries())
      for (const b of places.slice(i + 1)) expect(Math.abs(a - b)).toBeGreaterThanOrEqual(13.9);
    if (name === 'eight-times') expect(places.length).toBe(4);
  });
});
