import { cpu } from '../devices';
import { formatsSuite } from './formats';
import { paritySuite } from './suite';

paritySuite(cpu);
formatsSuite(cpu);
