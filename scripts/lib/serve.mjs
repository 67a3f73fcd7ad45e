/** Serves out/ with serve-handler (ranges, types, 404.html, ETags). Used by `npm start` and by the browser tests. */
import http from 'node:http';
import handler from 'serve-handler';

/** A folder without a listing, an index.html per folder, and names under /_next/static/ that carry a hash of what they hold. */
const options = (root) => ({
  public: root,
  directoryListing: false,
  trailingSlash: true,
  etag: true,
  headers: [
    { source: '**/*', headers: [{ key: 'Cache-Control', value: 'no-cache' }] },
    {
      source: '_next/static/**/*',
      headers: [{ key: 'Cache-Control', value: 'public, max-age=31536000, immutable' }],
    },
    { source: '**/*.safetensors', headers: [{ key: 'Content-Type', value: 'application/octet-stream' }] },
  ],
});

/**
 * Serves `root` on 127.0.0.1. `port` is tried first, then (if `strict` is false) the next 20, then any free one; 0 is any free one.
 * Resolves to { server, address } once it listens.
 */
export async function serve(root, { port = 3000, strict = false } = {}) {
  const settings = options(root);
  const server = http.createServer((request, response) => {
    handler(request, response, settings).catch((error) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const listen = (p) =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(p, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const ports = strict || port === 0 ? [port] : [...Array.from({ length: 21 }, (_, i) => port + i), 0];
  for (const candidate of ports) {
    try {
      await listen(candidate);
      break;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || candidate === ports.at(-1)) throw error;
    }
  }
  return { server, address: `http://127.0.0.1:${server.address().port}` };
}
