/** WGSL in coloured pieces, for reading: enough of its grammar to tell comments, keywords, types, attributes and numbers apart. */
export type PieceKind = 'comment' | 'keyword' | 'type' | 'attribute' | 'number' | 'plain';

export interface SourcePiece {
  readonly is: PieceKind;
  readonly text: string;
}

const KEYWORDS =
  'alias break case const const_assert continue continuing default diagnostic discard else enable fn for if let loop override requires return struct switch var while true false';
const TYPES = 'array atomic bool f16 f32 i32 mat2x2f mat3x3f mat4x4f ptr u32 vec2f vec3f vec4f vec2u vec3u vec4u';

const any = (words: string) => words.split(' ').join('|');
const PATTERN = new RegExp(
  [
    '(?<comment>//[^\\n]*|/\\*[\\s\\S]*?\\*/)',
    '(?<attribute>@\\w+)',
    `\\b(?<keyword>${any(KEYWORDS)})\\b`,
    `\\b(?<type>${any(TYPES)})\\b`,
    '\\b(?<number>(?:0x[\\da-fA-F]+|\\d+(?:\\.\\d*)?(?:e[+-]?\\d+)?)[iufh]?)\\b',
  ].join('|'),
  'g',
);

/** Pieces that together are the source, unchanged. */
export function piecesOf(source: string): SourcePiece[] {
  const pieces: SourcePiece[] = [];
  let at = 0;
  for (const match of source.matchAll(PATTERN)) {
    if (match.index > at) pieces.push({ is: 'plain', text: source.slice(at, match.index) });
    const [is] = Object.entries(match.groups!).find(([, text]) => text !== undefined)!;
    pieces.push({ is: is as PieceKind, text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < source.length) pieces.push({ is: 'plain', text: source.slice(at) });
  return pieces;
}
