import { webgpu } from '../devices';
import { describeGpu, nodeGpuForTests } from '../webgpu/harness';
import { deviceLossSuite } from './device-loss';
import { dualitiesSuite } from './dualities';
import { interventionsSuite } from './interventions';
import { lengthsSuite } from './lengths';
import { sessionsSuite } from './sessions';

const device = webgpu(nodeGpuForTests, describeGpu);
lengthsSuite(device);
dualitiesSuite(device);
sessionsSuite(device);
interventionsSuite(device);
deviceLossSuite(device, nodeGpuForTests);
