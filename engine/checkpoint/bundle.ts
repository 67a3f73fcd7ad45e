/**
 * Bundles: models served with the site under models/<name>/, with the SHA-256 of every file in models/manifest.json (written by
 * training/statescope_training/manifest.py). A file that differs from the manifest is refused.
 */
import { z } from 'zod';
import { EngineError } from '../errors';
import { download, downloadText, wrongLength } from './download';
import { BlobFile, type CheckpointFile, type FileStore, type OpenOptions } from './files';
import { reasonOf } from './http';
import { parseJson } from './json';
import { Progress } from './progress';
import { sha256 } from './sha256';

const schema = z.object({
  schema: z.literal(1),
  bundles: z.array(
    z.object({
      name: z.string(),
      modelType: z.string(),
      bytes: z.number(),
      files: z.array(z.object({ path: z.string(), bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
    }),
  ),
});

export type BundleManifest = z.output<typeof schema>;
type BundleEntry = BundleManifest['bundles'][number];

/** The manifest of the bundles under `base` (the folder's URL, ending in '/'); null where there is none. */
export async function readManifest(base: string, signal?: AbortSignal): Promise<BundleManifest | null> {
  const url = `${base}manifest.json`;
  let text: string;
  try {
    // Asked anew each time: an old manifest beside new files would refuse them.
    text = await downloadText(url, url, { signal, cache: 'no-cache' });
  } catch (error) {
    if (reasonOf(error) === 'not-found') return null;
    throw error;
  }
  return parseManifest(text, url);
}

/** A manifest.json from its text; `file` names it in errors. */
export function parseManifest(text: string, file: string): BundleManifest {
  const result = schema.safeParse(parseJson(text, file));
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw new EngineError('bad-file', `${file}: invalid ${issue.path.join('.')}; ${issue.message}`, '', { file });
  }
  return result.data;
}

/**
 * The bundle `name` below the address `base`. A name the manifest lacks is opened with a warning; throws `bad-argument` on a name
 * that could leave the folder.
 */
export async function bundleStore(name: string, base: string, options: OpenOptions): Promise<FileStore> {
  if (!/^[\w-][\w.-]*$/.test(name))
    throw new EngineError('bad-argument', `invalid bundle name; letters, digits, "-", "_" and "." only: ${name}`);
  const manifest = await readManifest(base, options.signal);
  const entry = manifest?.bundles.find((bundle) => bundle.name === name) ?? null;
  const warnings: string[] = [];
  if (!entry) warnings.push(`${name}: no hashes in ${base}manifest.json; its files were not checked`);
  return new BundleStore(name, base, entry, warnings, options);
}

class BundleStore implements FileStore {
  readonly paths: readonly string[] | null;
  private readonly progress: Progress;

  constructor(
    readonly name: string,
    private readonly base: string,
    private readonly entry: BundleEntry | null,
    readonly warnings: readonly string[],
    private readonly options: OpenOptions,
  ) {
    this.paths = entry?.files.map((file) => file.path) ?? null;
    this.progress = new Progress(options.onProgress);
    for (const file of entry?.files ?? []) if (/\.safetensors$/.test(file.path)) this.progress.expect(file.bytes);
  }

  async open(path: string, signal?: AbortSignal): Promise<CheckpointFile | null> {
    const known = this.entry?.files.find((file) => file.path === path);
    if (this.entry && !known) return null;
    const counted = known !== undefined && /\.safetensors$/.test(path);
    if (known && !counted) this.progress.expect(known.bytes);
    try {
      const bytes = await this.fetch(path, known?.bytes ?? null, 'default', signal);
      if (!known || (await sha256(bytes)) === known.sha256) return new BlobFile(path, bytes);
      // A browser may still hold an older release of the site's file: ask the server before giving up.
      const again = await this.fetch(path, known.bytes, 'reload', signal);
      const found = await sha256(again);
      if (found === known.sha256) return new BlobFile(path, again);
      throw altered(this.name, path, known.sha256, found);
    } catch (error) {
      if (!known && reasonOf(error) === 'not-found') return null;
      throw error;
    }
  }

  private async fetch(path: string, size: number | null, cache: RequestCache, signal?: AbortSignal): Promise<Blob> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const take = (piece: Uint8Array<ArrayBuffer>) => {
      parts.push(piece);
      if (size === null) this.progress.expect(piece.byteLength);
      this.progress.add(piece.byteLength);
    };
    const what = `${path} of ${this.name}`;
    const length = await download(`${this.base}${this.name}/${path}`, what, 0, size, take, {
      signal: signal ?? this.options.signal,
      cache,
    });
    if (size !== null && length !== size) throw wrongLength(what, length, size);
    return new Blob(parts);
  }
}

function altered(name: string, path: string, expected: string, found: string): EngineError {
  return new EngineError(
    'bad-file',
    `${path} of ${name} was altered: its SHA-256 is ${found}; manifest.json gives ${expected}`,
    'Reload the page; if it happens again, the file on the server was changed.',
    { file: path, expected, found },
  );
}
