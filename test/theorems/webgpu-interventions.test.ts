import { webgpu } from '../devices';
import { describeGpu, nodeGpuForTests } from '../webgpu/harness';
import { sharedGpu } from '../webgpu/shared-gpu';
import { interventionsSuite } from './interventions';

interventionsSuite(webgpu(sharedGpu(nodeGpuForTests), describeGpu));
