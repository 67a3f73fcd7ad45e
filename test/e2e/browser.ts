/** The browser of the end-to-end tests and of shots.ts: the machine's own Chrome or Chromium, with WebGPU in software or without it. */
import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../../scripts/lib/browser.mjs';

export type Backend = 'webgpu' | 'cpu';

/** SwiftShader stands in for a graphics card; without these flags a headless browser has no adapter, which tests the fallback. */
const FLAGS: Readonly<Record<Backend, readonly string[]>> = {
  webgpu: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--ignore-gpu-blocklist'],
  cpu: [],
};

export function launch(backend: Backend): Promise<Browser> {
  const program = findBrowser();
  if (!program) throw new Error('no Chrome or Chromium found: install one, or set CHROME_PATH');
  return chromium.launch({
    executablePath: program,
    // A browser run by root, as in a container, has no sandbox.
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--force-color-profile=srgb',
      ...FLAGS[backend],
    ],
  });
}
