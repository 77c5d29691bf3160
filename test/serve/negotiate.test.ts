// The address of a feed that does not say a format: what a reader prefers decides.
import { describe, expect, test } from 'vitest';
import { ALL, FORMAT_TYPE, feedPath } from '../../src/feed.ts';
import { DELTA_VARY } from '../../src/serve/delta.ts';
import { chooseVariant, type Variant } from '../../src/serve/negotiate.ts';
import { ask } from '../support/ask.ts';
import { publication, put } from '../support/publication.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';
const MINIFLUX =
  'application/xml,application/atom+xml,application/rss+xml,application/rdf+xml,application/feed+json,text/html,*/*;q=0.9';
const FEEDPARSER =
  'application/atom+xml,application/rdf+xml,application/rss+xml,application/x-netcdf,application/xml;q=0.9,text/xml;q=0.2,*/*;q=0.1';

type Row = { readonly rule: string; readonly accept: string | undefined; readonly variants: readonly Variant[] };
const rows: readonly Row[] = [
  { rule: 'HTTP-39', accept: BROWSER, variants: ['page'] },
  { rule: 'HTTP-39', accept: MINIFLUX, variants: ['atom', 'rss'] },
  { rule: 'HTTP-39', accept: FEEDPARSER, variants: ['atom'] },
  { rule: 'HTTP-39', accept: 'application/rss+xml, application/atom+xml;q=0.9', variants: ['rss'] },
  { rule: 'HTTP-39', accept: 'application/feed+json', variants: ['json'] },
  { rule: 'HTTP-39', accept: 'application/json', variants: ['json'] },
  { rule: 'HTTP-39', accept: 'application/xml', variants: ['rss'] },
  { rule: 'HTTP-39', accept: 'text/xml', variants: ['rss'] },
  { rule: 'HTTP-39', accept: '*/*', variants: ['rss'] },
  { rule: 'HTTP-37', accept: `${'a/b,'.repeat(1000)}application/atom+xml`, variants: ['rss'] },
  { rule: 'HTTP-39', accept: undefined, variants: ['rss'] },
  { rule: 'HTTP-39', accept: '', variants: ['rss'] },
  { rule: 'HTTP-39', accept: 'application/rss+xml;q=0, */*', variants: ['atom'] },
  { rule: 'HTTP-39', accept: 'image/png', variants: ['rss'] },
  // The most specific range decides, wherever it stands, whatever its case.
  { rule: 'HTTP-35', accept: '*/*, application/rss+xml;q=0.1, application/*;q=0.5', variants: ['atom'] },
  { rule: 'HTTP-35', accept: 'application/*;q=0.2, application/feed+json', variants: ['json'] },
  { rule: 'HTTP-35', accept: 'application/rss+xml;q=0.5, application/atom+xml', variants: ['atom'] },
  { rule: 'HTTP-35', accept: 'Application/Atom+XML', variants: ['atom'] },
  { rule: 'HTTP-35', accept: 'application/atom+xml; type=feed', variants: ['atom'] },
  { rule: 'HTTP-35', accept: 'application/rss+xml;q=0, application/xml', variants: ['atom'] },
  { rule: 'HTTP-35', accept: 'application/rss+xml;q=0, application/atom+xml;q=0, */*', variants: ['json'] },
  { rule: 'HTTP-35', accept: 'atom', variants: ['rss'] },
  { rule: 'HTTP-35', accept: ';;q=,,/', variants: ['rss'] },
  { rule: 'HTTP-37', accept: '*/*;q=0', variants: ['rss'] },
  { rule: 'HTTP-38', accept: 'text/html', variants: ['page'] },
  { rule: 'HTTP-38', accept: 'application/xhtml+xml', variants: ['page'] },
  { rule: 'HTTP-38', accept: 'text/html, */*;q=0.1', variants: ['page'] },
  { rule: 'HTTP-38', accept: 'text/html, application/rss+xml', variants: ['rss'] },
  { rule: 'HTTP-38', accept: 'text/html, application/rdf+xml', variants: ['rss'] },
  { rule: 'HTTP-38', accept: 'text/html, application/atom+xml;q=0.9', variants: ['page'] },
  { rule: 'HTTP-38', accept: 'text/html;q=0.9, application/atom+xml;q=0.8', variants: ['page'] },
  { rule: 'HTTP-38', accept: 'text/html;q=0.8, application/feed+json;q=0.9', variants: ['json'] },
  { rule: 'HTTP-38', accept: 'text/html;q=0.5, */*', variants: ['rss'] },
  { rule: 'HTTP-38', accept: 'text/*', variants: ['rss'] },
  { rule: 'HTTP-38', accept: 'text/html;q=0', variants: ['rss'] },
];

test.each(rows)('$rule: Accept $accept: $variants', ({ accept, variants }) => {
  expect(variants).toContain(chooseVariant(accept));
});

describe('over the wire', () => {
  const BASE_URL = 'https://news.example.org/feeds';
  async function serve() {
    const site = publication({ BASE_URL, WATCH: 'false' });
    put(
      site.articles,
      'a.md',
      '---\ntitle: It rained\ndate: 2025-01-02\nauthor: Jane Doe\ntags: [Weather, Rain]\n---\nAll night.\n',
    );
    const { port } = await site.start();
    return (path: string, accept: string | undefined, headers: Record<string, string> = {}, method = 'GET') =>
      ask(port, path, { method, headers: { ...headers, ...(accept === undefined ? {} : { accept }) } });
  }

  test.each([
    { path: '/feed', feed: ALL },
    { path: '/tags/weather/feed', feed: { kind: 'tag', slug: 'weather' } as const },
    { path: '/authors/jane-doe/feed', feed: { kind: 'author', slug: 'jane-doe' } as const },
    {
      path: '/tags/rain+weather/feed',
      feed: { kind: 'tags', selection: [{ all: ['rain', 'weather'], none: [] }] } as const,
    },
  ])('HTTP-36: $path is the variant, and says which', async ({ path, feed }) => {
    const ask = await serve();
    // First while nothing is prepared, then from what is.
    for (const state of ['cold', 'hot']) {
      for (const format of ['rss', 'atom', 'json'] as const) {
        const own = feedPath(feed, format);
        const found = await ask(path, FORMAT_TYPE[format]);
        const direct = await ask(own, undefined);
        expect(found.status, state).toBe(200);
        expect(found.body.equals(direct.body)).toBe(true);
        expect(found.headers).toMatchObject({
          vary: 'Accept, Accept-Encoding',
          'content-location': BASE_URL + own,
          etag: direct.headers.etag,
          'content-type': direct.headers['content-type'],
          'last-modified': direct.headers['last-modified'],
          link: `<${BASE_URL}${own}>; rel="self"; type="${FORMAT_TYPE[format]}"`,
        });
        expect(direct.headers.vary).toBe(feed.kind === 'tags' ? 'Accept-Encoding' : DELTA_VARY);
        expect(direct.headers).not.toHaveProperty('content-location');
        const head = await ask(path, FORMAT_TYPE[format], {}, 'HEAD');
        expect({ ...head.headers, date: '', 'cache-control': '' }).toEqual({
          ...found.headers,
          date: '',
          'cache-control': '',
        });
        const same = await ask(path, FORMAT_TYPE[format], { 'if-none-match': found.headers.etag ?? '' });
        expect(same).toMatchObject({
          status: 304,
          headers: { vary: 'Accept, Accept-Encoding', 'content-location': BASE_URL + own, etag: found.headers.etag },
        });
      }
    }
  });

  test('HTTP-36: the tag of one variant is not that of another', async () => {
    const ask = await serve();
    const { headers } = await ask('/feed', FORMAT_TYPE.rss);
    expect((await ask('/feed', FORMAT_TYPE.atom, { 'if-none-match': headers.etag ?? '' })).status).toBe(200);
  });

  test('HTTP-38: a browser gets the page', async () => {
    const ask = await serve();
    for (const [path, page] of [
      ['/feed', '/'],
      ['/tags/weather/feed', '/tags/weather/'],
      ['/authors/jane-doe/feed', '/authors/jane-doe/'],
      ['/tags/rain+weather/feed', '/tags/rain+weather/'],
    ] as const) {
      const { status, headers } = await ask(path, BROWSER);
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-location': BASE_URL + page,
        vary: 'Accept, Accept-Encoding',
      });
    }
  });

  test('HTTP-29: codings are negotiated beside it', async () => {
    const ask = await serve();
    const { headers } = await ask('/feed', FORMAT_TYPE.atom, { 'accept-encoding': 'gzip' });
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept, Accept-Encoding' });
  });

  test.each(['/tags/none/feed', '/tags/NATO/feed', '/tags/feed', '/feed/', '/tags/weather/feed/'])(
    'HTTP-42: %s is 404, whatever is preferred',
    async (path) => {
      const ask = await serve();
      for (const accept of ['*/*', FORMAT_TYPE.json, BROWSER]) {
        expect((await ask(path, accept)).status, accept).toBe(404);
      }
    },
  );
});
