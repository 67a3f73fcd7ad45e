/** Finds Chrome or Chromium for the browser tests; on Debian as root it can install one. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './install.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

const PLACES = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
    process.env[name]
      ? [
          path.join(process.env[name], 'Google/Chrome/Application/chrome.exe'),
          path.join(process.env[name], 'Chromium/Application/chrome.exe'),
          path.join(process.env[name], 'Microsoft/Edge/Application/msedge.exe'),
        ]
      : [],
  ),
  linux: ['/snap/bin/chromium', '/opt/google/chrome/chrome', '/usr/lib/chromium/chromium'],
};

const isProgram = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Path of a browser: CHROME_PATH, else the usual names on PATH, else the usual places; null if there is none. */
export function findBrowser(env = process.env) {
  if (env.CHROME_PATH) {
    if (isProgram(env.CHROME_PATH)) return env.CHROME_PATH;
    throw new Error(`CHROME_PATH names no program: ${env.CHROME_PATH}`);
  }
  const onPath = (env.PATH ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return [...onPath, ...(PLACES[process.platform] ?? [])].find(isProgram) ?? null;
}

/** Like findBrowser, but installs Debian's chromium when this is root on a Debian system. Null, with advice printed, if it cannot. */
export function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  const debian = process.platform === 'linux' && existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (debian && spawnSync('apt-get', ['--version']).status === 0) {
    console.log('No browser found: installing the Debian package chromium …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    runCommand('apt-get', ['update', '-q'], { env });
    runCommand('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env });
    const installed = findBrowser();
    if (installed) return installed;
  }
  console.error(
    [
      'The browser tests need Chrome or Chromium, and none was found.',
      '  Debian, Ubuntu:  sudo apt-get install chromium',
      '  macOS:           brew install --cask chromium   (or install Google Chrome)',
      '  elsewhere:       set CHROME_PATH to the program of a Chrome or Chromium that you have',
    ].join('\n'),
  );
  return null;
}
