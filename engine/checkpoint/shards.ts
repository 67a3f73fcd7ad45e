/**
 * The tensors of a checkpoint by name: one model.safetensors, or shards listed by model.safetensors.index.json
 * (`{"metadata": …, "weight_map": {tensor: file}}`, as transformers writes it).
 */
import { EngineError } from '../errors';
import { type FileStore, readText } from './files';
import { parseJson } from './json';
import { readSafetensors, type TensorEntry } from './safetensors';

const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
const MAX_INDEX = 64 * 2 ** 20;

/** Reads the header of every file of the checkpoint; no tensor data. */
export async function openTensors(store: FileStore, signal?: AbortSignal): Promise<ReadonlyMap<string, TensorEntry>> {
  const tensors = new Map<string, TensorEntry>();
  const single = await store.open(SINGLE, signal);
  if (single) {
    for (const entry of (await readSafetensors(single, signal)).tensors) tensors.set(entry.name, entry);
    return tensors;
  }
  const index = await store.open(INDEX, signal);
  if (!index)
    throw new EngineError(
      'bad-file',
      `${store.name} has neither ${SINGLE} nor ${INDEX}${store.paths ? `; it holds ${listed(store.paths)}` : ''}`,
      'Weights are read from safetensors files; PyTorch .bin files must be converted first.',
      { file: SINGLE },
    );
  const places = parseIndex(await readText(index, MAX_INDEX, signal));
  for (const path of new Set(places.values())) {
    const file = await store.open(path, signal);
    if (!file)
      throw new EngineError('bad-file', `${INDEX} names ${path}, which ${store.name} does not have`, '', {
        file: path,
      });
    for (const entry of (await readSafetensors(file, signal)).tensors) {
      const place = places.get(entry.name);
      if (place !== path)
        throw new EngineError(
          'bad-file',
          `${path} holds tensor "${entry.name}", which ${INDEX} ${place === undefined ? 'does not list' : `puts in ${place}`}`,
          '',
          { file: path, tensor: entry.name },
        );
      tensors.set(entry.name, entry);
    }
  }
  for (const [name, path] of places)
    if (!tensors.has(name))
      throw new EngineError('missing-tensor', `${INDEX} puts tensor "${name}" in ${path}, which does not hold it`, '', {
        file: path,
        tensor: name,
      });
  return tensors;
}

/** The weight map of an index. Files are plain names beside the index: a path could lead out of the checkpoint. */
export function parseIndex(text: string): ReadonlyMap<string, string> {
  const json = parseJson(text, INDEX);
  const map = (json as { weight_map?: unknown } | null)?.weight_map;
  if (map === null || typeof map !== 'object' || Array.isArray(map))
    throw new EngineError('bad-file', `${INDEX}: weight_map must map tensor names to files`, '', { file: INDEX });
  const places = new Map<string, string>();
  for (const [name, path] of Object.entries(map)) {
    if (typeof path !== 'string' || !/^[\w.-]+\.safetensors$/.test(path))
      throw new EngineError(
        'bad-file',
        `${INDEX}: tensor "${name}" must lie in a .safetensors file beside the index: ${JSON.stringify(path)}`,
        '',
        { file: INDEX, tensor: name },
      );
    places.set(name, path);
  }
  return places;
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 12).join(', ') || 'no files';
  return paths.length > 12 ? `${shown} and ${paths.length - 12} more` : shown;
}
