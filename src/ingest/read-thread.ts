// The other end of read-ahead.ts.
import { type Outcome, readFiles } from './read.ts';
import type { ReadArguments } from './read-ahead.ts';

export default ({ files, settings }: ReadArguments): Promise<Outcome[]> => readFiles(files, settings);
