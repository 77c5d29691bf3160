// The other end of make-apart.ts. Nothing is compressed here: a thread that is ended while it makes ready to compress takes
// the whole process along.
import { constants, platform, setPriority } from 'node:os';
import { move, transferableSymbol, valueSymbol, workerData } from 'piscina';
import type { ErrorLog } from '../log.ts';
import { warmUpRendering } from '../render/warm-up.ts';
import { KeptFeeds } from '../store/kept.ts';
import { exactly } from './compress.ts';
import { createMaker, type MakerSettings } from './make.ts';
import type { Made, MakeTask } from './make-apart.ts';

// Behind those who answer, before those who refresh. On Linux a priority is that of a thread.
if (platform() === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL / 2);

const settings: MakerSettings = workerData;
let errors: Made['errors'][number][] = [];
const log: ErrorLog = { error: (facts, message) => void errors.push({ facts, message }) };
const maker = createMaker(await KeptFeeds.openToRead(settings.config.databaseUrl), settings, log);
warmUpRendering(settings.publication, log);

/** The bytes are handed over, not copied. */
export default async (task: MakeTask) => {
  errors = [];
  const { format } = task;
  const document = 'contents' in task ? maker.render(task.contents, format) : maker.make(task.feed, task.part, format);
  const found = await document;
  const bytes = found && exactly(found);
  const made: Made = { bytes, errors };
  return move({ [valueSymbol]: made, [transferableSymbol]: bytes ? [bytes.buffer] : [] });
};
