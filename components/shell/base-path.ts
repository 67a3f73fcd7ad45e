import type { ModelSource } from '@/engine/worker/protocol';

/** Where the site lies on its host: '' or '/statescope'. next/link adds it by itself; plain links and downloads need it. */
export const basePath = process.env.NEXT_PUBLIC_BASE_PATH ?? '';

/** A model that comes with the site. */
export const bundle = (name: string): ModelSource => ({ kind: 'bundle', name, base: `${basePath}/models/` });
