/**
 * The bytes that a token stands for, read from the decoder part of a tokenizer.json. Working on bytes instead of strings is what makes a
 * stream of tokens readable: a character of several bytes may be spread over several tokens, and only whole characters are shown.
 *
 * Two families cover the models of this engine. Byte-level BPE (GPT-NeoX, Falcon-Mamba, Nemotron-H) writes every byte as one of 256 printable
 * characters. Llama's BPE (Llama, Jamba, our stories) writes spaces as "▁", bytes that have no token of their own as <0xNN>, and puts
 * one space before the text, which decoding drops again.
 */
import { EngineError } from '../errors';

export interface TokenBytes {
  /** Bytes of one token inside a text. */
  bytes(token: string): Uint8Array;
  /** Spaces dropped at the very beginning of a text. */
  readonly dropFirst: number;
}

type Json = Record<string, unknown>;

const encoder = new TextEncoder();

/** Reads the decoder of a parsed tokenizer.json. Throws 'bad-tokenizer' for a kind that this engine does not know. */
export function tokenBytes(decoder: unknown, added: ReadonlySet<string>, file: string): TokenBytes {
  // Without a decoder tokens are words, separated by spaces (huggingface/tokenizers, TokenizerImpl::decode).
  if (decoder === null || decoder === undefined) return { bytes: (token) => encoder.encode(` ${token}`), dropFirst: 1 };
  const steps = stepsOf(decoder, file);
  if (steps.some((step) => step.type === 'ByteLevel'))
    return { bytes: (token) => (added.has(token) ? encoder.encode(token) : fromByteLevel(token)), dropFirst: 0 };

  let dropFirst = 0;
  let byteFallback = false;
  const rewrites: ((token: string) => string)[] = [];
  for (const step of steps)
    switch (step.type) {
      case 'Replace': {
        const from = (step.pattern as Json | undefined)?.String;
        if (typeof from !== 'string' || typeof step.content !== 'string') return unknown('Replace by a pattern', file);
        const to = step.content;
        rewrites.push((token) => token.replaceAll(from, to));
        break;
      }
      case 'Metaspace': {
        const mark = typeof step.replacement === 'string' ? step.replacement : '▁';
        rewrites.push((token) => token.replaceAll(mark, ' '));
        dropFirst = step.prepend_scheme === 'never' ? 0 : 1;
        break;
      }
      case 'WordPiece': {
        const prefix = typeof step.prefix === 'string' ? step.prefix : '##';
        rewrites.push((token) => (token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`));
        dropFirst = 1;
        break;
      }
      case 'ByteFallback':
        byteFallback = true;
        break;
      case 'Fuse':
        break;
      case 'Strip':
        if (step.content !== ' ' || Number(step.stop ?? 0) !== 0)
          return unknown('Strip of anything but leading spaces', file);
        dropFirst = Number(step.start ?? 0);
        break;
      default:
        return unknown(String(step.type), file);
    }
  return {
    dropFirst,
    bytes(token) {
      const byte = byteFallback ? /^<0x([0-9A-Fa-f]{2})>$/.exec(token)?.[1] : undefined;
      if (byte !== undefined) return Uint8Array.of(Number.parseInt(byte, 16));
      return encoder.encode(rewrites.reduce((text, rewrite) => rewrite(text), token));
    },
  };
}

function stepsOf(decoder: unknown, file: string): Json[] {
  const json = decoder as Json;
  if (json.type !== 'Sequence') return [json];
  if (!Array.isArray(json.decoders)) return unknown('Sequence without decoders', file);
  return json.decoders.flatMap((step) => stepsOf(step, file));
}

function unknown(kind: string, file: string): never {
  throw new EngineError('bad-tokenizer', `${file}: decoder ${kind} is not supported`, 'Work with token ids instead.', {
    file,
  });
}

/** GPT-2's table: the printable bytes are themselves, the others follow from U+0100 on (openai/gpt-2, encoder.py, bytes_to_unicode). */
const BYTE_OF: ReadonlyMap<string, number> = (() => {
  const printable = (b: number) => (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
  const map = new Map<string, number>();
  let next = 256;
  for (let b = 0; b < 256; b++) map.set(String.fromCharCode(printable(b) ? b : next++), b);
  return map;
})();

function fromByteLevel(token: string): Uint8Array {
  const bytes: number[] = [];
  for (const c of token) {
    const byte = BYTE_OF.get(c);
    // A token that is no byte string stands for its own text (huggingface/tokenizers, ByteLevel::decode_chain).
    if (byte === undefined) return encoder.encode(token);
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
