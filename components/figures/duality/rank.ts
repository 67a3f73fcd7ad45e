/** What the figure of the rank reads: three models trained on the same stories, and a text long enough for a block wider than any state. */
export const RANK_TOKENS = 160;

export const RANK_TEXT =
  'Once upon a time, there was a little girl named Lily. She loved to play outside in the sun. One day, she found a red ball in the garden. She was very happy and showed it to her mom. Her mom said, "What a nice ball! You can play with it after lunch." Lily put the red ball in the box. Um, it was a sunny day. Tom came to the house. He was sad because he lost his dog. Lily wanted to help him. They went to the park and looked under the big tree. The dog was there! Tom was so happy. He gave Lily a big hug. Then they went home and Tom asked where the ball was. Lily said it was in the box.';

export interface RankModel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'head' | 'channel';
  readonly units: number;
  readonly colour: string;
  /** Where the figure starts. */
  readonly layer: number;
  readonly unit: number;
}

export const RANK_MODELS: readonly RankModel[] = [
  { id: 'stories-mamba2', name: 'Mamba-2', kind: 'head', units: 8, colour: 'var(--sym-h)', layer: 4, unit: 3 },
  { id: 'stories-mamba', name: 'Mamba', kind: 'channel', units: 256, colour: 'var(--sym-A)', layer: 4, unit: 3 },
  {
    id: 'stories-transformer',
    name: 'Transformer',
    kind: 'head',
    units: 4,
    colour: 'var(--sym-attention)',
    layer: 0,
    unit: 0,
  },
];
