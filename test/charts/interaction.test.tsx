// @vitest-environment happy-dom
/** Charts by keyboard and pointer in a page without layout: every value that can be seen can be reached, and what is said is what is there. */
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BarList, Heatmap, Histogram, LineChart, Scatter, TokenMatrix, TokenStrip } from '@/components/charts';

let root: Root;
let page: HTMLElement;
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal(
    'ImageData',
    class {
      constructor(
        readonly data: Uint8ClampedArray,
        readonly width: number,
        readonly height: number,
      ) {}
    },
  );
  // A page 600 px wide whose canvases accept pixels.
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600);
  HTMLCanvasElement.prototype.getContext = (() => ({ putImageData() {} })) as never;
  page = document.createElement('div');
  document.body.append(page);
  root = createRoot(page);
});
afterEach(() => {
  act(() => root.unmount());
  page.remove();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const show = (what: ReactNode) => act(() => root.render(what));
const chart = () => page.querySelector<HTMLElement>('[role=application]')!;
const press = (key: string, on: Element = chart(), more: KeyboardEventInit = {}) =>
  act(() => {
    on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  });
const said = () => page.querySelector('[aria-live=polite]')!.textContent;

describe('a heatmap', () => {
  const data = { rows: 3, cols: 4, values: Float32Array.from({ length: 12 }, (_, i) => i - 5.5) };
  const map = (more = {}) => (
    <Heatmap
      data={data}
      kind="signed"
      label="Δ"
      rowName={(r) => `token ${r}`}
      colName={(c) => `channel ${c}`}
      rowAxis="token"
      colAxis="channel"
      locale="en"
      source={({ row, col }) => `delta[${row}, ${col}]`}
      {...more}
    />
  );
  it('says its size, range and largest value before it is entered', () => {
    show(map());
    expect(page.textContent).toContain('3 × 4, from −5.5 to 5.5, largest at token 0, channel 0: −5.5');
  });
  it('is walked by arrows; value, name and index are said and written', () => {
    const hovered = vi.fn();
    const selected = vi.fn();
    show(map({ onHover: hovered, onSelect: selected }));
    press('ArrowDown');
    press('ArrowDown');
    press('End');
    expect(said()).toBe('token 1, channel 3: 1.5');
    expect(page.querySelector('[data-value]')!.getAttribute('data-value')).toBe('1.5');
    expect(page.querySelector('code')!.textContent).toBe('delta[1, 3]');
    expect(hovered).toHaveBeenLastCalledWith({ row: 1, col: 3 });
    press('Enter');
    expect(selected).toHaveBeenCalledWith({ row: 1, col: 3 });
    press('Escape');
    expect(hovered).toHaveBeenLastCalledWith(null);
    expect(page.querySelector('[data-value]')).toBeNull();
  });
  it('leaves keys that it does not use to the page', () => {
    show(map());
    const event = new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true });
    act(() => {
      chart().dispatchEvent(event);
    });
    expect(event.defaultPrevented).toBe(false);
  });
  it('does not speak while a pointer crosses it', () => {
    show(map());
    const hover = new MouseEvent('pointermove', { bubbles: true, clientX: 70, clientY: 50 });
    act(() => {
      chart().dispatchEvent(hover);
    });
    expect(page.querySelector('[data-value]')).not.toBeNull();
    expect(said()).toBe('');
  });
  it('of tokens against tokens has nothing above the diagonal', () => {
    const values = Float32Array.from([1, 9, 0.25, 0.75]);
    show(
      <TokenMatrix
        values={values}
        tokens={['Once', ' upon']}
        kind="probability"
        label="attention"
        rowAxis="reads"
        colAxis="is read"
        locale="en"
      />,
    );
    press('ArrowRight');
    press('ArrowRight');
    expect(said()).toBe('token 0 “Once”, token 1 “ upon”');
    expect(page.querySelector('[data-value]')).toBeNull();
    press('ArrowDown');
    expect(said()).toBe('token 1 “ upon”, token 1 “ upon”: 0.75');
    // The 9 above the diagonal is no value: it must not stretch the scale either.
    expect(page.querySelector('[aria-label^="attention: "]')!.getAttribute('aria-label')).toBe('attention: 0 … 1');
  });
});

describe('a line chart', () => {
  it('reads all its lines at one x', () => {
    const hovered = vi.fn();
    const line = (id: string, y: number[]) => ({ id, label: id, colour: 'red', x: [1, 10, 100], y });
    show(
      <LineChart
        series={[line('Mamba', [5, 5, 5]), line('Transformer', [1, 10, 100])]}
        xLabel="tokens"
        yLabel="bytes"
        label="memory"
        locale="en"
        xLog
        yLog
        onHoverX={hovered}
      />,
    );
    press('End');
    expect(said()).toBe('tokens 100, Mamba 5, Transformer 100');
    press('ArrowLeft');
    expect(said()).toBe('tokens 10, Mamba 5, Transformer 10');
    expect(hovered).toHaveBeenLastCalledWith(10);
    expect(page.querySelector('[data-series=Transformer]')!.getAttribute('data-value')).toBe('10');
    expect(page.innerHTML).not.toContain('NaN');
  });
});

describe('bars', () => {
  it('say what was and what is', () => {
    const selected = vi.fn();
    show(
      <BarList
        bars={[
          { id: 7, label: 'ball', value: 0.5, before: 0.25 },
          { id: 8, label: 'box', value: 0.125 },
        ]}
        label="Next token"
        locale="es"
        onSelect={selected}
      />,
    );
    press('ArrowDown');
    expect(said()).toBe('ball: antes 25 %, después 50 %');
    press('ArrowDown');
    expect(said()).toBe('box: 13 %');
    press(' ');
    expect(selected).toHaveBeenCalledWith(expect.objectContaining({ id: 8 }));
  });
});

describe('a histogram', () => {
  it('reads its bins and sums itself up', () => {
    show(<Histogram values={[1, 2, 3, 4, 5, 6, 7, 8]} bins={2} label="Δ" xLabel="Δ" yLabel="channels" locale="en" />);
    expect(page.textContent).toContain('8 values, from 1 to 8, median 4.5, mean 4.5');
    press('ArrowRight');
    expect(said()).toBe('from 1 to 4.5: 4 values');
  });
});

describe('a scatter plot', () => {
  it('visits its points in the order of the text', () => {
    const points = [0.5, 0.25, 1].map((v, i) => ({ x: v, y: 1 - v, label: `token ${i}`, group: i % 2 }));
    const groups = [
      { label: 'noise', colour: 'grey' },
      { label: 'data', colour: 'blue' },
    ];
    show(<Scatter points={points} groups={groups} xLabel="write" yLabel="keep" label="selection" locale="en" />);
    press('ArrowRight');
    press('ArrowRight');
    expect(said()).toBe('token 1, data: write 0.25, keep 0.75');
    // Groups differ in shape, not in colour alone.
    const shape = (i: number) => page.querySelector(`[data-point="${i}"]`)!.getAttribute('d');
    expect(shape(0)).not.toBe(shape(1));
    expect(shape(0)).toBe(shape(2));
  });
});

describe('a strip of tokens', () => {
  const tokens = ['Once', ' upon', '\n', ' a', ' time'];
  const strip = (more = {}) => (
    <TokenStrip
      tokens={tokens}
      label="prompt"
      locale="en"
      at={1}
      above={{ label: 'surprise (bits)', values: [Number.NaN, 4, 2, 1, 8], colour: 'red' }}
      {...more}
    />
  );
  const options = () => [...page.querySelectorAll<HTMLElement>('[role=option]')];
  it('is a list of options, each with its position, text and numbers; one takes the focus', () => {
    show(strip());
    expect(options().map((o) => o.getAttribute('aria-label'))).toEqual([
      'token 0 “Once”',
      'token 1 “ upon”, surprise (bits) 4',
      'token 2 “↵”, surprise (bits) 2',
      'token 3 “ a”, surprise (bits) 1',
      'token 4 “ time”, surprise (bits) 8',
    ]);
    expect(options().map((o) => o.tabIndex)).toEqual([-1, 0, -1, -1, -1]);
    expect(options().map((o) => o.getAttribute('aria-selected'))).toEqual(['false', 'true', 'false', 'false', 'false']);
  });
  it('is walked by arrows and chosen by enter or a click', () => {
    const selected = vi.fn();
    const hovered = vi.fn();
    show(strip({ onSelect: selected, onHover: hovered }));
    const list = page.querySelector('[role=listbox]')!;
    press('ArrowRight', list);
    press('ArrowRight', list);
    expect(document.activeElement).toBe(options()[3]);
    expect(hovered).toHaveBeenLastCalledWith(3);
    press('Enter', list);
    expect(selected).toHaveBeenLastCalledWith(3);
    act(() =>
      options()[0]
        .querySelector('span')!
        .dispatchEvent(new MouseEvent('click', { bubbles: true })),
    );
    expect(selected).toHaveBeenLastCalledWith(0);
  });
});
