import { webgpu } from '../devices';
import { describeGpu, nodeGpuForTests } from '../webgpu/harness';
import { dualitiesSuite } from './dualities';
import { lengthsSuite } from './lengths';

const device = webgpu(nodeGpuForTests, describeGpu);
lengthsSuite(device);
dualitiesSuite(device);
