'use client';
import type { Blueprint } from '@/engine/blueprint/types';
import { NumberField } from '../controls/NumberField';
import { Select } from '../controls/Select';
import { layersOf } from './layers';
import { defineWords, useWords } from './words';

const words = defineWords({ en: { layer: 'Layer', channel: 'Channel' }, es: { layer: 'Capa', channel: 'Canal' } });

/** Which layer and which channel of a model a figure shows. Another layer asks for no channel: the figure chooses one that tells most. */
export function LayerAndChannel({
  blueprint,
  layer,
  channel,
  channels,
  onChange,
}: {
  blueprint: Blueprint | null;
  layer: number;
  channel: number;
  /** How many the layer has; 1 until that is known. */
  channels: number;
  onChange: (layer: number, channel: number | null) => void;
}) {
  const w = useWords(words);
  return (
    <>
      <Select label={w.layer} value={layer} options={layersOf(blueprint)} onChange={(value) => onChange(value, null)} />
      <NumberField
        label={w.channel}
        value={channels > 1 ? channel : null}
        min={0}
        max={channels - 1}
        onChange={(value) => onChange(layer, value)}
      />
    </>
  );
}
