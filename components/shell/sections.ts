/**
 * The sections of the site that exist, in the order of the navigation: one entry per folder app/[locale]/<id>. A section is listed when
 * its page is there, not before (test/shell/sections.test.ts). Its words are shell.json's nav.<id> and about.<id>.
 */
export type SectionId = 'book' | 'lab' | 'atlas' | 'cost' | 'models';

export const sections: readonly SectionId[] = ['book', 'lab', 'atlas', 'cost', 'models'];
