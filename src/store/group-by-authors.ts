// A step of a migration: authors, of whom the first stores only kept the names, get groups as tags have them.
import { type Kysely, sql } from 'kysely';
import { authorGroup, type Group } from './group.ts';
import { uuidFrom } from './ids.ts';
import { authorKey, slugify } from './slug.ts';

/** Entries that are held at once. */
const AT_ONCE = 1000;

type Row = { number: number; authors: string };

/** Gives every author a slug, and every entry its place among those of its authors. */
export async function groupByAuthors(db: Kysely<unknown>): Promise<void> {
  const known = new Map<string, Group>();
  const taken = new Set<Group>();
  for (let last = 0; ; ) {
    const { rows } = await sql<Row>`
      select number, authors from entry where number > ${last} and authors <> '[]' order by number limit ${AT_ONCE}
    `.execute(db);
    for (const { number, authors } of rows) {
      const bylines = (JSON.parse(authors) as { name: string }[]).map((author) => {
        const group = known.get(authorKey(author.name)) ?? mint(author.name, taken);
        known.set(authorKey(author.name), group);
        return { ...author, group };
      });
      for (const { name, group } of bylines) await join(db, number, group, name);
      const kept = bylines.map(({ group, ...author }) => ({ ...author, slug: group.slice(1) }));
      await sql`update entry set authors = ${JSON.stringify(kept)} where number = ${number}`.execute(db);
    }
    const end = rows.at(-1);
    if (!end) break;
    last = end.number;
  }
  await sql`
    update tag set
      entries = (select count(*) from membership where membership.tag = tag.slug and state = 'member'),
      revision = (select coalesce(max(revision), 0) from membership where membership.tag = tag.slug),
      updated = (
        select coalesce(max(max(entry.updated, coalesce(entry.withdrawn, 0))), 0)
        from membership join entry on entry.number = membership.entry where membership.tag = tag.slug
      )
    where slug like '@%'
  `.execute(db);
}

function mint(name: string, taken: Set<Group>): Group {
  const base = slugify(name);
  const wish = authorGroup(base);
  const group =
    base !== '' && !taken.has(wish)
      ? wish
      : `${authorGroup(base || 'author')}-${uuidFrom(authorKey(name)).slice(0, 8)}`;
  taken.add(group);
  return group;
}

async function join(db: Kysely<unknown>, number: number, group: Group, name: string): Promise<void> {
  await sql`
    insert into tag (slug, origin, key, label, entries, updated, revision, appeared)
    values (${group}, ${group}, ${authorKey(name)}, ${name}, 0, 0, 0, 0) on conflict do nothing
  `.execute(db);
  await sql`
    insert into membership (tag, entry, state, published, first_revision, revision, position, joined)
    select ${group}, number, case state when 'live' then 'member' else 'withdrawn' end, published, first_revision, revision, 0, 0
    from entry where number = ${number} and first_revision > 0 on conflict do nothing
  `.execute(db);
}
