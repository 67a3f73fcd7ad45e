/** Texts to begin with, in the language that the story models speak. Each makes something visible, which its name says (messages: lab.bar.example). */
export interface Example {
  /** Its name in the messages. */
  readonly about: 'carry' | 'again' | 'whose' | 'pattern' | 'apart' | 'noise' | 'far' | 'alike' | 'kinds' | 'long';
  readonly text: string;
  /** The models that it is meant for; every one where it says none. */
  readonly models?: readonly string[];
}

const EXAMPLES: readonly Example[] = [
  {
    about: 'noise',
    text: 'Lily had a red ball. The sun was hot. A bird sat in a tree. The wind was cold. Lily wanted to play with her red',
    models: ['stories-mamba', 'stories-mamba2'],
  },
  {
    about: 'alike',
    text: 'The dog ran and ran. The dog sat and sat. The dog ran and ran. The dog',
    models: ['stories-s4d'],
  },
  {
    about: 'far',
    text: 'A cat named Mimi lived in a big house. One day, the cat saw a bird. She ran out. A boy asked, "What is the name of your cat?" "Her name is',
    models: ['stories-transformer', 'stories-mamba2-hybrid'],
  },
  {
    about: 'kinds',
    text: 'Lily, Ben, Tom and Mia ran, jumped, sang and played. "Stop!" said Mom. "It is late, and you are tired." They',
    models: ['stories-jamba'],
  },
  {
    about: 'long',
    text: 'Once upon a time, in a small town near the sea, there lived an old man who made toys. Every morning he opened his shop and',
    models: ['stories-15m'],
  },
  {
    about: 'carry',
    text: 'Once upon a time, there was a little girl named Lily. She had a red ball. One day,',
  },
  { about: 'again', text: 'Tom had a big dog. The dog was very happy. Tom and the dog went to the park. The' },
  { about: 'whose', text: 'Lily had a red ball. Ben had a blue car. Lily said, "Do you want to play with my' },
  { about: 'pattern', text: 'One two three. One two three. One two' },
  { about: 'apart', text: 'The sun was hot. The ice was cold. The sun was hot. The ice was' },
];

/** The examples of a model: its own first, then those of all. */
export const examplesOf = (model: string): readonly Example[] =>
  EXAMPLES.filter(({ models }) => !models || models.includes(model));
