import { EngineError } from '../errors';
import { BlobFile, type FileStore } from './files';

/** A file with its place below the folder that was chosen. Not every browser sends `webkitRelativePath` to a worker, and dropped files have none. */
export interface PlacedFile {
  readonly path: string;
  readonly file: File;
}

/** Files of an `<input webkitdirectory>` with their places, ready to be sent to a worker. */
export function placedFiles(files: Iterable<File>): PlacedFile[] {
  return [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/**
 * Files that the reader chose or dropped: a whole model folder, or its files. Of several config.json the one nearest the top counts, and
 * only files in its folder belong to the model.
 */
export function diskStore(files: Iterable<File | PlacedFile>): FileStore {
  const all = [...files].flatMap((entry) => (entry instanceof File ? placedFiles([entry]) : [entry]));
  const depth = (path: string) => path.split('/').length;
  const configs = all.filter(({ file }) => file.name === 'config.json').sort((a, b) => depth(a.path) - depth(b.path));
  const [config, rival] = configs;
  if (!config)
    throw new EngineError(
      'bad-file',
      `there is no config.json among ${all.length === 0 ? 'no files' : shown(all.map(({ path }) => path))}`,
      'Choose the whole model folder: config.json, model.safetensors and tokenizer.json.',
      { file: 'config.json' },
    );
  if (rival && depth(rival.path) === depth(config.path))
    throw new EngineError(
      'bad-file',
      `two models were chosen: ${config.path} and ${rival.path}`,
      'Choose one folder.',
      {
        file: 'config.json',
      },
    );
  const folder = config.path.slice(0, -'config.json'.length);
  const inside = new Map(
    all.filter(({ path, file }) => path === folder + file.name).map(({ file }) => [file.name, file]),
  );
  return {
    name: folder.split('/').at(-2) ?? 'model',
    paths: [...inside.keys()].sort(),
    warnings: [],
    async open(path) {
      const file = inside.get(path);
      return file ? new BlobFile(path, file) : null;
    },
  };
}

const shown = (paths: readonly string[]) =>
  paths.length > 8 ? `${paths.slice(0, 8).join(', ')} and ${paths.length - 8} more` : paths.join(', ');
