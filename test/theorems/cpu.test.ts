import { cpu } from '../devices';
import { dualitiesSuite } from './dualities';
import { lengthsSuite } from './lengths';
import { sessionsSuite } from './sessions';
import { viewsSuite } from './views';

lengthsSuite(cpu);
dualitiesSuite(cpu);
viewsSuite(cpu);
sessionsSuite(cpu);
