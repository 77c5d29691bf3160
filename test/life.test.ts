// An article's whole life: every state, what may happen in it, and what each format, the page and its status say then.
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseFeed } from 'feedsmith';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startRefresher } from '../src/refresher.ts';
import { publication, put, silent, type TestPublication } from './support/publication.ts';

const START = new Date('2031-03-01T12:00:00Z');
const AHEAD = '2031-03-02T00:00:00Z';

/** What stands in the file of an article; undefined: there is none. */
type Version = { readonly text?: string; readonly fields?: string } | undefined;

const published: Version = {};
const edited: Version = { text: 'Another text.' };
const draft: Version = { fields: 'draft: true' };
const broken: Version = { fields: 'date: whenever' };
const ahead: Version = { fields: `date: ${AHEAD}` };
const expiring: Version = { fields: `expiryDate: ${AHEAD}` };

/** What happens: another version of the file, another name, or the second day. */
type Event = { readonly is: Version } | 'it is renamed' | 'the day comes';

/** `absent`: as if there had never been one; `gone`: withdrawn, and everybody is told. */
type Seen = 'live' | 'absent' | 'gone';

type Case = {
  readonly state: string;
  /** What has happened before. */
  readonly before: readonly Event[];
  readonly what: string;
  readonly event: Event;
  /** What the refresh says that it did. */
  readonly does: readonly string[];
  readonly seen: Seen;
  /** What becomes of `updated`, for what was live before and is so after. */
  readonly updated?: 'stays' | 'moves';
};

const none = { state: 'no article', before: [] };
const drafted = { state: 'a draft', before: [{ is: draft }] };
const embargoed = { state: 'an embargoed article', before: [{ is: ahead }] };
const live = { state: 'a published article', before: [{ is: published }] };
const withdrawn = { state: 'a withdrawn article', before: [{ is: published }, { is: undefined }] };
const hidden = { state: 'an article that became a draft', before: [{ is: published }, { is: draft }] };
const waiting = { state: 'a published article that was dated ahead', before: [{ is: published }, { is: ahead }] };
const limited = { state: 'an article with an end', before: [{ is: expiring }] };
const expired = { state: 'an article that has ended', before: [{ is: expiring }, 'the day comes' as const] };

const cases: readonly Case[] = [
  { ...none, what: 'is written', event: { is: published }, does: ['added'], seen: 'live' },
  { ...none, what: 'is written as a draft', event: { is: draft }, does: [], seen: 'absent' },
  { ...none, what: 'is written as withdrawn', event: { is: { fields: 'withdrawn: true' } }, does: [], seen: 'absent' },
  { ...none, what: 'is dated ahead', event: { is: ahead }, does: ['scheduled'], seen: 'absent' },
  {
    ...none,
    what: 'is written when its end has passed',
    event: { is: { fields: 'expiryDate: 2031-02-01' } },
    does: [],
    seen: 'absent',
  },
  { ...none, what: 'is broken', event: { is: broken }, does: ['refused'], seen: 'absent' },

  { ...drafted, what: 'is published', event: { is: published }, does: ['added'], seen: 'live' },
  { ...drafted, what: 'is edited', event: { is: { ...draft, text: 'Else.' } }, does: [], seen: 'absent' },
  { ...drafted, what: 'is deleted', event: { is: undefined }, does: [], seen: 'absent' },
  { ...drafted, what: 'is dated ahead', event: { is: ahead }, does: ['scheduled'], seen: 'absent' },

  { ...embargoed, what: 'is due', event: 'the day comes', does: ['released'], seen: 'live' },
  { ...embargoed, what: 'is edited', event: { is: { ...ahead, text: 'Else.' } }, does: [], seen: 'absent' },
  { ...embargoed, what: 'is dated back', event: { is: published }, does: ['added'], seen: 'live' },
  { ...embargoed, what: 'becomes a draft', event: { is: draft }, does: ['withdrawn'], seen: 'absent' },
  { ...embargoed, what: 'is deleted', event: { is: undefined }, does: ['withdrawn'], seen: 'absent' },
  { ...embargoed, what: 'is renamed', event: 'it is renamed', does: ['scheduled'], seen: 'absent' },
  { ...embargoed, what: 'is broken', event: { is: broken }, does: ['refused'], seen: 'absent' },
  {
    state: 'an embargoed article that was broken since',
    before: [{ is: ahead }, { is: broken }],
    what: 'is due',
    event: 'the day comes',
    does: ['released'],
    seen: 'live',
  },

  { ...live, what: 'is corrected', event: { is: edited }, does: ['corrected'], seen: 'live', updated: 'moves' },
  {
    ...live,
    what: 'is corrected silently',
    event: { is: { ...edited, fields: 'minor: true' } },
    does: ['corrected'],
    seen: 'live',
    updated: 'stays',
  },
  { ...live, what: 'is written again', event: { is: published }, does: [], seen: 'live', updated: 'stays' },
  { ...live, what: 'is renamed', event: 'it is renamed', does: ['renamed'], seen: 'live', updated: 'stays' },
  { ...live, what: 'is broken', event: { is: broken }, does: ['refused'], seen: 'live', updated: 'stays' },
  { ...live, what: 'becomes a draft', event: { is: draft }, does: ['withdrawn'], seen: 'gone' },
  {
    ...live,
    what: 'is marked withdrawn',
    event: { is: { fields: 'withdrawn: true' } },
    does: ['withdrawn'],
    seen: 'gone',
  },
  { ...live, what: 'is deleted', event: { is: undefined }, does: ['withdrawn'], seen: 'gone' },
  { ...live, what: 'is dated ahead', event: { is: ahead }, does: ['withdrawn', 'scheduled'], seen: 'gone' },
  { ...live, what: 'gets an end that lies ahead', event: { is: expiring }, does: [], seen: 'live', updated: 'stays' },
  {
    ...live,
    what: 'gets an end that has passed',
    event: { is: { fields: 'expiryDate: 2031-02-01' } },
    does: ['withdrawn'],
    seen: 'gone',
  },

  { ...withdrawn, what: 'is put back', event: { is: published }, does: ['returned'], seen: 'live', updated: 'moves' },
  { ...withdrawn, what: 'is put back with another text', event: { is: edited }, does: ['returned'], seen: 'live' },
  { ...withdrawn, what: 'is put back as a draft', event: { is: draft }, does: [], seen: 'gone' },
  { ...withdrawn, what: 'is put back and dated ahead', event: { is: ahead }, does: ['scheduled'], seen: 'gone' },

  {
    ...hidden,
    what: 'is published again',
    event: { is: published },
    does: ['returned'],
    seen: 'live',
    updated: 'moves',
  },
  { ...hidden, what: 'is deleted', event: { is: undefined }, does: [], seen: 'gone' },
  { ...hidden, what: 'is dated ahead', event: { is: ahead }, does: ['scheduled'], seen: 'gone' },

  { ...waiting, what: 'is due', event: 'the day comes', does: ['returned'], seen: 'live', updated: 'moves' },
  { ...waiting, what: 'is dated back', event: { is: published }, does: ['returned'], seen: 'live', updated: 'moves' },
  { ...waiting, what: 'becomes a draft', event: { is: draft }, does: [], seen: 'gone' },
  { ...waiting, what: 'is edited', event: { is: { ...ahead, text: 'Else.' } }, does: [], seen: 'gone' },
  {
    state: 'an article that was deleted while it waited',
    before: [{ is: published }, { is: ahead }, { is: undefined }],
    what: 'would have been due',
    event: 'the day comes',
    does: [],
    seen: 'gone',
  },
  {
    state: 'an article that became a draft while it waited',
    before: [{ is: published }, { is: ahead }, { is: draft }],
    what: 'would have been due',
    event: 'the day comes',
    does: [],
    seen: 'gone',
  },

  { ...limited, what: 'comes to its end', event: 'the day comes', does: ['withdrawn'], seen: 'gone' },
  { ...limited, what: 'loses its end', event: { is: published }, does: [], seen: 'live', updated: 'stays' },
  {
    ...expired,
    what: 'gets a later end',
    event: { is: { fields: 'expiryDate: 2032-01-01' } },
    does: ['returned'],
    seen: 'live',
  },
  { ...expired, what: 'is written again', event: { is: expiring }, does: [], seen: 'gone' },
  {
    state: 'an article whose end comes before its date',
    before: [{ is: { fields: `date: ${AHEAD}\nexpiryDate: 2031-03-01T18:00:00Z` } }],
    what: 'is due',
    event: 'the day comes',
    does: [],
    seen: 'absent',
  },
];

function write(site: TestPublication, path: string, version: Version, name: string): void {
  if (!version) {
    rmSync(join(site.articles, path), { force: true });
    return;
  }
  const fields = [version.fields ?? '', ...(/^date:/m.test(version.fields ?? '') ? [] : ['date: 2031-01-05'])].join(
    '\n',
  );
  put(
    site.articles,
    path,
    `---\ntitle: ${name}\ntags: [${name}]\n${fields}\n---\n${version.text ?? 'A text.'} ${name}.\n`,
  );
}

/** What every format says of the one article with a tag, and what its page answers. */
async function look(baseUrl: string, name: string) {
  const read = async (file: string) => {
    const response = await fetch(`${baseUrl}/tags/${name}/${file}`);
    return response.status === 200 ? response.text() : undefined;
  };
  const [rss, atom, json] = [await read('rss.xml'), await read('atom.xml'), await read('feed.json')];
  const page = (await fetch(`${baseUrl}/articles/${name}/`)).status;
  const items = [rss, atom, json].map((text) => {
    if (text === undefined) return [];
    const { feed } = parseFeed(text) as { feed: { items?: unknown[]; entries?: unknown[] } };
    return feed.items ?? feed.entries ?? [];
  });
  const said = json === undefined ? undefined : (JSON.parse(json) as { items: Record<string, string>[] }).items[0];
  return {
    page,
    items: items.map(({ length }) => length),
    tombstones: atom?.split('<at:deleted-entry').length ?? 0,
    said,
  };
}

const SEEN: Readonly<Record<Seen, object>> = {
  live: { page: 200, items: [1, 1, 1], tombstones: 1 },
  gone: { page: 410, items: [0, 0, 0], tombstones: 2 },
  absent: { page: 404, items: [0, 0, 0], tombstones: 0 },
};

describe('an article in a folder that is served', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: START });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each(cases)('$state $what: $seen', async ({ before, event, does, seen, updated }) => {
    const site = publication();
    const { baseUrl, schedule } = await site.start({ WATCH: 'false' }, silent, { startRefresher });
    let path = 'a.md';
    let clock = START.getTime();
    const happen = async (what: Event) => {
      clock = what === 'the day comes' ? Date.parse(AHEAD) : clock + 60_000;
      vi.setSystemTime(clock);
      if (what === 'it is renamed') {
        renameSync(join(site.articles, path), join(site.articles, 'b.md'));
        path = 'b.md';
      } else if (what !== 'the day comes') write(site, path, what.is, 'one');
      const { changes, problems } = await schedule.refresh();
      return [...changes.map(({ kind }) => kind), ...problems.map(() => 'refused')];
    };
    for (const what of before) await happen(what);
    const earlier = await look(baseUrl, 'one');
    expect(await happen(event)).toEqual(does);
    const later = await look(baseUrl, 'one');
    expect(later).toMatchObject(SEEN[seen]);
    if (earlier.said && later.said) {
      // Rules 2 and 3.
      expect(later.said.id).toBe(earlier.said.id);
      expect(later.said.date_published).toBe(earlier.said.date_published);
    }
    if (updated && earlier.said)
      expect(later.said?.date_modified === earlier.said.date_modified ? 'stays' : 'moves').toBe(updated);
    // Nothing more happens by itself.
    expect((await schedule.refresh()).changes).toEqual([]);
  });
});
