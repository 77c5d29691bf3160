// data/site.yaml -> what the publication says about itself.
import { parse as parseYaml } from 'yaml';
import type { CoverReading } from './cover.ts';
import type { Author } from './entry.ts';
import type { LeaveOut } from './ingest/reading.ts';
import type { Podcasts } from './podcast.ts';
import { addressOf, expectKeys, isEmail, isSaid, lineOf, record } from './site-fields.ts';
import { parsePodcasts } from './site-podcast.ts';
import { slugify } from './store/slug.ts';
import { oneLine } from './text.ts';

/** What a publication is called that does not say so. */
export const NAMELESS = 'Tagwire';

type TagSettings = { readonly title?: string; readonly description?: string };

/** What the publication says about itself. */
export type Site = {
  readonly title: string;
  readonly description: string;
  /** BCP 47. */
  readonly language: string;
  readonly authors: readonly Author[];
  readonly rights?: string;
  /** What Google News calls the publication, where that is not the title (NEWS-01). */
  readonly newsName?: string;
  /** The address of the logo that SmartNews shows (NEWS-07): absolute, or beginning with SITE_MARK. */
  readonly newsLogo?: string;
  /** Absent when it says nothing of any. */
  readonly podcasts?: Podcasts;
  /** By tag slug. */
  readonly tags: Readonly<Record<string, TagSettings>>;
  /** What tags are called now, by what they were called. */
  readonly renamed: Readonly<Record<string, string>>;
};

/** What the publication says about its articles: how they are to be read. */
export type ArticleSettings = { readonly folderTags: boolean; readonly leaveOut: LeaveOut };

/**
 * Reads data/site.yaml; a missing file means a site that says little about itself. Adds what is wrong to `problems`.
 * @param readCover reads the file of a cover
 */
export function parseSite(
  text: string | undefined,
  path: string,
  problems: string[],
  readCover: (file: string) => CoverReading,
): Site & { readonly articles: ArticleSettings } {
  const fields = record(parse(text ?? '', path, problems), 'the file', path, problems);
  expectKeys(
    fields,
    ['title', 'description', 'language', 'authors', 'rights', 'tags', 'articles', 'news', 'podcast'],
    path,
    problems,
  );
  const line = (name: string) => lineOf(fields[name], name, path, problems);
  const title = line('title') ?? NAMELESS;
  const rights = line('rights');
  const news = record(fields.news ?? {}, '`news`', path, problems);
  expectKeys(news, ['name', 'logo'], `\`news\` in ${path}`, problems);
  const newsName = lineOf(news.name, 'news.name', path, problems);
  const newsLogo = addressOf(news.logo, 'news.logo', path, problems);
  const { sections, ...tagged } = tags(record(fields.tags ?? {}, '`tags`', path, problems), path, problems);
  const podcasts = parsePodcasts({ all: fields.podcast, tags: sections }, { path, problems, readCover });
  return {
    title,
    description: line('description') ?? `Articles from ${title}, newest first.`,
    language: language(line('language') ?? 'en', path, problems),
    authors: authors(fields.authors, title, path, problems),
    ...(rights ? { rights } : {}),
    ...(newsName ? { newsName } : {}),
    ...(newsLogo ? { newsLogo } : {}),
    ...(podcasts ? { podcasts } : {}),
    ...tagged,
    articles: articles(record(fields.articles ?? {}, '`articles`', path, problems), path, problems),
  };
}

function articles(fields: Record<string, unknown>, path: string, problems: string[]): ArticleSettings {
  expectKeys(fields, ['folder_tags', 'leave_out', 'leave_out_after'], `\`articles\` in ${path}`, problems);
  const { folder_tags: folderTags = false } = fields;
  if (typeof folderTags !== 'boolean')
    problems.push(`Expected \`articles.folder_tags\` in ${path} to be true or false, got \`${folderTags}\``);
  const lines = (name: string): string[] => {
    const value = fields[name] ?? [];
    const list = Array.isArray(value) ? value : [value];
    const texts = list.map((line) => (typeof line === 'string' ? oneLine(line) : ''));
    // `*` alone would leave out everything.
    if (texts.some((line) => /^[*\s]*$/.test(line)))
      problems.push(`Expected \`articles.${name}\` in ${path} to be lines of text, with \`*\` for any part of one`);
    return texts;
  };
  return {
    folderTags: folderTags === true,
    leaveOut: { paragraphs: lines('leave_out'), after: lines('leave_out_after') },
  };
}

function parse(text: string, path: string, problems: string[]): unknown {
  try {
    return parseYaml(text) ?? {};
  } catch (error) {
    // The first line ends with the place and a colon; a picture of the place follows.
    const [first = ''] = (error as Error).message.split('\n');
    const [, what = first, place] = /^(.*) at (line \d+, column \d+):$/.exec(first) ?? [];
    problems.push(`Expected ${path}${place ? `, ${place},` : ''} to be YAML: ${what}`);
    return {};
  }
}

/** Reads a language tag; de_DE, as locales are written, is mended. */
function language(tag: string, path: string, problems: string[]): string {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0] ?? 'en';
  } catch {
    problems.push(`Expected \`language\` in ${path} to be a language tag such as en-GB, got \`${tag}\``);
    return 'en';
  }
}

function tags(
  fields: Record<string, unknown>,
  path: string,
  problems: string[],
): Pick<Site, 'tags' | 'renamed'> & { readonly sections: Readonly<Record<string, unknown>> } {
  const tags: Record<string, TagSettings> = {};
  const sections: Record<string, unknown> = {};
  const renamed: Record<string, string> = {};
  for (const [slug, settings] of Object.entries(fields)) {
    const name = `tags.${slug}`;
    const written = slugify(slug, 200);
    if (written !== slug) problems.push(`Expected ${slugProblem(written)} in ${path}, got \`${name}\``);
    const of = record(settings ?? {}, `\`${name}\``, path, problems);
    expectKeys(of, ['title', 'description', 'renamed_from', 'podcast'], `\`${name}\` in ${path}`, problems);
    const title = lineOf(of.title, `${name}.title`, path, problems);
    const description = lineOf(of.description, `${name}.description`, path, problems);
    tags[slug] = { ...(title ? { title } : {}), ...(description ? { description } : {}) };
    if (isSaid(of.podcast)) sections[slug] = of.podcast;
    for (const value of [of.renamed_from ?? []].flat()) {
      // YAML takes the tag of a year for a number.
      const former = typeof value === 'number' ? String(value) : value;
      const field = `\`${name}.renamed_from\``;
      const isSlug = typeof former === 'string' && former !== '' && slugify(former, 200) === former;
      if (!isSlug)
        problems.push(`Expected ${field} in ${path} to be tags as written in their addresses, got \`${former}\``);
      else if (Object.hasOwn(renamed, former))
        problems.push(
          `Expected ${field} in ${path} to be a tag of its own, got \`${former}\`, which is ${renamed[former]} now`,
        );
      else renamed[former] = slug;
    }
  }
  for (const [former, slug] of Object.entries(renamed)) {
    // One step: whoever follows a redirect shall not meet another one, or himself (HTTP-40).
    if (Object.hasOwn(tags, former) || Object.hasOwn(renamed, slug))
      problems.push(
        `Expected \`tags.${slug}.renamed_from\` in ${path} to name what is no tag any more, got \`${former}\``,
      );
  }
  return { tags, renamed, sections };
}

function slugProblem(written: string): string {
  return `a tag to be written as in its address${written === '' ? '' : `, such as \`tags.${written}\`,`}`;
}

/** Atom wants an author of the feed (ATOM-04): the publication itself where nobody else is named. */
function authors(value: unknown, title: string, path: string, problems: string[]): readonly Author[] {
  if (value === undefined || value === null) return [{ name: title }];
  if (!Array.isArray(value) || value.length === 0) {
    problems.push(`Expected \`authors\` in ${path} to be a list`);
    return [{ name: title }];
  }
  return value.map((item): Author => {
    const fields = typeof item === 'string' ? { name: item } : record(item, 'an author', path, problems);
    expectKeys(fields, ['name', 'email', 'url'], `an author in ${path}`, problems);
    const { name, email, url }: Record<string, unknown> = fields;
    if (typeof name !== 'string' || oneLine(name) === '')
      problems.push(`Expected every author in ${path} to have a name`);
    if (email !== undefined && !isEmail(String(email)))
      problems.push(`Expected the e-mail of an author in ${path}, got \`${email}\``);
    if (url !== undefined && !/^https?:$/.test(URL.parse(String(url))?.protocol ?? ''))
      problems.push(`Expected the url of an author in ${path}, http(s), got \`${url}\``);
    return {
      name: oneLine(String(name)),
      ...(email ? { email: String(email) } : {}),
      ...(url ? { url: String(url) } : {}),
    };
  });
}
