'use client';
import type { Blueprint } from '@/engine/blueprint/types';
import { Select } from '../../controls/Select';
import { headsOf, layersOf } from '../layers';
import { defineWords, useWords } from '../words';

const words = defineWords({ en: { layer: 'Layer', head: 'Head' }, es: { layer: 'Capa', head: 'Cabeza' } });

/** Which layer and which SSM head of a model a figure shows. */
export function LayerAndHead({
  blueprint,
  layer,
  head,
  onChange,
}: {
  blueprint: Blueprint | null;
  layer: number;
  head: number;
  onChange: (layer: number, head: number) => void;
}) {
  const w = useWords(words);
  return (
    <>
      <Select
        label={w.layer}
        value={layer}
        options={layersOf(blueprint)}
        data-choose="layer"
        onChange={(value) => onChange(value, head)}
      />
      <Select
        label={w.head}
        value={head}
        options={headsOf(blueprint?.dims.ssm_heads)}
        data-choose="head"
        onChange={(value) => onChange(layer, value)}
      />
    </>
  );
}
