// The log of revisions, as one transaction appends to it, and what each revision does to the feeds that it touches.
import { hash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { chunks } from '../lists.ts';
import type { Group } from './group.ts';
import { partOf } from './sitemaps.ts';
import {
  type MembershipTable,
  type PartTable,
  type RevisionKind,
  type RevisionTable,
  ROWS_AT_ONCE,
  type Tables,
  type TagTable,
} from './tables.ts';

/** One change to one entry. */
export type Revision = {
  readonly entry: number;
  readonly kind: RevisionKind;
  /** Whatever distinguishes what readers get from now on. */
  readonly content: readonly unknown[];
  /** When it happened, as its feeds tell it, in milliseconds. */
  readonly moment: number;
  readonly published: number;
  /** Of the entry; 0: this is its first. */
  readonly firstRevision: number;
  /** Of the entry, in the order of first appearance; 0: this is its first. */
  readonly position: number;
  /** Whether its home is here and not at a link, until now and from now on. */
  readonly isHere: { readonly before: boolean; readonly after: boolean };
  /** Whose feeds have carried the entry, or its tombstone, until now. */
  readonly before: readonly Group[];
  /** Whose feeds carry the entry, or its tombstone, from now on. */
  readonly after: readonly Group[];
};

/** Whether the feeds carried the entry before the change, and whether they do afterwards. */
const LIVE: Readonly<Record<RevisionKind, { before: number; after: number }>> = {
  added: { before: 0, after: 1 },
  released: { before: 0, after: 1 },
  returned: { before: 0, after: 1 },
  corrected: { before: 1, after: 1 },
  withdrawn: { before: 1, after: 0 },
};

type Head = { revision: number; at: number; digest: string; entries: number; appeared: number; updated: number };
/** The number of a change; of a first one also the entry's number in the order of first appearance. */
export type Appended = { readonly revision: number; readonly position: number };
/** Where it has no position yet, `flush` gives it one unless it is known. */
type Joining = MembershipTable & { readonly mayBeKnown: boolean };
/** What happens to the feed of one group. */
type Touch = { entries: number; updated: number; revision: number };

/** Appends to the log; nothing is written before `flush`. */
export class LogWriter {
  readonly #trx: Transaction<Tables>;
  readonly #head: Head;
  readonly #revisions: RevisionTable[] = [];
  /** In the order in which they were first touched. */
  readonly #memberships = new Map<string, Joining>();
  readonly #touched = new Map<string, Touch>();
  readonly #parts = new Map<number, PartTable>();

  private constructor(trx: Transaction<Tables>, head: Head) {
    this.#trx = trx;
    this.#head = head;
  }

  static async open(trx: Transaction<Tables>, now: Date): Promise<LogWriter> {
    const { revision, at, digest, entries, appeared, updated } = await trx
      .selectFrom('publication')
      .selectAll()
      .executeTakeFirstOrThrow();
    return new LogWriter(trx, {
      revision,
      digest,
      entries,
      appeared,
      updated: Number(updated),
      // Strictly increasing whole seconds: a Last-Modified that two versions share would hide the second (HTTP-15).
      at: Math.max(Math.floor(now.getTime() / 1000), Number(at) + 1),
    });
  }

  /** Gives a change the next number. */
  append(change: Revision): Appended {
    const { entry, kind, content, moment, published, firstRevision, before, after, isHere } = change;
    const head = this.#head;
    const isFirst = firstRevision === 0;
    head.revision += 1;
    if (isFirst) head.appeared += 1;
    head.digest = hash('sha256', JSON.stringify([head.digest, kind, ...content]), 'base64url');
    head.entries += LIVE[kind].after - LIVE[kind].before;
    head.updated = Math.max(head.updated, moment);
    const { revision } = head;
    this.#revisions.push({ revision, entry, kind, at: head.at, digest: head.digest });
    const join = (state: MembershipTable['state'], group: Group) => {
      const key = `${group} ${entry}`;
      const known = this.#memberships.get(key);
      this.#memberships.set(key, {
        tag: group,
        entry,
        state,
        published,
        first_revision: firstRevision || revision,
        revision,
        position: 0,
        joined: known?.joined ?? revision,
        mayBeKnown: known?.mayBeKnown ?? !isFirst,
      });
    };
    for (const group of before) {
      join('left', group);
      this.#touch(group, -LIVE[kind].before, moment, revision);
    }
    for (const group of after) {
      join(kind === 'withdrawn' ? 'withdrawn' : 'member', group);
      this.#touch(group, LIVE[kind].after, moment, revision);
    }
    const listed = LIVE[kind].after * Number(isHere.after) - LIVE[kind].before * Number(isHere.before);
    this.#touchPart(partOf(isFirst ? head.appeared : change.position), listed, revision);
    return { revision, position: isFirst ? head.appeared : 0 };
  }

  async flush(): Promise<void> {
    if (this.#revisions.length === 0) return;
    for (const rows of chunks(this.#revisions, ROWS_AT_ONCE))
      await this.#trx.insertInto('revision').values(rows).execute();
    const tags = await this.#tags();
    // In the order of their key: rows of one tag are neighbours.
    const memberships = (await this.#placed(tags)).sort((one, other) =>
      one.tag < other.tag ? -1 : one.tag > other.tag ? 1 : one.entry - other.entry,
    );
    for (const rows of chunks(memberships, ROWS_AT_ONCE)) await writeMemberships(this.#trx, rows);
    const touches = [...tags.values()].map((tag) => touched(tag, this.#touched.get(tag.slug)));
    for (const rows of chunks(touches, ROWS_AT_ONCE)) await writeTags(this.#trx, rows);
    for (const rows of chunks([...this.#parts.values()], ROWS_AT_ONCE)) await writeParts(this.#trx, rows);
    await this.#trx.updateTable('publication').set(this.#head).execute();
  }

  async #tags(): Promise<Map<Group, TagTable>> {
    const tags = new Map<Group, TagTable>();
    for (const slugs of chunks([...this.#touched.keys()], ROWS_AT_ONCE)) {
      for (const tag of await this.#trx.selectFrom('tag').selectAll().where('slug', 'in', slugs).execute())
        tags.set(tag.slug, tag);
    }
    return tags;
  }

  /** Who appears in a feed for the first time gets the next position there. */
  async #placed(tags: ReadonlyMap<Group, TagTable>): Promise<MembershipTable[]> {
    const known = await this.#known();
    const rows: MembershipTable[] = [];
    for (const { mayBeKnown, ...membership } of this.#memberships.values()) {
      const tag = tags.get(membership.tag);
      if (!tag) throw new Error(`Expected a row of ${membership.tag} before an entry joins it`);
      // Of one that is known only the rest is written.
      const isNew = !mayBeKnown || !known.has(`${membership.tag} ${membership.entry}`);
      if (isNew) tag.appeared += 1;
      rows.push({ ...membership, position: isNew ? tag.appeared : 0 });
    }
    return rows;
  }

  /** The memberships among those to be written that are there already. Of a new entry there is none. */
  async #known(): Promise<Set<string>> {
    const entries = [...this.#memberships.values()].flatMap(({ entry, mayBeKnown }) => (mayBeKnown ? [entry] : []));
    const groups = [...this.#memberships.values()].flatMap(({ tag, mayBeKnown }) => (mayBeKnown ? [tag] : []));
    const known = new Set<string>();
    for (const numbers of chunks([...new Set(entries)], ROWS_AT_ONCE)) {
      for (const slugs of chunks([...new Set(groups)], ROWS_AT_ONCE)) {
        const rows = this.#trx.selectFrom('membership').select(['tag', 'entry']);
        for (const { tag, entry } of await rows.where('tag', 'in', slugs).where('entry', 'in', numbers).execute())
          known.add(`${tag} ${entry}`);
      }
    }
    return known;
  }

  #touch(group: Group, entries: number, moment: number, revision: number): void {
    const touch = this.#touched.get(group);
    this.#touched.set(group, {
      entries: (touch?.entries ?? 0) + entries,
      updated: Math.max(touch?.updated ?? 0, moment),
      revision,
    });
  }

  #touchPart(number: number, listed: number, revision: number): void {
    this.#parts.set(number, { number, listed: (this.#parts.get(number)?.listed ?? 0) + listed, revision });
  }
}

function touched(tag: TagTable, touch: Touch | undefined): TagTable {
  if (!touch) return tag;
  return {
    ...tag,
    entries: tag.entries + touch.entries,
    // A feed is never older than it was, though an entry that was corrected may carry an earlier date than the last.
    updated: Math.max(Number(tag.updated), touch.updated),
    revision: touch.revision,
  };
}

async function writeTags(trx: Transaction<Tables>, rows: readonly TagTable[]): Promise<void> {
  await trx
    .insertInto('tag')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('slug').doUpdateSet(({ ref }) => ({
        entries: ref('excluded.entries'),
        appeared: ref('excluded.appeared'),
        updated: ref('excluded.updated'),
        revision: ref('excluded.revision'),
      })),
    )
    .execute();
}

/** @param rows with what is to be added to the numbers that are there */
async function writeParts(trx: Transaction<Tables>, rows: readonly PartTable[]): Promise<void> {
  await trx
    .insertInto('part')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('number').doUpdateSet(({ eb, ref }) => ({
        listed: eb('part.listed', '+', ref('excluded.listed')),
        revision: ref('excluded.revision'),
      })),
    )
    .execute();
}

async function writeMemberships(trx: Transaction<Tables>, rows: readonly MembershipTable[]): Promise<void> {
  await trx
    .insertInto('membership')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['tag', 'entry']).doUpdateSet(({ ref }) => ({
        state: ref('excluded.state'),
        published: ref('excluded.published'),
        first_revision: ref('excluded.first_revision'),
        revision: ref('excluded.revision'),
      })),
    )
    .execute();
}
