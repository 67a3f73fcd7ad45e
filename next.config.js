import createMDX from '@next/mdx';
import createNextIntlPlugin from 'next-intl/plugin';
import { katexOptions } from './components/prose/katex-macros.mjs';

/** Under a path of a host (a school's server, GitHub Pages): BASE_PATH=/statescope npm run build. */
const basePath = process.env.BASE_PATH ?? '';

// Turbopack takes plugins by name only: they have to survive being sent to another process.
const withMdx = createMDX({
  options: {
    remarkPlugins: ['remark-gfm', 'remark-math'],
    rehypePlugins: [
      'rehype-slug',
      ['rehype-katex', katexOptions],
      ['rehype-pretty-code', { theme: { light: 'github-light', dark: 'github-dark-dimmed' }, keepBackground: false }],
    ],
  },
});
const withIntl = createNextIntlPlugin('./components/i18n/request.ts');

/** @type {import('next').NextConfig} */
const config = {
  output: 'export',
  trailingSlash: true,
  basePath,
  env: { NEXT_PUBLIC_BASE_PATH: basePath },
  pageExtensions: ['ts', 'tsx', 'mdx'],
  // Types are checked for the whole repository by `npm run check` and `npm test`; a test's mistake must not stop the site.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  allowedDevOrigins: ['127.0.0.1'],
  turbopack: { rules: { '*.wgsl': { type: 'text' } } },
  experimental: { globalNotFound: true },
};

export default withIntl(withMdx(config));
