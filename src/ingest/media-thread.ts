// The other end of media.ts.
import { chaptersApart, type Measured, measure } from './measure.ts';

export type Task = readonly [file: string, path: string, ofWhich?: { readonly chaptersOf: string }];

export default ([file, path, ofWhich]: Task): Promise<Measured> =>
  ofWhich ? chaptersApart(file, ofWhich.chaptersOf) : measure(file, path);
