/** Runs in a worker of a real browser (browser.test.ts): opens models and keeps them in the browser's own Cache Storage. */
import { bindWeights } from '@/engine/checkpoint/bind';
import { deleteCachedModel, listCachedModels } from '@/engine/checkpoint/cache';
import { type ModelSource, openCheckpoint } from '@/engine/checkpoint/source';
import { EngineError } from '@/engine/errors';
import { buildBlueprint } from '@/engine/models';

export type Command =
  | { readonly do: 'load'; readonly source: ModelSource; readonly abortAt?: number }
  | { readonly do: 'list' }
  | { readonly do: 'delete'; readonly repo: string };

async function run(command: Command): Promise<unknown> {
  switch (command.do) {
    case 'list':
      return listCachedModels();
    case 'delete':
      return deleteCachedModel(command.repo);
    case 'load': {
      const abort = new AbortController();
      const checkpoint = await openCheckpoint(command.source, {
        signal: abort.signal,
        onProgress: (done) => {
          if (done > (command.abortAt ?? Number.POSITIVE_INFINITY)) abort.abort();
        },
      });
      const { reader } = bindWeights(checkpoint, buildBlueprint(checkpoint.config));
      const table = await reader.read('model.embed_tokens.weight');
      const { name, revision, warnings } = checkpoint;
      return { name, revision, warnings, length: table.length, sum: table.reduce((a, b) => a + b, 0) };
    }
  }
}

self.onmessage = async ({ data }: MessageEvent<Command>) => {
  try {
    self.postMessage({ value: await run(data) });
  } catch (error) {
    const { code, message, details } = error as EngineError;
    self.postMessage({
      error: error instanceof EngineError ? { code, message, details } : { code: 'bug', message: String(error) },
    });
  }
};
