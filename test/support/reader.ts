// A feed reader for tests: reads a document of any format, and walks along the history of a feed.
import { expect } from 'vitest';
import { FORMAT_FILE, type Format } from '../../src/feed.ts';
import { childOf, childrenOf, type Element, jsonFeedErrors, parseXml } from '../render/support.ts';

export type Read = {
  /** By id, in the order of the document: all that it says of each. */
  readonly entries: ReadonlyMap<string, string>;
  /** By relation; JSON Feed knows `self` and `prev-archive` alone. */
  readonly links: Readonly<Record<string, string>>;
  /** The ids of what was withdrawn. */
  readonly tombstones: readonly string[];
  /** All that it says besides entries. */
  readonly head: string;
  readonly isArchive: boolean;
};

/** @throws for anything that is not well-formed, or not of its schema */
export function read(document: string, format: Format): Read {
  if (format === 'json') return readJson(document);
  const root = parseXml(document);
  const parent = format === 'rss' ? childOf(root, 'channel') : root;
  const name = format === 'rss' ? 'item' : 'entry';
  const entries = childrenOf(parent, name);
  const links = childrenOf(parent, format === 'rss' ? 'atom:link' : 'link').map(
    ({ attributes }) => [attributes.rel ?? '', attributes.href ?? ''] as const,
  );
  const rels = new Set(links.map(([rel]) => rel));
  expect(rels.size).toBe(links.length);
  return {
    entries: byId(entries.map((entry) => [idOf(entry, format), JSON.stringify(entry)])),
    links: Object.fromEntries(links),
    tombstones: childrenOf(parent, 'at:deleted-entry').map(({ attributes }) => attributes.ref ?? ''),
    head: JSON.stringify(parent.children.filter((child) => child.name !== name)),
    isArchive: childrenOf(parent, 'fh:archive').length === 1,
  };
}

function idOf(entry: Element, format: Format): string {
  return childOf(entry, format === 'rss' ? 'guid' : 'id').text;
}

function readJson(document: string): Read {
  expect(jsonFeedErrors(document)).toEqual([]);
  const { items, ...head } = JSON.parse(document) as {
    items: { id: string }[];
    feed_url: string;
    next_url?: string;
  };
  return {
    entries: byId(items.map((item) => [item.id, JSON.stringify(item)])),
    links: {
      self: head.feed_url,
      ...(head.next_url === undefined ? {} : { 'prev-archive': head.next_url }),
    },
    tombstones: [],
    head: JSON.stringify(head),
    isArchive: false,
  };
}

/** ATOM-11: none stands twice in a document. */
function byId(entries: readonly (readonly [id: string, said: string])[]): ReadonlyMap<string, string> {
  const read = new Map(entries);
  expect(read.size).toBe(entries.length);
  return read;
}

/**
 * Reads a feed as whoever wants all of it: the live document, then its history, page by page, as far as it goes.
 * @param ask gets a path; links are followed there, whatever the public address is
 */
export async function walk(
  ask: (path: string) => Promise<Response>,
  page: string,
  format: Format,
): Promise<readonly Read[]> {
  const documents: Read[] = [];
  const visited = new Set<string>();
  for (let next: string | undefined = page + FORMAT_FILE[format]; next !== undefined; ) {
    expect(visited).not.toContain(next);
    visited.add(next);
    const response: Response = await ask(next);
    expect(response.status, next).toBe(200);
    const document = read(await response.text(), format);
    documents.push(document);
    const older = document.links['prev-archive'];
    next = older && new URL(older).pathname;
  }
  return documents;
}
