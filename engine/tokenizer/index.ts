/** Text to token ids and back. Read first: tokenizer.ts; then token-bytes.ts for how ids become text. */
export {
  checkVocabulary,
  type DecodeOptions,
  type EncodeOptions,
  type Encoding,
  loadTokenizer,
  type Piece,
  Tokenizer,
} from './tokenizer';
