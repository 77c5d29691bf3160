// Arrived articles -> entries, tags and revisions, in one transaction. The only writer of what entries say.
import type { Transaction } from 'kysely';
import type { EntryId, ParsedEntry, Problem, Remark } from '../entry.ts';
import { chunks } from '../lists.ts';
import type { Change, ChangeKind } from './change.ts';
import { groupsOf } from './group.ts';
import type { Identified, Identities, Newcomer } from './identity.ts';
import { idFrom } from './ids.ts';
import { LogWriter } from './log.ts';
import { forgetMedia, type Medium } from './media.ts';
import { GroupMint, SlugMint } from './mint.ts';
import { type Found, forgetProblems, noteProblems } from './problems.ts';
import { contentColumns, type EntryRow, type Grouped, groupsFrom } from './rows.ts';
import { type FileTable, type MediaTable, type RevisionKind, ROWS_AT_ONCE, type Tables } from './tables.ts';
import {
  fingerprintOf,
  firstUpdated,
  isDatedAhead,
  isExpired,
  likenessOf,
  nextUpdated,
  returnedUpdated,
} from './version.ts';
import { tombstonesOf, type Withdrawn, withdraw } from './withdraw.ts';

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
  /** True for one of many articles in a file: its folder is that file. */
  readonly isPiece?: boolean;
};

export type Arrival = FileFacts & {
  readonly media?: readonly Medium[];
  readonly outcome:
    | { readonly kind: 'entry'; readonly entry: ParsedEntry; readonly remarks?: readonly Remark[] }
    | { readonly kind: 'skipped'; readonly why: string }
    | { readonly kind: 'problem'; readonly problem: Problem };
};

export type Saved = Withdrawn & {
  readonly problems: Problem[];
  /** Entries whose place another file took, by number, with that place. They may be among the arrivals still to come. */
  readonly homeless: Map<number, string>;
};

/** What identity needs to know of an arrival. */
export function newcomerFrom({ path, digest, identity, outcome }: Arrival, namespace: string): Newcomer {
  if (outcome.kind !== 'entry') return { path, digest: '', identity, title: '', published: Number.NaN };
  const { id, title, published } = outcome.entry;
  const givenId = id ? idFrom(id, namespace) : undefined;
  return { path, digest, identity, title, published: published.getTime(), ...(givenId ? { givenId } : {}) };
}

/**
 * Saves a batch of arrivals. Saving the same again changes nothing.
 * @param identities who they are, and whoever else changed together with them
 */
export async function saveArrivals(
  trx: Transaction<Tables>,
  arrivals: readonly Arrival[],
  identities: Identities,
  now: Date,
): Promise<Saved> {
  const batch = await Batch.open(trx, arrivals, identities, now);
  for (const arrival of arrivals) await batch.take(arrival);
  await batch.write();
  return batch;
}

/** One transaction's worth of arrivals: reads what it may need at once, decides, then writes many rows at once. */
class Batch implements Saved {
  readonly changes: Change[] = [];
  readonly freed: string[] = [];
  readonly problems: Problem[] = [];
  readonly homeless = new Map<number, string>();
  readonly #trx: Transaction<Tables>;
  readonly #now: Date;
  readonly #identities: Identities;
  readonly #log: LogWriter;
  readonly #rows: Rows;
  readonly #groups: GroupMint;
  readonly #slugs: SlugMint;
  readonly #files: FileTable[] = [];
  readonly #found: Found[] = [];
  readonly #media: MediaTable[] = [];

  private constructor(
    trx: Transaction<Tables>,
    now: Date,
    identities: Identities,
    opened: { log: LogWriter; rows: Rows; groups: GroupMint; slugs: SlugMint },
  ) {
    this.#trx = trx;
    this.#now = now;
    this.#identities = identities;
    this.#log = opened.log;
    this.#rows = opened.rows;
    this.#groups = opened.groups;
    this.#slugs = opened.slugs;
  }

  static async open(
    trx: Transaction<Tables>,
    arrivals: readonly Arrival[],
    identities: Identities,
    now: Date,
  ): Promise<Batch> {
    const found = arrivals.flatMap(({ path }) => identities.get(path) ?? []);
    const unnamed = arrivals.flatMap(({ path, outcome }) => {
      const identified = identities.get(path);
      return outcome.kind === 'entry' && identified?.is === 'new' ? [{ parsed: outcome.entry, id: identified.id }] : [];
    });
    return new Batch(trx, now, identities, {
      log: await LogWriter.open(trx, now),
      rows: await Rows.open(trx, {
        paths: arrivals.map(({ path }) => path),
        numbers: found.flatMap((identified) => (identified.is === 'known' ? [identified.number] : [])),
        ids: found.flatMap((identified) => (identified.is === 'known' ? [] : [identified.id])),
      }),
      groups: await GroupMint.open(
        trx,
        arrivals.flatMap(({ outcome }) => (outcome.kind === 'entry' ? [outcome.entry] : [])),
      ),
      slugs: await SlugMint.open(trx, unnamed),
    });
  }

  async take(arrival: Arrival): Promise<void> {
    const { outcome, path, identity } = arrival;
    if (outcome.kind === 'entry' && !isExpired(outcome.entry, this.#now))
      return this.#takeEntry(arrival, outcome.entry, outcome.remarks ?? []);
    // What was an article here, or under an earlier name, is no article now; its last good version keeps its digest.
    const found = this.#identities.get(path);
    const row = found?.is === 'known' ? this.#rows.numbered(found.number) : undefined;
    await this.#leavePlace(path, row?.number);
    if (row) await this.#rows.set(row, { path, identity });
    if (outcome.kind === 'problem') return this.#refuse(arrival, outcome.problem);
    this.#keepFile(arrival);
    if (!row) return;
    // A copy of a draft may be published in its stead; one of what has expired has expired too.
    if (row.state !== 'withdrawn') await this.#withdraw(row, outcome.kind === 'skipped');
    await this.#rows.set(row, { due: null, expires: null });
  }

  #withdraw(row: EntryRow, mayBeReplaced: boolean): Promise<void> {
    return withdraw(this.#trx, this.#log, row, this.#now, this, mayBeReplaced ? this.homeless : undefined);
  }

  async write(): Promise<void> {
    await this.#groups.write(this.#trx);
    await this.#rows.writeNew();
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
            double_of: ref('excluded.double_of'),
          })),
        )
        .execute();
    }
    const paths = this.#files.map(({ path }) => path);
    const wrong = new Set(this.#found.map(({ path }) => path));
    await this.#writeMedia();
    await noteProblems(this.#trx, this.#found, 'reader', this.#now);
    await forgetProblems(
      this.#trx,
      paths.filter((path) => !wrong.has(path)),
    );
    await this.#log.flush();
  }

  async #takeEntry(arrival: Arrival, parsed: ParsedEntry, remarks: readonly Remark[]): Promise<void> {
    const { path } = arrival;
    const found = this.#identities.get(path);
    if (!found) throw new Error(`Expected ${path} to be identified before it is saved`);
    const row = found.is === 'double' ? undefined : this.#rowOf(found);
    // Another process may have saved the same text in the meantime: from this place, or from another.
    const twin =
      found.is === 'new' && row && row.path !== path ? (row.path ?? 'an article published before') : undefined;
    const of = found.is === 'double' ? found.of : twin;
    if (of !== undefined) {
      const problem = { path, expected: 'an article of its own', found: `the same article as ${of}` };
      return this.#refuse(arrival, problem, found.is === 'known' ? undefined : this.#rows.withId(found.id)?.number);
    }
    this.#keepFile(arrival);
    this.#remark(path, remarks);
    const grouped = this.#groups.of(parsed);
    if (row) {
      await this.#leavePlace(path, row.number);
      await this.#update(arrival, row, parsed, grouped);
    } else if (found.is === 'new') {
      await this.#leavePlace(path, undefined);
      this.#add(arrival, found.id, parsed, grouped);
    }
  }

  #rowOf(found: Exclude<Identified, { is: 'double' }>): EntryRow | undefined {
    if (found.is === 'new') return this.#rows.withId(found.id);
    const row = this.#rows.numbered(found.number);
    if (!row) throw new Error(`Expected entry ${found.number} to be there still`);
    return row;
  }

  #add(arrival: Arrival, id: EntryId, parsed: ParsedEntry, grouped: Grouped): void {
    const number = this.#rows.nextNumber();
    const published = parsed.published.getTime();
    const isDue = published <= this.#now.getTime();
    const updated = firstUpdated(id, parsed, this.#now).getTime();
    const fingerprint = fingerprintOf(parsed);
    const { revision, position } = isDue
      ? this.#log.append({
          entry: number,
          kind: 'added',
          content: [id, fingerprint, published, updated],
          moment: updated,
          published,
          firstRevision: 0,
          position: 0,
          isHere: { before: false, after: parsed.link === undefined },
          before: [],
          after: groupsOf(grouped.tags, grouped.authors, parsed.enclosures),
        })
      : { revision: 0, position: 0 };
    this.#rows.add({
      number,
      id,
      slug: this.#slugs.mint({ parsed, id }),
      state: isDue ? 'live' : 'scheduled',
      ...contentColumns(parsed, grouped, fingerprint),
      likeness: likenessOf(published, parsed.title),
      published,
      updated,
      withdrawn: null,
      due: isDue ? null : published,
      revision,
      first_revision: revision,
      position,
      is_given: parsed.id === undefined ? 0 : 1,
      ...placeOf(arrival),
    });
    this.changes.push({ kind: isDue ? 'added' : 'scheduled', path: arrival.path, id, title: parsed.title });
  }

  async #update(arrival: Arrival, row: EntryRow, parsed: ParsedEntry, grouped: Grouped): Promise<void> {
    const id = row.id as EntryId;
    const fingerprint = fingerprintOf(parsed);
    const isMoved = row.path !== arrival.path;
    const isUnseen = row.first_revision === 0;
    const isAhead = isDatedAhead(parsed, row, this.#now);
    const say = (kind: ChangeKind) => this.changes.push({ kind, path: arrival.path, id, title: parsed.title });
    if (row.state === 'live' && !isAhead && row.fingerprint === fingerprint) {
      await this.#rows.set(row, { ...placeOf(arrival), expires: parsed.expires?.getTime() ?? null });
      if (isMoved) say('renamed');
      return;
    }
    // Until it is seen, an entry may still change its date; afterwards `published` never moves.
    const published = isUnseen ? parsed.published.getTime() : Number(row.published);
    const likeness = likenessOf(published, parsed.title);
    const version = { ...placeOf(arrival), ...contentColumns(parsed, grouped, fingerprint), likeness, published };
    if (isAhead) {
      const due = parsed.published.getTime();
      // What has been public and is to appear later goes until then.
      if (row.state === 'live') await this.#withdraw(row, false);
      if (isMoved || Number(row.due) !== due) say('scheduled');
      const updated = firstUpdated(id, parsed, this.#now).getTime();
      await this.#rows.set(
        row,
        isUnseen ? { ...version, updated, withdrawn: null, due, state: 'scheduled' } : { ...version, due },
      );
      return;
    }
    const kind = isUnseen ? 'added' : row.state === 'withdrawn' ? 'returned' : 'corrected';
    const updated = this.#updatedOf(kind, arrival, row, parsed);
    const { revision, position } = this.#log.append({
      entry: row.number,
      kind,
      content: [id, fingerprint, published, updated],
      moment: updated,
      published,
      firstRevision: row.first_revision,
      position: row.position,
      isHere: { before: row.link === null, after: parsed.link === undefined },
      before: kind === 'corrected' ? groupsFrom(row) : isUnseen ? [] : await tombstonesOf(this.#trx, row.number),
      after: groupsOf(grouped.tags, grouped.authors, parsed.enclosures),
    });
    const appearance = isUnseen ? { first_revision: revision, position } : {};
    const state = { state: 'live' as const, withdrawn: null, due: null };
    await this.#rows.set(row, { ...version, ...state, ...appearance, updated, revision });
    say(kind);
  }

  #updatedOf(kind: RevisionKind, arrival: Arrival, row: EntryRow, parsed: ParsedEntry): number {
    if (kind === 'added') return firstUpdated(row.id as EntryId, parsed, this.#now).getTime();
    if (kind === 'returned') return returnedUpdated(row, this.#now);
    if (parsed.isMinor) return Number(row.updated);
    return nextUpdated(Number(row.updated), parsed, arrival.modified, this.#now);
  }

  /** The entry that stood here, if it is another, has lost its file; whoever comes later may be it. */
  async #leavePlace(path: string, newOwner: number | undefined): Promise<void> {
    for (const row of this.#rows.at(path)) {
      if (row.number === newOwner) continue;
      await this.#rows.set(row, { path: null });
      this.homeless.set(row.number, path);
    }
  }

  #refuse(arrival: Arrival, problem: Problem, doubleOf?: number): void {
    this.problems.push(problem);
    this.#keepFile(arrival, problem, doubleOf);
  }

  #keepFile(arrival: Arrival, problem?: Problem, doubleOf?: number): void {
    const { path, folder, size, modified, changed, digest, reader, isPiece } = arrival;
    const kept = { is_piece: isPiece ? 1 : 0, double_of: doubleOf ?? null };
    this.#files.push({ path, folder, size, modified, changed, digest, reader, ...kept });
    if (problem) this.#found.push({ path, kind: 'refused', facts: problem });
    for (const { path: medium, size, modified, changed, served, facts } of arrival.media ?? []) {
      const { key, type } = { key: null, type: null, ...served };
      const row = { article: path, path: medium, key, type, facts: JSON.stringify(facts) };
      this.#media.push({ ...row, size, modified, changed });
    }
  }

  /** The last good version of a file that is refused keeps its media. */
  async #writeMedia(): Promise<void> {
    const refused = new Set(this.#found.flatMap(({ path, kind }) => (kind === 'refused' ? [path] : [])));
    const articles = this.#files.flatMap(({ path }) => (refused.has(path) ? [] : [path]));
    await forgetMedia(this.#trx, articles);
    const rows = this.#media.filter(({ article }) => !refused.has(article));
    for (const some of chunks(rows, ROWS_AT_ONCE)) await this.#trx.insertInto('media').values(some).execute();
  }

  #remark(path: string, remarks: readonly Remark[]): void {
    const facts = remarks.filter(({ kind }) => kind === 'repaired');
    if (facts.length > 0) this.#found.push({ path, kind: 'repaired', facts });
  }
}

function placeOf({ path, digest, identity }: Arrival) {
  return { path, digest, identity };
}

/** The entries that a transaction may need, as they stand in the middle of it. */
class Rows {
  readonly #trx: Transaction<Tables>;
  readonly #byNumber = new Map<number, EntryRow>();
  readonly #byId = new Map<string, EntryRow>();
  /** Where they stood when they were loaded. */
  readonly #byPath = new Map<string, EntryRow[]>();
  readonly #new: EntryRow[] = [];
  #last: number;

  private constructor(trx: Transaction<Tables>, last: number) {
    this.#trx = trx;
    this.#last = last;
  }

  static async open(
    trx: Transaction<Tables>,
    wanted: { paths: readonly string[]; numbers: readonly number[]; ids: readonly string[] },
  ): Promise<Rows> {
    const last = await trx
      .selectFrom('entry')
      .select(({ fn }) => fn.max('number').as('number'))
      .executeTakeFirst();
    const rows = new Rows(trx, last?.number ?? 0);
    await rows.#load('path', wanted.paths);
    await rows.#load('number', wanted.numbers);
    await rows.#load('id', wanted.ids);
    return rows;
  }

  numbered(number: number): EntryRow | undefined {
    return this.#byNumber.get(number);
  }

  withId(id: string): EntryRow | undefined {
    return this.#byId.get(id);
  }

  at(path: string): EntryRow[] {
    return (this.#byPath.get(path) ?? []).filter((row) => row.path === path);
  }

  nextNumber(): number {
    this.#last += 1;
    return this.#last;
  }

  add(row: EntryRow): void {
    this.#byId.set(row.id, row);
    this.#new.push(row);
  }

  /** Changes a row that was loaded; what is set already is not written. */
  async set(row: EntryRow, values: Partial<EntryRow>): Promise<void> {
    if (Object.entries(values).every(([column, value]) => row[column as keyof EntryRow] === value)) return;
    Object.assign(row, values);
    await this.#trx.updateTable('entry').set(values).where('number', '=', row.number).execute();
  }

  async writeNew(): Promise<void> {
    for (const rows of chunks(this.#new, ROWS_AT_ONCE)) await this.#trx.insertInto('entry').values(rows).execute();
  }

  async #load(column: 'path' | 'number' | 'id', values: readonly (string | number)[]): Promise<void> {
    for (const some of chunks([...new Set(values)], ROWS_AT_ONCE)) {
      const rows = await this.#trx
        .selectFrom('entry')
        .selectAll()
        .where(column, 'in', some as string[])
        .execute();
      for (const row of rows) {
        if (this.#byNumber.has(row.number)) continue;
        this.#byNumber.set(row.number, row);
        this.#byId.set(row.id, row);
        if (row.path !== null) this.#byPath.set(row.path, [...(this.#byPath.get(row.path) ?? []), row]);
      }
    }
  }
}
