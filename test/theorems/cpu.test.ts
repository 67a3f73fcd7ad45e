import { cpu } from '../devices';
import { dualitiesSuite } from './dualities';
import { lengthsSuite } from './lengths';
import { sessionsSuite } from './sessions';

lengthsSuite(cpu);
dualitiesSuite(cpu);
sessionsSuite(cpu);
