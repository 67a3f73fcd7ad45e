/**
 * Opening a checkpoint: config.json, the headers of its safetensors files and its tokenizer, from wherever it lies.
 * Read next: files.ts (what a source must give), safetensors.ts, bind.ts.
 */
import { EngineError, throwIfAborted } from '../errors';
import { buildBlueprint } from '../models';
import { loadTokenizer, type Tokenizer } from '../tokenizer';
import { bindWeights } from './bind';
import { bundleStore } from './bundle';
import { parseConfig } from './config';
import { diskStore, type PlacedFile } from './disk';
import { type FileStore, type OpenOptions, readText } from './files';
import { folderStore } from './folder';
import { type HubSource, hubStore } from './hub';
import type { TensorEntry } from './safetensors';
import { openTensors } from './shards';

export type ModelSource =
  /** A model served with the site, under `<base><name>/`; `base` ends in '/' ('/models/' where it is not given). */
  | { readonly kind: 'bundle'; readonly name: string; readonly base?: string }
  /** A folder on disk, in Node. */
  | { readonly kind: 'folder'; readonly path: string }
  /** Files from the reader's disk: a FileList, or files with their places (`placedFiles`), which is what a worker should be sent. */
  | { readonly kind: 'files'; readonly files: Iterable<File | PlacedFile> }
  /** A repository of the Hugging Face hub, or of another that speaks its protocol. */
  | HubSource;

export interface Checkpoint {
  /** Name of the model, for people. */
  readonly name: string;
  /** The commit that the files are from, where they come from a repository. */
  readonly revision: string | null;
  /** config.json as plain data (config.ts). */
  readonly config: Readonly<Record<string, unknown>>;
  /** Null where the checkpoint has no tokenizer.json. */
  readonly tokenizer: Promise<Tokenizer | null>;
  /** Every tensor by name, where it lies and what it is; no data has been read (bind.ts reads it). */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly warnings: readonly string[];
}

const MAX_CONFIG = 16 * 2 ** 20;
const MAX_TOKENIZER = 256 * 2 ** 20;

/**
 * Opens a checkpoint. Everything that can be known from the headers is checked; tensor data stays where it is until it is bound and read.
 * On an error or an abort nothing stays open and no download goes on.
 */
export async function openCheckpoint(source: ModelSource, options: OpenOptions = {}): Promise<Checkpoint> {
  throwIfAborted(options.signal);
  const abort = new AbortController();
  const forward = () => abort.abort();
  options.signal?.addEventListener('abort', forward, { once: true });
  const { signal } = abort;
  try {
    const store = await openStore(source, { ...options, signal });
    const configFile = await store.open('config.json', signal);
    if (!configFile)
      throw new EngineError(
        'bad-file',
        `${store.name} has no config.json${store.paths ? `; it holds ${store.paths.join(', ') || 'no files'}` : ''}`,
        'A model folder holds config.json, model.safetensors and tokenizer.json.',
        { file: 'config.json' },
      );
    const config = parseConfig(await readText(configFile, MAX_CONFIG, signal));
    const [tensors, { tokenizer }] = await Promise.all([openTensors(store, signal), openTokenizer(store, signal)]);
    if (store.complete) {
      // Hundreds of megabytes may follow: an unknown architecture or tensors that do not fit it are refused before.
      bindWeights({ name: store.name, tensors }, buildBlueprint(config));
      await store.complete(signal);
    }
    const { name, revision = null, warnings } = store;
    return { name, revision, config, tokenizer, tensors, warnings };
  } catch (error) {
    abort.abort();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', forward);
  }
}

function openStore(source: ModelSource, options: OpenOptions): FileStore | Promise<FileStore> {
  switch (source.kind) {
    case 'bundle':
      return bundleStore(source.name, source.base ?? '/models/', options);
    case 'folder':
      return folderStore(source.path);
    case 'files':
      return diskStore(source.files);
    case 'hub':
      return hubStore(source, options);
  }
}

/** Fetches the tokenizer's files now and parses them afterwards: a bad tokenizer shows when `tokenizer` is awaited. */
async function openTokenizer(
  store: FileStore,
  signal: AbortSignal,
): Promise<{ readonly tokenizer: Promise<Tokenizer | null> }> {
  const file = await store.open('tokenizer.json', signal);
  if (!file) return { tokenizer: Promise.resolve(null) };
  const text = await readText(file, MAX_TOKENIZER, signal);
  const tokenizer = Promise.resolve().then(() => loadTokenizer(text, `tokenizer.json of ${store.name}`));
  // Whoever awaits it gets the error; nobody has to.
  tokenizer.catch(() => {});
  return { tokenizer };
}
