import { webgpu } from '../devices';
import { describeGpu, nodeGpuForTests } from '../webgpu/harness';
import { paritySuite } from './suite';

paritySuite(webgpu(nodeGpuForTests, describeGpu));
