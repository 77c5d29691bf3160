// How the tables came about, in order. A migration that has landed is never changed.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { groupByAuthors } from './group-by-authors.ts';
import { groupByPodcasts } from './group-by-podcasts.ts';
import { PART_SIZE } from './sitemaps.ts';
import { dotless } from './slug.ts';
import { likenessOf } from './version.ts';

/** Names sort in the order of application. */
export const migrations: Readonly<Record<string, Migration>> = {
  '001-main': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('publication')
        .addColumn('key', 'integer', (column) => column.primaryKey())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('is_public', 'integer', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('entries', 'integer', (column) => column.notNull())
        .addColumn('updated', 'bigint', (column) => column.notNull())
        .addColumn('confirmed', 'integer', (column) => column.notNull())
        .addColumn('root', 'text', (column) => column.notNull())
        .addColumn('settings', 'text', (column) => column.notNull())
        .addColumn('settings_at', 'bigint', (column) => column.notNull())
        .addColumn('namespace', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('revision')
        .addColumn('revision', 'integer', (column) => column.primaryKey())
        .addColumn('entry', 'integer', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('entry')
        .addColumn('number', 'integer', (column) => column.primaryKey())
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('slug', 'text', (column) => column.notNull().unique())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('title', 'text', (column) => column.notNull())
        .addColumn('summary', 'text')
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('authors', 'text', (column) => column.notNull())
        .addColumn('tags', 'text', (column) => column.notNull())
        .addColumn('language', 'text')
        .addColumn('link', 'text')
        .addColumn('picture', 'text')
        .addColumn('published', 'bigint', (column) => column.notNull())
        .addColumn('updated', 'bigint', (column) => column.notNull())
        .addColumn('withdrawn', 'bigint')
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('first_revision', 'integer', (column) => column.notNull())
        .addColumn('fingerprint', 'text', (column) => column.notNull())
        .addColumn('path', 'text')
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('identity', 'text', (column) => column.notNull())
        .addColumn('is_given', 'integer', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('tag')
        .addColumn('slug', 'text', (column) => column.primaryKey())
        .addColumn('key', 'text', (column) => column.notNull().unique())
        .addColumn('label', 'text', (column) => column.notNull())
        .addColumn('entries', 'integer', (column) => column.notNull())
        .addColumn('updated', 'bigint', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('membership')
        .addColumn('tag', 'text', (column) => column.notNull())
        .addColumn('entry', 'integer', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('published', 'bigint', (column) => column.notNull())
        .addColumn('first_revision', 'integer', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('membership_key', ['tag', 'entry'])
        .execute();
      await db.schema
        .createTable('file')
        .addColumn('path', 'text', (column) => column.primaryKey())
        .addColumn('folder', 'text', (column) => column.notNull())
        .addColumn('size', 'bigint', (column) => column.notNull())
        .addColumn('modified', 'double precision', (column) => column.notNull())
        .addColumn('changed', 'double precision', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('reader', 'text', (column) => column.notNull())
        .addColumn('problem', 'text')
        .addColumn('double_of', 'integer')
        .execute();
      const index = (table: string, name: string, columns: string[]) =>
        db.schema.createIndex(`${table}_by_${name}`).on(table).columns(columns).execute();
      await index('entry', 'published', ['state', 'published', 'first_revision']);
      await index('entry', 'state', ['state', 'revision']);
      await index('entry', 'revision', ['revision']);
      await index('entry', 'path', ['path']);
      await index('entry', 'digest', ['digest']);
      await index('entry', 'identity', ['identity']);
      await index('revision', 'at', ['at']);
      await index('tag', 'revision', ['revision']);
      await index('membership', 'published', ['tag', 'state', 'published', 'first_revision']);
      await index('membership', 'revision', ['tag', 'state', 'revision']);
      await index('file', 'folder', ['folder']);
      await index('file', 'digest', ['digest']);
      await sql`create index file_by_double on file (double_of) where double_of is not null`.execute(db);
      await sql`create index entry_homeless on entry (number) where path is null and state <> 'withdrawn'`.execute(db);
      await sql`create index file_by_problem on file (path) where problem is not null`.execute(db);
    },
  },
  '002-life': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('publication').addColumn('loss', 'text').execute();
      await db.schema.alterTable('entry').addColumn('enclosures', 'text').execute();
      await db.schema.alterTable('entry').addColumn('due', 'bigint').execute();
      await db.schema.alterTable('entry').addColumn('expires', 'bigint').execute();
      await sql`update entry set due = published where state = 'scheduled'`.execute(db);
      await db.schema
        .alterTable('entry')
        .addColumn('likeness', 'text', (column) => column.notNull().defaultTo(''))
        .execute();
      const titles = await sql<{
        number: number;
        published: number;
        title: string;
      }>`select number, published, title from entry`.execute(db);
      for (const { number, published, title } of titles.rows)
        await sql`update entry set likeness = ${likenessOf(Number(published), title)} where number = ${number}`.execute(
          db,
        );
      await db.schema.createIndex('entry_by_likeness').on('entry').column('likeness').execute();
      await sql`create index entry_by_due on entry (due) where due is not null`.execute(db);
      await sql`create index entry_by_expires on entry (expires) where expires is not null`.execute(db);
      await db.schema
        .createTable('problem')
        .addColumn('path', 'text', (column) => column.primaryKey())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('facts', 'text', (column) => column.notNull())
        .addColumn('found_by', 'text', (column) => column.notNull())
        .addColumn('first_seen', 'bigint', (column) => column.notNull())
        .addColumn('last_seen', 'bigint', (column) => column.notNull())
        .execute();
      const keys = await sql<{ slug: string; key: string }>`select slug, key from tag`.execute(db);
      const known = new Set(keys.rows.map(({ key }) => key));
      for (const { slug, key } of keys.rows) {
        if (known.has(dotless(key))) continue;
        known.add(dotless(key));
        await sql`update tag set key = ${dotless(key)} where slug = ${slug}`.execute(db);
      }
      const now = Date.now();
      await sql`insert into problem select path, 'refused', problem, 'reader', ${now}, ${now} from file where problem is not null`.execute(
        db,
      );
      // Made anew: without row numbers a table whose key is a text is one tree and not two, which a million files notice.
      await db.schema
        .createTable('new_file')
        .addColumn('path', 'text', (column) => column.primaryKey())
        .addColumn('folder', 'text', (column) => column.notNull())
        .addColumn('size', 'bigint', (column) => column.notNull())
        .addColumn('modified', 'double precision', (column) => column.notNull())
        .addColumn('changed', 'double precision', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('reader', 'text', (column) => column.notNull())
        .addColumn('is_piece', 'integer', (column) => column.notNull())
        .addColumn('double_of', 'integer')
        .modifyEnd(sql`without rowid`)
        .execute();
      await sql`insert into new_file select path, folder, size, modified, changed, digest, reader, 0, double_of from file`.execute(
        db,
      );
      await db.schema.dropTable('file').execute();
      await db.schema.alterTable('new_file').renameTo('file').execute();
      await db.schema.createIndex('file_by_place').on('file').columns(['folder', 'path']).execute();
      await sql`create index file_by_double on file (double_of) where double_of is not null`.execute(db);
      await db.schema
        .createTable('new_membership')
        .addColumn('tag', 'text', (column) => column.notNull())
        .addColumn('entry', 'integer', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('published', 'bigint', (column) => column.notNull())
        .addColumn('first_revision', 'integer', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('membership_key', ['tag', 'entry'])
        .modifyEnd(sql`without rowid`)
        .execute();
      await sql`insert into new_membership select tag, entry, state, published, first_revision, revision from membership`.execute(
        db,
      );
      await db.schema.dropTable('membership').execute();
      await db.schema.alterTable('new_membership').renameTo('membership').execute();
      const byTag = (name: string, columns: string[]) =>
        db.schema.createIndex(`membership_by_${name}`).on('membership').columns(columns).execute();
      await byTag('published', ['tag', 'state', 'published', 'first_revision']);
      await byTag('revision', ['tag', 'state', 'revision']);
      // The tombstones of an entry that returns.
      await sql`create index membership_withdrawn on membership (entry) where state = 'withdrawn'`.execute(db);
      await db.schema
        .createTable('media')
        .addColumn('article', 'text', (column) => column.notNull())
        .addColumn('path', 'text', (column) => column.notNull())
        .addColumn('size', 'bigint', (column) => column.notNull())
        .addColumn('modified', 'double precision', (column) => column.notNull())
        .addColumn('changed', 'double precision', (column) => column.notNull())
        .addColumn('key', 'text')
        .addColumn('type', 'text')
        .addColumn('facts', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('media_key', ['article', 'path'])
        .execute();
      await db.schema.createIndex('media_by_path').on('media').column('path').execute();
      await db.schema.createIndex('media_by_key').on('media').column('key').execute();
    },
  },
  '003-history': {
    async up(db: Kysely<unknown>): Promise<void> {
      const number = (table: string, column: string) =>
        db.schema
          .alterTable(table)
          .addColumn(column, 'integer', (definition) => definition.notNull().defaultTo(0))
          .execute();
      await number('publication', 'appeared');
      await number('entry', 'position');
      await number('tag', 'appeared');
      await number('membership', 'position');
      await number('membership', 'joined');
      await db.schema
        .alterTable('tag')
        .addColumn('origin', 'text', (column) => column.notNull().defaultTo(''))
        .execute();
      await sql`update tag set origin = slug`.execute(db);
      await db.schema
        .createTable('alias')
        .addColumn('slug', 'text', (column) => column.primaryKey())
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('target', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('alias_by_key').on('alias').column('key').execute();
      await groupByAuthors(db);
      await sql`update membership set joined = first_revision`.execute(db);
      await sql`
        update membership set position = numbered.position from (
          select tag, entry, row_number() over (partition by tag order by joined, entry) as position from membership
        ) as numbered where numbered.tag = membership.tag and numbered.entry = membership.entry
      `.execute(db);
      await sql`update tag set appeared = (select count(*) from membership where tag = tag.slug)`.execute(db);
      await sql`
        update entry set position = numbered.position from (
          select number, row_number() over (order by first_revision) as position from entry where first_revision > 0
        ) as numbered where numbered.number = entry.number
      `.execute(db);
      await sql`update publication set appeared = (select count(*) from entry where first_revision > 0)`.execute(db);
      await db.schema.createIndex('membership_by_position').on('membership').columns(['tag', 'position']).execute();
      // Of all, also of what nobody has seen yet: what is asked for is bound, and SQLite would not know that it is above 0.
      await db.schema.createIndex('entry_by_position').on('entry').column('position').execute();
    },
  },
  '004-search': {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const column of ['searched', 'searched_at'])
        await db.schema
          .alterTable('publication')
          .addColumn(column, 'bigint', (type) => type.notNull().defaultTo(0))
          .execute();
      // The entries keep the texts. Words come one by one and folded (see words.ts), so that nothing depends on which
      // Unicode SQLite knows: `ascii` takes them apart at the spaces and leaves other letters as they are.
      await sql`create virtual table entry_words using fts5(title, summary, content, tags, authors, content='', contentless_delete=1, tokenize='ascii')`.execute(
        db,
      );
    },
  },
  '005-sitemap': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('part')
        .addColumn('number', 'integer', (column) => column.primaryKey())
        .addColumn('listed', 'integer', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .execute();
      await sql`
        insert into part select (position - 1) / ${sql.lit(PART_SIZE)} + 1,
          sum(case when state = 'live' and link is null then 1 else 0 end), max(revision)
        from entry where position > 0 group by 1
      `.execute(db);
      // All that news is looked up by: articles are large. With the link, though it is always none, SQLite need not read them.
      await sql`create index entry_here on entry (state, published, position, link) where link is null`.execute(db);
    },
  },
  '006-podcast': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('entry').addColumn('episode', 'text').execute();
      // Where the publication was first at home, in public: the names of its podcasts are made from that (POD-20).
      await db.schema
        .alterTable('publication')
        .addColumn('home', 'text', (column) => column.notNull().defaultTo(''))
        .execute();
      await groupByPodcasts(db);
    },
  },
  '007-audience': {
    async up(db: Kysely<unknown>): Promise<void> {
      const sums = ['whole', 'unchanged', 'new', 'limited', 'bytes', 'saved_bytes', 'announced', 'pollers'];
      const returns = ['intervals', 'needless', 'hasty', 'unheeding'];
      let table = db.schema
        .createTable('audience')
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('at', 'integer', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull());
      for (const sum of [...sums, ...returns])
        table = table.addColumn(sum, 'bigint', (column) => column.notNull().defaultTo(0));
      await table
        .addColumn('interval_seconds', 'double precision', (column) => column.notNull().defaultTo(0))
        .addColumn('latency', 'text')
        .addPrimaryKeyConstraint('audience_key', ['kind', 'at', 'name'])
        .modifyEnd(sql`without rowid`)
        .execute();
      await sql`
        create index audience_by_rank on audience
          (kind, at, (announced + pollers) desc, (whole + unchanged + "new" + limited) desc)
      `.execute(db);
      await db.schema
        .createTable('announced')
        .addColumn('day', 'integer', (column) => column.notNull())
        .addColumn('feed', 'text', (column) => column.notNull())
        .addColumn('client', 'text', (column) => column.notNull())
        .addColumn('sources', 'text', (column) => column.notNull())
        .addColumn('most', 'bigint', (column) => column.notNull())
        .addColumn('subscribers', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('announced_key', ['day', 'feed', 'client'])
        .modifyEnd(sql`without rowid`)
        .execute();
      await db.schema
        .createTable('poller')
        .addColumn('day', 'integer', (column) => column.notNull())
        .addColumn('feed', 'text', (column) => column.notNull())
        .addColumn('poller', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('poller_key', ['day', 'feed', 'poller'])
        .modifyEnd(sql`without rowid`)
        .execute();
      await db.schema
        .createTable('salt')
        .addColumn('day', 'integer', (column) => column.primaryKey())
        .addColumn('salt', 'text', (column) => column.notNull())
        .execute();
      // All that counts and orders problems: what is wrong with a file may be long.
      await sql`create index problem_by_age on problem (first_seen desc, path, kind)`.execute(db);
    },
  },
};
