'use client';
import type { Blueprint } from '@/engine/blueprint/types';
import { defineWords, useWords } from '../words';

const words = defineWords({ en: { layer: 'Layer', head: 'Head' }, es: { layer: 'Capa', head: 'Cabeza' } });

/** Which layer and which head of a model a figure shows. */
export function LayerAndHead({
  blueprint,
  heads,
  layer,
  head,
  onChange,
}: {
  blueprint: Blueprint | undefined;
  heads: number;
  layer: number;
  head: number;
  onChange: (layer: number, head: number) => void;
}) {
  const w = useWords(words);
  return (
    <>
      <label>
        {w.layer}{' '}
        <select value={layer} data-choose="layer" onChange={(e) => onChange(Number(e.target.value), head)}>
          {(blueprint?.layers ?? []).map(({ index }) => (
            <option key={index}>{index}</option>
          ))}
        </select>
      </label>
      <label>
        {w.head}{' '}
        <select value={head} data-choose="head" onChange={(e) => onChange(layer, Number(e.target.value))}>
          {Array.from({ length: heads }, (_, i) => (
            <option key={i}>{i}</option>
          ))}
        </select>
      </label>
    </>
  );
}
