/** With what the figure of the chunks starts. */
export const MODEL = 'stories-mamba2';
export const START = {
  text: 'Once upon a time, there was a little girl named Lily. One day, she found a red ball in the garden. Lily put the red ball in the box. Um, it was a sunny day. Tom came to the house. He asked where the ball was. Lily said it was in the box. They were very happy.',
  layer: 4,
  head: 1,
  Q: 4,
};
