/** What the figure of the router starts with. */
export const START = {
  text: 'Once upon a time, there was a little girl named Lily. She found a red ball. "Look!" she said to her mom.',
  layer: 3,
};
