// Addresses for new tags and articles: readable, unique, and never given twice (GEN-07).
import type { Transaction } from 'kysely';
import type { EntryId, ParsedEntry, Tag } from '../entry.ts';
import { chunks } from '../lists.ts';
import { uuidFrom } from './ids.ts';
import { slugify, tagKey } from './slug.ts';
import { ROWS_AT_ONCE, type Tables, type TagTable } from './tables.ts';

/** The tags of one transaction, known ones and new ones. */
export class TagMint {
  readonly #byKey: Map<string, TagTable>;
  readonly #slugs: Set<string>;
  readonly #minted: TagTable[] = [];

  private constructor(byKey: Map<string, TagTable>, slugs: Set<string>) {
    this.#byKey = byKey;
    this.#slugs = slugs;
  }

  /** @param labels all that it will be asked for */
  static async open(trx: Transaction<Tables>, labels: readonly string[]): Promise<TagMint> {
    const byKey = new Map<string, TagTable>();
    const slugs = new Set<string>();
    for (const keys of chunks([...new Set(labels.map(tagKey))], ROWS_AT_ONCE)) {
      for (const row of await trx.selectFrom('tag').selectAll().where('key', 'in', keys).execute())
        byKey.set(row.key, row);
    }
    const unknown = labels.filter((label) => !byKey.has(tagKey(label)));
    for (const some of chunks([...new Set(unknown.map((label) => slugify(label)))], ROWS_AT_ONCE)) {
      for (const { slug } of await trx.selectFrom('tag').select('slug').where('slug', 'in', some).execute())
        slugs.add(slug);
    }
    return new TagMint(byKey, slugs);
  }

  /** The tags that labels stand for, each once, with the label as written first. */
  tagsOf(labels: readonly string[]): Tag[] {
    const tags = new Map<string, Tag>();
    for (const label of labels) {
      const key = tagKey(label);
      if (key === '' || tags.has(key)) continue;
      tags.set(key, { slug: (this.#byKey.get(key) ?? this.#mint(key, label)).slug, label });
    }
    return [...tags.values()];
  }

  async write(trx: Transaction<Tables>): Promise<void> {
    for (const rows of chunks(this.#minted, ROWS_AT_ONCE)) await trx.insertInto('tag').values(rows).execute();
  }

  #mint(key: string, label: string): TagTable {
    const base = slugify(label);
    const slug = base !== '' && !this.#slugs.has(base) ? base : `${base || 'tag'}-${uuidFrom(key).slice(0, 8)}`;
    const tag = { slug, key, label, entries: 0, updated: 0, revision: 0 };
    this.#slugs.add(slug);
    this.#byKey.set(key, tag);
    this.#minted.push(tag);
    return tag;
  }
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
