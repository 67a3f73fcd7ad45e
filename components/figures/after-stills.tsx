/** Still pictures of the chapter on what came after; stills.tsx joins them with the rest. */
import type { ReactNode } from 'react';
import type { Locale } from '../i18n/locales';
import { DeltaRuleChart } from './DeltaRuleChart';
import { MEMORIES, WRITES } from './delta-rule';
import { HybridRows } from './HybridRows';
import { HybridsChart } from './HybridsChart';
import { HYBRIDS } from './hybrid-models';
import { OneStepChart } from './OneStepChart';
import { STEP_RULES } from './one-step';
import { ParityChart } from './ParityChart';

const BITS = [1, 0, 1, 1, 0, 1, 1, 0, 1, 1];

export const afterStills: Readonly<Record<string, (props: { locale: Locale }) => ReactNode>> = {
  parity: ({ locale }) => (
    <>
      <ParityChart setting={{ rule: 'fade', a: 0.5, angle: 180 }} bits={BITS} m={2} locale={locale} />
      <ParityChart setting={{ rule: 'turn', a: 0, angle: 180 }} bits={BITS} m={2} locale={locale} />
    </>
  ),
  'one-step': ({ locale }) => (
    <>
      {STEP_RULES.map((rule) => (
        <OneStepChart key={rule} rule={rule} at={{ A: -1, step: 1, lambda: 0.5 }} locale={locale} />
      ))}
    </>
  ),
  'delta-rule': ({ locale }) => (
    <>
      {MEMORIES.slice(0, 3).map((memory) => (
        <DeltaRuleChart
          key={memory}
          setting={{ memory, alpha: 0.7, beta: 1, overlap: 0 }}
          writes={WRITES}
          upTo={3}
          locale={locale}
        />
      ))}
    </>
  ),
  'hybrids-line': ({ locale }) => <HybridsChart count="mixers" locale={locale} lit={null} />,
  'hybrids-table': ({ locale }) => <HybridRows models={HYBRIDS} count="mixers" locale={locale} />,
};
