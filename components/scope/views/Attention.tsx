'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Tensor } from '@/engine/tensor';
import { aboutView } from '@/engine/views';
import { mixerOf } from '@/engine/views/mixer';
import { matrixTable, type ScaleKind, TokenMatrix } from '../../charts';
import { Figure } from '../../figure/Figure';
import styles from '../lab.module.css';
import { useLabStore, useLabView } from '../use-lab';
import { useHere, useViewState } from './use-here';

type Which = 'absolute' | 'mean' | 'unit' | 'block' | 'influence';

/** Who looks at whom: hidden attention of a state space layer or the true one of an attention layer, in one frame. */
export function Attention() {
  const t = useTranslations('lab.attention');
  const here = useHere();
  const [which, setWhich] = useState<Which>('absolute');
  if (!here.run || !here.blueprint) return null;
  if (!here.has('hidden-attention', {})) return <p>{t('none')}</p>;
  const choices: Which[] = ['absolute', 'mean', 'unit'];
  if (here.has('block-attention', {})) choices.push('block');
  choices.push('influence');
  const kind = choices.includes(which) ? which : 'absolute';
  return (
    <>
      <fieldset className={styles.choices}>
        <legend>{t('which')}</legend>
        {choices.map((id) => (
          <label key={id}>
            <input type="radio" name="attention" checked={id === kind} onChange={() => setWhich(id)} />{' '}
            {t(`choice.${id}`)}
          </label>
        ))}
      </fieldset>
      {kind === 'block' ? <Block /> : kind === 'influence' ? <Influence /> : <Hidden which={kind} />}
      {here.has('ssd-mask', { head: 0 }) && <Ssd />}
    </>
  );
}

function Hidden({ which }: { which: 'absolute' | 'mean' | 'unit' }) {
  const { blueprint, channel, layer } = useHere();
  const kindOf = blueprint && mixerOf(blueprint, layer)?.kind;
  const axis = kindOf === 'mamba2' ? 'ssm_heads' : kindOf === 'attention' ? 'n_heads' : 'd_inner';
  const units = blueprint?.dims[axis] ?? 1;
  const options = which === 'unit' ? { unit: Math.min(channel, units - 1), only: true } : {};
  const { data, error } = useLabView('hidden-attention', layer, options);
  const values = which === 'unit' ? data?.chosen : which === 'mean' ? data?.mean : data?.absolute;
  const kind: ScaleKind = data?.kind === 'attention' ? 'probability' : which === 'absolute' ? 'magnitude' : 'signed';
  return (
    <Matrix
      view="hidden-attention"
      values={values ?? null}
      error={error}
      kind={kind}
      {...(which === 'unit' && data ? { of: `${data.unit} ${options.unit}` } : {})}
    />
  );
}

function Block() {
  const { layer } = useHere();
  const { data, error } = useLabView('block-attention', layer, {});
  return <Matrix view="block-attention" values={data?.absolute ?? null} error={error} kind="magnitude" />;
}

function Influence() {
  const { layer } = useHere();
  const { data, error } = useLabView('token-influence', layer, {});
  return <Matrix view="token-influence" values={data?.influence ?? null} error={error} kind="magnitude" />;
}

/** Mask, products and their product: when, what, both. */
function Ssd() {
  const { layer, channel, blueprint } = useHere();
  const head = Math.min(channel, (blueprint?.dims.ssm_heads ?? 1) - 1);
  const { data, error } = useLabView('ssd-mask', layer, { head });
  return (
    <div className={styles.two}>
      <Matrix view="ssd-mask" values={data?.mask ?? null} error={error} kind="probability" of="L" />
      <Matrix view="ssd-mask" values={data?.content ?? null} error={error} kind="signed" of="C·Bᵀ" />
      <Matrix view="ssd-mask" values={data?.product ?? null} error={error} kind="signed" of="L ∘ C·Bᵀ" />
    </div>
  );
}

interface MatrixProps {
  readonly view: 'hidden-attention' | 'block-attention' | 'token-influence' | 'ssd-mask';
  readonly values: Tensor | null;
  readonly error: Parameters<ReturnType<typeof useViewState>>[1];
  readonly kind: ScaleKind;
  readonly of?: string;
}

function Matrix({ view, values, error, kind, of }: MatrixProps) {
  const t = useTranslations('lab.attention');
  const store = useLabStore();
  const state = useViewState();
  const { run, locale, text, name, lit, layer } = useHere();
  const about = aboutView(view);
  const count = values?.shape[0] ?? 0;
  // The text may have grown since the matrix was computed.
  const tokens = Array.from({ length: Math.min(count, run?.ids.length ?? 0) }, (_, i) => text(i));
  const whole = values && tokens.length === count ? values : null;
  return (
    <Figure
      name={view}
      title={`${about.title[locale]}: ${t('layer', { layer: String(layer) })}${of ? `, ${of}` : ''}`}
      caption={`${about.meaning[locale]} ${t('caption')}`}
      state={state(whole, error)}
      table={() =>
        matrixTable({ rows: count, cols: count, values: whole!.data }, t('reads'), name, name, (row, col) => col <= row)
      }
    >
      {whole && (
        <TokenMatrix
          values={whole.data}
          tokens={tokens}
          kind={kind}
          label={about.title[locale]}
          rowAxis={t('reads')}
          colAxis={t('read')}
          locale={locale}
          lit={lit < count ? lit : null}
          maxHeight={420}
          onHover={(pair) => store.light({ token: pair?.col ?? null })}
          onSelect={(pair) => void store.goTo(pair.row)}
        />
      )}
    </Figure>
  );
}
