/**
 * The claims of a student review about Mamba, Mamba-2, Jamba-1.5 and Mamba2-Hybrid, each held against its primary source: what was said,
 * what is there, the verdict, and what went wrong on the way. Data in claims.json; its labels and how it is filtered are here.
 */
import type { Text } from '@/engine/blueprint/types';
import type { ReferenceKey } from '../prose/references';
import data from './claims.json';

export const VERDICTS = ['right', 'right-wrong-source', 'imprecise', 'wrong', 'overclaim', 'omission'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const CAUSES = [
  'none',
  'wrong-subject',
  'lost-condition',
  'wrong-mechanism',
  'mistranslation',
  'wrong-citation',
  'overstatement',
  'vague',
  'left-out',
] as const;
export type Cause = (typeof CAUSES)[number];

export const MODELS = ['transformer', 'mamba', 'mamba-2', 'mamba2-hybrid', 'jamba', 'jamba-1.5', 'hybrids'] as const;
export type ClaimModel = (typeof MODELS)[number];

export const PARTS = ['subject', 'number', 'condition', 'source'] as const;
export type Part = (typeof PARTS)[number];

export interface Claim {
  readonly n: number;
  readonly model: ClaimModel;
  readonly verdict: Verdict;
  /** What went wrong, the main thing where there are several; `none` where nothing did. */
  readonly cause: Cause;
  /** The review's own words, Spanish; null for what it leaves out. */
  readonly original: string | null;
  readonly english: string;
  readonly finding: Text;
  readonly sources: readonly { readonly k: ReferenceKey; readonly at: Text }[];
  /** The sentence taken apart, beside what the source has for the same part. */
  readonly parts?: Readonly<Record<Part, { readonly said: Text; readonly found: Text }>>;
}

export const claims = data as readonly Claim[];

/** Claim number `n`; an error if there is none. */
export function claimOf(n: number): Claim {
  const claim = claims.find((c) => c.n === n);
  if (!claim) throw new Error(`claim ${n}: there are claims 1 to ${claims.length}`);
  return claim;
}

/** The claims that one can vote on, in the chapter's order: those it takes apart first, then the others. Omissions have no words to judge. */
export const DECK: readonly number[] = (() => {
  const first = [2, 24, 3, 32, 36, 29, 21, 34];
  const others = claims.filter((c) => c.original !== null && !first.includes(c.n)).map((c) => c.n);
  return [...first, ...others];
})();

/** Under which name a vote is kept with the reader's other answers (prose/progress.ts). */
export const voteId = (n: number): string => `claim-${n}`;

/** The labels that one can vote for. */
export const BALLOT: readonly Verdict[] = VERDICTS.filter((verdict) => verdict !== 'omission');

export interface ClaimFilter {
  readonly verdict: Verdict | null;
  readonly cause: Cause | null;
  readonly model: ClaimModel | null;
}
export const EVERYTHING: ClaimFilter = { verdict: null, cause: null, model: null };

export const filterClaims = (list: readonly Claim[], { verdict, cause, model }: ClaimFilter): readonly Claim[] =>
  list.filter(
    (c) =>
      (verdict === null || c.verdict === verdict) &&
      (cause === null || c.cause === cause) &&
      (model === null || c.model === model),
  );

export type SortKey = 'n' | 'model' | 'verdict' | 'cause';

const RANK: Readonly<Record<SortKey, (c: Claim) => number>> = {
  n: (c) => c.n,
  model: (c) => MODELS.indexOf(c.model),
  verdict: (c) => VERDICTS.indexOf(c.verdict),
  cause: (c) => CAUSES.indexOf(c.cause),
};

/** By the order of the labels above; claims with the same label stay in the review's order. */
export function sortClaims(list: readonly Claim[], key: SortKey, descending = false): readonly Claim[] {
  const sign = descending ? -1 : 1;
  return [...list].sort((a, b) => sign * (RANK[key](a) - RANK[key](b)) || a.n - b.n);
}

/** How many claims of the list have this verdict and this cause. */
export const countOf = (list: readonly Claim[], verdict: Verdict | null, cause: Cause | null): number =>
  filterClaims(list, { verdict, cause, model: null }).length;
