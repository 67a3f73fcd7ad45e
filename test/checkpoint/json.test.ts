import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '@/engine/checkpoint/config';
import { parseJson } from '@/engine/checkpoint/json';
import { EngineError } from '@/engine/errors';

const parse = (text: string) => parseJson(text, 'config.json');

describe('parseJson', () => {
  it('reads every JSON value as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses any text that JSON.parse refuses, but for Python’s words and names given twice', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-',
      '0',
      '.5',
      'e3',
      'true',
      'nul',
      '"',
      '\\',
      ' ',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const text = pieces.join('');
        let expected: unknown;
        let valid = true;
        try {
          expected = JSON.parse(text);
        } catch {
          valid = false;
        }
        try {
          expect(parse(text)).toEqual(expected);
          expect(valid).toBe(true);
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
          if (valid) expect(error.message).toContain('given twice');
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('reads the words that Python writes for numbers without one', () => {
    expect(parse('[NaN, Infinity, -Infinity, -1]')).toEqual([Number.NaN, Infinity, -Infinity, -1]);
  });

  it('keeps "__proto__" a plain name', () => {
    const value = parse('{"__proto__": {"polluted": true}}') as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect((value as { polluted?: boolean }).polluted).toBeUndefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each([
    ['{"a": 1,\n "a": 2}', 'the name "a" is given twice in one object (line 2, column 2)'],
    ['{"a": }', 'a value was expected (line 1, column 7)'],
    ['{"a": 1', '"," or "}" was expected'],
    ['[1 2]', '"," or "]" was expected'],
    ['', 'it ends too early'],
    ['"abc', 'a string does not end'],
    ['"a\nb"', 'a string holds a control character'],
    ['"\\x"', 'a string holds a wrong escape'],
    ['{a: 1}', 'a name in quotes was expected'],
    ['01', 'after the end'],
    ['+1', 'a value was expected'],
    ["{'a': 1}", 'a name in quotes was expected'],
    ['<!doctype html>', 'a value was expected'],
  ])('says where and why %j is wrong', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('does not exhaust the stack', () => {
    expect(() => parse('['.repeat(1_000_000))).toThrow('nested deeper than 64 levels');
  });

  it('reads a string of megabytes', () => {
    const long = 'x'.repeat(4_000_000);
    expect(parse(`"${long}\\n"`)).toBe(`${long}\n`);
  });
});

describe('parseConfig', () => {
  it('takes infinity as transformers 4 and 5 write it', () => {
    expect(parseConfig('{"time_step_limit": [0.0, Infinity]}')).toEqual({ time_step_limit: [0, Infinity] });
    expect(parseConfig('{"time_step_limit": [0.0, {"__float__": "Infinity"}]}')).toEqual({
      time_step_limit: [0, Infinity],
    });
    expect(parseConfig('{"a": {"b": {"__float__": "-Infinity"}, "c": {"__float__": "NaN"}}}')).toEqual({
      a: { b: -Infinity, c: Number.NaN },
    });
  });

  it.each([
    ['{"a": {"__float__": "1e400"}}', 'invalid __float__'],
    ['{"a": {"__float__": 3}}', 'invalid __float__'],
    ['{"a": {"__float__": "NaN", "b": 1}}', 'alone in its object'],
    ['{"a": {"__float__": "toString"}}', 'invalid __float__'],
    ['[1, 2]', 'must hold one JSON object; it holds [1,2]'],
    ['null', 'it holds null'],
    ['{', 'config.json: not valid JSON'],
  ])('refuses %s with code bad-config', (text, message) => {
    try {
      parseConfig(text);
      expect.unreachable();
    } catch (error) {
      expect((error as EngineError).code).toBe('bad-config');
      expect((error as EngineError).message).toContain(message);
    }
  });
});
