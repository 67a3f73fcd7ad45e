/** The command line: JSON on standard output; an error is one line on standard error and exit status 1. `npm run -s scope -- <command> …` */
import { EngineError } from '../errors';
import { Args } from './args';
import { blueprint } from './blueprint';
import { generate } from './generate';
import { logits } from './logits';
import { trace } from './trace';

const COMMANDS: Record<string, (args: Args) => Promise<void>> = { logits, generate, trace, blueprint };

const USAGE = `usage: npm run -s scope -- <command> [flags]
  logits    --model DIR --tokens 5,17,9 [--device auto|cpu|webgpu] [--dtype f32|f16|int8|experts-int8] [--chunk N]
  generate  --model DIR (--tokens … | --prompt TEXT) --max-tokens N [--temperature X] [--top-k K] [--top-p P] [--seed S] [--device …] [--dtype …]
  trace     --model DIR --tokens … [--taps GLOB] --out FILE.safetensors [--device …] [--dtype …]
  blueprint --model DIR|config.json|PUBLISHED [--context T] [--batch B] [--dtype …]`;

async function main(): Promise<void> {
  const [name, ...rest] = process.argv.slice(2);
  const command = COMMANDS[name ?? ''];
  if (name === 'help' || name === '--help') console.log(USAGE);
  else if (command) await command(Args.parse(rest));
  else {
    const known = `The commands are ${Object.keys(COMMANDS).join(', ')} and help.`;
    throw new EngineError('bad-argument', name ? `unknown command "${name}".` : 'a command is missing.', known);
  }
}

main().then(
  // A software WebGPU device keeps worker threads alive; the output has been written, so end here.
  () => process.stdout.write('', () => process.exit(0)),
  (error: unknown) => {
    const text =
      error instanceof EngineError
        ? [error.message, error.hint].filter(Boolean).join(' ')
        : `unexpected: ${(error as Error)?.stack ?? error}`;
    process.stderr.write(`scope: ${text}\n`, () => process.exit(1));
  },
);
