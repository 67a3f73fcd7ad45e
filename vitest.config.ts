import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';

/** Imports a .wgsl file as a string, as the site's bundler does (next.config.js). */
const wgsl: Plugin = {
  name: 'wgsl-as-text',
  enforce: 'pre',
  transform(code, id) {
    if (id.endsWith('.wgsl')) return { code: `export default ${JSON.stringify(code)}`, map: null };
  },
};

export default defineConfig({
  plugins: [wgsl],
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
