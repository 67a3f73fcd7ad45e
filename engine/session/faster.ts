/**
 * Which of two loaded backends steps faster. Asked under `device: 'auto'` where WebGPU is played by the processor (SwiftShader, llvmpipe): there
 * the CPU backend usually wins, since it has no threads to pretend and no barriers to wait at. A real graphics card is not measured against it.
 */
import type { BackendModel } from '../backend';
import { EngineError, throwIfAborted } from '../errors';

/** Steps that are timed at most; the first two compile and are not. */
const STEPS = 12;
const WARM = 2;
/** Milliseconds after which enough was seen. */
const ENOUGH = 150;

/** Tokens per second of steps whose logits come back, as a reader steps. */
export async function stepsPerSecond(backend: BackendModel, signal?: AbortSignal): Promise<number> {
  const state = await backend.createState();
  try {
    let [count, started] = [0, 0];
    for (let i = 0; i < WARM + STEPS; i++) {
      throwIfAborted(signal);
      if (i === WARM) started = performance.now();
      await backend.run(state, Uint32Array.of(i % backend.blueprint.vocabSize), { logits: 'last' });
      if (i >= WARM) count++;
      if (count > 0 && performance.now() - started > ENOUGH) break;
    }
    return (1000 * count) / Math.max(performance.now() - started, 1e-3);
  } finally {
    backend.freeState(state);
  }
}

/** The CPU where it steps faster, with the reason in words; else WebGPU. The other one is disposed of, and both if this fails. */
export async function takeFaster(
  webgpu: BackendModel,
  cpu: BackendModel,
  signal?: AbortSignal,
): Promise<{ backend: BackendModel; reason: EngineError | null }> {
  try {
    const [there, here] = [await stepsPerSecond(webgpu, signal), await stepsPerSecond(cpu, signal)];
    if (here <= there) {
      cpu.dispose();
      return { backend: webgpu, reason: null };
    }
    const round = (rate: number) => Number(rate.toPrecision(2));
    const reason = new EngineError(
      'slower',
      `WebGPU is played by the processor here (${webgpu.device}): ${round(there)} tokens/s against ${round(here)} on the CPU backend.`,
      'Choose WebGPU in the settings to use it all the same.',
      { webgpu: there, cpu: here },
    );
    webgpu.dispose();
    return { backend: cpu, reason };
  } catch (error) {
    webgpu.dispose();
    cpu.dispose();
    throw error;
  }
}
