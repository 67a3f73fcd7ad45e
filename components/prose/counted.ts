/** Numbers of the chapters on cost and on the parallel scan that follow from blueprints, from counting and a device's stated rates: computed while the page is built, never typed. */
import { largestBatch, prefillFlops, transformer8b } from '@/engine/bench';
import { formatCount, formatNumber, formatPercent, formatSeconds, formatWhole } from '../charts/format';
import { billsOf } from '../figures/cost/cost-explorer';
import { BF16, publishedProfile } from '../figures/cost/cost-models';
import { firstLength, timesFewer } from '../figures/cost/eight-times';
import { deviceOf, dotOf, ridge } from '../figures/cost/roofline-dots';
import { billOf as scanBill } from '../figures/scan/work-depth';

type Say = (locale: string) => string;
const a100 = () => deviceOf('a100');
const times =
  (length: number, batch: number): Say =>
  (locale) =>
    `×${formatNumber(timesFewer(length, batch), locale)}`;
const texts =
  (id: string, length: number): Say =>
  (locale) =>
    formatCount(largestBatch(publishedProfile(id), a100().memory, length, BF16), locale);
const writing =
  (model: string, batch: number): Say =>
  () =>
    formatPercent(dotOf('write', model, 2048, batch, a100()).share);
const step =
  (model: string, batch: number): Say =>
  () =>
    formatSeconds(billsOf({ model, length: 2048, batch, bytes: 2 }, a100()).seconds);

/** A length that nobody needs to the last token. */
const roughly = (tokens: number, locale: string) => formatWhole(Number(tokens.toPrecision(2)), locale);
/** Rounds of a scan of 4096 tokens; as many workers as tokens unless fewer are given. */
const rounds =
  (way: Parameters<typeof scanBill>[0], workers = 4096): Say =>
  (locale) =>
    formatWhole(scanBill(way, 4096, workers, 64).rounds, locale);

const numbers: Readonly<Record<string, Say>> = {
  'times-2k-1': times(2048, 1),
  'times-2k-32': times(2048, 32),
  'times-4k-32': times(4096, 32),
  'times-8k-32': times(8192, 32),
  'eight-1': (locale) => roughly(firstLength(8, 1)!, locale),
  'eight-32': (locale) => roughly(firstLength(8, 32)!, locale),
  'texts-transformer': texts(transformer8b.id, 8192),
  'texts-hybrid': texts('mamba2-hybrid-8b', 8192),
  'writing-1': writing('llama-3.1-8b', 1),
  'writing-256': writing('llama-3.1-8b', 256),
  'writing-mamba-256': writing('mamba-2.8b', 256),
  'step-1': step('llama-3.1-8b', 1),
  'step-32': step('llama-3.1-8b', 32),
  ridge: (locale) => formatNumber(ridge(a100()), locale),
  'reading-doubled': (locale) => {
    const llama = publishedProfile('llama-3.1-8b');
    return `×${formatNumber(prefillFlops(llama, 4096) / prefillFlops(llama, 2048), locale)}`;
  },
  'rounds-loop': rounds('serial'),
  'rounds-everyone-spare': rounds('everyone'),
  'rounds-tree-spare': rounds('tree'),
  'rounds-tree-64': rounds('tree', 64),
  'rounds-everyone-64': rounds('everyone', 64),
  'rounds-everyone-8': rounds('everyone', 8),
  'state-in-tokens': (locale) => {
    const { stateInTokens } = billsOf({ model: 'mamba2-hybrid-8b', length: 1, batch: 1, bytes: 2 }, a100());
    return roughly(stateInTokens, locale);
  },
};

export const countedNames = Object.keys(numbers);

/** A number that a blueprint gives, as text; throws on an unknown name. */
export function counted(name: string, locale: string): string {
  const say = numbers[name];
  if (!say) throw new Error(`<Counted of="${name}">: not known; known: ${countedNames.join(', ')}`);
  return say(locale);
}
