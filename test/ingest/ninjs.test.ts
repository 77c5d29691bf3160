import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/ingest/reading.ts';
import { readArticle } from '../support/read.ts';

const first = {
  uri: 'urn:example:bridge',
  type: 'text',
  pubstatus: 'usable',
  firstcreated: '2022-12-07T08:00:00Z',
  versioncreated: '2022-12-07T09:00:00Z',
  language: 'en',
  title: 'Bridge-Closed',
  headline: 'The bridge is closed',
  slugline: 'BRIDGE',
  byline: 'By Jane Doe',
  description_text: 'In short.',
  body_text: 'Closed until spring.',
  body_xhtml: '<p>Closed <b>until</b> spring.</p>',
  subject: [{ code: '1', name: 'Bridges' }, { name: 'City hall' }],
  person: [{ name: 'Mayor', rel: 'about' }],
  associations: {
    main: {
      type: 'picture',
      headline: 'The bridge',
      byline: 'John Roe',
      renditions: {
        print: { href: 'https://example.org/print.jpg', mimetype: 'image/jpeg', width: 6000, height: 4000 },
        screen: { href: 'https://example.org/screen.jpg', mimetype: 'image/jpeg', width: 1200, height: 800 },
        thumbnail: { href: 'https://example.org/thumbnail.jpg', mimetype: 'image/jpeg', width: 120, height: 80 },
      },
    },
    clip: {
      type: 'video',
      renditions: {
        high: {
          href: 'https://example.org/clip',
          mimetype: 'video/mp4',
          width: 640,
          height: 360,
          sizeinbytes: 9,
          duration: 60,
        },
      },
    },
  },
};
const third = {
  standard: { name: 'ninjs', version: '3.0' },
  uri: 'urn:example:bridge',
  pubStatus: 'usable',
  firstCreated: '2022-12-07T08:00:00Z',
  versionCreated: '2022-12-07T09:00:00Z',
  language: 'en',
  headlines: [
    { role: 'short', value: 'Closed' },
    { role: 'main', value: 'The bridge is closed' },
  ],
  by: 'By Jane Doe',
  descriptions: [
    { role: 'caption', value: 'Other.' },
    { role: 'summary', value: 'In short.' },
  ],
  bodies: [
    { role: 'text', contentType: 'text/plain', value: 'Closed until spring.' },
    { role: 'nitf', contentType: 'application/xml', value: '<nitf/>' },
    { role: 'web', contentType: 'text/html', value: '<p>Closed <b>until</b> spring.</p>' },
  ],
  subjects: [{ name: 'Bridges' }, { name: 'City hall' }],
  people: [{ name: 'Mayor', rels: ['about'] }],
  associations: [
    {
      name: 'main',
      type: 'picture',
      by: 'John Roe',
      headlines: [{ value: 'The bridge' }],
      renditions: [
        { name: 'screen', href: 'https://example.org/screen.jpg', contentType: 'image/jpeg', width: 1200, height: 800 },
      ],
    },
    {
      name: 'clip',
      type: 'video',
      renditions: [
        {
          href: 'https://example.org/clip',
          contentType: 'video/mp4',
          width: 640,
          height: 360,
          sizeInBytes: 9,
          duration: 60,
        },
      ],
    },
  ],
};

test.each([
  { version: '1.x', item: first },
  { version: '3.x', item: third },
])('an article in ninjs $version', ({ item }) => {
  expect(read(item)).toEqual({
    kind: 'entry',
    remarks: [],
    entry: {
      title: 'The bridge is closed',
      summary: 'In short.',
      content: '<p>Closed <b>until</b> spring.</p>',
      authors: [{ name: 'Jane Doe' }],
      tags: ['Bridges', 'City hall'],
      language: 'en',
      picture: {
        url: 'https://example.org/screen.jpg',
        caption: 'The bridge',
        credit: 'John Roe',
        width: 1200,
        height: 800,
      },
      enclosures: [
        { url: 'https://example.org/clip', type: 'video/mp4', length: 9, durationSeconds: 60, width: 640, height: 360 },
      ],
      id: 'urn:example:bridge',
      published: new Date('2022-12-07T08:00:00Z'),
      isDateOnly: false,
      updated: new Date('2022-12-07T09:00:00Z'),
    },
  });
});

describe('what a news agency holds back', () => {
  test.each([
    { change: { pubstatus: 'withheld' }, why: 'a draft' },
    { change: { pubstatus: 'stat:canceled' }, why: 'withdrawn' },
    { change: { type: 'picture' }, why: 'a ninjs picture, not an article' },
    { change: { type: 'event' }, why: 'a ninjs event, not an article' },
    { change: { embargoedreason: 'Until the speech is held' }, why: 'under an embargo without an end' },
  ])('$change is left out', ({ change, why }) => {
    expect(read({ ...first, ...change })).toEqual({ kind: 'skipped', why });
  });

  test('an embargo is when an article is published', () => {
    expect(read({ ...first, embargoed: '2022-12-09T08:00:00Z' })).toMatchObject({
      entry: { published: new Date('2022-12-09T08:00:00Z') },
    });
  });

  test('an embargo that cannot be understood is a problem', () => {
    expect(read({ ...first, embargoed: 'until noon' })).toMatchObject({
      kind: 'problem',
      field: 'embargoed',
      found: '"until noon"',
    });
  });
});

test.each([
  { change: { body_xhtml: undefined }, entry: { content: '<p>Closed until spring.</p>' } },
  { change: { headline: undefined }, entry: { title: 'Bridge-Closed' } },
  { change: { byline: undefined, infosource: [{ name: 'The Agency' }] }, entry: { authors: [{ name: 'The Agency' }] } },
  {
    change: { byline: undefined, person: [{ name: 'Jane Doe', rel: 'author' }] },
    entry: { authors: [{ name: 'Jane Doe' }] },
  },
  { change: { keywords: ['River'] }, entry: { tags: ['River'] } },
  { change: { firstcreated: undefined }, entry: { published: new Date('2022-12-07T09:00:00Z') } },
  { change: { type: 'composite' }, entry: { title: 'The bridge is closed' } },
])('with $change', ({ change, entry }) => {
  expect(read({ ...first, ...change })).toMatchObject({ entry });
});

function read(item: unknown): Reading {
  return readArticle(Buffer.from(JSON.stringify(item)), 'a.json', new Date('2024-05-06T07:08:09Z')).reading;
}
