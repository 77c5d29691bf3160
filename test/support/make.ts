// A maker of feeds in the thread of the caller, for tests of something else: of them, many are run.
import type { Config } from '../../src/config.ts';
import type { Publication } from '../../src/render/publication.ts';
import { createMaker, type FeedMaker } from '../../src/serve/make.ts';
import type { Store } from '../../src/store/store.ts';
import { silent } from './publication.ts';

export function makeHere(store: Store, config: Config, publication: Publication): FeedMaker {
  return createMaker(store, { config, publication }, silent);
}
