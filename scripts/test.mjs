/**
 * `npm test`: installs what is missing (a browser too), then checks types and lint, runs the unit tests, builds the site and drives it in
 * headless Chromium. The last line is `N passed, N failed` (and `, N skipped`) over all of them; the exit code is not 0 if anything failed
 * or if nothing ran.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './lib/browser.mjs';
import { countE2e, countVitest, summary } from './lib/count.mjs';
import { ensureInstalled, packageBin, runCommand } from './lib/install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = path.join(root, 'test-results');
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', CI: process.env.CI ?? '1' };
const node = (file, args, more = {}) => runCommand(process.execPath, [file, ...args], { cwd: root, env, ...more });
const bin = (pkg, file) => packageBin(root, pkg, file);
const heading = (text) => console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`);

/** A whole step that counts as one test. */
const single = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });
const readJson = (name) => {
  try {
    return JSON.parse(readFileSync(path.join(results, name), 'utf8'));
  } catch {
    return null;
  }
};

ensureInstalled(root);
const browser = ensureBrowser();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const counts = [];

heading('types');
counts.push(single(node(bin('typescript', 'bin/tsc'), ['--noEmit'])));
heading('lint');
counts.push(single(node(bin('@biomejs/biome', 'bin/biome'), ['check', '.'])));

heading('unit tests');
const vitestCode = node(bin('vitest', 'vitest.mjs'), [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${path.join(results, 'vitest.json')}`,
]);
counts.push(countVitest(readJson('vitest.json'), vitestCode));

heading('site');
const built = node(bin('next', 'dist/bin/next'), ['build']);
counts.push(single(built));

heading('site in a browser');
if (built !== 0 || !browser) {
  console.error(browser ? 'Not run: the site was not built.' : 'Not run: no browser.');
  counts.push({ passed: 0, failed: 1, skipped: 0 });
} else {
  const code = runCommand(process.execPath, ['--import', 'tsx', 'test/e2e/run.ts'], {
    cwd: root,
    env: { ...env, CHROME_PATH: browser },
  });
  counts.push(countE2e(readJson('e2e.json'), code));
}

const { line, ok } = summary(counts);
console.log(`\n${line}`);
process.exit(ok ? 0 : 1);
