// A renderer in a thread; or the same in the thread of the caller, for tests of something else, of which many are run.
import { onTestFinished } from 'vitest';
import { FeedRenderer } from '../../src/render/document.ts';
import type { Publication } from '../../src/render/publication.ts';
import { type Render, RendererApart } from '../../src/serve/render-apart.ts';
import { silent } from './publication.ts';

export function renderHere(publication: Publication): Render {
  const renderer = new FeedRenderer(publication, 10_000_000, silent);
  return async (view, entries, format) => renderer.render(view, entries, format);
}

export function aRendererApart(publication: Publication, log = silent, timeLimitMs?: number): RendererApart {
  const renderer = new RendererApart({ publication, cacheBytes: 10_000_000 }, log, timeLimitMs);
  onTestFinished(() => renderer.close());
  return renderer;
}
