/** Lets Node import .wgsl files as text, as the site's bundler does: `node --import ./engine/cli/wgsl-hook.mjs …`. */
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';

const isWgsl = (url) => url.startsWith('file:') && new URL(url).pathname.endsWith('.wgsl');

export async function load(url, context, next) {
  if (!isWgsl(url)) return next(url, context);
  const text = await readFile(new URL(url), 'utf8');
  return { format: 'module', source: `export default ${JSON.stringify(text)}`, shortCircuit: true };
}

// The same file is the hook and what registers it; inside the hooks' own thread nothing is registered again.
if (!import.meta.url.includes('hooks')) register(`${import.meta.url}?hooks`);
