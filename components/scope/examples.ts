/** Texts to begin with, in the language that the story models speak. Each makes something visible. */
export const EXAMPLES: readonly string[] = [
  'Once upon a time, there was a little girl named Lily. She had a red ball. One day,',
  'Tom had a big dog. The dog was very happy. Tom and the dog went to the park. The',
  'Lily had a red ball. Ben had a blue car. Lily said, "Do you want to play with my',
  'One two three. One two three. One two',
  'The sun was hot. The ice was cold. The sun was hot. The ice was',
];
