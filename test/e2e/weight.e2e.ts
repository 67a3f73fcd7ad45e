/**
 * What a chapter weighs: the scripts that its HTML asks for, gzipped, against a page of the site without any of them (the not-found
 * page, which is Next and React alone). Figures are loaded when they come into view and do not count. Of a built site only.
 */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { written } from '../../components/book/chapter-source';
import { chapters } from '../../content';
import { e2e } from './harness';

const MOST_OVER_BARE = 30_000;

e2e('a chapter’s scripts weigh at most 30 kB over a bare page', async ({ address }) => {
  const sizes = new Map<string, number>();
  const sizeOf = async (path: string) => {
    const known = sizes.get(path);
    if (known !== undefined) return known;
    const size = gzipSync(Buffer.from(await (await fetch(address + path)).arrayBuffer())).length;
    sizes.set(path, size);
    return size;
  };
  const weightOf = async (path: string) => {
    const html = await (await fetch(address + path)).text();
    const scripts = [
      ...new Set([...html.matchAll(/(?:src|href)="(\/_next\/[^"]+\.js)"/g)].map(([, script]) => script!)),
    ];
    assert.ok(scripts.length > 3, `${path} has scripts`);
    return (await Promise.all(scripts.map(sizeOf))).reduce((a, b) => a + b, 0);
  };
  const bare = await weightOf('/404.html');
  for (const { slug } of written(chapters)) {
    const over = (await weightOf(`/en/book/${slug}/`)) - bare;
    assert.ok(over <= MOST_OVER_BARE, `${slug}: ${over} bytes over a bare page; at most ${MOST_OVER_BARE}`);
  }
});
