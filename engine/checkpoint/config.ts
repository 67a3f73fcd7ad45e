import { EngineError } from '../errors';
import { parseJson } from './json';

const FLOATS: Readonly<Record<string, number>> = {
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  NaN: Number.NaN,
};

/**
 * A config.json as plain data. JSON has no infinity: transformers 4 writes the bare token `Infinity` (as Python's json does),
 * transformers 5 writes `{"__float__": "Infinity"}`; both become the number.
 */
export function parseConfig(text: string, file = 'config.json'): Record<string, unknown> {
  const config = plain(parseJson(text, file, 'bad-config'), file);
  if (config === null || typeof config !== 'object' || Array.isArray(config))
    throw new EngineError('bad-config', `${file} must hold one JSON object; it holds ${shown(config)}`, '', { file });
  return config as Record<string, unknown>;
}

function plain(value: unknown, file: string): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, file));
  if (value === null || typeof value !== 'object') return value;
  if (Object.hasOwn(value, '__float__')) {
    const name = (value as { __float__: unknown }).__float__;
    if (Object.keys(value).length !== 1 || typeof name !== 'string' || !Object.hasOwn(FLOATS, name))
      throw new EngineError(
        'bad-config',
        `${file}: invalid __float__; not one of ${Object.keys(FLOATS).join(', ')}, alone in its object: ${shown(value)}`,
        '',
        { file },
      );
    return FLOATS[name];
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, file)]));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
