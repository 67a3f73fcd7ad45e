import { webgpu } from '../devices';
import { describeGpu, nodeGpuForTests } from '../webgpu/harness';
import { sharedGpu } from '../webgpu/shared-gpu';
import { dualitiesSuite } from './dualities';
import { lengthsSuite } from './lengths';
import { viewsSuite } from './views';

const device = webgpu(sharedGpu(nodeGpuForTests), describeGpu);
lengthsSuite(device);
dualitiesSuite(device);
viewsSuite(device);
