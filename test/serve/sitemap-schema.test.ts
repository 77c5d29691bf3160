// Sitemaps as a running server gives them, judged by the schema of sitemaps.org (VAL-03).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { startRefresher } from '../../src/refresher.ts';
import { ask } from '../support/ask.ts';
import { publication, put, silent } from '../support/publication.ts';

/** That of sitemaps.org for lists of pages, as a package ships it; no package has theirs for indexes, nor Google's for news. */
const pages = readFileSync(
  join(dirname(createRequire(import.meta.url).resolve('sitemap/package.json')), 'schema/sitemap.xsd'),
  'utf8',
);
const SITEMAP = 'http://www.sitemaps.org/schemas/sitemap/0.9';
const NEWS = 'http://www.google.com/schemas/sitemap-news/0.9';

/** NEWS-04: an index, with the addresses and dates of lists of pages. */
const index = `
<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:s="${SITEMAP}" targetNamespace="${SITEMAP}" elementFormDefault="qualified">
  <include schemaLocation="sitemap.xsd"/>
  <element name="sitemapindex">
    <complexType><sequence><element name="sitemap" maxOccurs="50000">
      <complexType><sequence>
        <element name="loc" type="s:tLoc"/>
        <element name="lastmod" type="s:tLastmod" minOccurs="0"/>
      </sequence></complexType>
    </element></sequence></complexType>
  </element>
</schema>`;

/** NEWS-01: what is said of a page that is news. */
const news = `
<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="${NEWS}" elementFormDefault="qualified">
  <element name="news">
    <complexType><sequence>
      <element name="publication">
        <complexType><sequence>
          <element name="name" type="string"/>
          <element name="language">
            <simpleType><restriction base="string"><pattern value="zh-cn|zh-tw|[a-z]{2,3}"/></restriction></simpleType>
          </element>
        </sequence></complexType>
      </element>
      <element name="publication_date" type="dateTime"/>
      <element name="title" type="string"/>
    </sequence></complexType>
  </element>
</schema>`;

/** The schema of pages wants to know what else is said of them. */
const pagesAndNews = `
<schema xmlns="http://www.w3.org/2001/XMLSchema">
  <import namespace="${SITEMAP}" schemaLocation="sitemap.xsd"/>
  <import namespace="${NEWS}" schemaLocation="news.xsd"/>
</schema>`;

/** What the schemas have against a document. Nothing is fetched: the validator has no network. */
async function errorsIn(xml: string): Promise<string[]> {
  const { errors } = await validateXML({
    xml: [{ fileName: 'sitemap.xml', contents: xml }],
    schema: [xml.includes('<sitemapindex') ? index : xml.includes(NEWS) ? pagesAndNews : pages],
    preload: [
      { fileName: 'sitemap.xsd', contents: pages },
      { fileName: 'news.xsd', contents: news },
    ],
    maxMemoryPages: 4096,
  });
  return errors.map(({ message }) => message);
}

const HOSTILE = 'R&D "x" \'y\' <z> ]]> &amp; <!-- --> \u0007 %41 \u202e😀 ../..?a=1&b=2#c';
const now = Date.now();

const article = (title: string, hoursAgo: number, fields: object = {}) =>
  JSON.stringify({ title, date: new Date(now - hoursAgo * 3_600_000), content: `About ${title}.`, ...fields });

/** A server at a public address full of signs that XML gives a meaning. */
async function serve(files: Readonly<Record<string, string>>) {
  const site = publication(
    { BASE_URL: 'https://news.example.org/a&b\'c"d<e>%26', WATCH: 'false' },
    `title: ${JSON.stringify(HOSTILE)}`,
  );
  for (const [path, content] of Object.entries(files)) put(site.articles, path, content);
  const { port } = await site.start({}, silent, { startRefresher });
  return async (path: string) => {
    const { status, body } = await ask(port, path);
    expect(status, path).toBe(200);
    return body.toString();
  };
}

test('VAL-03, NEWS-01, NEWS-04: every sitemap is valid, whatever titles, tags, authors and addresses are', async () => {
  const get = await serve({
    'a.json': article(HOSTILE, 1, { tags: [HOSTILE, '日本'], authors: [HOSTILE], slug: HOSTILE, language: 'zh-Hant' }),
    'b.json': article('<b>&lt;</b>', 30, { tags: ['a,b', '  '], updated: new Date(now), language: 'x' }),
    'c.json': article('Old', 1000, { language: 'de-CH', image: 'https://example.net/?a=1&b=2' }),
    'd.json': article('Elsewhere', 2, { link: 'https://example.net/?a=1&b=%3C' }),
  });
  const lengths: number[] = [];
  for (const path of ['/sitemap.xml', '/sitemap-1.xml', '/sitemap-pages.xml', '/news-sitemap.xml']) {
    const xml = await get(path);
    expect(await errorsIn(xml), path).toEqual([]);
    lengths.push(xml.split('<loc>').length - 1);
  }
  expect(lengths).toEqual([2, 3, 7, 2]);
});

test('NEWS-02, NEWS-04: so are an index of the news, and its parts', async () => {
  const lines = Array.from({ length: 1001 }, (_, number) => article(`${HOSTILE} ${number}`, 1));
  const get = await serve({ 'all.jsonl': lines.join('\n') });
  for (const path of ['/news-sitemap.xml', '/news-sitemap-1.xml', '/news-sitemap-2.xml', '/sitemap-1.xml'])
    expect(await errorsIn(await get(path)), path).toEqual([]);
  expect(await get('/news-sitemap.xml')).toContain('<sitemapindex');
});

test('NEWS-02: where nothing is news, the schema misses a page, and nothing else: Google takes that', async () => {
  const get = await serve({ 'a.json': article('Old', 1000) });
  const errors = await errorsIn(await get('/news-sitemap.xml'));
  expect(errors).toEqual([expect.stringMatching(/Missing child element/)]);
  for (const path of ['/sitemap.xml', '/sitemap-1.xml', '/sitemap-pages.xml'])
    expect(await errorsIn(await get(path)), path).toEqual([]);
});

test('the schemas would have told of what is wrong', async () => {
  const get = await serve({ 'a.json': article('A', 1) });
  const told = async (path: string, from: string | RegExp, to: string) => {
    const xml = (await get(path)).replace(from, to);
    expect(await errorsIn(xml), `${path} with ${to}`).not.toEqual([]);
  };
  for (const path of ['/sitemap.xml', '/sitemap-1.xml']) {
    await told(path, '</lastmod>', '</lastmod><seen/>');
    await told(path, /<lastmod>[^<]*/, '<lastmod>yesterday');
    await told(path, /<loc>[^<]*<\/loc>/, '');
    await told(path, /<loc>[^<]*/, `<loc>https://news.example.org/${'x'.repeat(2048)}`);
  }
  await told('/news-sitemap.xml', /<news:language>[^<]*/, '<news:language>english');
  await told('/news-sitemap.xml', /<news:title>.*<\/news:title>/, '');
  await told('/news-sitemap.xml', /<news:publication>.*<\/news:publication>/, '');
});
