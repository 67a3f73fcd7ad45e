/** Still pictures of the figures, drawn on the server: what stands there for print, without scripts, and until the live figure wakes. */
import type { ReactNode } from 'react';
import { buildBlueprint } from '@/engine/models';
import stories from '@/public/models/stories-mamba/config.json';
import { formatCount } from '../charts/format';
import type { Locale } from '../i18n/locales';
import { afterStills } from './after-stills';
import { BarsStill } from './BarsStill';
import { CacheOffStill } from './CacheOffStill';
import { ClaimParts, ClaimQuote, ClaimVerdict } from './ClaimCard';
import { ClaimRows } from './ClaimRows';
import { claimOf, claims } from './claims';
import { CopyingStill } from './copying/CopyingStill';
import { costStills } from './cost-stills';
import { DialChart } from './DialChart';
import { dualityStills } from './duality/stills';
import { FourBillsStill } from './FourBillsStill';
import { HippoChart } from './HippoChart';
import { shape, TOKENS } from './hippo';
import { hybridStills } from './hybrid-stills';
import { LeakyBucketChart } from './LeakyBucketChart';
import { leak } from './leaky-bucket';
import { longContextStills } from './long-context/stills';
import { memoryStills } from './memory-stills';
import { PolesChart } from './PolesChart';
import { AttentionStill, BytesStill, DeltaStill, PartsStill, PlanesStill, SavedStill } from './recorded-stills';
import { SuperpositionChart } from './SuperpositionChart';
import { scanStills } from './scan/stills';
import { UPDATES, X1, X2 } from './superposition';
import { ThreeWaysChart } from './ThreeWaysChart';
import { WalkTable } from './WalkTable';
import { stopsOf } from './walk-token';
import { layerTensors, MAMBA_130M } from './where-numbers';
import { ZoomChart } from './ZoomChart';

const drops = Array.from({ length: 41 }, (_, t) => (t % 20 === 0 && t < 40 ? 1 : 0));

export const stills: Readonly<Record<string, (props: { locale: Locale }) => ReactNode>> = {
  ...afterStills,
  ...longContextStills,
  'who-looks': () => <AttentionStill />,
  'cache-off': ({ locale }) => <CacheOffStill locale={locale} />,
  'cache-growth': ({ locale }) => <BytesStill locale={locale} />,
  'four-bills': ({ locale }) => <FourBillsStill locale={locale} />,
  copying: () => <CopyingStill noise={64} />,
  dial: ({ locale }) => (
    <DialChart z={[3, -4, -4, -4, 3, -4, -4, -4]} x={[4, 1, 3, 2, 1, 3, 4, 2]} rule="zoh" locale={locale} />
  ),
  'where-it-writes': ({ locale }) => <DeltaStill locale={locale} />,
  'two-planes': ({ locale }) => <PlanesStill locale={locale} />,
  'walk-token': ({ locale }) => <WalkTable stops={stopsOf(buildBlueprint(stories), 3)} locale={locale} />,
  'take-away': ({ locale }) => <PartsStill locale={locale} />,
  'what-saved': ({ locale }) => <SavedStill locale={locale} />,
  'where-numbers': ({ locale }) => (
    <BarsStill
      bars={layerTensors(MAMBA_130M).tensors.map(({ name, count }) => ({ label: name, value: count }))}
      format={(v) => formatCount(v, locale)}
      colour="var(--ink-soft)"
    />
  ),
  'leaky-bucket': ({ locale }) => (
    <LeakyBucketChart h={leak(0.9, drops)} x={drops} locale={locale} stepLabel={locale === 'es' ? 'paso' : 'step'} />
  ),
  'three-ways': ({ locale }) => (
    <ThreeWaysChart rule={{ a: 0.5, b: 1, c: 1 }} x={[1, 1, 0, 2, 0, 0, 1, 0]} t={4} locale={locale} />
  ),
  zoom: ({ locale }) => <ZoomChart method="euler" A={-1.5} step={0.5} locale={locale} />,
  poles: ({ locale }) => <PolesChart pole={{ re: 0.65, im: 0.65 }} locale={locale} />,
  hippo: ({ locale }) => <HippoChart x={shape('wave')} N={8} read={TOKENS} locale={locale} />,
  'claim-vote': ({ locale }) => (
    <>
      <ClaimQuote claim={claimOf(32)} locale={locale} />
      <ClaimParts claim={claimOf(32)} locale={locale} />
      <ClaimVerdict claim={claimOf(32)} locale={locale} />
    </>
  ),
  'linear-in-the-state': ({ locale }) => (
    <>
      {UPDATES.map((update) => (
        <SuperpositionChart key={update} update={update} x1={X1} x2={X2} locale={locale} />
      ))}
    </>
  ),
  'claims-table': ({ locale }) => <ClaimRows claims={claims} locale={locale} />,
  ...memoryStills,
  ...scanStills,
  ...hybridStills,
  ...costStills,
  ...dualityStills,
};
