'use client';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import styles from './SettingsButton.module.css';
import { BACKENDS, changeSettings, MEMORY_LIMITS, MOTIONS, SCHEMES, type Settings, TEXT_SIZES } from './settings';
import { useSettings } from './use-settings';

/** The reader's settings in a popover of the browser's own: Escape or a click elsewhere closes it. */
export function SettingsButton({ className }: { className: string }) {
  const t = useTranslations('shell.settings');
  const id = useId();
  const settings = useSettings();
  const backendWords = { auto: t('backendAuto'), webgpu: t('backendWebgpu'), cpu: t('backendCpu') };
  const schemeWords = { system: t('schemeSystem'), light: t('schemeLight'), dark: t('schemeDark') };
  const textWords = { small: t('textSmall'), normal: t('textNormal'), large: t('textLarge'), larger: t('textLarger') };
  const motionWords = { system: t('motionSystem'), reduced: t('motionReduced'), full: t('motionFull') };
  return (
    <>
      <button type="button" className={className} popoverTarget={id} aria-haspopup="dialog">
        {t('open')}
      </button>
      <div id={id} popover="auto" role="dialog" aria-label={t('open')} className={styles.panel}>
        <Choice name="scheme" label={t('scheme')} values={SCHEMES} words={schemeWords} chosen={settings.scheme} />
        <Choice name="text" label={t('text')} values={TEXT_SIZES} words={textWords} chosen={settings.text} />
        <Choice name="motion" label={t('motion')} values={MOTIONS} words={motionWords} chosen={settings.motion} />
        <Choice name="backend" label={t('backend')} values={BACKENDS} words={backendWords} chosen={settings.backend} />
        <label className={styles.group}>
          <span className={styles.label}>{t('memory')}</span>
          <select
            className={styles.select}
            value={settings.memory}
            onChange={(event) => changeSettings({ memory: Number(event.target.value) as Settings['memory'] })}
          >
            {MEMORY_LIMITS.map((mib) => (
              <option key={mib} value={mib}>
                {mib < 1024 ? `${mib} MiB` : `${mib / 1024} GiB`}
              </option>
            ))}
          </select>
        </label>
        <p className={styles.note}>
          {t('backendNote')} {t('kept')}
        </p>
      </div>
    </>
  );
}

/** One of a few, as a row of segments. */
function Choice<K extends keyof Settings, V extends Settings[K] & string>({
  name,
  label,
  values,
  words,
  chosen,
}: {
  name: K;
  label: string;
  values: readonly V[];
  words: Readonly<Record<V, string>>;
  chosen: Settings[K];
}) {
  return (
    <fieldset className={styles.group}>
      <legend className={styles.label}>{label}</legend>
      <div className={styles.segments}>
        {values.map((value) => (
          <label key={value} className={styles.segment}>
            <input
              type="radio"
              name={`settings-${name}`}
              value={value}
              checked={value === chosen}
              onChange={() => changeSettings({ [name]: value } as Partial<Settings>)}
            />
            <span>{words[value]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
