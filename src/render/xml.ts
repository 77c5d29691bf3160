// XML as our documents need it: text in, well-formed pieces out.
import { SaxesParser } from 'saxes';
import { cleanText, escapeMarkup } from '../text.ts';

export const NAMESPACES = {
  at: 'http://purl.org/atompub/tombstones/1.0',
  atom: 'http://www.w3.org/2005/Atom',
  content: 'http://purl.org/rss/1.0/modules/content/',
  dc: 'http://purl.org/dc/elements/1.1/',
  fh: 'http://purl.org/syndication/history/1.0',
  // POD-01: directories compare it letter by letter.
  itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd',
  media: 'http://search.yahoo.com/mrss/',
  podcast: 'https://podcastindex.org/namespace/1.0',
  snf: 'http://www.smartnews.be/snf',
} as const;

/** The declarations of some of these, as attributes. */
export function declare(prefixes: readonly (keyof typeof NAMESPACES)[]): string {
  return prefixes.map((prefix) => ` xmlns:${prefix}="${NAMESPACES[prefix]}"`).join('');
}

/** Text for element content and attributes. */
export const xmlText = (text: string): string => escapeMarkup(cleanText(text));

/** Plain text for RSS, whose readers decode twice now and then: hexadecimal references survive that (RSS-11). */
export function rssText(text: string): string {
  return cleanText(text).replace(/[&<>]/g, (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`);
}

/** HTML as a CDATA section, split where it would end early (RSS-05). */
export function cdata(html: string): string {
  return `<![CDATA[${cleanText(html).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

/** An element with attributes; those that are undefined are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content?: string,
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${xmlText(String(value))}"`)
    .join('');
  return content === undefined ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** Browsers that show a raw feed as text show this line near its top. */
export function comment(text: string): string {
  return `<!-- ${text.replaceAll('--', '-%2D')} -->`;
}

/** Whole seconds, `2025-06-25T15:30:00Z` (ATOM-18). */
export function rfc3339(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The same to the millisecond, where there is a part of a second: for what must differ from its neighbours (ATOM-21). */
export function rfc3339Exact(date: Date): string {
  return date.toISOString().replace(/\.000Z$/, 'Z');
}

/**
 * Puts our text where the `feed` package was given a placeholder, so that none of its escaping touches an author's words.
 * @throws when a piece is not there: `feed` writes otherwise than it did, and we must look
 */
export function fill(xml: string, pieces: readonly (readonly [piece: string, replacement: string])[]): string {
  // All places are found before any is filled: a title may well contain the name of a placeholder.
  const places = pieces.map(([piece, replacement]) => {
    const start = xml.indexOf(piece);
    if (start < 0) throw new Error(`Expected feed to write ${piece}, got ${xml.slice(0, 200)}`);
    return { start, end: start + piece.length, replacement };
  });
  let filled = '';
  let from = 0;
  for (const { start, end, replacement } of places.sort((one, other) => one.start - other.start)) {
    filled += xml.slice(from, start) + replacement;
    from = end;
  }
  return filled + xml.slice(from);
}

/** What stands between two marks, without the indentation. @throws when it is not there */
export function between(xml: string, start: string, end: string): string {
  const from = xml.indexOf(start);
  const to = xml.lastIndexOf(end);
  if (from < 0 || to < from) throw new Error(`Expected ${start} and ${end}, got ${xml.slice(0, 200)}`);
  return xml
    .slice(from + start.length, to)
    .trim()
    .replace(/\n +/g, '\n');
}

const EVERY_NAMESPACE = declare(Object.keys(NAMESPACES) as (keyof typeof NAMESPACES)[]);

/** Why a fragment is not well-formed, judged by a strict parser; undefined when it is. */
export function whyMalformed(fragment: string): string | undefined {
  const parser = new SaxesParser({ xmlns: true });
  let why: string | undefined;
  parser.on('error', (error) => {
    why ??= error.message;
  });
  parser.write(`<fragment${EVERY_NAMESPACE}>${fragment}</fragment>`).close();
  return why;
}
