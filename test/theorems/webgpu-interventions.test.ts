import { webgpu } from '../devices';
import { describeGpu, nodeGpuForTests } from '../webgpu/harness';
import { interventionsSuite } from './interventions';

interventionsSuite(webgpu(nodeGpuForTests, describeGpu));
