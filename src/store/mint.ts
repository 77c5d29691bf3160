// Addresses for new tags and articles: readable, unique, and never given twice (GEN-07).
import type { Transaction } from 'kysely';
import type { Author, Byline, EntryId, ParsedEntry, Tag } from '../entry.ts';
import { chunks } from '../lists.ts';
import { authorGroup, type Group, podcastGroup, podcastsOf } from './group.ts';
import { uuidFrom } from './ids.ts';
import type { Grouped } from './rows.ts';
import { authorKey, slugify, tagKey, unspokenKey } from './slug.ts';
import { ROWS_AT_ONCE, type Tables, type TagTable } from './tables.ts';

/** The tags, authors and podcasts of one transaction, known ones and new ones. */
export class GroupMint {
  readonly #byKey: Map<string, Group>;
  readonly #slugs: Set<Group>;
  /** What tags are called now, by what they were called. */
  readonly #renamed: Map<Group, Group>;
  readonly #minted: TagTable[] = [];
  /** Known or not. */
  readonly #podcasts = new Set<Group>();

  private constructor(byKey: Map<string, Group>, slugs: Set<Group>, renamed: Map<Group, Group>) {
    this.#byKey = byKey;
    this.#slugs = slugs;
    this.#renamed = renamed;
  }

  /** @param articles all that it will be asked for */
  static async open(
    trx: Transaction<Tables>,
    articles: readonly Pick<ParsedEntry, 'tags' | 'authors'>[],
  ): Promise<GroupMint> {
    const byKey = new Map<string, Group>();
    const slugs = new Set<Group>();
    const renamed = new Map<Group, Group>();
    const wanted = [
      ...articles.flatMap(({ tags }) => tags.map((label) => ({ key: tagKey(label), base: slugify(label) }))),
      ...articles.flatMap(({ authors }) =>
        authors.map(({ name }) => ({ key: authorKey(name), base: authorGroup(slugify(name)) })),
      ),
    ];
    for (const keys of chunks([...new Set(wanted.map(({ key }) => key))], ROWS_AT_ONCE)) {
      for (const { key, slug } of await trx
        .selectFrom('tag')
        .select(['key', 'slug'])
        .where('key', 'in', keys)
        .execute())
        byKey.set(key, slug);
      // A tag that was renamed is what it was renamed to, whatever its articles call it.
      for (const { key, target } of await trx.selectFrom('alias').selectAll().where('key', 'in', keys).execute())
        byKey.set(key, target);
    }
    const unknown = wanted.flatMap(({ key, base }) => (byKey.has(key) ? [] : [base]));
    for (const some of chunks([...new Set(unknown)], ROWS_AT_ONCE)) {
      for (const { slug, origin } of await trx
        .selectFrom('tag')
        .select(['slug', 'origin'])
        .where('slug', 'in', some)
        .execute()) {
        slugs.add(slug);
        // Whoever gave a tag its name means it when he uses the name.
        if (origin !== slug) renamed.set(slug, slug);
      }
      for (const { slug, target } of await trx.selectFrom('alias').selectAll().where('slug', 'in', some).execute())
        renamed.set(slug, target);
    }
    return new GroupMint(byKey, slugs, renamed);
  }

  /** What an article names, under the addresses that its names have here. */
  of({ tags: labels, authors: names, enclosures }: Pick<ParsedEntry, 'tags' | 'authors' | 'enclosures'>): Grouped {
    const [tags, authors] = [this.#tagsOf(labels), this.#authorsOf(names)];
    for (const podcast of podcastsOf(tags, enclosures)) this.#podcasts.add(podcast);
    return { tags, authors };
  }

  /** The tags that labels stand for, each once, with the label as written first. */
  #tagsOf(labels: readonly string[]): Tag[] {
    const tags = new Map<string, Tag>();
    for (const label of labels) {
      const key = tagKey(label);
      if (key === '') continue;
      const base = slugify(label);
      const slug = this.#byKey.get(key) ?? this.#renamed.get(base) ?? this.#mint(key, base, 'tag', label);
      if (!tags.has(slug)) tags.set(slug, { slug, label });
    }
    return [...tags.values()];
  }

  /** Authors under the addresses of their feeds. One whose name has no letter that could stand in an address has one too. */
  #authorsOf(authors: readonly Author[]): Byline[] {
    return authors.map((author) => {
      const key = authorKey(author.name);
      const group =
        this.#byKey.get(key) ?? this.#mint(key, authorGroup(slugify(author.name)), authorGroup('author'), author.name);
      return { ...author, slug: group.slice(1) };
    });
  }

  async write(trx: Transaction<Tables>): Promise<void> {
    for (const rows of chunks(this.#minted, ROWS_AT_ONCE)) await trx.insertInto('tag').values(rows).execute();
    // A podcast begins with its first episode. It has no label: it is called what its tag is called. Its origin is that of
    // the tag, too: the address that it begins with may have been that of another podcast.
    for (const podcasts of chunks([...this.#podcasts], ROWS_AT_ONCE)) {
      const tags = podcasts.map((podcast) => podcast.slice(1));
      const known = await trx.selectFrom('tag').select(['slug', 'origin']).where('slug', 'in', tags).execute();
      const origins = new Map(known.map(({ slug, origin }) => [slug, origin]));
      const rows = tags.map((tag): TagTable => {
        const slug = podcastGroup(tag);
        const origin = podcastGroup(origins.get(tag) ?? tag);
        return { ...unseen({ slug, key: unspokenKey(slug), label: '' }), origin };
      });
      const insert = trx.insertInto('tag').values(rows);
      await insert.onConflict((conflict) => conflict.column('slug').doNothing()).execute();
    }
  }

  /** @param fallback what it is called when nothing is left of its name */
  #mint(key: string, base: Group, fallback: Group, label: string): Group {
    const hasName = base !== '' && base !== authorGroup('');
    const isFree = hasName && !this.#slugs.has(base);
    const slug = isFree ? base : `${hasName ? base : fallback}-${uuidFrom(key).slice(0, 8)}`;
    this.#slugs.add(slug);
    this.#byKey.set(key, slug);
    this.#minted.push(unseen({ slug, key, label }));
    return slug;
  }
}

/** A group that nobody has seen yet. */
export function unseen(named: Pick<TagTable, 'slug' | 'key' | 'label'>): TagTable {
  return { ...named, origin: named.slug, entries: 0, appeared: 0, updated: 0, revision: 0 };
}

/** What a slug is made from. */
type Unnamed = { readonly parsed: ParsedEntry; readonly id: EntryId };

/** The slugs of the new articles of one transaction. */
export class SlugMint {
  readonly #taken: Set<string>;

  private constructor(taken: Set<string>) {
    this.#taken = taken;
  }

  /** @param unnamed all that it will be asked for */
  static async open(trx: Transaction<Tables>, unnamed: readonly Unnamed[]): Promise<SlugMint> {
    const taken = new Set<string>();
    for (const some of chunks([...new Set(unnamed.flatMap(candidates))], ROWS_AT_ONCE)) {
      for (const { slug } of await trx.selectFrom('entry').select('slug').where('slug', 'in', some).execute())
        taken.add(slug);
    }
    return new SlugMint(taken);
  }

  /** A slug that no other entry has. */
  mint(unnamed: Unnamed): string {
    const slug = candidates(unnamed).find((candidate) => !this.#taken.has(candidate)) ?? uuidFrom(unnamed.id);
    this.#taken.add(slug);
    return slug;
  }
}

/** What the author wishes or the title says; with a little of the id where that is taken; with more of it. */
function candidates({ parsed, id }: Unnamed): string[] {
  const wish = (parsed.slug ? slugify(parsed.slug, 100) : '') || slugify(parsed.title);
  const suffix = uuidFrom(id).replaceAll('-', '');
  const named = [`${wish || 'article'}-${suffix.slice(0, 6)}`, `${wish || 'article'}-${suffix}`];
  return wish === '' ? named : [wish, ...named];
}
