// Which variant of a feed a reader prefers (RFC 9110, 12.5.1), on the addresses that do not say it themselves.
import Negotiator from 'negotiator';
import { FORMAT_TYPE, type Format } from '../feed.ts';

export type Variant = Format | 'page';

/** What readers call our variants; of equals the first is served. */
const NAMES: ReadonlyMap<string, Variant> = new Map([
  [FORMAT_TYPE.rss, 'rss'],
  [FORMAT_TYPE.atom, 'atom'],
  [FORMAT_TYPE.json, 'json'],
  // What follows counts only where it is named: a wildcard means the feeds above.
  ['application/json', 'json'],
  ['application/xml', 'rss'],
  ['text/xml', 'rss'],
  ['application/rdf+xml', 'rss'],
  ['text/html', 'page'],
  ['application/xhtml+xml', 'page'],
]);
const OWN: ReadonlySet<string> = new Set([...NAMES.keys()].slice(0, 3));
const PAGE = /^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i;

/** What is longer is no reader's, and as good as nothing. */
const LONGEST = 2000;

/**
 * The variant for an Accept header. Whoever says nothing, or nothing that we have, gets RSS (HTTP-37); a page only who
 * names it, and likes it better than every feed that it names (HTTP-38).
 */
export function chooseVariant(accept = ''): Variant {
  if (accept.length > LONGEST) return 'rss';
  // An Atom document may be a feed or an entry; ours are feeds.
  const ranges = accept
    .toLowerCase()
    .replace(/;\s*type="?feed"?/g, '')
    .split(',');
  // Of equals the first one counts: at the end, a page wins only where it is liked better.
  const header = [...ranges.filter((range) => !PAGE.test(range)), ...ranges.filter((range) => PAGE.test(range))].join();
  const accepted = new Negotiator({ headers: { accept: header } }).mediaTypes([...NAMES.keys()]);
  const isRefused = (type: string) => header.includes(type) && !accepted.includes(type);
  for (const type of accepted) {
    const variant = NAMES.get(type);
    if (!variant || !(OWN.has(type) || header.includes(type))) continue;
    if (variant === 'page' || !isRefused(FORMAT_TYPE[variant])) return variant;
    if (variant === 'rss' && !isRefused(FORMAT_TYPE.atom)) return 'atom';
  }
  return 'rss';
}
