// @vitest-environment happy-dom
/** Cards as the models page shows them: every bundle, its true sizes, and nothing that its card does not say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { locales } from '@/components/i18n/locales';
import { pickMessages } from '@/components/i18n/messages';
import { parseCard } from '@/components/models/card';
import { type ModelEntry, readModels } from '@/components/models/card-source';
import { curvesOf } from '@/components/models/curves';
import { ModelCard } from '@/components/models/ModelCard';
import { Overview } from '@/components/models/Overview';
import { readSafetensors } from '@/engine/checkpoint';
import { BlobFile } from '@/engine/checkpoint/files';
import { sizeOf } from '@/engine/tensor';

const folder = join(process.cwd(), 'public', 'models');
const models = readModels();
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { bundles: { name: string }[] };
const minimal = { name: 'a', title: { en: 'A', es: 'A' }, licence: 'MIT', data: { en: 'Text.', es: 'Texto.' } };

function html(locale: 'en' | 'es', what: React.ReactNode): HTMLElement {
  const page = document.createElement('div');
  page.innerHTML = renderToStaticMarkup(
    <NextIntlClientProvider
      locale={locale}
      messages={pickMessages(locale, ['models'])}
      timeZone="UTC"
      onError={(error) => {
        throw error;
      }}
    >
      {what}
    </NextIntlClientProvider>,
  );
  return page;
}

describe('the cards', () => {
  it('are read for every bundle of the manifest, in its order', () => {
    expect(models.map(({ name }) => name)).toEqual(manifest.bundles.map(({ name }) => name));
    expect(models.length).toBeGreaterThanOrEqual(7);
  });

  it.each(models)('of $name counts as many parameters as its file has numbers', async ({ name, anatomy }) => {
    const { tensors } = await stored(name);
    expect(anatomy.parameters.total).toBe(tensors.reduce((sum, shape) => sum + sizeOf(shape), 0));
    expect(anatomy.parameters.byPart.reduce((sum, { count }) => sum + count, 0)).toBe(anatomy.parameters.total);
  });

  it('in another form are refused with the place of the mistake', () => {
    expect(parseCard(minimal, 'card.json').scores).toBeUndefined();
    expect(() => parseCard({ ...minimal, licence: 3 }, 'card.json')).toThrow(/card\.json: invalid licence/);
    expect(() => parseCard({ ...minimal, training: { hours: 'two' } }, 'card.json')).toThrow(/training\.hours/);
  });
});

describe.each(locales)('the page in "%s"', (locale) => {
  it.each(models)('shows $name with a download of each file and its weaknesses', (model) => {
    const page = html(locale, <ModelCard model={model} />);
    expect(page.querySelector('h3')!.textContent).toBe(model.card.title[locale]);
    expect([...page.querySelectorAll('a[download]')].map((a) => a.getAttribute('href'))).toEqual(
      model.files.map(({ path }) => `/models/${model.name}/${path}`),
    );
    for (const weakness of model.card.weaknesses?.[locale] ?? []) expect(page.textContent).toContain(weakness);
    expect(page.textContent).toContain(model.card.data[locale]);
    expect(page.textContent).not.toMatch(/undefined|NaN|\[object/);
  });

  it('puts both baselines beside a score, sorted by loss', () => {
    const page = html(locale, <ModelCard model={named('stories-mamba')} />);
    const rows = [...page.querySelectorAll('table')].find((table) => table.textContent!.includes('stories15M'))!;
    const values = [...rows.querySelectorAll('tbody tr')].map((row) =>
      Number(row.querySelectorAll('td')[0]!.textContent),
    );
    expect(values).toHaveLength(5);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(rows.textContent).toContain('Kneser-Ney');
  });

  it('links each story model of the overview to its card', () => {
    const page = html(locale, <Overview models={models} />);
    const targets = [...page.querySelectorAll('a')].map((a) => a.getAttribute('href')!.slice(1));
    expect(targets.sort()).toEqual(models.map(({ name }) => name).sort());
  });
});

describe('a card that says little', () => {
  it('is shown without what it does not say', () => {
    const { files, bytes, anatomy } = named('stories-s4d');
    const model: ModelEntry = { name: 'a', files, bytes, anatomy, card: parseCard(minimal, 'card.json') };
    const page = html('en', <ModelCard model={model} />);
    expect([...page.querySelectorAll('dt')].map((dt) => dt.textContent)).toEqual(['Data', 'Licence']);
    expect(page.querySelectorAll('figure, blockquote')).toHaveLength(0);
    expect([...page.querySelectorAll('h4')].map((h) => h.textContent)).toEqual(['Size', 'Training', 'Files']);
  });
});

describe('the loss curve', () => {
  const words = { train: 'training', held: 'held out' };
  it('has training and held-out text against tokens', () => {
    const curves = curvesOf(
      {
        curve: {
          train: [
            [10, 3],
            [20, 2],
          ],
          held: [[20, 2.5]],
        },
      },
      words,
    )!;
    expect(curves.x).toBe('tokens');
    expect(curves.series.map(({ label, x, y }) => ({ label, x, y }))).toEqual([
      { label: 'training', x: [10, 20], y: [3, 2] },
      { label: 'held out', x: [20], y: [2.5] },
    ]);
  });
  it('of a task model runs over steps', () => {
    const curves = curvesOf({ curve: { columns: ['step', 'loss', 'accuracy'], rows: [[100, 2.7, 0.1]] } }, words)!;
    expect(curves.x).toBe('steps');
    expect(curves.series[0]).toMatchObject({ x: [100], y: [2.7] });
  });
});

const named = (name: string) => models.find((model) => model.name === name)!;

/** Shapes of the tensors that a bundle's file holds. */
async function stored(name: string): Promise<{ tensors: (readonly number[])[] }> {
  const file = new BlobFile('model.safetensors', new Blob([readFileSync(join(folder, name, 'model.safetensors'))]));
  const { tensors } = await readSafetensors(file);
  return { tensors: [...tensors.values()].map(({ shape }) => shape) };
}
