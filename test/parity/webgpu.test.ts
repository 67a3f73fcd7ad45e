import { webgpu } from '../devices';
import { describeGpu, nodeGpuForTests } from '../webgpu/harness';
import { formatsSuite } from './formats';
import { paritySuite } from './suite';

const device = webgpu(nodeGpuForTests, describeGpu);
paritySuite(device);
formatsSuite(device);
