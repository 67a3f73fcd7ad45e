/** The engine's worker: `new Worker(new URL('…/engine/worker.ts', import.meta.url), { type: 'module' })`, then EngineClient over it. */
import { loadModel } from './session/load';
import { exposeHost } from './worker/crossing';
import { EngineHost } from './worker/host';

exposeHost(new EngineHost(loadModel));
