/** The catalogues of both languages: complete, used, and used only where they exist. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMON, catalogues, type Namespace } from '@/components/i18n/messages';

const root = process.cwd();
const namespaces = Object.keys(catalogues.en) as Namespace[];

/** 'settings.open' → text. */
function flat(value: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(value).flatMap(([key, child]): [string, string][] =>
      typeof child === 'string' ? [[prefix + key, child]] : [...flat(child as object, `${prefix}${key}.`)],
    ),
  );
}
/** The values that a message needs and the tags that it has, sorted; what a plural says for one or for more is no value. */
const holes = (text: string) =>
  [...text.matchAll(/(?<!\b(?:one|many|other|=\d+) )\{(\w+)|<(\w+)>/g)].map((match) => match[1] ?? match[2]).sort();

const sources = ['app', 'components', 'content']
  .flatMap((folder) => {
    try {
      return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
    } catch {
      return [];
    }
  })
  .filter((file) => /\.(tsx?|mdx)$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

/** Namespaces that a source names in useTranslations or getTranslations: 'shell.settings' → ['shell', 'settings.']. */
function scopes(text: string): { namespace: string; prefix: string }[] {
  const calls = text.matchAll(/(?:use|get)Translations\(\s*(?:'([\w.]+)'|\{[^}]*namespace:\s*'([\w.]+)')/g);
  return [...calls].map((match) => {
    const [namespace, ...rest] = (match[1] ?? match[2])!.split('.');
    return { namespace: namespace!, prefix: rest.map((part) => `${part}.`).join('') };
  });
}
const quoted = (text: string) => new Set([...text.matchAll(/['"`]([\w.-]+)['"`]/g)].map((match) => match[1]!));
/** Beginnings of keys made at run time: t(`nav.${id}`) → 'nav.'. */
const templated = (text: string) => [...text.matchAll(/`([\w.-]+\.)\$\{/g)].map((match) => match[1]!);

describe.each(namespaces)('the words of "%s"', (namespace) => {
  const [en, es] = [flat(catalogues.en[namespace]), flat(catalogues.es[namespace])];

  it('are the same keys in both languages', () => {
    expect([...es.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it('take the same values in both languages', () => {
    for (const [key, text] of en) expect(holes(es.get(key)!), key).toEqual(holes(text));
  });

  it('are all used', () => {
    const used = new Set<string>();
    for (const { text } of sources)
      for (const scope of scopes(text).filter((s) => s.namespace === namespace)) {
        const [keys, beginnings] = [quoted(text), templated(text)];
        for (const key of en.keys()) {
          if (!key.startsWith(scope.prefix)) continue;
          const own = key.slice(scope.prefix.length);
          if (keys.has(own) || beginnings.some((beginning) => own.startsWith(beginning))) used.add(key);
        }
      }
    expect([...en.keys()].filter((key) => !used.has(key))).toEqual([]);
  });

  it('are not empty, not left in the other language, and format no numbers by themselves', () => {
    for (const catalogue of [en, es])
      for (const [key, text] of catalogue) {
        expect(text.trim(), key).not.toBe('');
        // Intl would write 12.345,6 in Spanish: numbers come ready from components/charts/format.ts.
        expect(text, key).not.toMatch(/\{\w+,\s*number/);
      }
    const words = (text: string) => text.replace(/\{\w+\}/g, '').match(/[a-z]{2,}/gi)?.length ?? 0;
    const same = [...en].filter(([key, text]) => words(text) > 1 && es.get(key) === text).map(([key]) => key);
    expect(same).toEqual([]);
  });
});

describe('sources', () => {
  it('name only namespaces that exist', () => {
    const unknown = sources.flatMap(({ file, text }) =>
      scopes(text)
        .filter((scope) => !(namespaces as string[]).includes(scope.namespace))
        .map((scope) => `${file}: ${scope.namespace}`),
    );
    expect(unknown).toEqual([]);
  });

  it('of components that every page has use common namespaces only', () => {
    const shell = sources.filter(({ file }) => file.startsWith(join('components', 'shell')));
    expect(shell.length).toBeGreaterThan(5);
    for (const { file, text } of shell)
      for (const scope of scopes(text)) expect(COMMON as readonly string[], file).toContain(scope.namespace);
  });
});

describe('the Spanish of the interface', () => {
  it('says tú, never usted or vosotros', () => {
    for (const namespace of namespaces)
      for (const [key, text] of flat(catalogues.es[namespace]))
        expect(text, `${namespace}.${key}`).not.toMatch(
          /\b(usted|ustedes|vosotros|haga|escriba|mire|elija|vuestr\w+)\b/i,
        );
  });
});
