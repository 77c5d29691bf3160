// A step of a migration: entries with audio or video, of which the stores before know only that, become episodes.
import { type Kysely, sql } from 'kysely';
import type { Enclosure, Tag } from '../entry.ts';
import { type Group, podcastGroup, podcastsOf } from './group.ts';
import { unspokenKey } from './slug.ts';
import type { EntryState } from './tables.ts';

/** Entries that are held at once. */
const AT_ONCE = 1000;

type Row = {
  number: number;
  tags: string;
  enclosures: string;
  state: EntryState;
  published: number;
  first_revision: number;
  revision: number;
};

/** Gives every entry that can be played its place in the podcast of all, and in those of its tags. */
export async function groupByPodcasts(db: Kysely<unknown>): Promise<void> {
  const known = new Set<Group>();
  for (let last = 0; ; ) {
    const { rows } = await sql<Row>`
      select number, tags, enclosures, state, published, first_revision, revision from entry
      where number > ${last} and enclosures is not null order by number limit ${AT_ONCE}
    `.execute(db);
    for (const row of rows) {
      for (const group of podcastsOf(JSON.parse(row.tags) as Tag[], JSON.parse(row.enclosures) as Enclosure[])) {
        if (!known.has(group)) await begin(db, group);
        known.add(group);
        // What waits for its date joins when it appears.
        if (row.first_revision > 0) await join(db, row, group);
      }
    }
    const end = rows.at(-1);
    if (!end) break;
    last = end.number;
  }
  // What follows `!` is `"`: podcasts are between.
  await sql`
    update membership set position = numbered.position from (
      select tag, entry, row_number() over (partition by tag order by joined, entry) as position
      from membership where tag >= '!' and tag < '"'
    ) as numbered where numbered.tag = membership.tag and numbered.entry = membership.entry
  `.execute(db);
  await sql`
    update tag set
      appeared = (select count(*) from membership where membership.tag = tag.slug),
      entries = (select count(*) from membership where membership.tag = tag.slug and state = 'member'),
      revision = (select coalesce(max(revision), 0) from membership where membership.tag = tag.slug),
      updated = (
        select coalesce(max(max(entry.updated, coalesce(entry.withdrawn, 0))), 0)
        from membership join entry on entry.number = membership.entry where membership.tag = tag.slug
      )
    where slug >= '!' and slug < '"'
  `.execute(db);
}

async function begin(db: Kysely<unknown>, group: Group): Promise<void> {
  const slug = group.slice(1);
  const { rows } = await sql<{ origin: string }>`select origin from tag where slug = ${slug}`.execute(db);
  await sql`
    insert into tag (slug, origin, key, label, entries, updated, revision, appeared)
    values (${group}, ${podcastGroup(rows[0]?.origin ?? slug)}, ${unspokenKey(group)}, '', 0, 0, 0, 0)
  `.execute(db);
}

async function join(db: Kysely<unknown>, row: Row, group: Group): Promise<void> {
  const { number, state, published, first_revision: first, revision } = row;
  await sql`
    insert into membership (tag, entry, state, published, first_revision, revision, position, joined)
    values (${group}, ${number}, ${state === 'live' ? 'member' : 'withdrawn'}, ${published}, ${first}, ${revision}, 0, ${first})
  `.execute(db);
}
