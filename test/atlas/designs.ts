/** Any hybrid that a reader can compose. */
import fc from 'fast-check';
import { type Design, MARKS, SIZES, type Size } from '@/components/atlas/design';

const size = (name: Size, most: number = SIZES[name][1]) =>
  fc.integer({ min: SIZES[name][0], max: Math.min(most, SIZES[name][1]) });
const divisors = (whole: number, most: number) =>
  Array.from({ length: Math.min(whole, most) }, (_, i) => i + 1).filter((d) => whole % d === 0);

export const designs: fc.Arbitrary<Design> = fc
  .record({
    pattern: fc.array(fc.constantFrom(...MARKS), { minLength: 1, maxLength: 12 }).map((marks) => marks.join('')),
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
    return { ...rest, ssmHeads: ssmHeads[ssm % ssmHeads.length]!, kvHeads: kvHeads[kv % kvHeads.length]! };
  });
