// A tag gets another address, or becomes one with another tag. Its former address leads to it for ever.
import type { Transaction } from 'kysely';
import type { Tag } from '../entry.ts';
import { chunks } from '../lists.ts';
import { type Group, podcastGroup } from './group.ts';
import { unseen } from './mint.ts';
import { tagKey, unspokenKey } from './slug.ts';
import { type MembershipTable, ROWS_AT_ONCE, type Tables, type TagTable } from './tables.ts';

/**
 * Brings addresses in line with what the publication says of its tags. Needs no revision: the settings that every document
 * is made from say the same, and have changed.
 * @param renamed what tags are called now, by what they were called
 * @returns those that were not called so before
 */
export async function renameTags(
  trx: Transaction<Tables>,
  renamed: Readonly<Record<string, string>>,
): Promise<[from: string, to: string][]> {
  const done: [string, string][] = [];
  const names = Object.entries(renamed);
  const tags = await existing(
    trx,
    names.map(([from]) => from),
  );
  // What is a tag takes its feed along. A name that it had before is an address alone: coming first, that would make an
  // empty feed under the new one.
  const isTag = ([from]: readonly [string, string]) => Number(tags.has(from));
  for (const [from, to] of names.toSorted((one, other) => isTag(other) - isTag(one))) {
    const known = await trx.selectFrom('alias').select('target').where('slug', '=', from).executeTakeFirst();
    if (known?.target === to) continue;
    await rename(trx, from, to);
    done.push([from, to]);
  }
  return done;
}

async function existing(trx: Transaction<Tables>, slugs: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const some of chunks(slugs, ROWS_AT_ONCE)) {
    for (const { slug } of await trx.selectFrom('tag').select('slug').where('slug', 'in', some).execute())
      found.add(slug);
  }
  return found;
}

async function rename(trx: Transaction<Tables>, from: string, to: string): Promise<void> {
  // What was once the name of something else is a name of its own again.
  await trx.deleteFrom('alias').where('slug', '=', to).execute();
  const tag = await named(trx, from);
  if (tag) {
    const entries = await entriesOf(trx, from);
    await readdress(trx, from, to);
    await readdress(trx, podcastGroup(from), podcastGroup(to));
    await relabel(trx, entries, from, to);
  } else if (!(await named(trx, to)))
    await trx
      .insertInto('tag')
      .values(await empty(trx, to))
      .execute();
  await trx.updateTable('alias').set({ target: to }).where('target', '=', from).execute();
  const alias = { slug: from, key: tag?.key ?? '', target: to };
  await trx
    .insertInto('alias')
    .values(alias)
    .onConflict((conflict) => conflict.column('slug').doUpdateSet({ target: to }))
    .execute();
}

function named(trx: Transaction<Tables>, group: Group): Promise<TagTable | undefined> {
  return trx.selectFrom('tag').selectAll().where('slug', '=', group).executeTakeFirst();
}

/** A group, if there is one, gets another address, or becomes one with what has it. */
async function readdress(trx: Transaction<Tables>, from: Group, to: Group): Promise<void> {
  const [group, target] = [await named(trx, from), await named(trx, to)];
  if (group && target) await unite(trx, group, target);
  else if (group) await move(trx, group, to);
}

/** Only the address is new: the feed keeps its id, its history and its labels. */
async function move(trx: Transaction<Tables>, { slug, key }: TagTable, to: Group): Promise<void> {
  // A key that is made of the address goes with it: something else may have the address one day.
  const group = { slug: to, key: key === unspokenKey(slug) ? unspokenKey(to) : key };
  await trx.updateTable('tag').set(group).where('slug', '=', slug).execute();
  await trx.updateTable('membership').set({ tag: to }).where('tag', '=', slug).execute();
}

/** The entries of one group join those of the other, at the end of its history. */
async function unite(trx: Transaction<Tables>, tag: TagTable, target: TagTable): Promise<void> {
  const { revision } = await trx.selectFrom('publication').select('revision').executeTakeFirstOrThrow();
  let { appeared } = target;
  for (let after = 0; ; ) {
    const rows = await trx
      .selectFrom('membership')
      .selectAll()
      .where('tag', '=', tag.slug)
      .where('position', '>', after)
      .orderBy('position')
      .limit(ROWS_AT_ONCE)
      .execute();
    const last = rows.at(-1);
    if (!last) break;
    const numbers = rows.map(({ entry }) => entry);
    const there = trx.selectFrom('membership').selectAll().where('tag', '=', target.slug).where('entry', 'in', numbers);
    const known = new Map((await there.execute()).map((row) => [row.entry, row]));
    for (const row of rows) {
      const twin = known.get(row.entry);
      if (twin) await absorb(trx, twin, row);
      else {
        appeared += 1;
        const joined = { ...row, tag: target.slug, position: appeared, joined: revision };
        await trx.insertInto('membership').values(joined).execute();
      }
    }
    after = last.position;
  }
  await trx.deleteFrom('membership').where('tag', '=', tag.slug).execute();
  await trx.deleteFrom('tag').where('slug', '=', tag.slug).execute();
  const { count } = await trx
    .selectFrom('membership')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tag', '=', target.slug)
    .where('state', '=', 'member')
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('tag')
    .set({
      appeared,
      entries: Number(count),
      updated: Math.max(Number(tag.updated), Number(target.updated)),
      revision: Math.max(tag.revision, target.revision),
    })
    .where('slug', '=', target.slug)
    .execute();
}

/** An entry that both groups have, or had. */
async function absorb(trx: Transaction<Tables>, kept: MembershipTable, other: MembershipTable): Promise<void> {
  const state = (['member', 'withdrawn', 'left'] as const).find((one) => [kept.state, other.state].includes(one));
  await trx
    .updateTable('membership')
    .set({ state: state ?? kept.state, revision: Math.max(kept.revision, other.revision) })
    .where('tag', '=', kept.tag)
    .where('entry', '=', kept.entry)
    .execute();
}

/** All that have ever had a tag, and those that have it and nobody has seen yet. */
async function entriesOf(trx: Transaction<Tables>, slug: string): Promise<number[]> {
  const members = await trx.selectFrom('membership').select('entry').where('tag', '=', slug).execute();
  const unseen = await trx.selectFrom('entry').select('number').where('first_revision', '=', 0).execute();
  // What waits for its date while it is withdrawn may have got the tag since.
  const waiting = await trx.selectFrom('entry').select('number').where('due', 'is not', null).execute();
  return [...new Set([...members.map(({ entry }) => entry), ...[...unseen, ...waiting].map(({ number }) => number)])];
}

/** Their own spelling of the tag stays; only its address is another. */
async function relabel(trx: Transaction<Tables>, entries: readonly number[], from: string, to: string): Promise<void> {
  for (const numbers of chunks(entries, ROWS_AT_ONCE)) {
    for (const row of await trx
      .selectFrom('entry')
      .select(['number', 'tags'])
      .where('number', 'in', numbers)
      .execute()) {
      const tags = new Map<string, Tag>();
      for (const { slug, label } of JSON.parse(row.tags) as Tag[]) {
        const now = slug === from ? to : slug;
        if (!tags.has(now)) tags.set(now, { slug: now, label });
      }
      const written = JSON.stringify([...tags.values()]);
      if (written !== row.tags)
        await trx.updateTable('entry').set({ tags: written }).where('number', '=', row.number).execute();
    }
  }
}

/** A tag that no article has had yet, but for its former name. */
async function empty(trx: Transaction<Tables>, slug: string): Promise<TagTable> {
  const label = slug.replaceAll('-', ' ');
  const isTaken = await trx.selectFrom('tag').select('slug').where('key', '=', tagKey(label)).executeTakeFirst();
  const key = isTaken ? unspokenKey(slug) : tagKey(label);
  return { ...unseen({ slug, key, label }), origin: await freeOrigin(trx, slug) };
}

/** The tag that had the address before took its origin along: two feeds never have one id. No slug has a `~`. */
async function freeOrigin(trx: Transaction<Tables>, slug: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const origin = count === 1 ? slug : `${slug}~${count}`;
    const tag = await trx.selectFrom('tag').select('slug').where('origin', '=', origin).executeTakeFirst();
    if (!tag) return origin;
  }
}
