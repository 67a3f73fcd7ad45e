/**
 * Pictures of pages, to look at: each path at three widths in both colour schemes.
 *
 *   npm run build && node --import tsx test/e2e/shots.ts /en/ /es/lab/ [--widths 390,1024,1440] [--schemes light,dark] [--out DIR]
 *     [--wait SECONDS] [--until SELECTOR] [--click SELECTOR] [--screen] [--webgpu] [--address URL]
 *
 * --wait lets a model run before the picture; --until waits for an element; --click presses one first (several may be given, in turn);
 * --screen takes the first screen only. out/ is served unless --address names a server. Prints the files.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { serve } from '../../scripts/lib/serve.mjs';
import { launch } from './browser';

const { values, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    widths: { type: 'string', default: '390,1024,1440' },
    schemes: { type: 'string', default: 'light,dark' },
    out: { type: 'string' },
    wait: { type: 'string', default: '0.5' },
    until: { type: 'string' },
    click: { type: 'string', multiple: true, default: [] },
    screen: { type: 'boolean', default: false },
    webgpu: { type: 'boolean', default: false },
    address: { type: 'string' },
  },
});
if (paths.length === 0) {
  console.error('Which paths? For example: node --import tsx test/e2e/shots.ts /en/ /es/');
  process.exit(1);
}

const folder = values.out ?? mkdtempSync(join(tmpdir(), 'statescope-shots-'));
mkdirSync(folder, { recursive: true });
const own = values.address ? null : await serve(fileURLToPath(new URL('../../out', import.meta.url)), { port: 0 });
const address = values.address ?? own!.address;
const browser = await launch(values.webgpu ? 'webgpu' : 'cpu');
for (const path of paths)
  for (const scheme of values.schemes.split(','))
    for (const width of values.widths.split(',').map(Number)) {
      const context = await browser.newContext({
        viewport: { width, height: width < 600 ? 844 : 900 },
        deviceScaleFactor: width < 600 ? 2 : 1,
        colorScheme: scheme === 'dark' ? 'dark' : 'light',
      });
      const page = await context.newPage();
      await page.goto(address + path);
      for (const selector of values.click) await page.click(selector);
      if (values.until) await page.waitForSelector(values.until);
      await page.waitForTimeout(1000 * Number(values.wait));
      if (!values.screen) {
        // Not `fullPage`: that resizes the page behind its back, and pictures that measure themselves are caught half-way.
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width, height });
        await page.waitForTimeout(300);
      }
      const name = `${path.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '') || 'root'}-${width}-${scheme}.png`;
      await page.screenshot({ path: join(folder, name) });
      console.log(join(folder, name));
      await context.close();
    }
await browser.close();
own?.server.close();
