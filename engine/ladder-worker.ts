/** The worker in which the ladder of scans runs, apart from the models': a measurement waits for nobody and holds nobody up. */
import { exposeHost } from './worker/crossing';
import { LadderHost } from './worker/ladder-host';

exposeHost(new LadderHost());
