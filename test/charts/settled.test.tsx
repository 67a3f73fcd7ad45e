/** Node and a browser may hold two versions of one engine, whose Math differs in the last digit: the page must not show it. */
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ribbonWidth } from '@/components/atlas/block-drawing';
import { LineChart } from '@/components/charts';
import { cost } from '@/engine/blueprint/cost';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';

afterEach(() => vi.restoreAllMocks());

/** The next number after one: the smallest error that a function can make. */
const next = (value: number) => value * (1 + Number.EPSILON);

/** Every function of Math that is not exact by the standard, off by one in the last place. */
function anotherEngine() {
  for (const name of ['log', 'log2', 'log10', 'exp', 'sin', 'cos'] as const) {
    const real = Math[name];
    vi.spyOn(Math, name).mockImplementation((value) => next(real(value)));
  }
  const pow = Math.pow;
  vi.spyOn(Math, 'pow').mockImplementation((base, power) =>
    Number.isInteger(power) ? pow(base, power) : next(pow(base, power)),
  );
}

const jamba = buildBlueprint(published.find(({ id }) => id === 'jamba-v0.1')!.config);
const x = Array.from({ length: 13 }, (_, i) => 64 * 2 ** i);
const series = [
  { id: 'a', label: 'a', colour: 'red', x, y: x.map((context) => cost(jamba, { context }).total.decodeFlops) },
  { id: 'b', label: 'b', colour: 'blue', x, y: x.map((n) => n * n), points: true, low: x, high: x.map((n) => n ** 3) },
];
const draw = () =>
  renderToString(
    <LineChart
      series={series}
      xLabel="tokens"
      yLabel="FLOPs"
      label="cost"
      locale="en"
      xLog
      yLog
      xBase={2}
      firstWidth={560}
      litX={4096}
      marks={[{ x: 777, label: 'chosen' }]}
      notes={[{ x: 2673, y: 3.3e9, text: '2673', colour: 'red', ring: true }]}
    />,
  );

describe('what the server has drawn', () => {
  it('is drawn alike by a browser whose logarithms end in another digit', () => {
    const here = draw();
    expect(here).toContain('<circle');
    anotherEngine();
    expect(draw()).toBe(here);
  });
  it('has ribbons of the same width there', () => {
    const widths = () => Array.from({ length: 2000 }, (_, i) => ribbonWidth(3 * i + 2));
    const here = widths();
    anotherEngine();
    expect(widths()).toEqual(here);
  });
});
