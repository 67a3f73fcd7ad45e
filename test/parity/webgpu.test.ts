import { webgpu } from '../devices';
import { describeGpu, nodeGpuForTests } from '../webgpu/harness';
import { sharedGpu } from '../webgpu/shared-gpu';
import { formatsSuite } from './formats';
import { paritySuite } from './suite';

const device = webgpu(sharedGpu(nodeGpuForTests), describeGpu);
paritySuite(device);
formatsSuite(device);
