/** Any hybrid that a reader can compose. */
import fc from 'fast-check';
import { type Design, MARKS, SIZES, type Size, STARTS } from '@/components/atlas/design';

const size = (name: Size, most: number = SIZES[name][1]) =>
  fc.integer({ min: SIZES[name][0], max: Math.min(most, SIZES[name][1]) });
const divisors = (whole: number, most: number) =>
  Array.from({ length: Math.min(whole, most) }, (_, i) => i + 1).filter((d) => whole % d === 0);

export const designs: fc.Arbitrary<Design> = fc
  .record({
    pattern: fc.array(fc.constantFrom(...MARKS.mamba2), { minLength: 1, maxLength: 12 }).map((marks) => marks.join('')),
    width: size('width'),
    state: size('state'),
    heads: size('heads'),
    headWidth: size('headWidth'),
    mlp: size('mlp'),
    vocab: size('vocab'),
    ssm: fc.nat(),
    kv: fc.nat(),
  })
  .map(({ ssm, kv, ...rest }) => {
    const ssmHeads = divisors(2 * rest.width, SIZES.ssmHeads[1]);
    const kvHeads = divisors(rest.heads, SIZES.kvHeads[1]);
    return {
      ...STARTS.mamba2,
      ...rest,
      ssmHeads: ssmHeads[ssm % ssmHeads.length]!,
      kvHeads: kvHeads[kv % kvHeads.length]!,
    };
  });

/** An order that a Jamba can have: each kind at a first place and at a distance. */
const jambaPatterns = fc
  .record({ layers: fc.integer({ min: 1, max: 20 }), a: fc.nat(), l: fc.nat(), e: fc.nat(), f: fc.nat() })
  .map(({ layers, a, l, e, f }) => {
    const [attention, experts] = [1 + (l % (layers + 1)), 1 + (e % (layers + 1))];
    const part = (i: number) =>
      (i % attention === a % attention ? '*' : 'M') + (i % experts === f % experts ? 'E' : '-');
    return Array.from({ length: layers }, (_, i) => part(i)).join('');
  });

export const jambas: fc.Arbitrary<Design> = fc
  .record({
    pattern: jambaPatterns,
    headWidth: fc.integer({ min: 1, max: 32 }),
    heads: size('heads', 64),
    state: size('state'),
    mlp: size('mlp', 4096),
    vocab: size('vocab'),
    experts: size('experts', 32),
    topK: fc.nat(),
    kv: fc.nat(),
  })
  .map(({ kv, topK, headWidth, ...rest }) => {
    const width = rest.heads * Math.max(headWidth, Math.ceil(SIZES.width[0] / rest.heads));
    const kvHeads = divisors(rest.heads, SIZES.kvHeads[1]);
    return {
      ...STARTS.jamba,
      ...rest,
      width,
      kvHeads: kvHeads[kv % kvHeads.length]!,
      topK: 1 + (topK % rest.experts),
    };
  });
