// Arrived articles -> entries, tags and revisions, in one transaction. The only writer of entries.
import type { Insertable, Selectable, Transaction } from 'kysely';
import { chunks } from '../chunks.ts';
import type { EntryId, ParsedEntry, Problem, Tag } from '../entry.ts';
import {
  fingerprintOf,
  firstUpdated,
  identify,
  idFrom,
  type Known,
  type Newcomer,
  nextUpdated,
  uuidFrom,
} from './identity.ts';
import { LogWriter } from './log.ts';
import { slugify, tagKey } from './slug.ts';
import {
  type EntryTable,
  type FileTable,
  type RevisionKind,
  ROWS_AT_ONCE,
  type Tables,
  type TagTable,
} from './tables.ts';

/** What the store keeps of a file besides its article. */
type FileFacts = {
  readonly path: string;
  readonly folder: string;
  readonly size: number;
  readonly modified: number;
  readonly changed: number;
  readonly identity: string;
  readonly digest: string;
  /** Which reader, under which settings, read it. */
  readonly reader: string;
};

export type Arrival = FileFacts & {
  readonly outcome:
    | { readonly kind: 'entry'; readonly entry: ParsedEntry }
    | { readonly kind: 'skipped'; readonly why: string }
    | { readonly kind: 'problem'; readonly problem: Problem };
};

type ChangeKind = RevisionKind | 'renamed' | 'scheduled';
export type Change = { readonly kind: ChangeKind; readonly path: string; readonly id: string; readonly title: string };
export type Saved = { readonly changes: Change[]; readonly problems: Problem[] };

type EntryRow = Selectable<EntryTable>;

/**
 * Saves a batch of arrivals. Saving the same again changes nothing.
 * @param displaced paths whose file is gone or holds another text by now
 */
export async function saveArrivals(
  trx: Transaction<Tables>,
  arrivals: readonly Arrival[],
  displaced: ReadonlySet<string>,
  now: Date,
): Promise<Saved> {
  const batch = await Batch.open(trx, arrivals, displaced, now);
  for (const arrival of arrivals) await batch.take(arrival);
  await batch.write();
  return { changes: batch.changes, problems: batch.problems };
}

/** Withdraws the entries whose files are gone, unless a copy of the file takes over. */
export async function withdrawPaths(trx: Transaction<Tables>, gone: readonly string[], now: Date): Promise<Change[]> {
  const log = await LogWriter.open(trx, now);
  const changes: Change[] = [];
  for (const paths of chunks(gone, ROWS_AT_ONCE)) await trx.deleteFrom('file').where('path', 'in', paths).execute();
  const rows: EntryRow[] = await trx
    .selectFrom('entry')
    .selectAll()
    .where('state', '!=', 'withdrawn')
    .where('path', 'is', null)
    .execute();
  for (const paths of chunks(gone, ROWS_AT_ONCE)) {
    rows.push(
      ...(await trx
        .selectFrom('entry')
        .selectAll()
        .where('state', '!=', 'withdrawn')
        .where('path', 'in', paths)
        .execute()),
    );
  }
  for (const row of rows) {
    const copy = await trx
      .selectFrom('file')
      .select('path')
      .where('digest', '=', row.digest)
      .orderBy('path')
      .executeTakeFirst();
    if (copy) {
      await trx.updateTable('file').set({ problem: null }).where('path', '=', copy.path).execute();
      await trx.updateTable('entry').set({ path: copy.path }).where('number', '=', row.number).execute();
      changes.push({ kind: 'renamed', path: copy.path, id: row.id, title: row.title });
    } else {
      changes.push(await withdraw(trx, log, row, now));
    }
  }
  await log.flush();
  return changes;
}

async function withdraw(trx: Transaction<Tables>, log: LogWriter, row: EntryRow, now: Date): Promise<Change> {
  // A tombstone must not be older than the last version (ATOM-40).
  const withdrawn = Math.max(Math.floor(now.getTime() / 1000) * 1000, Number(row.updated));
  const change: Change = { kind: 'withdrawn', path: row.path ?? '', id: row.id, title: row.title };
  const set = (values: Partial<Omit<EntryRow, 'number'>>) => {
    Object.assign(row, values);
    return trx.updateTable('entry').set(values).where('number', '=', row.number).execute();
  };
  if (row.state === 'scheduled') {
    await set({ state: 'withdrawn', withdrawn });
    return change;
  }
  const tags = parseTags(row.tags);
  const revision = log.append({
    entry: row.number,
    kind: 'withdrawn',
    content: [row.id, withdrawn],
    moment: withdrawn,
    published: Number(row.published),
    firstRevision: row.first_revision,
    before: tags,
    after: tags,
  });
  await set({ state: 'withdrawn', withdrawn, revision });
  return change;
}

/** Publishes the entries whose date has come (GEN-03). */
export async function releaseDue(trx: Transaction<Tables>, now: Date): Promise<Change[]> {
  const due = await trx
    .selectFrom('entry')
    .selectAll()
    .where('state', '=', 'scheduled')
    .where('published', '<=', now.getTime())
    .orderBy('published')
    .orderBy('number')
    .execute();
  if (due.length === 0) return [];
  const log = await LogWriter.open(trx, now);
  const changes: Change[] = [];
  for (const row of due) {
    const revision = log.append({
      entry: row.number,
      kind: 'released',
      content: [row.id, row.fingerprint, Number(row.updated)],
      moment: Number(row.updated),
      published: Number(row.published),
      firstRevision: 0,
      before: [],
      after: parseTags(row.tags),
    });
    await trx
      .updateTable('entry')
      .set({ state: 'live', revision, first_revision: revision })
      .where('number', '=', row.number)
      .execute();
    changes.push({ kind: 'released', path: row.path ?? '', id: row.id, title: row.title });
  }
  await log.flush();
  return changes;
}

/** One transaction's worth of arrivals: reads what it may need at once, decides, then writes many rows at once. */
class Batch {
  readonly changes: Change[] = [];
  readonly problems: Problem[] = [];
  readonly #trx: Transaction<Tables>;
  readonly #log: LogWriter;
  readonly #now: Date;
  readonly #displaced: ReadonlySet<string>;
  readonly #entries: Map<number, EntryRow>;
  readonly #tags: Map<string, TagTable>;
  readonly #tagSlugs: Set<string>;
  readonly #slugs: Set<string>;
  readonly #claimed = new Set<number>();
  readonly #newEntries: Insertable<EntryTable>[] = [];
  readonly #newTags: TagTable[] = [];
  readonly #files: FileTable[] = [];
  #nextNumber: number;

  private constructor(
    trx: Transaction<Tables>,
    log: LogWriter,
    now: Date,
    displaced: ReadonlySet<string>,
    found: {
      entries: Map<number, EntryRow>;
      tags: Map<string, TagTable>;
      tagSlugs: Set<string>;
      slugs: Set<string>;
      nextNumber: number;
    },
  ) {
    this.#trx = trx;
    this.#log = log;
    this.#now = now;
    this.#displaced = displaced;
    this.#entries = found.entries;
    this.#tags = found.tags;
    this.#tagSlugs = found.tagSlugs;
    this.#slugs = found.slugs;
    this.#nextNumber = found.nextNumber;
  }

  static async open(
    trx: Transaction<Tables>,
    arrivals: readonly Arrival[],
    displaced: ReadonlySet<string>,
    now: Date,
  ): Promise<Batch> {
    const parsed = arrivals.flatMap(({ outcome }) => (outcome.kind === 'entry' ? [outcome.entry] : []));
    const entries = new Map<number, EntryRow>();
    const lookUp = async (column: 'path' | 'digest' | 'identity' | 'id', values: readonly string[]) => {
      for (const some of chunks(unique(values), ROWS_AT_ONCE)) {
        for (const row of await trx.selectFrom('entry').selectAll().where(column, 'in', some).execute())
          entries.set(row.number, row);
      }
    };
    await lookUp(
      'path',
      arrivals.map(({ path }) => path),
    );
    await lookUp(
      'digest',
      arrivals.map(({ digest }) => digest),
    );
    await lookUp(
      'identity',
      arrivals.map(({ identity }) => identity).filter((identity) => identity !== ''),
    );
    await lookUp('id', [
      ...parsed.flatMap(({ id }) => (id ? [idFrom(id)] : [])),
      ...arrivals.map(({ digest }) => idFrom(digest)),
    ]);
    // Entries whose place another file took in this run: they may be among the arrivals still to come.
    for (const row of await trx.selectFrom('entry').selectAll().where('path', 'is', null).execute())
      entries.set(row.number, row);
    for (const some of chunks(unique(parsed.map(({ title }) => title)), ROWS_AT_ONCE)) {
      const alike = trx.selectFrom('entry').selectAll().where('state', '=', 'withdrawn').where('title', 'in', some);
      for (const row of await alike.execute()) entries.set(row.number, row);
    }

    const keys = unique(parsed.flatMap(({ tags }) => tags.map(tagKey)));
    const tags = new Map<string, TagTable>();
    for (const some of chunks(keys, ROWS_AT_ONCE)) {
      for (const row of await trx.selectFrom('tag').selectAll().where('key', 'in', some).execute())
        tags.set(row.key, row);
    }
    const tagSlugs = new Set<string>();
    for (const some of chunks(
      unique(parsed.flatMap(({ tags: labels }) => labels.map((label) => slugify(label)))),
      ROWS_AT_ONCE,
    )) {
      for (const { slug } of await trx.selectFrom('tag').select('slug').where('slug', 'in', some).execute())
        tagSlugs.add(slug);
    }
    const slugs = new Set<string>();
    for (const some of chunks(unique(parsed.map(baseSlug)), ROWS_AT_ONCE)) {
      for (const { slug } of await trx.selectFrom('entry').select('slug').where('slug', 'in', some).execute())
        slugs.add(slug);
    }
    const last = await trx
      .selectFrom('entry')
      .select(({ fn }) => fn.max('number').as('number'))
      .executeTakeFirst();
    return new Batch(trx, await LogWriter.open(trx, now), now, displaced, {
      entries,
      tags,
      tagSlugs,
      slugs,
      nextNumber: (last?.number ?? 0) + 1,
    });
  }

  async take(arrival: Arrival): Promise<void> {
    const { outcome } = arrival;
    if (outcome.kind === 'entry') return this.#takeEntry(arrival, outcome.entry);
    if (outcome.kind === 'problem') return this.#refuse(arrival, outcome.problem);
    this.#keepFile(arrival);
    const row = this.#at(arrival.path);
    if (row && row.state !== 'withdrawn') this.changes.push(await withdraw(this.#trx, this.#log, row, this.#now));
  }

  async write(): Promise<void> {
    for (const rows of chunks(this.#newTags, ROWS_AT_ONCE)) await this.#trx.insertInto('tag').values(rows).execute();
    for (const rows of chunks(this.#newEntries, ROWS_AT_ONCE))
      await this.#trx.insertInto('entry').values(rows).execute();
    for (const rows of chunks(this.#files, ROWS_AT_ONCE)) {
      await this.#trx
        .insertInto('file')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('path').doUpdateSet(({ ref }) => ({
            size: ref('excluded.size'),
            modified: ref('excluded.modified'),
            changed: ref('excluded.changed'),
            digest: ref('excluded.digest'),
            reader: ref('excluded.reader'),
            problem: ref('excluded.problem'),
          })),
        )
        .execute();
    }
    await this.#log.flush();
  }

  async #takeEntry(arrival: Arrival, parsed: ParsedEntry): Promise<void> {
    const newcomer: Newcomer = { path: arrival.path, digest: arrival.digest, identity: arrival.identity, parsed };
    const given = parsed.id ? idFrom(parsed.id) : undefined;
    const minted = idFrom(arrival.digest);
    const known: Known[] = [];
    for (const row of this.#entries.values()) {
      const isSame = row.digest === arrival.digest || row.id === given || row.id === minted;
      const isClaimed = this.#claimed.has(row.number);
      // What an earlier file of this batch turned out to be can only be doubled, not taken.
      const mayBe =
        !isClaimed && (row.path === arrival.path || row.identity === arrival.identity || row.title === parsed.title);
      if (isSame || mayBe)
        known.push({ ...row, state: isClaimed ? 'live' : row.state, published: Number(row.published) });
    }
    const isDisplaced = (entry: Known) =>
      !this.#claimed.has(entry.number) && (entry.path === null || this.#displaced.has(entry.path));
    const found = identify(newcomer, known, isDisplaced);
    if (found.is === 'double') {
      const first = found.of.path ?? 'an article published before';
      return this.#refuse(arrival, {
        path: arrival.path,
        expected: 'an article of its own',
        found: `the same article as ${first}`,
      });
    }
    this.#keepFile(arrival);
    const tags = parsed.tags.length > 0 ? this.#tagsOf(parsed.tags) : [];
    if (found.is === 'new') return this.#add(arrival, found.id, parsed, tags);
    const row = this.#entries.get(found.entry.number);
    if (!row) throw new Error(`entry ${found.entry.number} vanished from its batch`);
    await this.#leavePlace(arrival.path, row.number);
    await this.#update(arrival, row, parsed, tags);
  }

  #add(arrival: Arrival, id: EntryId, parsed: ParsedEntry, tags: readonly Tag[]): Promise<void> {
    const number = this.#nextNumber++;
    const isDue = parsed.published.getTime() <= this.#now.getTime();
    const updated = firstUpdated(id, parsed, this.#now).getTime();
    const fingerprint = fingerprintOf(parsed);
    const published = parsed.published.getTime();
    const revision = isDue
      ? this.#log.append({
          entry: number,
          kind: 'added',
          content: [id, fingerprint, published, updated],
          moment: updated,
          published,
          firstRevision: 0,
          before: [],
          after: tags,
        })
      : 0;
    const row: EntryRow = {
      number,
      id,
      slug: this.#mintSlug(parsed, id),
      state: isDue ? 'live' : 'scheduled',
      ...contentColumns(parsed, tags, fingerprint),
      published,
      updated,
      withdrawn: null,
      revision,
      first_revision: revision,
      path: arrival.path,
      digest: arrival.digest,
      identity: arrival.identity,
    };
    this.#newEntries.push(row);
    this.#entries.set(number, row);
    this.#claimed.add(number);
    this.changes.push({ kind: isDue ? 'added' : 'scheduled', path: arrival.path, id, title: parsed.title });
    return this.#leavePlace(arrival.path, number);
  }

  async #update(arrival: Arrival, row: EntryRow, parsed: ParsedEntry, tags: readonly Tag[]): Promise<void> {
    const fingerprint = fingerprintOf(parsed);
    const place = { path: arrival.path, digest: arrival.digest, identity: arrival.identity };
    const isMoved = row.path !== arrival.path;
    this.#claimed.add(row.number);
    const said = (kind: ChangeKind) => this.changes.push({ kind, path: arrival.path, id: row.id, title: parsed.title });
    const set = (values: Partial<Omit<EntryRow, 'number'>>) => {
      Object.assign(row, values);
      return this.#trx.updateTable('entry').set(values).where('number', '=', row.number).execute();
    };
    const neverSeen = row.first_revision === 0;
    if (row.state === 'live' && row.fingerprint === fingerprint) {
      if (isMoved || row.digest !== arrival.digest || row.identity !== arrival.identity) await set(place);
      if (isMoved) said('renamed');
      return;
    }
    // Until it is seen, an entry may still change its date; afterwards `published` never moves.
    const published = neverSeen ? parsed.published.getTime() : Number(row.published);
    const content = contentColumns(parsed, tags, fingerprint);
    if (neverSeen && published > this.#now.getTime()) {
      await set({
        ...place,
        ...content,
        published,
        updated: firstUpdated(row.id as EntryId, parsed, this.#now).getTime(),
        state: 'scheduled',
        withdrawn: null,
      });
      if (isMoved || row.state === 'withdrawn') said('scheduled');
      return;
    }
    const kind: RevisionKind = neverSeen ? 'added' : row.state === 'withdrawn' ? 'returned' : 'corrected';
    const before = Math.max(Number(row.updated), Number(row.withdrawn ?? 0));
    const updated = neverSeen
      ? firstUpdated(row.id as EntryId, parsed, this.#now).getTime()
      : kind === 'returned'
        ? Math.max(Math.floor(this.#now.getTime() / 1000) * 1000, before + 1000)
        : nextUpdated(before, parsed, arrival.modified, this.#now);
    const revision = this.#log.append({
      entry: row.number,
      kind,
      content: [row.id, fingerprint, published, updated],
      moment: updated,
      published,
      firstRevision: row.first_revision,
      before: neverSeen ? [] : parseTags(row.tags),
      after: tags,
    });
    await set({
      ...place,
      ...content,
      published,
      updated,
      state: 'live',
      withdrawn: null,
      revision,
      first_revision: row.first_revision || revision,
    });
    said(kind);
  }

  /** The entry that stood here, if it is another, has lost its file; whoever comes later may be it. */
  async #leavePlace(path: string, newOwner: number): Promise<void> {
    for (const row of this.#entries.values()) {
      if (row.path !== path || row.number === newOwner) continue;
      row.path = null;
      await this.#trx.updateTable('entry').set({ path: null }).where('number', '=', row.number).execute();
    }
  }

  #refuse(arrival: Arrival, problem: Problem): Promise<void> {
    this.problems.push(problem);
    this.#keepFile(arrival, problem);
    return Promise.resolve();
  }

  #keepFile({ path, folder, size, modified, changed, digest, reader }: Arrival, problem?: Problem): void {
    this.#files.push({
      path,
      folder,
      size,
      modified,
      changed,
      digest,
      reader,
      problem: problem ? JSON.stringify(problem) : null,
    });
  }

  #at(path: string): EntryRow | undefined {
    return this.#entries.values().find((row) => row.path === path);
  }

  #tagsOf(labels: readonly string[]): Tag[] {
    const tags = new Map<string, Tag>();
    for (const label of labels) {
      const key = tagKey(label);
      if (key === '' || tags.has(key)) continue;
      tags.set(key, { slug: (this.#tags.get(key) ?? this.#mintTag(key, label)).slug, label });
    }
    return [...tags.values()];
  }

  #mintTag(key: string, label: string): TagTable {
    const base = slugify(label);
    const slug = base !== '' && !this.#tagSlugs.has(base) ? base : `${base || 'tag'}-${uuidFrom(key).slice(0, 8)}`;
    const tag = { slug, key, label, entries: 0, updated: 0, revision: 0 };
    this.#tagSlugs.add(slug);
    this.#tags.set(key, tag);
    this.#newTags.push(tag);
    return tag;
  }

  #mintSlug(parsed: ParsedEntry, id: EntryId): string {
    const base = baseSlug(parsed);
    const suffix = idFrom(id)
      .replace(/[^a-z0-9]/gi, '')
      .toLowerCase()
      .slice(-12);
    const slug = base !== '' && !this.#slugs.has(base) ? base : `${base || 'article'}-${suffix.slice(-6)}`;
    const free = this.#slugs.has(slug) ? `${slug}-${suffix}-${this.#nextNumber}` : slug;
    this.#slugs.add(free);
    return free;
  }
}

function baseSlug(parsed: ParsedEntry): string {
  return (parsed.slug ? slugify(parsed.slug, 100) : '') || slugify(parsed.title);
}

function contentColumns(parsed: ParsedEntry, tags: readonly Tag[], fingerprint: string) {
  return {
    title: parsed.title,
    summary: parsed.summary ?? null,
    content: parsed.content,
    authors: JSON.stringify(parsed.authors),
    tags: JSON.stringify(tags),
    language: parsed.language ?? null,
    link: parsed.link ?? null,
    picture: parsed.picture ? JSON.stringify(parsed.picture) : null,
    fingerprint,
  };
}

/** Tags as the store wrote them. */
export function parseTags(json: string): readonly Tag[] {
  return JSON.parse(json) as Tag[];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
