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

export interface Bundle {
  readonly name: string;
  /** Of all files together. */
  readonly bytes: number;
  readonly files: readonly BundleFile[];
  readonly card: Card;
  /** config.json, parsed. */
  readonly config: Record<string, unknown>;
}

export interface ModelEntry extends Omit<Bundle, 'config'> {
  readonly anatomy: Anatomy;
}

/** Every bundle of the manifest, in its order. Every page that lists the site's own models reads them here. */
export function readBundles(folder = join(process.cwd(), 'public', 'models')): Bundle[] {
  const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
  return parseManifest(read('manifest.json'), 'models/manifest.json').bundles.map(({ name, bytes, files }) => ({
    name,
    bytes,
    files,
    card: parseCard(JSON.parse(read(name, 'card.json')), `models/${name}/card.json`),
    config: parseConfig(read(name, 'config.json'), `models/${name}/config.json`),
  }));
}

/** The bundles with what their parts weigh. */
export const readModels = (folder?: string): ModelEntry[] =>
  readBundles(folder).map(({ config, ...bundle }) => ({ ...bundle, anatomy: anatomyOf(buildBlueprint(config)) }));
