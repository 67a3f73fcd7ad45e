import { cpu } from '../devices';
import { paritySuite } from './suite';

paritySuite(cpu);
