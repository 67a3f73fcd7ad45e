/**
 * The shape of the repository, kept by a test: which folder may import which, where shaders are read, how long a file may be, how files
 * are named. The direction is app → content → components → engine → shaders; nothing imports test.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['app', 'content', 'components', 'engine', 'shaders', 'test'] as const;
type Folder = (typeof folders)[number];

/** May a file of the first folder import from the second? */
const allowed: Readonly<Record<Folder, readonly string[]>> = {
  app: ['app', 'content', 'components', 'engine'],
  content: ['content', 'components', 'engine'],
  components: ['components', 'engine'],
  engine: ['engine', 'shaders'],
  shaders: [],
  test: [...folders, 'scripts', 'training', 'public'],
};

function filesOf(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** What a source file imports: static, dynamic and re-exports, and workers made from a URL. Comments are left out first. */
function importsOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const patterns = [
    /(?:^|[;}\s])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]/g,
    /(?:^|[;}\s])import\s*['"]([^'"]+)['"]/g,
    /\bimport\(\s*['"]([^'"]+)['"]/g,
    /\bnew URL\(\s*['"]([^'"]+)['"]\s*,\s*import\.meta\.url/g,
    /\brequire\(\s*['"]([^'"]+)['"]\s*\)/g,
  ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1]!));
}

/** Path in the repository of a relative or '@/' import; null for a package. */
function inRepository(file: string, target: string): string | null {
  if (target.startsWith('@/')) return target.slice(2);
  return target.startsWith('.') ? posix.join(posix.dirname(file), target) : null;
}

const code = new Set(['.ts', '.tsx', '.mjs', '.js', '.mdx']);
const all = folders.flatMap((folder) => filesOf(folder));
const sources = all
  .filter((file) => code.has(extname(file)))
  .map((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return { file, folder: file.split('/')[0] as Folder, text, imports: importsOf(text) };
  });

describe('imports are found', () => {
  it.each([
    ["import { a } from './a';", './a'],
    ["import type { A,\n  B } from '../b';", '../b'],
    ["import './c.css';", './c.css'],
    ["export { d } from '@/d';", '@/d'],
    ["const e = await import('./e');", './e'],
    ["new Worker(new URL('./f.ts', import.meta.url))", './f.ts'],
  ])('in %j', (source, target) => {
    expect(importsOf(source)).toEqual([target]);
  });
  it('but not in comments', () => {
    expect(importsOf("/* import a from 'a'; */\n// import b from 'b';")).toEqual([]);
  });
  it('in the files of this repository, engine and shaders included', () => {
    expect(sources.filter((s) => s.folder === 'engine' && s.imports.length > 0).length).toBeGreaterThan(30);
  });
});

describe('imports go one way', () => {
  it('app → content → components → engine → shaders', () => {
    const wrong = sources.flatMap(({ file, folder, imports }) =>
      imports
        .map((target) => inRepository(file, target))
        .filter((path): path is string => path !== null)
        // package.json and the like at the root belong to no folder
        // what was measured is data: a figure shows it, the page serves it
        .filter((path) => !path.startsWith('public/evaluations/'))
        .filter((path) => path.includes('/') && !allowed[folder].includes(path.split('/')[0]!))
        // What was measured on the bundled models is data, below all code: cards, evaluations.
        .filter((path) => !(folder === 'components' && /^public\/.+\.json$/.test(path)))
        .map((path) => `${file} imports ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  it('only engine/webgpu reads shaders', () => {
    const wrong = sources
      .filter(({ file }) => !file.startsWith('engine/webgpu/') && !file.startsWith('test/'))
      .filter(({ imports }) => imports.some((target) => target.endsWith('.wgsl')))
      .map(({ file }) => file);
    expect(wrong).toEqual([]);
  });

  it('the engine knows no React, no Next and no D3', () => {
    const wrong = sources
      .filter(({ folder }) => folder === 'engine')
      .flatMap(({ file, imports }) =>
        imports.filter((t) => /^(react|next|d3)(-|\/|$)/.test(t)).map((t) => `${file} imports ${t}`),
      );
    expect(wrong).toEqual([]);
  });

  it('the engine touches no document and no window', () => {
    // engine/checkpoint and workers use fetch, caches and File: those exist in workers too, the page's objects do not.
    const wrong = sources
      .filter(
        ({ folder, text }) => folder === 'engine' && /(?<![\w.'"`])(document|window|localStorage)\./.test(strip(text)),
      )
      .map(({ file }) => file);
    expect(wrong).toEqual([]);
  });
});

/** A source without its comments. */
function strip(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}

describe('files', () => {
  it('have at most 400 lines', () => {
    const counted = all.filter((file) => code.has(extname(file)) || ['.wgsl', '.css'].includes(extname(file)));
    const long = counted
      .filter((file) => !file.startsWith('test/fixtures/'))
      .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 400)
      .map(({ file, lines }) => `${file}: ${lines} lines`);
    expect(long).toEqual([]);
  });

  it('of the engine and its shaders are named in kebab-case', () => {
    const named = all.filter(
      (file) => /^(engine|shaders)\//.test(file) && ['.ts', '.wgsl', '.mjs'].includes(extname(file)),
    );
    expect(named.filter((file) => !/\/[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.\w+$/.test(file))).toEqual([]);
  });

  it('in shaders are kernels, each in one folder without sub-folders', () => {
    expect(
      all.filter((file) => file.startsWith('shaders/') && (extname(file) !== '.wgsl' || dirname(file) !== 'shaders')),
    ).toEqual([]);
  });
});
