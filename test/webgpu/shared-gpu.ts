/**
 * One WebGPU device for many models, with the pipelines it has compiled: on a software device compiling takes most of the time of a suite
 * that loads a model per test. Everything else is the device itself; that models work on devices of their own is what the other suites show.
 */

/** The same object but for some members; methods keep their `this`. */
export function withMembers<T extends object>(target: T, members: Partial<Record<keyof T, unknown>>): T {
  return new Proxy(target, {
    get(object, key) {
      if (Object.hasOwn(members, key)) return members[key as keyof T];
      const member = Reflect.get(object, key, object);
      return typeof member === 'function' ? member.bind(object) : member;
    },
  });
}

/** An entry point whose adapters always give one and the same device, which outlives the models that dispose of it. */
export function sharedGpu(gpu: GPU | null): GPU | null {
  let device: Promise<GPUDevice> | null = null;
  return (
    gpu &&
    withMembers(gpu, {
      requestAdapter: async (options?: GPURequestAdapterOptions) => {
        const adapter = await gpu.requestAdapter(options);
        const requestDevice = (descriptor?: GPUDeviceDescriptor) => {
          device ??= adapter!.requestDevice(descriptor).then(remembering);
          return device;
        };
        return adapter && withMembers(adapter, { requestDevice });
      },
    })
  );
}

/** A device that is not destroyed, and compiles the same code with the same constants once. */
function remembering(device: GPUDevice): GPUDevice {
  const modules = new Map<string, GPUShaderModule>();
  const codes = new Map<GPUShaderModule, string>();
  const pipelines = new Map<string, Promise<GPUComputePipeline>>();
  return withMembers(device, {
    destroy: () => {},
    createShaderModule: (descriptor: GPUShaderModuleDescriptor) => {
      const module = modules.get(descriptor.code) ?? device.createShaderModule(descriptor);
      modules.set(descriptor.code, module);
      codes.set(module, descriptor.code);
      return module;
    },
    createComputePipelineAsync: (descriptor: GPUComputePipelineDescriptor) => {
      const { module, entryPoint, constants } = descriptor.compute;
      const key = JSON.stringify([codes.get(module), entryPoint, constants]);
      const pipeline = pipelines.get(key) ?? device.createComputePipelineAsync(descriptor);
      pipelines.set(key, pipeline);
      return pipeline;
    },
  });
}
