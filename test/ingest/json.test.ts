import { describe, expect, test } from 'vitest';
import { type ParsedEntry, type Remark, SITE_MARK } from '../../src/entry.ts';
import type { Reading } from '../../src/ingest/reading.ts';
import { readArticle } from '../support/read.ts';

const modified = new Date('2024-05-06T07:08:09Z');
const bridge = { title: 'The bridge', text: 'Closed until spring.', date: '2022-12-07' };

describe('names', () => {
  test.each([
    {
      style: 'snake case',
      record: { title: 'The bridge', content_html: '<p>Closed.</p>', date_published: '2022-12-07' },
    },
    {
      style: 'camel case',
      record: { title: 'The bridge', contentHtml: '<p>Closed.</p>', datePublished: '2022-12-07' },
    },
    {
      style: 'Pascal case',
      record: { Title: 'The bridge', ContentHtml: '<p>Closed.</p>', DatePublished: '2022-12-07' },
    },
    {
      style: 'kebab case',
      record: { title: 'The bridge', 'content-html': '<p>Closed.</p>', 'date-published': '2022-12-07' },
    },
    {
      style: 'capitals',
      record: { TITLE: 'The bridge', 'CONTENT HTML': '<p>Closed.</p>', DATE_PUBLISHED: '2022-12-07' },
    },
  ])('are read in $style', ({ record }) => {
    expect(entryOf(read(record))).toMatchObject({
      title: 'The bridge',
      content: '<p>Closed.</p>',
      published: new Date('2022-12-06T22:00:00Z'),
    });
  });

  test.each(['title', 'headline', 'name', 'web_title', 'subject'])('%s is a title', (name) => {
    expect(entryOf(read({ [name]: 'The <b>bridge</b> &amp; I', text: 'Closed.' })).title).toBe('The bridge & I');
  });

  test.each(
    'body content content_html content_text html text body_html articleBody post markdown full_text story selftext'.split(
      ' ',
    ),
  )('%s is the text', (name) => {
    expect(entryOf(read({ title: 'The bridge', [name]: 'Closed.', description: 'In short.' }))).toMatchObject({
      content: expect.stringContaining('Closed.'),
      summary: 'In short.',
    });
  });

  test.each('description summary abstract excerpt lede standfirst subtitle trailText'.split(' '))(
    '%s is a summary beside a text, and the text where there is no other',
    (name) => {
      expect(entryOf(read({ ...bridge, [name]: 'In *short*.' })).summary).toBe('In *short*.');
      expect(entryOf(read({ title: 'The bridge', [name]: 'In short. And at length.' }))).toMatchObject({
        content: '<p>In short. And at length.</p>',
        summary: 'In short.',
      });
    },
  );

  test('of two texts the first is the text and the second the summary', () => {
    const { content, summary } = entryOf(
      read({ title: 'A', summary: 'In short.', description: 'At length.\n\nTwice.', abstract: '' }),
    );
    expect({ content, summary }).toEqual({ content: '<p>At length.</p>\n<p>Twice.</p>', summary: 'In short.' });
  });

  test.each([
    { of: 'an id', record: { id: 1004 }, entry: { id: '1004' } },
    { of: 'an id that a database gave', record: { _id: { $oid: '5f1' } }, entry: { id: '5f1' } },
    { of: 'an id before that of a database', record: { _id: 'a', id: 'b' }, entry: { id: 'b' } },
    {
      of: 'an id that is no number of JavaScript',
      json: '{"id": 12345678901234567891}',
      entry: { id: '12345678901234567891' },
    },
    { of: 'a uuid', record: { uuid: 'f81d' }, entry: { id: 'f81d' } },
    { of: 'a slug', record: { slug: 'the-bridge' }, entry: { slug: 'the-bridge' } },
    { of: 'an address', record: { url: 'https://example.org/bridge' }, entry: { link: 'https://example.org/bridge' } },
    {
      of: 'a canonical address before others',
      record: { url: 'https://example.org/b', canonical_url: 'https://example.org/a' },
      entry: { link: 'https://example.org/a' },
    },
    { of: 'a language of two letters', record: { lang: 'uk' }, entry: { language: 'uk' } },
    { of: 'a language of three letters', record: { language: 'eng' }, entry: { language: 'en' } },
    { of: 'a language by an older code of three letters', record: { inLanguage: 'ger' }, entry: { language: 'de' } },
    { of: 'a minor correction', record: { minor: true }, entry: { isMinor: true } },
  ])('$of', ({ record, json, entry }) => {
    const text = json ? json.replace('{', `{"title": "A", "text": "B", `) : JSON.stringify({ ...bridge, ...record });
    expect(entryOf(read(text))).toMatchObject(entry);
  });

  test.each(['english', 'und', 'mul', 'no language'])('“%s” is no language', (language) => {
    expect(entryOf(read({ ...bridge, language }))).not.toHaveProperty('language');
  });
});

describe('tags', () => {
  test.each([
    { form: 'a list', record: { tags: ['Bridges', 'City hall'] } },
    { form: 'a comma list', record: { keywords: 'Bridges, City hall' } },
    { form: 'a list with semicolons', record: { keywords: 'Bridges; City hall' } },
    {
      form: 'objects',
      record: {
        tags: [
          { id: 1, name: 'Bridges' },
          { id: 2, label: 'City hall' },
        ],
      },
    },
    { form: 'categories where there are no tags', record: { tags: [], categories: ['Bridges', 'City hall'] } },
    { form: 'subjects', record: { subjects: ['Bridges', 'City hall'] } },
    {
      form: 'terms that WordPress embeds',
      record: { tags: [7, 9], _embedded: { 'wp:term': [[{ name: 'Bridges' }], [{ name: 'City hall' }]] } },
    },
    {
      form: 'a list with what WordPress calls nothing',
      record: { categories: ['Uncategorized', 'Bridges', 'City hall'] },
    },
  ])('as $form', ({ record }) => {
    expect(entryOf(read({ ...bridge, ...record })).tags).toEqual(['Bridges', 'City hall']);
  });

  test('a section is a tag', () => {
    expect(entryOf(read({ ...bridge, section: { name: 'City' } })).tags).toEqual(['City']);
  });
});

describe('authors', () => {
  test.each([
    { form: 'names', record: { authors: ['Jane Doe'] } },
    { form: 'a byline', record: { byline: 'By Jane Doe' } },
    { form: 'an object', record: { author: { '@type': 'Person', name: 'Jane Doe' } } },
    { form: 'two parts of a name', record: { author: { firstName: 'Jane', lastName: 'Doe' } } },
    { form: 'speakers', record: { authors: [], speakers: ['Jane Doe'] } },
    { form: 'creators', record: { creator: [{ displayName: 'Jane Doe' }] } },
    { form: 'an original byline', record: { byline: { original: 'By Jane Doe' } } },
    { form: 'what WordPress embeds', record: { author: 3, _embedded: { author: [{ name: 'Jane Doe' }] } } },
  ])('as $form', ({ record }) => {
    expect(entryOf(read({ ...bridge, ...record })).authors).toEqual([{ name: 'Jane Doe' }]);
  });

  test('with address and mail', () => {
    const authors = [{ name: 'Jane Doe', email: 'jane@example.org', url: 'https://example.org/jane' }];
    expect(entryOf(read({ ...bridge, authors })).authors).toEqual(authors);
  });
});

describe('dates', () => {
  test.each([
    { record: { date: '2022-12-07' }, at: '2022-12-06T22:00:00Z' },
    { record: { recorded: '2022-12-07T10:00:00+02:00' }, at: '2022-12-07T08:00:00Z' },
    { record: { pubDate: 'Wed, 07 Dec 2022 10:00:00 +0200' }, at: '2022-12-07T08:00:00Z' },
    { record: { publication_date: '20221207' }, at: '2022-12-06T22:00:00Z' },
    { record: { created: '2022-12-07 10:00' }, at: '2022-12-07T08:00:00Z' },
    { record: { time: 1670400000 }, at: '2022-12-07T08:00:00Z' },
    { record: { timestamp: '1670400000' }, at: '2022-12-07T08:00:00Z' },
    { record: { created_utc: 1670400000.5 }, at: '2022-12-07T08:00:00Z' },
    { record: { timestamp: 1670400000123 }, at: '2022-12-07T08:00:00Z' },
    { record: { publishedAt: '1670400000123' }, at: '2022-12-07T08:00:00Z' },
    { record: { timestamp: 1670400000123456 }, at: '2022-12-07T08:00:00Z' },
    { record: { date: { $date: 1670400000000 } }, at: '2022-12-07T08:00:00Z' },
    // Local and in UTC, both without a zone.
    { record: { date: '2022-12-07T10:00:00', date_gmt: '2022-12-07T08:00:00' }, at: '2022-12-07T08:00:00Z' },
    { record: { date: '0000-00-00 00:00:00', created: '2022-12-07T08:00:00Z' }, at: '2022-12-07T08:00:00Z' },
    { record: { published: true, recorded: '2022-12-07T08:00:00Z' }, at: '2022-12-07T08:00:00Z' },
    { record: { published_at: '2022-12-07T08:00:00Z', created_at: '2023-01-01' }, at: '2022-12-07T08:00:00Z' },
    { record: { url: '/2022/12/07/bridge.html' }, at: '2022-12-06T22:00:00Z' },
    { record: {}, at: '2024-05-06T07:08:09Z' },
  ])('$record', ({ record, at }) => {
    expect(entryOf(read({ title: 'A', text: 'B', ...record })).published).toEqual(new Date(at));
  });

  test('of a correction and of the end', () => {
    expect(entryOf(read({ ...bridge, modified_gmt: '2022-12-08T08:00:00', expires: 1999999999 }))).toMatchObject({
      updated: new Date('2022-12-08T08:00:00Z'),
      expires: new Date('2033-05-18T03:33:19Z'),
    });
  });

  test('that cannot be understood is a problem, with the name that the author gave it and its line', () => {
    expect(read('{\n  "title": "A",\n  "Date_Published": "yesterday",\n  "text": "B"\n}')).toEqual({
      kind: 'problem',
      line: 3,
      field: 'Date_Published',
      expected: expect.stringContaining('a date'),
      found: '"yesterday"',
    });
  });
});

describe('what is not to be published', () => {
  test.each([
    { record: { draft: true }, why: 'a draft' },
    { record: { isDraft: 1 }, why: 'a draft' },
    { record: { draft: false, isDraft: true }, why: 'a draft' },
    { record: { is_private: true }, why: 'a draft' },
    { record: { status: 'ok', post_status: 'draft' }, why: 'a draft' },
    { record: { published: false }, why: 'a draft' },
    { record: { status: 'draft' }, why: 'a draft' },
    { record: { status: 'private', content: { rendered: '' } }, why: 'a draft' },
    { record: { withdrawn: true }, why: 'withdrawn' },
    { record: { deleted: true }, why: 'withdrawn' },
    { record: { status: 'retracted' }, why: 'withdrawn' },
    { record: { visibility: 'paid' }, why: 'for members only' },
  ])('$record', ({ record, why }) => {
    expect(read({ ...bridge, ...record })).toEqual({ kind: 'skipped', why });
  });

  test('a draft that is neither true nor false is a problem', () => {
    expect(read({ ...bridge, draft: 'maybe' })).toMatchObject({ kind: 'problem', field: 'draft', found: '"maybe"' });
  });
});

describe('media', () => {
  test.each([
    { image: 'https://example.org/a.jpg', picture: { url: 'https://example.org/a.jpg' } },
    {
      image: ['https://example.org/a.jpg', 'https://example.org/b.jpg'],
      picture: { url: 'https://example.org/a.jpg' },
    },
    {
      image: { url: 'a.jpg', width: 800, height: '600', caption: 'The <i>bridge</i>', credit: 'Jane Doe' },
      picture: { url: `${SITE_MARK}/news/a.jpg`, width: 800, height: 600, caption: 'The bridge', credit: 'Jane Doe' },
    },
    { image: { contentUrl: 'https://example.org/a.jpg' }, picture: { url: 'https://example.org/a.jpg' } },
  ])('the picture $image', ({ image, picture }) => {
    expect(entryOf(read({ ...bridge, image }, 'news/a.json')).picture).toEqual(picture);
  });

  test.each(['thumbnail_url', 'cover', 'banner_image', 'featureImage', 'urlToImage'])('%s is the picture', (name) => {
    expect(entryOf(read({ ...bridge, [name]: 'https://example.org/a.jpg' })).picture).toEqual({
      url: 'https://example.org/a.jpg',
    });
  });

  test.each([
    { record: { audio: 'https://example.org/a.mp3' }, enclosure: { type: 'audio/mpeg' } },
    // As WordPress keeps it, with what a podcast has to say on a line of its own.
    ...['https://example.org/a.mp3\n12\naudio/mpeg\na:1:{s:8:"duration";s:5:"12:34";}'].flatMap((lines) =>
      [lines, [lines]].map((enclosure) => ({
        record: { enclosure },
        enclosure: { url: 'https://example.org/a.mp3', type: 'audio/mpeg', length: 12 },
      })),
    ),
    {
      record: { attachments: [{ url: 'https://example.org/a.mp3', mime_type: 'application/octet-stream' }] },
      enclosure: { type: 'audio/mpeg' },
    },
    {
      record: { attachments: [{ url: 'https://example.org/a', mime_type: 'application/octet-stream' }] },
      enclosure: { type: 'application/octet-stream' },
    },
    {
      record: { enclosure: { url: 'https://example.org/a', type: 'audio/ogg', length: '12' } },
      enclosure: { url: 'https://example.org/a', type: 'audio/ogg', length: 12 },
    },
    {
      record: {
        attachments: [
          { url: 'https://example.org/a.mp3', mime_type: 'audio/mpeg', size_in_bytes: 5, duration_in_seconds: 60 },
        ],
      },
      enclosure: { length: 5, durationSeconds: 60 },
    },
    {
      record: { videos: [{ type: 'mp4', url: 'https://example.org/a' }], duration: 90 },
      enclosure: { type: 'video/mp4', durationSeconds: 90 },
    },
    {
      record: { videos: [{ type: 'ogv', url: 'https://example.org/a.ogv?b.mp3', length: 0 }] },
      enclosure: { type: 'video/ogg' },
    },
    {
      record: { video: { contentUrl: 'https://example.org/a.webm', duration: 'PT1H2M3S', name: 'A' } },
      enclosure: { durationSeconds: 3723, title: 'A' },
    },
    {
      record: { audio: { src: 'a.mp3', duration: '1:02:03' } },
      enclosure: { url: `${SITE_MARK}/a.mp3`, durationSeconds: 3723 },
    },
  ])('a file that is played is an enclosure: $record', ({ record, enclosure }) => {
    const { enclosures } = entryOf(read({ ...bridge, ...record }));
    expect(enclosures).toEqual([expect.objectContaining(enclosure)]);
    expect(enclosures?.[0]).not.toHaveProperty('length', 0);
  });

  test('a page that plays a video is a link in the text, once', () => {
    const videos = [
      { type: 'youtube', url: 'https://video.example/watch?v=1&t=2' },
      { url: 'https://video.example/watch?v=1&t=2' },
    ];
    const entry = entryOf(read({ ...bridge, videos }));
    expect(entry.enclosures).toBeUndefined();
    expect(entry.content).toBe(
      '<p>Closed until spring.</p>\n<p><a href="https://video.example/watch?v=1&amp;t=2">video.example</a></p>',
    );
    const html = `<p><a href="https://video.example/watch?v=1&amp;t=2">Watch</a></p>`;
    expect(entryOf(read({ title: 'A', html, videos })).content).toBe(html);
  });

  test('a title with a video and nothing else is an article, and its title leads to the video', () => {
    const entry = entryOf(
      read({ title: 'A <b>talk</b>', description: '', videos: [{ url: 'https://video.example/1' }] }),
    );
    expect(entry).toMatchObject({
      title: 'A talk',
      content: '<p><a href="https://video.example/1">A talk</a></p>',
      summary: 'A talk',
    });
  });
});

test('a title with a file that is played and nothing else has a way to it in its text', () => {
  const entry = entryOf(
    read({ title: 'A talk', videos: [{ url: 'https://example.org/a.mp4' }, { url: 'https://example.org/a.ogv' }] }),
  );
  expect(entry.enclosures).toHaveLength(2);
  expect(entry.content).toBe('<p><a href="https://example.org/a.mp4">A talk</a></p>');
});

describe('wrappers', () => {
  test.each([
    { article: bridge },
    { data: bridge },
    { status: 'ok', response: { content: bridge } },
    { id: 7, attributes: bridge },
    { _id: 7, _source: bridge },
    { frontmatter: { title: bridge.title, date: bridge.date }, content: bridge.text },
    { data: { node: { post: bridge } } },
  ])('%j', (record) => {
    expect(entryOf(read(record))).toMatchObject({
      title: 'The bridge',
      content: '<p>Closed until spring.</p>',
      published: new Date('2022-12-06T22:00:00Z'),
    });
  });

  test('what stands around an article counts, unless the article says otherwise', () => {
    expect(entryOf(read({ id: 7, lang: 'uk', attributes: { ...bridge, lang: 'en' } }))).toMatchObject({
      id: '7',
      language: 'en',
    });
  });

  test('an article within another object keeps its own names', () => {
    expect(entryOf(read({ id: 7, post: { id: 8, ...bridge } }))).toMatchObject({ id: '8', title: 'The bridge' });
  });

  test('the source of an article is not the article', () => {
    expect(
      entryOf(read({ source: { id: 'agency', name: 'Agency' }, title: 'A', description: 'B' })),
    ).not.toHaveProperty('id');
  });
});

describe('known shapes', () => {
  test('a post of WordPress', () => {
    const post = {
      id: 12,
      date: '2022-12-07T10:00:00',
      date_gmt: '2022-12-07T08:00:00',
      modified_gmt: '2022-12-08T08:00:00',
      guid: { rendered: 'https://example.org/?p=12' },
      slug: 'the-bridge',
      status: 'publish',
      type: 'post',
      link: 'https://example.org/the-bridge/',
      title: { rendered: 'The bridge &#8211; closed' },
      content: { rendered: '<p>Closed.</p>\n', protected: false },
      excerpt: { rendered: '<p>In short &hellip;</p>\n', protected: false },
      author: 3,
      featured_media: 9,
      tags: [1, 2],
    };
    expect(entryOf(read(post))).toEqual({
      title: 'The bridge – closed',
      summary: 'In short …',
      content: '<p>Closed.</p>',
      authors: [],
      tags: [],
      id: '12',
      slug: 'the-bridge',
      link: 'https://example.org/the-bridge/',
      published: new Date('2022-12-07T08:00:00Z'),
      isDateOnly: false,
      updated: new Date('2022-12-08T08:00:00Z'),
    });
  });

  test('an item of a JSON Feed', () => {
    const item = {
      id: 'a',
      url: 'https://example.org/a',
      external_url: 'https://example.com/b',
      title: 'The bridge',
      content_text: '# Closed *until*\n\nspring',
      banner_image: 'https://example.org/banner.jpg',
      image: 'https://example.org/a.jpg',
      date_published: '2022-12-07T10:00:00+02:00',
      date_modified: '2022-12-08T10:00:00+02:00',
      authors: [{ name: 'Jane Doe' }],
      tags: ['Bridges'],
      language: 'en',
      attachments: [{ url: 'https://example.org/a.mp3', mime_type: 'audio/mpeg', title: 'Aloud' }],
    };
    expect(entryOf(read(item))).toEqual({
      title: 'The bridge',
      summary: '# Closed *until*',
      content: '<p># Closed *until*</p>\n<p>spring</p>\n<p><a href="https://example.com/b">example.com</a></p>',
      authors: [{ name: 'Jane Doe' }],
      tags: ['Bridges'],
      language: 'en',
      link: 'https://example.org/a',
      picture: { url: 'https://example.org/a.jpg' },
      enclosures: [{ url: 'https://example.org/a.mp3', type: 'audio/mpeg', title: 'Aloud' }],
      id: 'a',
      published: new Date('2022-12-07T08:00:00Z'),
      isDateOnly: false,
      updated: new Date('2022-12-08T08:00:00Z'),
    });
  });

  test('a NewsArticle of schema.org, also in a graph', () => {
    const article = {
      '@type': 'NewsArticle',
      '@id': 'https://example.org/a#article',
      headline: 'The bridge',
      articleBody: 'Closed.\n\nUntil spring.',
      datePublished: '2022-12-07',
      author: { '@type': 'Person', name: 'Jane Doe' },
      articleSection: 'City',
      image: { '@type': 'ImageObject', url: 'https://example.org/a.jpg' },
      mainEntityOfPage: { '@type': 'WebPage', '@id': 'https://example.org/a' },
    };
    const expected = {
      title: 'The bridge',
      content: '<p>Closed.</p>\n<p>Until spring.</p>',
      tags: ['City'],
      authors: [{ name: 'Jane Doe' }],
      link: 'https://example.org/a',
      id: 'https://example.org/a#article',
      picture: { url: 'https://example.org/a.jpg' },
    };
    expect(entryOf(read({ '@context': 'https://schema.org', ...article }))).toMatchObject(expected);
    const graph = [
      { '@type': 'WebSite', name: 'News' },
      article,
      { '@type': 'Organization', name: 'News', description: 'We.' },
    ];
    expect(entryOf(read({ '@context': 'https://schema.org', '@graph': graph }))).toMatchObject(expected);
    const referring = { ...article, author: { '@id': '#jane' }, image: { '@id': '#lead' } };
    const meant = [
      { '@type': 'Person', '@id': '#jane', name: 'Jane Doe' },
      { '@type': 'ImageObject', '@id': '#lead', url: 'https://example.org/a.jpg' },
    ];
    expect(entryOf(read({ '@graph': [...graph.slice(0, 1), referring, ...meant] }))).toMatchObject(expected);
  });

  test('a discussion and a page of an encyclopedia', () => {
    expect(
      entryOf(
        read({ by: 'jane', id: 8, time: 1670400000, title: 'Ask', text: 'It&#x27;s <i>closed</i>', type: 'story' }),
      ),
    ).toMatchObject({
      content: "<p>It's <i>closed</i></p>",
      authors: [{ name: 'jane' }],
    });
    expect(
      entryOf(
        read({
          id: '12',
          url: 'https://example.org/wiki?curid=12',
          title: 'Bridge',
          text: 'A bridge spans.\n\nIt holds.',
        }),
      ),
    ).toMatchObject({
      content: '<p>A bridge spans.</p>\n<p>It holds.</p>',
      link: 'https://example.org/wiki?curid=12',
    });
  });

  test('a text in blocks', () => {
    const blocks = [
      { type: 'paragraph', data: { text: 'One &amp; two.' } },
      { type: 'paragraph', data: { text: 'Three.' } },
    ];
    expect(entryOf(read({ title: 'A', content: { blocks } })).content).toBe('<p>One &amp; two.</p>\n<p>Three.</p>');
    expect(entryOf(read({ title: 'A', body: ['One.', 'Two.'] })).content).toBe('<p>One.</p>\n<p>Two.</p>');
  });
});

describe('JSON that is no article', () => {
  test.each([
    {
      value: { name: 'tagwire', version: '1.0.0', description: 'A tool.', dependencies: {} },
      why: 'the manifest of a package, not an article',
    },
    { value: { name: 'a', lockfileVersion: 3 }, why: 'the lock file of a package, not an article' },
    { value: { compilerOptions: { strict: true } }, why: 'the settings of a compiler, not an article' },
    {
      value: { name: 'News', description: 'All.', start_url: '/', icons: [] },
      why: 'the manifest of an application, not an article',
    },
    { value: { type: 'FeatureCollection', features: [] }, why: 'a map (GeoJSON), not an article' },
    {
      value: { $schema: 'https://json-schema.org/', title: 'A', description: 'B', properties: {} },
      why: 'a JSON schema, not an article',
    },
    {
      value: { '@type': 'Organization', name: 'News', description: 'We.' },
      why: 'a schema.org Organization, not an article',
    },
    ...[
      { version: '1.0.0', segments: [{ speaker: 'Jane', startTime: 0.5, endTime: 2, body: 'It rained.' }] },
      // Programs that listen put all of the text beside its parts.
      { text: 'It rained.', language: 'en', segments: [{ id: 0, start: 0, end: 2, text: 'It rained.' }] },
    ].map((value) => ({
      value,
      why: 'a transcript: it belongs to its article, in the same folder, as `<name of the article>.transcript.json`',
    })),
    {
      value: { version: '1.2.0', chapters: [{ startTime: 0, title: 'Rain' }] },
      why: 'chapters: they belong to their article, in the same folder, as `<name of the article>.chapters.json`',
    },
    { value: [1, 2], why: 'a list of numbers, not of articles' },
    { value: ['a', 2, [3]], why: 'a list of texts and numbers and lists, not of articles' },
    { value: [], why: 'an empty list' },
    { value: { version: 'https://jsonfeed.org/version/1.1', title: 'News', items: [] }, why: 'a feed without items' },
  ])('is left out: $why', ({ value, why }) => {
    expect(read(value)).toEqual({ kind: 'skipped', why });
  });

  test.each([
    { value: { lat: 1, lng: 2 }, found: 'the fields "lat", "lng"' },
    { value: { title: true, description: false }, found: 'the fields "title", "description"' },
    { value: { title: 'A' }, found: 'the fields "title"' },
    { value: { name: 'A', url: 'https://example.org/' }, found: 'the fields "name", "url"' },
    { value: {}, found: 'no fields' },
    {
      value: Object.fromEntries('abcdefghij'.split('').map((name) => [name, 1])),
      found: 'the fields "a", "b", "c", "d", "e", "f", "g", "h" and 2 more',
    },
    { value: 5, found: 'a number' },
    { value: null, found: 'nothing' },
    { value: [{ lat: 1 }], found: 'objects with the fields "lat"' },
  ])('is refused by what it has: $found', ({ value, found }) => {
    expect(read(value)).toEqual({ kind: 'problem', expected: expect.stringContaining('title'), found });
  });
});

describe('JSON that is not quite JSON', () => {
  test.each([
    { what: 'comments', text: '{ // of ours\n "title": "A", /* and */ "text": "B" }' },
    { what: 'a comma too many', text: '{"title": "A", "text": "B", "tags": ["x",],}' },
    { what: 'no number', text: '{"title": "A", "text": "B", "score": NaN}' },
    { what: 'single quotes and bare names', text: "{title: 'A', text: 'B'}" },
    { what: 'a line break in a text', text: '{"title": "A", "text": "B\n\nC\tD"}' },
    { what: 'a line break in a text, and a comma too many', text: '{"title": "A", "text": "B\nC",}' },
  ])('$what is mended, and said', ({ text }) => {
    const reading = read(text);
    expect(entryOf(reading)).toMatchObject({ title: 'A', content: expect.stringMatching(/^<p>B/) });
    expect(remarksOf(reading)).toEqual([{ kind: 'repaired', why: 'JSON that is not quite JSON' }]);
  });

  test('the line breaks of a mended text are its own', () => {
    expect(entryOf(read('{"title": "A", "text": "B\n\nC"}')).content).toBe('<p>B</p>\n<p>C</p>');
  });

  test.each([
    { text: '{\n"title": "A"\n"text": "B"}', line: 3 },
    { text: '{\n"title": "A",\n"text": ', line: 3 },
    { text: 'Once upon a time', line: 1 },
  ])('what cannot be read is a problem in line $line', ({ text, line }) => {
    expect(read(text)).toEqual({ kind: 'problem', line, expected: 'JSON', found: expect.stringMatching(/\S/) });
  });

  test('a byte order mark is nothing', () => {
    expect(entryOf(read(`\uFEFF${JSON.stringify(bridge)}`)).title).toBe('The bridge');
  });
});

describe('hostile JSON', () => {
  test('reaches no prototype', () => {
    const text =
      '{"__proto__": {"title": "Evil", "polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "title": "A", "text": "B"}';
    expect(entryOf(read(text)).title).toBe('A');
    expect(entryOf(read(text.replace('}, "con', '},, "con').replace(',,', ', "x": NaN,'))).title).toBe('A');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(read('{"__proto__": {"title": "Evil", "text": "B"}}').kind).toBe('problem');
  });

  test.each([
    { what: 'twice the same name: the last counts', text: '{"title": "A", "title": "B", "text": "C"}', title: 'B' },
    { what: 'a huge number', text: '{"title": "B", "text": "C", "id": 1e400, "duration": 1e308}', title: 'B' },
    { what: 'half a character', text: '{"title": "B\\ud800", "text": "C \\udc00 D"}', title: 'B' },
    { what: 'characters that XML has not', text: '{"title": "\\u0001B\\u0000", "text": "C \\u0001"}', title: 'B' },
  ])('$what', ({ text, title }) => {
    expect(entryOf(read(text)).title).toBe(title);
  });

  test('no markup gets through, wherever it stands', () => {
    const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    const names = 'title text description author tags image id slug url videos language'.split(' ');
    const entry = entryOf(read({ ...Object.fromEntries(names.map((name) => [name, evil])), html: `${evil}<p>B</p>` }));
    expect(entry.content).toBe(`<img alt="" src="${SITE_MARK}/x" /><p>B</p>`);
    expect(entry).not.toHaveProperty('language');
    expect(entryOf(read({ title: 'A', content_text: evil })).content).toBe(
      '<p>&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;</p>',
    );
  });

  test('no video leads to code', () => {
    expect(
      entryOf(read({ ...bridge, videos: ['javascript:alert(1)', 'data:text/html,a', 'mailto:a@b.c'] })).content,
    ).toBe('<p>Closed until spring.</p>');
  });
});

function read(value: unknown, path = 'a.json'): Reading {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return readArticle(Buffer.from(text), path, modified, 'Europe/Kyiv').reading;
}

function entryOf(reading: Reading): ParsedEntry {
  if (reading.kind !== 'entry') throw new Error(`Expected an entry, got ${JSON.stringify(reading)}`);
  return reading.entry;
}

function remarksOf(reading: Reading): readonly Remark[] {
  return reading.kind === 'entry' ? reading.remarks : [];
}
