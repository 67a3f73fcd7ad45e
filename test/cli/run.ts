import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What `npm run scope` runs (package.json). */
const SCOPE = ['--import', 'tsx', '--import', './engine/cli/wgsl-hook.mjs', 'engine/cli/scope.ts'];

export interface Output {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, args: readonly string[]): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const text = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (chunk: string) => {
        text[name] += chunk;
      });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status: status ?? -1, ...text }));
  });
}

/** Runs the command line as its script does. */
export const scope = (...args: string[]): Promise<Output> => run(process.execPath, [...SCOPE, ...args]);

/** Runs it through npm, as a reader types it. */
export const npmScope = (...args: string[]): Promise<Output> => run('npm', ['run', '-s', 'scope', '--', ...args]);

/** Standard output as JSON, and nothing but JSON; standard error is empty. */
export async function json<T>(output: Promise<Output>): Promise<T> {
  const { status, stdout, stderr } = await output;
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout) as T;
}

/** The one line of an error; nothing on standard output, exit status not 0. */
export async function refusal(output: Promise<Output>): Promise<string> {
  const { status, stdout, stderr } = await output;
  expect(stdout).toBe('');
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/^scope: [^\n]+\n$/);
  return stderr;
}
