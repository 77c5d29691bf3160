// Tags by what people call them: they type labels in any spelling, and know no slugs.
import type { Kysely } from 'kysely';
import { isSlug } from '../selection.ts';
import { slugify, tagKey } from './slug.ts';
import type { Tables, TagTable } from './tables.ts';

/** A tag, and a name under which it alone is found: its label, or where that means another one, its slug. */
export type Called = { readonly slug: string; readonly name: string };

type Known = Pick<TagTable, 'slug' | 'key' | 'label' | 'entries'>;

/** Of the tags that begin alike, so many are looked at. */
const LOOKED_AT = 200;

/** The tags that people call so, by what they call them: a slug that it has or once had, or a label. */
export async function tagsCalled(db: Kysely<Tables>, texts: readonly string[]): Promise<Map<string, Called>> {
  const asked = texts.map((text) => ({ text, key: tagKey(text), base: slugify(text) }));
  const keys = asked.map(({ key }) => key).filter(isSaid);
  const slugs = texts.filter(isSlug);
  const aliases = await db
    .selectFrom('alias')
    .selectAll()
    .where((where) =>
      where.or([where('slug', 'in', [...slugs, ...asked.map(({ base }) => base)]), where('key', 'in', keys)]),
    )
    .execute();
  const candidates = [...slugs, ...aliases.map(({ target }) => target)];
  const tags = await seen(db)
    .where((where) => where.or([where('slug', 'in', candidates), where('key', 'in', keys)]))
    .execute();
  const tagOf = (slug: string | undefined) => tags.find((tag) => tag.slug === slug);
  const formerly = (slug: string) => tagOf(aliases.find((alias) => alias.slug === slug)?.target);
  return new Map(
    asked.flatMap(({ text, key, base }) => {
      const tag =
        // A slug leads to its tag whatever else is called so: the links of pages have slugs.
        tagOf(text) ??
        formerly(text) ??
        tags.find((tag) => tag.key === key) ??
        tagOf(aliases.find((alias) => alias.key === key && isSaid(key))?.target) ??
        formerly(base);
      return tag ? [[text, called(tag)] as const] : [];
    }),
  );
}

/** The largest tags of those whose labels begin so; where very many do, of the first of them. */
export async function tagsBeginning(db: Kysely<Tables>, text: string, limit: number): Promise<Called[]> {
  const key = tagKey(text);
  if (!isSaid(key)) return [];
  const rows = await seen(db)
    .where('key', '>=', key)
    .where('key', '<', `${key}\u{10FFFF}`)
    .where('entries', '>', 0)
    .orderBy('key')
    .limit(LOOKED_AT)
    .execute();
  return rows
    .sort((one, other) => other.entries - one.entries)
    .slice(0, limit)
    .map(called);
}

/** The tags with the most articles. */
export async function largestTags(db: Kysely<Tables>, limit: number): Promise<Called[]> {
  // Keys of tags begin with no space, those of authors and podcasts do.
  const rows = seen(db).where('entries', '>', 0).where('key', '>=', '!').orderBy('entries', 'desc').orderBy('slug');
  return (await rows.limit(limit).execute()).map(called);
}

/** Tags that somebody has seen. */
function seen(db: Kysely<Tables>) {
  return db.selectFrom('tag').select(['slug', 'key', 'label', 'entries']).where('revision', '>', 0);
}

function called({ slug, key, label }: Known): Called {
  const isClear = tagKey(label) === key && (label === slug || !isSlug(label));
  return { slug, name: isClear ? label : slug };
}

/** False for the key of what nobody calls anything. */
function isSaid(key: string): boolean {
  return key !== '' && !key.startsWith(' ');
}
