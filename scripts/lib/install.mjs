/** Installs what package-lock.json names, when it is missing or out of date. Plain Node: it runs before any package exists. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

const OLDEST_NODE = 20;

/** Runs a program with the terminal's own output; returns its exit code (1 if it could not start). */
export function runCommand(command, args, options = {}) {
  const result = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (result.error) console.error(`${command}: ${result.error.message}`);
  return result.status ?? 1;
}

/** True if node_modules was made from the present package-lock.json (npm writes .package-lock.json at the end of an install). */
export function isInstalled(root) {
  const stamp = path.join(root, 'node_modules', '.package-lock.json');
  return existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs;
}

/** Makes sure that the packages are there; on failure says plainly what to do and ends the process. */
export function ensureInstalled(root) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE) {
    console.error(`Statescope needs Node ${OLDEST_NODE} or later; this is Node ${process.versions.node}.`);
    process.exit(1);
  }
  if (isInstalled(root)) return;
  console.log('Installing packages (npm ci) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const code = runCommand(npm, ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    shell: process.platform === 'win32',
  });
  if (code === 0) return;
  console.error(
    [
      '',
      `Installing the packages failed (npm ci ended with code ${code}).`,
      'The first installation needs a package registry. Check the network, or where npm looks: npm config get registry',
      'Then run the command again.',
    ].join('\n'),
  );
  process.exit(1);
}

/** Path of a package's command in node_modules, run with this Node. */
export function packageBin(root, pkg, file) {
  return path.join(root, 'node_modules', pkg, file);
}
