import { describe, expect, it } from 'vitest';
import { Args } from '@/engine/cli/args';
import { EngineError } from '@/engine/errors';

describe('the flags of the command line', () => {
  it('are read with their types', () => {
    const args = Args.parse([
      '--model',
      'a b',
      '--tokens',
      '5, 17,9',
      '--chunk=8',
      '--device',
      'cpu',
      '--dtype',
      'int8',
    ]);
    expect(args.required('model')).toBe('a b');
    expect(args.tokens()).toEqual([5, 17, 9]);
    expect(args.whole('chunk', 1)).toBe(8);
    expect([args.device(), args.dtype()]).toEqual(['cpu', 'int8']);
    expect(args.text('prompt')).toBeUndefined();
  });

  it('fall back to greedy decoding in f32 on the best device', () => {
    const args = Args.parse([]);
    expect([args.device(), args.dtype()]).toEqual(['auto', 'f32']);
    expect(args.sampling()).toEqual({ temperature: 0, topK: 0, topP: 1, seed: 0 });
    expect(args.tokens()).toBeUndefined();
  });

  it.each<[string, string[], (args: Args) => unknown, string]>([
    ['a flag that there is not', ['--modle', 'x'], () => null, '--modle'],
    ['a word without a flag', ['model'], () => null, 'model'],
    ['a flag without its value', ['--model'], () => null, '--model'],
    ['a flag that is needed', [], (a) => a.required('out'), '--out is required'],
    ['an empty value', ['--out', ''], (a) => a.required('out'), '--out is required'],
    ['an id that is no number', ['--tokens', '1,x'], (a) => a.tokens(), 'got "x"'],
    ['an id below 0', ['--tokens=-1'], (a) => a.tokens(), 'got "-1"'],
    ['an id that is missing', ['--tokens', '1,,2'], (a) => a.tokens(), 'got ""'],
    ['a count that is no number', ['--max-tokens', '1e3'], (a) => a.whole('max-tokens', 1), 'got "1e3"'],
    ['a count below the least', ['--chunk', '0'], (a) => a.whole('chunk', 1), 'whole number ≥ 1; got "0"'],
    ['a temperature that is no number', ['--temperature', 'hot'], (a) => a.sampling(), 'got "hot"'],
    ['a device that is none', ['--device', 'tpu'], (a) => a.device(), 'auto, cpu, webgpu; got "tpu"'],
    ['a format that is none', ['--dtype', 'f8'], (a) => a.dtype(), 'got "f8"'],
  ])('refuse %s, with flag, value and rule', (_, argv, read, part) => {
    let error: unknown;
    try {
      read(Args.parse(argv));
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(EngineError);
    expect((error as EngineError).code).toBe('bad-argument');
    expect((error as EngineError).message).toContain(part);
    expect((error as EngineError).message).not.toContain('\n');
  });
});
