import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '@/scripts/lib/serve.mjs';

let root: string;
let server: Server;
let address: string;
const get = (path: string, init?: RequestInit) => fetch(address + path, { redirect: 'manual', ...init });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'statescope-'));
  await mkdir(join(root, 'en'));
  await mkdir(join(root, '_next', 'static'), { recursive: true });
  await writeFile(join(root, 'en', 'index.html'), '<p>hello</p>');
  await writeFile(join(root, '404.html'), '<p>nothing here</p>');
  await writeFile(
    join(root, 'model.safetensors'),
    Uint8Array.from({ length: 100 }, (_, i) => i),
  );
  await writeFile(join(root, '_next', 'static', 'a-0123.js'), 'x');
  ({ server, address } = await serve(root, { port: 0 }));
});
afterAll(async () => {
  server.close();
  await rm(root, { recursive: true });
});

describe('the server of out/', () => {
  it('gives a folder its index and sends an address without the slash there', async () => {
    const page = await get('/en/');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toBe('<p>hello</p>');
    const bare = await get('/en');
    expect([bare.status, bare.headers.get('location')]).toEqual([301, '/en/']);
  });

  it('answers a wrong address, also one that climbs out, with the 404 page', async () => {
    for (const path of ['/nowhere/', '/..%2f..%2fetc/passwd', '/_next/']) {
      const page = await get(path);
      expect(page.status, path).toBeGreaterThanOrEqual(400);
      expect(await page.text(), path).not.toContain('root:');
    }
    expect(await (await get('/nowhere/')).text()).toBe('<p>nothing here</p>');
  });

  it('gives a range of bytes, and refuses one that is not there', async () => {
    const part = await get('/model.safetensors', { headers: { Range: 'bytes=10-12' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 10-12/100');
    expect([...new Uint8Array(await part.arrayBuffer())]).toEqual([10, 11, 12]);
    expect((await get('/model.safetensors', { headers: { Range: 'bytes=200-' } })).status).toBe(416);
  });

  it('lets a browser keep hashed names for ever and ask again for the rest', async () => {
    expect((await get('/_next/static/a-0123.js')).headers.get('cache-control')).toContain('immutable');
    const page = await get('/en/');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const again = await get('/en/', { headers: { 'If-None-Match': page.headers.get('etag')! } });
    expect(again.status).toBe(304);
  });

  it('takes the next port where one is in use, unless that port was asked for', async () => {
    const port = Number(new URL(address).port);
    const other = await serve(root, { port });
    expect(Number(new URL(other.address).port)).not.toBe(port);
    other.server.close();
    await expect(serve(root, { port, strict: true })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
