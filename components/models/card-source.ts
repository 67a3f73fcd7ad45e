/** The bundles of public/models/manifest.json with their cards and what their configs build. Server and build only. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest } from '@/engine/checkpoint/bundle';
import { parseConfig } from '@/engine/checkpoint/config';
import { buildBlueprint } from '@/engine/models';
import { type Anatomy, anatomyOf } from './anatomy';
import { type Card, parseCard } from './card';

export interface BundleFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ModelEntry {
  readonly name: string;
  /** Of all files together. */
  readonly bytes: number;
  readonly files: readonly BundleFile[];
  readonly card: Card;
  readonly anatomy: Anatomy;
}

/** Every bundle of the manifest, in its order. */
export function readModels(folder = join(process.cwd(), 'public', 'models')): ModelEntry[] {
  const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
  return parseManifest(read('manifest.json'), 'models/manifest.json').bundles.map(({ name, bytes, files }) => ({
    name,
    bytes,
    files,
    card: parseCard(JSON.parse(read(name, 'card.json')), `models/${name}/card.json`),
    anatomy: anatomyOf(buildBlueprint(parseConfig(read(name, 'config.json'), `models/${name}/config.json`))),
  }));
}
