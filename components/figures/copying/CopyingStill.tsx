import { formatPercent } from '../../charts/format';
import { BarsStill } from '../BarsStill';
import { CONTESTANTS, SIZES } from './copying';

/** Share of letters that each model repeats right, at one length of noise. */
export function CopyingStill({ noise }: { noise: number }) {
  const at = SIZES.indexOf(noise);
  return (
    <BarsStill
      bars={CONTESTANTS.map(({ title, accuracy }) => ({ label: title, value: accuracy[at]! }))}
      format={formatPercent}
      colour="var(--sym-h)"
    />
  );
}
