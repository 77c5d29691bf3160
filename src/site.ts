// data/site.yaml -> what the publication says about itself.
import { parse as parseYaml } from 'yaml';
import type { Author } from './entry.ts';
import { oneLine } from './text.ts';

type TagSettings = { readonly title?: string; readonly description?: string };

/** What the publication says about itself. */
export type Site = {
  readonly title: string;
  readonly description: string;
  /** BCP 47. */
  readonly language: string;
  readonly authors: readonly Author[];
  readonly rights?: string;
  /** By tag slug. */
  readonly tags: Readonly<Record<string, TagSettings>>;
};

/** Reads data/site.yaml; a missing file means a site that says little about itself. */
export function parseSite(text: string | undefined, path: string, problems: string[]): Site {
  let data: unknown;
  try {
    data = parseYaml(text ?? '') ?? {};
  } catch (error) {
    problems.push(`Expected ${path} to be YAML: ${(error as Error).message.split('\n')[0]}`);
    data = {};
  }
  const fields = record(data, 'the file', path, problems);
  const known = ['title', 'description', 'language', 'authors', 'rights', 'tags'];
  for (const name of Object.keys(fields)) {
    if (!known.includes(name)) problems.push(`Expected ${path} to hold ${known.join(', ')}, got \`${name}\``);
  }
  const line = (name: string, from: Record<string, unknown> = fields) => {
    const value = from[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string' && typeof value !== 'number')
      problems.push(`Expected \`${name}\` in ${path} to be text`);
    return oneLine(String(value)) || undefined;
  };
  const title = line('title') ?? 'Tagwire';
  const rights = line('rights');
  const tags: Record<string, TagSettings> = {};
  for (const [slug, settings] of Object.entries(record(fields.tags ?? {}, '`tags`', path, problems))) {
    const of = record(settings ?? {}, `\`tags.${slug}\``, path, problems);
    const [tagTitle, description] = [line('title', of), line('description', of)];
    tags[slug] = { ...(tagTitle ? { title: tagTitle } : {}), ...(description ? { description } : {}) };
  }
  return {
    title,
    description: line('description') ?? `Articles from ${title}, newest first.`,
    language: language(line('language') ?? 'en', path, problems),
    authors: authors(fields.authors, title, path, problems),
    ...(rights ? { rights } : {}),
    tags,
  };
}

function record(value: unknown, name: string, path: string, problems: string[]): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  problems.push(`Expected ${name} in ${path} to be \`key: value\` lines`);
  return {};
}

function language(tag: string, path: string, problems: string[]): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    problems.push(`Expected \`language\` in ${path} to be a language tag such as en-GB, got \`${tag}\``);
    return 'en';
  }
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
    const { name, email, url }: Record<string, unknown> = fields;
    if (typeof name !== 'string' || oneLine(name) === '')
      problems.push(`Expected every author in ${path} to have a name`);
    if (email !== undefined && !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(String(email)))
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
