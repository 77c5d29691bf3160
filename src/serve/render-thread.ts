// The other end of render-apart.ts. Nothing is compressed here: a thread that is ended while it makes ready to compress takes
// the whole process along.
import { constants, platform, setPriority } from 'node:os';
import { move, transferableSymbol, valueSymbol, workerData } from 'piscina';
import { createRelayLog } from '../log.ts';
import { FeedRenderer } from '../render/document.ts';
import { warmUpRendering } from '../render/warm-up.ts';
import { exactly } from './compress.ts';
import type { Rendered, RendererSettings, RenderTask } from './render-apart.ts';

// Behind those who answer, before those who refresh. On Linux a priority is that of a thread.
if (platform() === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL / 2);

const { publication, cacheBytes }: RendererSettings = workerData;
let lines: string[] = [];
const log = createRelayLog((line) => lines.push(line));
const renderer = new FeedRenderer(publication, cacheBytes, log);
warmUpRendering(publication, log);

/** The bytes are handed over, not copied. */
export default (task: RenderTask) => {
  lines = [];
  const bytes = exactly(renderer.render(...task));
  const rendered: Rendered = { bytes, lines };
  return move({ [valueSymbol]: rendered, [transferableSymbol]: [bytes.buffer] });
};
