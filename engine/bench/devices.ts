/** Devices as a roofline sees them: the most arithmetic and the most traffic per second that their makers state, for dense 16-bit products. */
import type { Text } from '../blueprint/types';

export interface Device {
  readonly id: string;
  readonly name: Text;
  /** FLOP per second. */
  readonly flops: number;
  /** Bytes per second from and to memory. */
  readonly bandwidth: number;
  /** Bytes of memory. */
  readonly memory: number;
  /** Where the numbers were read; null for round numbers of no product. */
  readonly source: string | null;
}

const GiB = 2 ** 30;
const same = (name: string): Text => ({ en: name, es: name });

export const devices: readonly Device[] = [
  {
    id: 'a100',
    name: same('NVIDIA A100 80 GB SXM'),
    flops: 312e12,
    bandwidth: 2039e9,
    memory: 80 * GiB,
    source:
      'https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a100/pdf/nvidia-a100-datasheet-us-nvidia-1758950-r4-web.pdf',
  },
  {
    id: 'h100',
    name: same('NVIDIA H100 80 GB SXM'),
    flops: 989e12,
    bandwidth: 3350e9,
    memory: 80 * GiB,
    source: 'https://www.nvidia.com/en-us/data-center/h100/',
  },
  {
    id: 'rtx-4090',
    name: same('NVIDIA RTX 4090'),
    flops: 165e12,
    bandwidth: 1008e9,
    memory: 24 * GiB,
    source: 'https://images.nvidia.com/aem-dam/Solutions/geforce/ada/nvidia-ada-gpu-architecture.pdf',
  },
  {
    id: 'laptop',
    name: { en: 'a laptop, in round numbers', es: 'un portátil, en números redondos' },
    flops: 2e12,
    bandwidth: 100e9,
    memory: 16 * GiB,
    source: null,
  },
];
