// The other end of media.ts.
import { type Measured, measure } from './measure.ts';

export default ([file, path]: [file: string, path: string]): Promise<Measured> => measure(file, path);
