import { webgpu } from '../devices';
import { describeGpu, nodeGpuForTests } from '../webgpu/harness';
import { sharedGpu } from '../webgpu/shared-gpu';
import { deviceLossSuite } from './device-loss';
import { sessionsSuite } from './sessions';

const device = webgpu(sharedGpu(nodeGpuForTests), describeGpu);
sessionsSuite(device);
deviceLossSuite(device, nodeGpuForTests);
