import { describe, expect, it } from 'vitest';
import { CHOICES, readShow, rowShares } from '@/components/scope/views/attention';

describe('rows as shares', () => {
  it('leaves attention as it is, and brings rows of any size and sign to the same scale', () => {
    const attention = new Float32Array([1, 0, 0, 0.25, 0.75, 0, 0.5, 0.25, 0.25]);
    expect([...rowShares(attention, 3)]).toEqual([...attention]);
    const hidden = new Float32Array([-8, 99, 99, 3, -1, 99, 0, 0, 0]);
    expect([...rowShares(hidden, 3)]).toEqual([-1, 0, 0, 0.75, -0.25, 0, 0, 0, 0]);
  });
});

describe('what the view is asked to show', () => {
  it('is read from the address, and the first that the layer has is shown for any other word', () => {
    expect(readShow('mean.share', CHOICES)).toEqual({ which: 'mean', share: true });
    expect(readShow('block', ['absolute', 'mean'])).toEqual({ which: 'absolute', share: false });
    expect(readShow('s4d', CHOICES)).toEqual({ which: 'absolute', share: false });
    expect(readShow('', ['prediction'])).toEqual({ which: 'prediction', share: false });
  });
});
