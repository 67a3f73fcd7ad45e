import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { katexMacros, katexOptions } from '@/components/prose/katex-macros.mjs';
import { symbolNames } from '@/components/prose/symbols';

describe('the macros of the symbols', () => {
  it.each(symbolNames)('give %s its class', (name) => {
    const macro = `\\S${name === 'attention' ? 'att' : name}`;
    expect(Object.keys(katexMacros)).toContain(macro);
    expect(katex.renderToString(macro, katexOptions)).toContain(`sym-${name}`);
  });
  it('name no symbol that the site does not have', () => {
    for (const tex of Object.values(katexMacros)) expect(symbolNames).toContain(/sym-(\w+)/.exec(tex)![1]);
  });
});
