import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sections } from '@/components/shell/sections';

describe('the navigation', () => {
  it('lists the sections that have a page, and no other', () => {
    const known = ['book', 'lab', 'atlas', 'cost', 'models'];
    const folders = readdirSync('app/[locale]', { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && known.includes(entry.name))
      .map((entry) => entry.name);
    expect([...sections].sort()).toEqual(folders.sort());
  });
});
