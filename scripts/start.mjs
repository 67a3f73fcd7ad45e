/** `npm start`: installs what is missing, builds the site, serves it and prints its address. PORT chooses the port. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, packageBin, runCommand } from './lib/install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.env.PORT;
const port = wanted ? Number(wanted) : 3000;
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`PORT must be a whole number from 0 to 65535; got "${wanted}".`);
  process.exit(1);
}

ensureInstalled(root);
const built = runCommand(process.execPath, [packageBin(root, 'next', 'dist/bin/next'), 'build'], {
  cwd: root,
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
});
if (built !== 0) {
  console.error('The site could not be built; the lines above say why.');
  process.exit(1);
}
try {
  // Only now are the packages there that it stands on.
  const { serve } = await import('./lib/serve.mjs');
  // A port that was asked for is taken or refused; the default one may move to the next that is free.
  const { address } = await serve(path.join(root, 'out'), { port, strict: Boolean(wanted) });
  console.log(`\nStatescope is at ${address}\nPress Ctrl+C to stop.`);
} catch (error) {
  console.error(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is in use. Choose another: PORT=${port + 1} npm start`
      : `The server could not start: ${error.message}`,
  );
  process.exit(1);
}
