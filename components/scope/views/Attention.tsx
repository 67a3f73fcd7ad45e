'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { mixerOf } from '@/engine/views/mixer';
import { domainOf } from '../../charts';
import styles from '../lab.module.css';
import { useLab, useLabStore, useLabView } from '../use-lab';
import { CHOICES, type Choice, readShow } from './attention';
import { Influence } from './Influence';
import { TokenPairs } from './TokenPairs';
import { useHere } from './use-here';

/**
 * Who looks at whom: hidden attention of a state space layer or the true one of an attention layer, in one frame and on one signed colour
 * scale; beside it, for Mamba-2, the matrix taken apart into when and what; and which tokens the next word rests on.
 */
export function Attention() {
  const t = useTranslations('lab.attention');
  const store = useLabStore();
  const here = useHere();
  const show = useLab((lab) => lab.set.show);
  if (!here.run || !here.blueprint) return null;
  const mixes = here.has('hidden-attention', {});
  const choices = CHOICES.filter((id) => {
    if (id === 'prediction') return true;
    return mixes && (id !== 'block' || here.has('block-attention', {}));
  });
  const { which, share } = readShow(show, choices);
  const put = (word: Choice, shares: boolean) => store.set({ show: shares ? `${word}.share` : word });
  return (
    <>
      {!mixes && <p>{t('none')}</p>}
      <fieldset className={styles.choices}>
        <legend>{t('which')}</legend>
        {choices.map((id) => (
          <label key={id}>
            <input type="radio" name="attention" value={id} checked={id === which} onChange={() => put(id, share)} />{' '}
            {t(`choice.${id}`)}
          </label>
        ))}
        {which !== 'prediction' && (
          <label>
            <input type="checkbox" checked={share} onChange={(event) => put(which, event.target.checked)} />{' '}
            {t('share')}
          </label>
        )}
      </fieldset>
      {which === 'prediction' ? (
        <Influence />
      ) : which === 'block' ? (
        <Block share={share} />
      ) : which === 'influence' ? (
        <Brings share={share} />
      ) : (
        <Hidden which={which} share={share} />
      )}
      {which !== 'prediction' && here.has('ssd-mask', { head: 0 }) && <Ssd />}
    </>
  );
}

function Hidden({ which, share }: { which: 'absolute' | 'mean' | 'unit'; share: boolean }) {
  const t = useTranslations('lab.attention');
  const { blueprint, channel, layer } = useHere();
  const mixer = blueprint && mixerOf(blueprint, layer);
  const axis = mixer?.kind === 'mamba2' ? 'ssm_heads' : mixer?.kind === 'attention' ? 'n_heads' : 'd_inner';
  const units = blueprint?.dims[axis] ?? 1;
  const unit = Math.min(channel, units - 1);
  const { data, error } = useLabView('hidden-attention', layer, which === 'unit' ? { unit, only: true } : {});
  const values = which === 'unit' ? data?.chosen : which === 'mean' ? data?.mean : data?.absolute;
  // Of true attention one head's matrix is a tap and is named as such; a hidden one is computed from several.
  const tap = which === 'unit' && !share && mixer?.kind === 'attention' ? mixer.core.id : null;
  return (
    <TokenPairs
      view="hidden-attention"
      values={values ?? null}
      error={error}
      share={share}
      note={t(mixer?.kind === 'attention' ? 'true' : 'hidden')}
      {...(tap ? { source: (row: number, col: number) => `${tap}[${unit}, ${row}, ${col}]` } : {})}
      {...(which === 'unit' && data ? { of: `${t(`unit.${data.unit}`)} ${unit}` } : {})}
    />
  );
}

function Block({ share }: { share: boolean }) {
  const { layer } = useHere();
  const { data, error } = useLabView('block-attention', layer, {});
  return <TokenPairs view="block-attention" values={data?.absolute ?? null} error={error} share={share} />;
}

function Brings({ share }: { share: boolean }) {
  const { layer } = useHere();
  const { data, error } = useLabView('token-influence', layer, {});
  return <TokenPairs view="token-influence" values={data?.influence ?? null} error={error} share={share} />;
}

/** Mask, products and their product: when, what, both. */
function Ssd() {
  const { layer, channel, blueprint } = useHere();
  const head = Math.min(channel, (blueprint?.dims.ssm_heads ?? 1) - 1);
  const { data, error } = useLabView('ssd-mask', layer, { head });
  // What, and its product with when, are numbers of one kind: on one scale the mask's work shows as fading.
  const domain = useMemo(
    () =>
      data &&
      domainOf(
        'signed',
        [data.content, data.product].flatMap((map) => domainOf('signed', map.data)),
      ),
    [data],
  );
  const shared = domain ? { domain } : {};
  return (
    <div className={styles.two}>
      <TokenPairs view="ssd-mask" values={data?.mask ?? null} error={error} of="L" />
      <TokenPairs view="ssd-mask" values={data?.content ?? null} error={error} of="C·Bᵀ" {...shared} />
      <TokenPairs view="ssd-mask" values={data?.product ?? null} error={error} of="L ∘ C·Bᵀ" {...shared} />
    </div>
  );
}
