// @vitest-environment happy-dom
/** The controls of figures, lab and atlas: what they are called, what they say, and what they hand on. */
import { describe, expect, it, vi } from 'vitest';
import { CheckGroup } from '@/components/controls/CheckGroup';
import { NumberField, wholeWithin } from '@/components/controls/NumberField';
import { NumberRow } from '@/components/controls/NumberRow';
import { RadioGroup } from '@/components/controls/RadioGroup';
import { Select } from '@/components/controls/Select';
import { Slider, StopSlider } from '@/components/controls/Slider';
import { nearestStop, powersOfTwo } from '@/components/controls/stops';
import { testPage } from '../page';

const page = testPage();

describe('a slider', () => {
  it('is named by its label alone, and shows and reads aloud its value with the unit', async () => {
    await page.show(
      <Slider label="Angle" value={90} min={0} max={360} format={(v) => `${v}°`} onChange={() => undefined} />,
    );
    const range = page.find<HTMLInputElement>('input[type=range]');
    expect(page.find<HTMLLabelElement>('label').htmlFor).toBe(range.id);
    expect(page.find('label').textContent).toBe('Angle');
    expect(page.find('output').textContent).toBe('90°');
    expect(page.find('output').getAttribute('for')).toBe(range.id);
    expect(range.getAttribute('aria-valuetext')).toBe('90°');
  });
  it('hands on a number', async () => {
    const onChange = vi.fn();
    await page.show(<Slider label="a" value={0} min={-1} max={1} step={0.25} onChange={onChange} />);
    await page.put('input', '0.75');
    expect(onChange.mock.calls).toEqual([[0.75]]);
  });
  it('over stops hands on the stop and not its place', async () => {
    const onChange = vi.fn();
    await page.show(
      <StopSlider label="Batch" value={16} stops={[1, 4, 16, 64]} format={(n) => `${n} texts`} onChange={onChange} />,
    );
    expect(page.find<HTMLInputElement>('input').value).toBe('2');
    expect(page.find('output').textContent).toBe('16 texts');
    await page.put('input', '3');
    expect(onChange.mock.calls).toEqual([[64]]);
  });
  it('between two stops says the value as it is, and stands at the nearer', async () => {
    await page.show(<StopSlider label="Context" value={5000} stops={[4096, 8192]} onChange={() => undefined} />);
    expect(page.find('output').textContent).toBe('5000');
    expect(page.find<HTMLInputElement>('input').value).toBe('0');
  });
  it('stands at the nearest stop', () => {
    const stops = powersOfTwo(1, 64);
    expect(stops).toEqual([1, 2, 4, 8, 16, 32, 64]);
    expect([0, 1, 5, 6, 7, 1000].map((value) => stops[nearestStop(stops, value)])).toEqual([1, 1, 4, 4, 8, 64]);
  });
});

describe('a choice', () => {
  it('of options hands on the option itself, a number as a number', async () => {
    const onChange = vi.fn();
    await page.show(
      <Select
        label="Head"
        value={-1}
        options={[-1, 0, 1]}
        name={(head) => (head < 0 ? 'mean' : String(head))}
        data-choose="head"
        onChange={onChange}
      />,
    );
    expect([...page.find<HTMLSelectElement>('[data-choose=head]').options].map(({ text }) => text)).toEqual([
      'mean',
      '0',
      '1',
    ]);
    await page.put('select', '1');
    expect(onChange.mock.calls).toEqual([[1]]);
  });
  it('by radio buttons belongs to its own group, so that two figures with the same options do not meet', async () => {
    const onChange = vi.fn();
    const group = (value: 'zoh' | 'euler') => (
      <RadioGroup label="Rule" value={value} options={['zoh', 'euler'] as const} onChange={onChange} />
    );
    await page.show([<div key="a">{group('zoh')}</div>, <div key="b">{group('euler')}</div>]);
    const radios = [...page.element.querySelectorAll<HTMLInputElement>('input')];
    expect(radios.map(({ checked }) => checked)).toEqual([true, false, false, true]);
    expect(new Set(radios.map(({ name }) => name)).size).toBe(2);
    radios[1]!.click();
    expect(onChange.mock.calls).toEqual([['euler']]);
  });
  it('of several keeps the order of the options, and as many as must stay', async () => {
    const onChange = vi.fn();
    const group = (value: readonly string[]) => (
      <CheckGroup label="Models" value={value} options={['a', 'b', 'c']} least={1} onChange={onChange} />
    );
    await page.show(group(['c']));
    const [a, , c] = page.element.querySelectorAll('input');
    expect([a!.disabled, c!.disabled]).toEqual([false, true]);
    a!.click();
    await page.show(group(['a', 'c']));
    c!.click();
    expect(onChange.mock.calls).toEqual([[['a', 'c']], [['a']]]);
  });
});

describe('a field', () => {
  it.each([
    ['7', 7],
    ['2.9', 2],
    ['-3', 1],
    ['300', 256],
    ['', 1],
    ['x', 1],
  ])('turns %j into %i, a whole number from 1 to 256', (typed, value) => {
    expect(wholeWithin(typed, 1, 256)).toBe(value);
  });
  it('hands on what was typed, within its bounds', async () => {
    const onChange = vi.fn();
    await page.show(<NumberField label="Example" value={1} min={1} max={256} onChange={onChange} />);
    await page.put('input', '999');
    expect(onChange.mock.calls).toEqual([[256]]);
  });
  it('of a row changes its own number and no other', async () => {
    const onChange = vi.fn();
    await page.show(<NumberRow values={[4, 1, 3]} min={-4} max={4} name={(t) => `x of ${t}`} onChange={onChange} />);
    await page.put('[aria-label="x of 1"]', '-9');
    await page.put('[aria-label="x of 2"]', '');
    expect(onChange.mock.calls).toEqual([[[4, -4, 3]], [[4, 1, 0]]]);
  });
});
