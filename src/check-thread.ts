// The other end of check-apart.ts.
import { constants, platform, setPriority } from 'node:os';
import { checkNewest } from './check-newest.ts';

// As in refresh-thread.ts: whoever polls goes first.
if (platform() === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

export default checkNewest;
