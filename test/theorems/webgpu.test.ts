import { webgpu } from '../devices';
import { describeGpu, nodeGpuForTests } from '../webgpu/harness';
import { dualitiesSuite } from './dualities';
import { lengthsSuite } from './lengths';
import { viewsSuite } from './views';

const device = webgpu(nodeGpuForTests, describeGpu);
lengthsSuite(device);
dualitiesSuite(device);
viewsSuite(device);
