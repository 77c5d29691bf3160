// The log of revisions, as one transaction appends to it, and what each revision does to the feeds that it touches.
import { hash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Tag } from '../entry.ts';
import { chunks } from '../lists.ts';
import {
  type MembershipTable,
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
  /** The tags whose feeds have carried the entry, or its tombstone, until now. */
  readonly before: readonly Tag[];
  /** The tags whose feeds carry the entry, or its tombstone, from now on. */
  readonly after: readonly Tag[];
};

/** Whether the feeds carried the entry before the change, and whether they do afterwards. */
const LIVE: Readonly<Record<RevisionKind, { before: number; after: number }>> = {
  added: { before: 0, after: 1 },
  released: { before: 0, after: 1 },
  returned: { before: 0, after: 1 },
  corrected: { before: 1, after: 1 },
  withdrawn: { before: 1, after: 0 },
};

type Head = { revision: number; at: number; digest: string; entries: number; updated: number };
/** What happens to the feed of one tag. */
type Touch = { entries: number; updated: number; revision: number };

/** Appends to the log; nothing is written before `flush`. */
export class LogWriter {
  readonly #trx: Transaction<Tables>;
  readonly #head: Head;
  readonly #revisions: RevisionTable[] = [];
  readonly #memberships = new Map<string, MembershipTable>();
  readonly #touched = new Map<string, Touch>();

  private constructor(trx: Transaction<Tables>, head: Head) {
    this.#trx = trx;
    this.#head = head;
  }

  static async open(trx: Transaction<Tables>, now: Date): Promise<LogWriter> {
    const { revision, at, digest, entries, updated } = await trx
      .selectFrom('publication')
      .selectAll()
      .executeTakeFirstOrThrow();
    return new LogWriter(trx, {
      revision,
      digest,
      entries,
      updated: Number(updated),
      // Strictly increasing whole seconds: a Last-Modified that two versions share would hide the second (HTTP-15).
      at: Math.max(Math.floor(now.getTime() / 1000), Number(at) + 1),
    });
  }

  /** Gives a change the next number. */
  append({ entry, kind, content, moment, published, firstRevision, before, after }: Revision): number {
    const head = this.#head;
    head.revision += 1;
    head.digest = hash('sha256', JSON.stringify([head.digest, kind, ...content]), 'base64url');
    head.entries += LIVE[kind].after - LIVE[kind].before;
    head.updated = Math.max(head.updated, moment);
    const { revision } = head;
    this.#revisions.push({ revision, entry, kind, at: head.at, digest: head.digest });
    const join = (state: MembershipTable['state'], { slug }: Tag) =>
      this.#memberships.set(`${slug} ${entry}`, {
        tag: slug,
        entry,
        state,
        published,
        first_revision: firstRevision || revision,
        revision,
      });
    for (const tag of before) {
      join('left', tag);
      this.#touch(tag, -LIVE[kind].before, moment, revision);
    }
    for (const tag of after) {
      join(kind === 'withdrawn' ? 'withdrawn' : 'member', tag);
      this.#touch(tag, LIVE[kind].after, moment, revision);
    }
    return revision;
  }

  async flush(): Promise<void> {
    if (this.#revisions.length === 0) return;
    for (const rows of chunks(this.#revisions, ROWS_AT_ONCE))
      await this.#trx.insertInto('revision').values(rows).execute();
    // In the order of their key: rows of one tag are neighbours.
    const memberships = [...this.#memberships.values()].sort((one, other) =>
      one.tag < other.tag ? -1 : one.tag > other.tag ? 1 : one.entry - other.entry,
    );
    for (const rows of chunks(memberships, ROWS_AT_ONCE)) await writeMemberships(this.#trx, rows);
    for (const slugs of chunks([...this.#touched.keys()], ROWS_AT_ONCE)) {
      const tags = await this.#trx.selectFrom('tag').selectAll().where('slug', 'in', slugs).execute();
      await writeTags(
        this.#trx,
        tags.map((tag) => touched(tag, this.#touched.get(tag.slug))),
      );
    }
    await this.#trx.updateTable('publication').set(this.#head).execute();
  }

  #touch({ slug }: Tag, entries: number, moment: number, revision: number): void {
    const touch = this.#touched.get(slug);
    this.#touched.set(slug, {
      entries: (touch?.entries ?? 0) + entries,
      updated: Math.max(touch?.updated ?? 0, moment),
      revision,
    });
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
        updated: ref('excluded.updated'),
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
