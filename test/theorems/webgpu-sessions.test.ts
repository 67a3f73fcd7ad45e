import { webgpu } from '../devices';
import { describeGpu, nodeGpuForTests } from '../webgpu/harness';
import { deviceLossSuite } from './device-loss';
import { sessionsSuite } from './sessions';

const device = webgpu(nodeGpuForTests, describeGpu);
sessionsSuite(device);
deviceLossSuite(device, nodeGpuForTests);
