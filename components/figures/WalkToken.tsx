'use client';
import { useLocale } from 'next-intl';
import { withSession } from '@/engine/session/with-session';
import { formatNumber } from '../charts/format';
import { TensorThumb } from '../charts/TensorThumb';
import { Select } from '../controls/Select';
import { Slider } from '../controls/Slider';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import { layersOf } from './layers';
import type { LiveFigureProps } from './live';
import { PromptBox } from './PromptBox';
import { useChoices } from './use-choices';
import { useReading } from './use-reading';
import { WalkTable } from './WalkTable';
import { ofToken, type Stop, stopsOf, tapsOf } from './walk-token';
import { defineWords, fill, useWords } from './words';

const words = defineWords({
  en: {
    text: 'Text',
    layer: 'Layer',
    token: 'Token',
    values: 'its values for “{token}”',
    least: 'least',
    most: 'most',
    operation: 'operation',
    range: '{least} to {most}',
  },
  es: {
    text: 'Texto',
    layer: 'Capa',
    token: 'Token',
    values: 'sus valores con «{token}»',
    least: 'menor',
    most: 'mayor',
    operation: 'operación',
    range: 'de {least} a {most}',
  },
});

export const START = { text: 'Lily put the red ball in the box.', layer: 3, token: 9 };
/** Height of a vector's picture and of a state's. */
const HEIGHT = { vector: 14, state: 48 };

/** One token walks through one layer of a trained Mamba: every operation with its shape and its values. */
export default function WalkToken(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ text, layer, token }, choose, reset] = useChoices(START);
  const { engine, blueprint, state, reading, busy } = useReading(
    'stories-mamba',
    text,
    String(layer),
    (model, ids, signal) =>
      withSession(model, async (session) => {
        const wanted = tapsOf(layer);
        const { taps } = await session.prefill(ids, { taps: wanted }, { signal });
        return { layer, data: new Map(wanted.map((tap) => [tap, taps.get(tap)!.data as Float32Array])) };
      }),
    24,
  );
  /** Those of the layer that was read: another may be chosen already. */
  const stops = reading && blueprint ? stopsOf(blueprint, reading.result.layer) : [];
  const last = reading ? reading.tokens.length - 1 : token;
  const at = Math.min(token, last);
  const picture = ({ node, sizes }: Stop) => ofToken(reading!.result.data.get(node.id)!, sizes, at);
  const ends = (stop: Stop) => {
    const { values } = picture(stop);
    return { least: Math.min(...values), most: Math.max(...values) };
  };
  const number = (v: number) => formatNumber(v, locale);
  return (
    <Figure
      {...props}
      state={state}
      onReset={reset}
      {...(reading
        ? {
            table: () => ({
              columns: [w.operation, w.least, w.most],
              rows: stops.map((stop) => [stop.name, ends(stop).least, ends(stop).most]),
            }),
          }
        : {})}
      controls={
        <>
          <PromptBox label={w.text} value={text} onChange={(value) => choose({ text: value })} />
          <Select
            label={w.layer}
            value={layer}
            options={layersOf(blueprint)}
            onChange={(value) => choose({ layer: value })}
          />
          <Slider label={w.token} value={at} min={0} max={last} onChange={(value) => choose({ token: value })} />
          <EngineBadge engine={engine} />
        </>
      }
    >
      {reading && (
        <div className={busy ? styles.busy : undefined}>
          <WalkTable
            stops={stops}
            locale={locale}
            heading={fill(w.values, { token: reading.tokens[at]!.trim() || '∅' })}
            most={(stop) => ends(stop).most}
          >
            {(stop) => {
              const { least, most } = ends(stop);
              return (
                <>
                  <TensorThumb
                    data={picture(stop)}
                    width={stop.per === 'state' ? 48 : 160}
                    height={stop.per === 'cell' ? HEIGHT.state : HEIGHT.vector}
                  />
                  <span>{fill(w.range, { least: number(least), most: number(most) })}</span>
                </>
              );
            }}
          </WalkTable>
        </div>
      )}
    </Figure>
  );
}
