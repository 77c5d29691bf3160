// What the feeds of tag algebra hold. Nothing of it is kept: it is worked out from the memberships of the tags that are
// named, beginning with the smallest, so it may take long. Whoever asks does it where nobody waits.
import { hash } from 'node:crypto';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Entry, EntryId, Tombstone } from '../entry.ts';
import { ALL } from '../feed.ts';
import { chunks } from '../lists.ts';
import { type Alternative, type Selection, tagsOf } from '../selection.ts';
import {
  closedPages,
  type FeedState,
  headOf,
  inOrder,
  type KeptFeed,
  type LiveEntries,
  PAGE_SIZE,
  stateAt,
} from './feeds.ts';
import { entryFrom } from './rows.ts';
import { ROWS_AT_ONCE, type Tables } from './tables.ts';

/** An entry that fits, as its memberships tell it. */
type Picked = {
  readonly entry: number;
  readonly published: number;
  readonly first_revision: number;
  readonly revision: number;
};

/** What a live feed of algebra holds, and what it tells of withdrawals. */
export type SelectedEntries = LiveEntries & { readonly tombstones: readonly Tombstone[] };

/** What the live document of a selection holds. */
export async function selectLive(db: Kysely<Tables>, selection: Selection, limits: Limits): Promise<SelectedEntries> {
  const { newest, needed, gone, closed } = await pickLive(db, selection, limits);
  const entries = await load(db, [...new Set([...newest, ...needed])]);
  const known = new Set(newest);
  const withdrawn = new Map<number, Tombstone>();
  for (const some of chunks(gone, ROWS_AT_ONCE)) {
    const numbers = some.map(({ entry }) => entry);
    const rows = db.selectFrom('entry').select(['number', 'id', 'withdrawn']).where('number', 'in', numbers);
    for (const { number, id, withdrawn: at } of await rows.execute())
      withdrawn.set(number, { id: id as EntryId, withdrawn: new Date(Number(at)) });
  }
  return {
    newest: entries.flatMap(({ number, entry }) => (known.has(number) ? [entry] : [])),
    needed: entries.flatMap(({ number, entry }) => (needed.includes(number) ? [entry] : [])),
    closed,
    tombstones: gone.flatMap(({ entry }) => withdrawn.get(entry) ?? []),
  };
}

/** How many entries, and how many withdrawals, a live feed holds at most. */
export type Limits = { readonly entries: number; readonly tombstones: number };

/** Where the live feed of a selection stands: its digest is one of all that it holds. */
export async function selectedState(db: Kysely<Tables>, selection: Selection, limits: Limits): Promise<FeedState> {
  const at = await lastTouched(db, selection);
  const { newest, needed, gone, closed } = await pickLive(db, selection, limits);
  const entries = await versions(db, [...new Set([...newest, ...needed])]);
  const shown = [...entries, ...gone.map(({ entry, revision }): Shown => [entry, revision])];
  return stateOf(db, at, shown, [newest, needed, gone.length, closed]);
}

/** How many pages of a selection's history are closed. */
export async function selectedPages(db: Kysely<Tables>, selection: Selection): Promise<number> {
  return closedOf(db, selection);
}

/** The entries of a closed page of a selection's history; undefined when there is no such page. */
export async function selectArchived(
  db: Kysely<Tables>,
  selection: Selection,
  page: number,
): Promise<Entry[] | undefined> {
  if (page < 1 || page > (await closedOf(db, selection))) return undefined;
  const numbers = await fitting(db, selection, await appearedFrom(db, selection, (page - 1) * PAGE_SIZE));
  return (await load(db, numbers)).map(({ entry }) => entry);
}

/** Where such a page stands. */
export async function selectedArchiveState(
  db: Kysely<Tables>,
  selection: Selection,
  page: number,
): Promise<FeedState | undefined> {
  const at = await lastTouched(db, selection);
  const closed = await closedOf(db, selection);
  if (page < 1 || page > closed) return undefined;
  const numbers = await fitting(db, selection, await appearedFrom(db, selection, (page - 1) * PAGE_SIZE));
  return stateOf(db, at, await versions(db, numbers), [page < closed]);
}

async function pickLive(db: Kysely<Tables>, selection: Selection, { entries: limit, tombstones }: Limits) {
  const newest = (await pick(db, selection, { state: 'member', by: 'published', limit })).map(({ entry }) => entry);
  const closed = await closedOf(db, selection);
  const open = await fitting(db, selection, await appearedFrom(db, selection, closed * PAGE_SIZE));
  const latest = await pick(db, selection, { state: 'member', by: 'revision', limit });
  const appeared = await appearancesOf(db, selection, latest);
  const corrected = latest.filter(({ entry, revision }) => revision > (appeared.get(entry) ?? 0));
  const needed = [...new Set([...open, ...corrected.map(({ entry }) => entry)])].sort((one, other) => one - other);
  const gone = await pick(db, selection, { state: 'withdrawn', by: 'revision', limit: tombstones });
  return { newest, needed, gone, closed };
}

/** The number of an entry, and of its revision. */
type Shown = readonly [number: number, revision: number];

/**
 * @param at read before the rest: a time may be older than what it dates, never newer, or it would hide a change (HTTP-15)
 * @param facts what the document depends on besides the entries that it shows
 */
async function stateOf(
  db: Kysely<Tables>,
  at: number,
  shown: readonly Shown[],
  facts: readonly unknown[],
): Promise<FeedState> {
  const revision = Math.max(0, ...shown.map(([, revision]) => revision));
  // Up to there the history says what the entries say, whichever store it is in.
  const history = await stateAt(db, revision);
  const digest = hash('sha256', JSON.stringify([history?.digest, shown, facts]), 'base64url');
  return { revision, digest, at };
}

/** When one of its tags last changed. That may have changed nothing here: then it is a later moment than it need be. */
async function lastTouched(db: Kysely<Tables>, selection: Selection): Promise<number> {
  if (isOpen(selection)) return (await headOf(db)).at;
  const rows = await db.selectFrom('tag').select('revision').where('slug', 'in', tagsOf(selection)).execute();
  return (await stateAt(db, Math.max(0, ...rows.map(({ revision }) => revision))))?.at ?? 0;
}

/** True when it also holds entries without any of its tags. */
function isOpen(selection: Selection): boolean {
  return selection.some(({ all }) => all.length === 0);
}

type Wanted = {
  readonly state: 'member' | 'withdrawn';
  readonly by: 'published' | 'revision';
  readonly limit: number;
};

/** The first entries that fit, whichever alternative they fit. */
async function pick(db: Kysely<Tables>, selection: Selection, wanted: Wanted): Promise<Picked[]> {
  const found = new Map<number, Picked>();
  for (const alternative of selection) {
    for (const row of await pickOf(db, alternative, wanted)) found.set(row.entry, row);
  }
  const rows = [...found.values()];
  const sorted = wanted.by === 'revision' ? rows.sort((one, other) => other.revision - one.revision) : inOrder(rows);
  return sorted.slice(0, wanted.limit);
}

async function pickOf(db: Kysely<Tables>, { all, none }: Alternative, { state, by, limit }: Wanted): Promise<Picked[]> {
  const [smallest, ...others] = await bySize(db, all);
  const order =
    by === 'published' ? sql`m.published desc, m.first_revision desc` : sql`m.revision desc, m.first_revision desc`;
  // What is live has been seen; of the withdrawn, what has a revision. Asked for more, each index would need its table too.
  const entries = state === 'member' ? sql`state = 'live'` : sql`state = 'withdrawn' and revision > 0`;
  const source =
    smallest === undefined
      ? sql`(select number as entry, published, first_revision, revision from entry where ${entries})`
      : sql`(select * from membership where tag = ${smallest} and state = ${state})`;
  const also = others.map((tag) => sql`and exists (${membershipOf(tag, state)})`);
  const not = none.map((tag) => sql`and not exists (${membershipOf(tag, state)})`);
  const { rows } = await sql<Picked>`
    select m.entry, m.published, m.first_revision, m.revision
    from ${source} as m where true ${sql.join([...also, ...not, sql``], sql` `)} order by ${order} limit ${limit}
  `.execute(db);
  return rows.map((row) => ({ ...row, published: Number(row.published) }));
}

function membershipOf(tag: string, state: string): RawBuilder<unknown> {
  return sql`select 1 from membership o where o.tag = ${tag} and o.entry = m.entry and o.state = ${state}`;
}

/** Of `m` and of the same entry in other tags. */
function latestJoin(others: readonly string[]): RawBuilder<unknown> {
  if (others.length === 0) return sql`m.joined`;
  const joins = others.map(
    (tag) => sql`(select o.joined from membership o where o.tag = ${tag} and o.entry = m.entry)`,
  );
  return sql`max(m.joined, ${sql.join(joins)})`;
}

async function bySize(db: Kysely<Tables>, tags: readonly string[]): Promise<string[]> {
  if (tags.length < 2) return [...tags];
  const rows = await db.selectFrom('tag').select(['slug', 'appeared']).where('slug', 'in', tags).execute();
  const size = new Map(rows.map(({ slug, appeared }) => [slug, appeared]));
  return tags.toSorted((one, other) => (size.get(one) ?? 0) - (size.get(other) ?? 0) || (one < other ? -1 : 1));
}

/**
 * The feed in whose order of appearance the entries of a selection appear, which is kept: that of the one tag that is
 * wanted, or of all where none need be. Its pages have gaps where what is forbidden would stand.
 */
function baseOf(selection: Selection): KeptFeed | undefined {
  if (isOpen(selection)) return ALL;
  const [first, ...others] = selection;
  const [slug, ...more] = first?.all ?? [];
  return slug === undefined || others.length + more.length > 0 ? undefined : { kind: 'tag', slug };
}

async function closedOf(db: Kysely<Tables>, selection: Selection): Promise<number> {
  const base = baseOf(selection);
  if (base) return closedPages(db, base);
  const { rows } = await sql<{ count: number }>`
    select count(distinct entry) as count from (${await appearances(db, selection)}) as appearance
  `.execute(db);
  return Math.floor(Number(rows[0]?.count ?? 0) / PAGE_SIZE);
}

/** A page of entries in the order in which they first could fit; whether they fit now is another question. */
async function appearedFrom(db: Kysely<Tables>, selection: Selection, after: number): Promise<number[]> {
  const base = baseOf(selection);
  const upTo = after + PAGE_SIZE;
  if (base?.kind === 'all') {
    const page = db.selectFrom('entry').select('number').where('position', '>', after).where('position', '<=', upTo);
    return (await page.execute()).map(({ number }) => number);
  }
  if (base) {
    const rows = await db
      .selectFrom('membership')
      .select('entry')
      .where('tag', '=', base.slug)
      .where('position', '>', after)
      .where('position', '<=', upTo)
      .execute();
    return rows.map(({ entry }) => entry);
  }
  const { rows } = await sql<{ entry: number }>`
    select entry from (${await appearances(db, selection)}) as appearance
    group by entry order by min(joined), entry limit ${PAGE_SIZE} offset ${after}
  `.execute(db);
  return rows.map(({ entry }) => entry);
}

/**
 * When which entry had had all tags of an alternative for the first time. Later changes add to the end of it alone: who has
 * once had a tag keeps a membership, and what is forbidden does not count here.
 */
async function appearances(db: Kysely<Tables>, selection: Selection): Promise<RawBuilder<unknown>> {
  const parts: RawBuilder<unknown>[] = [];
  for (const { all } of selection) {
    const [smallest, ...others] = await bySize(db, all);
    const also = others.map(
      (tag) => sql`and exists (select 1 from membership o where o.tag = ${tag} and o.entry = m.entry)`,
    );
    parts.push(
      sql`select m.entry, ${latestJoin(others)} as joined from membership m
          where m.tag = ${smallest} ${sql.join([...also, sql``], sql` `)}`,
    );
  }
  return sql.join(parts, sql` union all `);
}

/** With which revision each of some entries appeared in the history of a selection: by whichever alternative, fitting now or not. */
async function appearancesOf(
  db: Kysely<Tables>,
  selection: Selection,
  entries: readonly Picked[],
): Promise<Map<number, number>> {
  const joins = new Map(entries.map(({ entry }) => [entry, new Map<string, number>()]));
  const wanted = [...new Set(selection.flatMap(({ all }) => all))];
  for (const some of chunks(wanted.length === 0 ? [] : entries, ROWS_AT_ONCE)) {
    const numbers = some.map(({ entry }) => entry);
    const memberships = db.selectFrom('membership').select(['tag', 'entry', 'joined']).where('tag', 'in', wanted);
    for (const { tag, entry, joined } of await memberships.where('entry', 'in', numbers).execute())
      joins.get(entry)?.set(tag, joined);
  }
  const appeared = ({ entry, first_revision }: Picked) => {
    const joined = selection.map(({ all }) => all.map((tag) => joins.get(entry)?.get(tag) ?? Number.POSITIVE_INFINITY));
    return Math.min(...joined.map((revisions) => Math.max(first_revision, ...revisions)));
  };
  return new Map(entries.map((row) => [row.entry, appeared(row)]));
}

/** Those of some entries that fit now. */
async function fitting(db: Kysely<Tables>, selection: Selection, numbers: readonly number[]): Promise<number[]> {
  const tags = new Map(numbers.map((number) => [number, new Set<string>()]));
  const live = new Set<number>();
  for (const some of chunks(numbers, ROWS_AT_ONCE)) {
    const rows = await db.selectFrom('entry').select(['number', 'state']).where('number', 'in', some).execute();
    for (const { number, state } of rows) if (state === 'live') live.add(number);
    // Not asked for the state: the index of states would seem to be the better one, and is the whole of a tag.
    const memberships = db.selectFrom('membership').select(['tag', 'entry', 'state']).where('entry', 'in', some);
    for (const { tag, entry, state } of await memberships.where('tag', 'in', tagsOf(selection)).execute())
      if (state === 'member') tags.get(entry)?.add(tag);
  }
  const fits = (has: ReadonlySet<string>) =>
    selection.some(({ all, none }) => all.every((tag) => has.has(tag)) && !none.some((tag) => has.has(tag)));
  return numbers.filter((number) => live.has(number) && fits(tags.get(number) ?? new Set()));
}

async function load(db: Kysely<Tables>, numbers: readonly number[]): Promise<{ number: number; entry: Entry }[]> {
  const rows = [];
  for (const some of chunks(numbers, ROWS_AT_ONCE))
    rows.push(...(await db.selectFrom('entry').selectAll().where('number', 'in', some).execute()));
  return inOrder(rows).map((row) => ({ number: row.number, entry: entryFrom(row) }));
}

async function versions(db: Kysely<Tables>, numbers: readonly number[]): Promise<Shown[]> {
  const rows: Shown[] = [];
  for (const some of chunks(numbers, ROWS_AT_ONCE)) {
    const found = db.selectFrom('entry').select(['number', 'revision']).where('number', 'in', some).orderBy('number');
    for (const { number, revision } of await found.execute()) rows.push([number, revision]);
  }
  return rows;
}
