'use client';
import { useTranslations } from 'next-intl';
import { formatWhole } from '../charts/format';
import { Scroll } from '../shell/Scroll';
import styles from './atlas.module.css';
import { useAtlas } from './atlas-context';

/** The sizes that all this depends on, said at run time: not of any config. */
const NAMES = [
  'd_model',
  'n_layers',
  'vocab',
  'd_inner',
  'd_state',
  'dt_rank',
  'd_conv',
  'conv_tail',
  'ssm_heads',
  'ssm_head_dim',
  'n_groups',
  'd_xbc',
  'n_poles',
  'n_heads',
  'n_kv_heads',
  'd_head',
  'd_q',
  'd_kv',
  'd_mlp',
  'n_experts',
  'top_k',
] as const;

/** What the letters in the shapes stand for, with the numbers of the models in view. */
export function AtlasSizes() {
  const t = useTranslations('atlas.sizes');
  const { sides, locale } = useAtlas();
  const used = NAMES.filter((name) => sides.some(({ blueprint }) => blueprint.dims[name] !== undefined));
  return (
    <details className={styles.text} open>
      <summary>{t('title')}</summary>
      <Scroll label={t('title')}>
        <table className={styles.numbers}>
          <caption className={styles.spoken}>{t('title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('letter')}</th>
              <th scope="col">{t('meaning')}</th>
              {sides.map(({ side, model }) => (
                <th key={side} scope="col" className={styles.figure}>
                  {model.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {used.map((name) => (
              <tr key={name} data-dim={name}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td>{t(`of.${name}`)}</td>
                {sides.map(({ side, blueprint }) => {
                  const value = blueprint.dims[name];
                  return (
                    <td key={side} className={styles.figure}>
                      {value === undefined ? '–' : formatWhole(value, locale)}
                    </td>
                  );
                })}
              </tr>
            ))}
            <tr>
              <th scope="row">
                <code>T</code>, <code>S</code>
              </th>
              <td>{t('run')}</td>
              {sides.map(({ side }) => (
                <td key={side} className={styles.figure}>
                  –
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
