// A crawler for tests: reads sitemaps as strictly as their schemas (sitemaps.org 0.9, Google's for news) and the protocol.
import { expect } from 'vitest';
import { childOf, type Element, namesOf, parseXml } from '../render/support.ts';

const SITEMAP = 'http://www.sitemaps.org/schemas/sitemap/0.9';
const NEWS = 'http://www.google.com/schemas/sitemap-news/0.9';

type News = {
  readonly name: string;
  readonly language: string;
  readonly published: string;
  readonly title: string;
};
export type Listed = { readonly loc: string; readonly lastmod?: string; readonly news?: News };
export type Sitemap = { readonly isIndex: boolean; readonly listed: readonly Listed[] };

/**
 * Reads a sitemap or an index of sitemaps.
 * @param address its own, where it may matter: it may only list what is in its folder, or below
 * @throws for whatever the schemas or the protocol forbid
 */
export function readSitemap(xml: string, address?: string): Sitemap {
  expect(xml).toMatch(/^<\?xml version="1\.0" encoding="utf-8"\?>\n</);
  expect(Buffer.byteLength(xml)).toBeLessThanOrEqual(50_000_000);
  const root = parseXml(xml);
  expect(root.uri).toBe(SITEMAP);
  expect(['urlset', 'sitemapindex']).toContain(root.name);
  for (const name of Object.keys(root.attributes)) expect(name).toMatch(/^xmlns(?::|$)/);
  const isIndex = root.name === 'sitemapindex';
  expect(new Set([...namesOf(root), isIndex ? 'sitemap' : 'url']).size).toBe(1);
  expect(root.children.length).toBeLessThanOrEqual(50_000);
  // The schema wants one; NEWS-02: there may be no news.
  must(root.children.length > 0 || root.attributes['xmlns:news'] === NEWS, 'something that is listed', root);
  expect(root.text.trim()).toBe('');
  const listed = root.children.map((child) => readListed(child, isIndex));
  expect(new Set(listed.map(({ loc }) => loc)).size).toBe(listed.length);
  const folder = address?.replace(/[^/]*$/, '') ?? '';
  for (const { loc } of listed) must(loc.startsWith(folder), `an address below ${folder}`, loc);
  return { isIndex, listed };
}

function readListed(element: Element, isIndex: boolean): Listed {
  must(element.uri === SITEMAP && isPlain(element) && element.text === '', 'an element of a sitemap', element);
  const names = namesOf(element).join(' ');
  // The schema has them in this order.
  must((isIndex ? /^loc(?: lastmod)?$/ : /^loc(?: lastmod)?(?: news:news)?$/).test(names), 'a location first', names);
  const [loc, ...more] = element.children;
  const address = plainTextOf(loc, SITEMAP);
  must(/^https?:/.test(address) && URL.parse(address)?.href === address, 'an address', address);
  must(address.length < 2048, 'an address of less than 2048 characters', address);
  const lastmod = more.find(({ name }) => name === 'lastmod');
  const news = more.find(({ name }) => name === 'news:news');
  return {
    loc: address,
    ...(lastmod ? { lastmod: dateOf(lastmod, SITEMAP) } : {}),
    ...(news ? { news: readNews(news) } : {}),
  };
}

function readNews(news: Element): News {
  const publication = childOf(news, 'news:publication');
  const [names, of] = [namesOf(news).join(' '), namesOf(publication).join(' ')];
  must(news.uri === NEWS && isPlain(news) && isPlain(publication), 'an element of news', news);
  must(names === 'news:publication news:publication_date news:title', 'what news needs, in order', names);
  must(of === 'news:name news:language', 'what a publication needs, in order', of);
  const language = plainTextOf(childOf(publication, 'news:language'), NEWS);
  must(/^(?:zh-cn|zh-tw|[a-z]{2,3})$/.test(language), 'a language of ISO 639', language);
  return {
    name: plainTextOf(childOf(publication, 'news:name'), NEWS),
    language,
    published: dateOf(childOf(news, 'news:publication_date'), NEWS),
    title: plainTextOf(childOf(news, 'news:title'), NEWS),
  };
}

/** W3C's: a date and a time with a zone. */
function dateOf(element: Element, uri: string): string {
  const text = plainTextOf(element, uri);
  const isDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && !Number.isNaN(Date.parse(text));
  must(isDate, 'a date and a time with a zone', text);
  return text;
}

function plainTextOf(element: Element | undefined, uri: string): string {
  const { text = '' } = element ?? {};
  must(element?.uri === uri && isPlain(element) && element.children.length === 0, 'an element with text', element);
  must(text !== '' && text === text.trim(), 'a text without space around it', text);
  return text;
}

function isPlain({ attributes }: Element): boolean {
  return Object.keys(attributes).length === 0;
}

/** Of a hundred thousand pages, `expect` would take its time. */
function must(isSo: boolean, expected: string, found: unknown): void {
  if (!isSo) throw new Error(`Expected ${expected}, got ${JSON.stringify(found)}`);
}

/**
 * Reads all that a sitemap leads to, as a crawler does; what it names is asked for there, whatever the public address is.
 * @param path of the sitemap
 * @returns what is listed, each page once, in order
 */
export async function crawl(
  ask: (path: string) => Promise<{ status: number; text: () => Promise<string> }>,
  baseUrl: string,
  path: string,
): Promise<readonly Listed[]> {
  const read = async (address: string) => {
    const answer = await ask(address.slice(baseUrl.length));
    expect(answer.status, address).toBe(200);
    return readSitemap(await answer.text(), address);
  };
  const { isIndex, listed } = await read(baseUrl + path);
  if (!isIndex) return listed;
  expect(listed.length).toBeGreaterThan(0);
  const pages: Listed[] = [];
  for (const { loc } of listed) {
    const sitemap = await read(loc);
    expect(sitemap.isIndex, loc).toBe(false);
    pages.push(...sitemap.listed);
  }
  expect(new Set(pages.map((page) => page.loc)).size).toBe(pages.length);
  return pages;
}
