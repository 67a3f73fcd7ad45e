import type { MDXComponents } from 'mdx/types';
import { HeadCell } from './components/prose/Parts';
import { registry } from './components/prose/registry';

/** What names in a chapter's text stand for; @next/mdx looks for this file by its name. */
export function useMDXComponents(components: MDXComponents): MDXComponents {
  return { ...components, th: HeadCell, ...registry };
}
