/** A small static file server for out/: right content types, byte ranges, a 404 page. Plain Node, used by `npm start` and by the browser tests. */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wgsl': 'text/wgsl; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.safetensors': 'application/octet-stream',
  '.bin': 'application/octet-stream',
};

/** Content type of a file name; bytes if unknown. */
export function contentType(file) {
  return TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
}

/** First and last byte of a single `Range: bytes=…` header; null if absent or several; 'invalid' if it cannot be satisfied. */
export function parseRange(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const [, from, to] = match;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start > end || start >= size ? 'invalid' : { start, end };
}

/** The file that a URL path names under `root` (index.html for folders), or null. Never leaves `root`. */
export async function resolveFile(root, urlPath) {
  let decoded;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  const base = path.resolve(root);
  const file = path.resolve(base, `.${path.posix.normalize(`/${decoded}`)}`);
  if (file !== base && !file.startsWith(base + path.sep)) return null;
  for (const candidate of [file, path.join(file, 'index.html'), `${file}.html`]) {
    const info = await stat(candidate).catch(() => null);
    if (info?.isFile()) return { file: candidate, info, folder: candidate === path.join(file, 'index.html') };
  }
  return null;
}

async function respond(root, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const url = new URL(request.url ?? '/', 'http://localhost');
  const found = await resolveFile(root, url.pathname);
  if (!found) {
    const page = await readFile(path.join(root, '404.html')).catch(() => 'Not found');
    response.writeHead(404, { 'Content-Type': TYPES['.html'], 'Cache-Control': 'no-cache' });
    response.end(request.method === 'HEAD' ? undefined : page);
    return;
  }
  if (found.folder && !url.pathname.endsWith('/')) {
    response.writeHead(308, { Location: `${url.pathname}/${url.search}` }).end();
    return;
  }
  const { file, info } = found;
  const etag = `"${info.size.toString(16)}-${Math.floor(info.mtimeMs).toString(16)}"`;
  const headers = {
    'Content-Type': contentType(file),
    'Accept-Ranges': 'bytes',
    ETag: etag,
    // Names under /_next/static/ carry a hash of what they hold.
    'Cache-Control': url.pathname.startsWith('/_next/static/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const range = parseRange(request.headers.range, info.size);
  if (range === 'invalid') {
    response.writeHead(416, { ...headers, 'Content-Range': `bytes */${info.size}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: info.size - 1 };
  headers['Content-Length'] = end - start + 1;
  if (range) headers['Content-Range'] = `bytes ${start}-${end}/${info.size}`;
  response.writeHead(range ? 206 : 200, headers);
  if (request.method === 'HEAD' || info.size === 0) {
    response.end();
    return;
  }
  createReadStream(file, { start, end })
    .on('error', () => response.destroy())
    .pipe(response);
}

/**
 * Serves `root` on 127.0.0.1. `port` is tried first, then (if `strict` is false) the next 20, then any free one; 0 is any free one.
 * Resolves to { server, address } once it listens.
 */
export async function serve(root, { port = 3000, strict = false } = {}) {
  const server = http.createServer((request, response) => {
    respond(root, request, response).catch((error) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const listen = (p) =>
    new Promise((resolve, reject) => {
      const failed = (error) => reject(error);
      server.once('error', failed);
      server.listen(p, '127.0.0.1', () => {
        server.off('error', failed);
        resolve();
      });
    });
  const ports = strict || port === 0 ? [port] : [...Array.from({ length: 21 }, (_, i) => port + i), 0];
  for (const candidate of ports) {
    try {
      await listen(candidate);
      return { server, address: `http://127.0.0.1:${server.address().port}` };
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || candidate === ports.at(-1)) throw error;
    }
  }
}
