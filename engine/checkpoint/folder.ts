import type { FileHandle } from 'node:fs/promises';
import { EngineError, throwIfAborted } from '../errors';
import { type CheckpointFile, checkRange, type FileStore } from './files';

/**
 * A model folder on disk, in Node. The modules of Node are imported when a folder is opened and hidden from the site's bundler: a page
 * never has them. Files are opened for each read, so that nothing has to be closed.
 */
export async function folderStore(path: string): Promise<FileStore> {
  if (typeof process === 'undefined' || !process.versions?.node)
    throw new EngineError(
      'bad-argument',
      `the folder ${path} can only be opened in Node`,
      'In a page, choose its files instead.',
    );
  const fs = await import(/* turbopackIgnore: true */ /* @vite-ignore */ 'node:fs/promises');
  const { basename, join, resolve } = await import(/* turbopackIgnore: true */ /* @vite-ignore */ 'node:path');
  let paths: string[];
  try {
    paths = (await fs.readdir(path)).sort();
  } catch (error) {
    throw new EngineError('bad-file', `${path} is not a folder that can be read (${(error as Error).message})`, '', {
      file: path,
    });
  }
  return {
    name: basename(resolve(path)),
    paths,
    warnings: [],
    async open(name, signal): Promise<CheckpointFile | null> {
      throwIfAborted(signal);
      if (!paths.includes(name)) return null;
      const full = join(path, name);
      const { size } = await guarded(name, () => fs.stat(full));
      const file: CheckpointFile = {
        path: name,
        size,
        async read(start, end, signal) {
          throwIfAborted(signal);
          checkRange(file, start, end);
          const bytes = new Uint8Array(end - start);
          const handle: FileHandle = await guarded(name, () => fs.open(full));
          try {
            await guarded(name, () => fill(handle, bytes, start));
          } finally {
            await handle.close();
          }
          return bytes;
        },
      };
      return file;
    },
  };
}

/** A read may bring less than was asked for. */
async function fill(handle: FileHandle, bytes: Uint8Array, start: number): Promise<void> {
  let at = 0;
  while (at < bytes.byteLength) {
    const { bytesRead } = await handle.read(bytes, at, bytes.byteLength - at, start + at);
    if (bytesRead === 0) throw new Error(`it ends at byte ${start + at}`);
    at += bytesRead;
  }
}

async function guarded<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new EngineError('bad-file', `${name} could not be read: ${(error as Error).message}`, '', { file: name });
  }
}
