// Markdown with YAML or TOML front matter, as Hugo, Jekyll and Zola sites write it -> ParsedEntry.
import MarkdownIt from 'markdown-it';
import type { Author, ParsedEntry, Picture } from '../entry.ts';
import { cleanText, oneLine } from '../text.ts';
import type { Source } from './article.ts';
import { dateInPath, type Moment, parseDate } from './dates.ts';
import { readFrontMatter } from './front-matter.ts';
import { firstSentence, headlineFrom } from './headline.ts';
import { absoluteLink, firstParagraphOf, plainTitle, safeHtml } from './html.ts';
import type { Reading } from './reading.ts';

const markdown = new MarkdownIt({ html: true, maxNesting: 50 });

type Fields = Readonly<Record<string, unknown>>;

/** Parses one Markdown article. Front matter is optional; a wrong field is a problem that names it. */
export function parseMarkdown(text: string, source: Source): Reading {
  const front = readFrontMatter(cleanText(text));
  if (!front.ok) return { kind: 'problem', field: 'front matter', ...front };
  const fields = lowerCased(front.fields);
  if (fields.draft === true || fields.published === false) return { kind: 'skipped', why: 'a draft' };

  const published = date(fields, ['date', 'publishdate', 'pubdate', 'published'], source);
  if (published === 'wrong') return wrongDate(text, fields, ['date', 'publishdate', 'pubdate', 'published']);
  const updated = date(fields, ['updated', 'lastmod', 'modified', 'last_modified_at'], source);
  if (updated === 'wrong') return wrongDate(text, fields, ['updated', 'lastmod', 'modified', 'last_modified_at']);
  const address = string(fields, ['path', 'url', 'permalink']);
  const moment = published ?? (address ? dateInPath(address, source.zone) : undefined) ?? source.fallbackDate;

  const link = permalink(string(fields, ['canonical', 'canonical_url', 'canonicalurl', 'canonical_link', 'link']));
  const base = { folder: source.folder, ...(link ? { link } : {}) };
  const { heading, body } = withoutHeading(withoutShortcodes(front.body), string(fields, ['title']));
  const content = safeHtml(markdown.render(body), base);
  const paragraph = firstParagraphOf(content);
  const given = string(fields, ['title', 'headline']) ?? heading;
  const teaser = oneLine(
    plainTitle(string(fields, ['description', 'summary', 'excerpt', 'deck']) ?? '').replace(/\*\*/g, ''),
  );
  if (content === '' && !given && !teaser) return { kind: 'problem', expected: 'a title or a text', found: 'neither' };
  // A text without a title is called after its file, a mere teaser after what it says.
  const title =
    oneLine(given ? plainTitle(given) : '') ||
    (content === '' ? headlineFrom(firstSentence(teaser)) : nameOf(source.path));
  const summary = teaser || firstSentence(paragraph);
  const picture = pictureFrom(fields, base);
  const language = languageTag(string(fields, ['language', 'lang']));
  const id = string(fields, ['id', 'guid']);
  const slug = string(fields, ['slug']);
  const entry: ParsedEntry = {
    title,
    ...(summary ? { summary } : {}),
    content,
    authors: authors(fields),
    tags: tags(fields),
    ...(language ? { language } : {}),
    ...(link ? { link } : {}),
    ...(picture ? { picture } : {}),
    ...(id ? { id: oneLine(id) } : {}),
    ...(slug ? { slug: oneLine(slug) } : {}),
    published: moment.at,
    isDateOnly: moment.isDateOnly,
    ...(updated ? { updated: updated.at } : {}),
  };
  return { kind: 'entry', entry };
}

function lowerCased(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The first of several fields that holds a text or a number. */
function string(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' && value.trim() !== '') return value;
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  }
  return undefined;
}

function date(fields: Fields, names: readonly string[], { zone }: Source): Moment | 'wrong' | undefined {
  for (const name of names) {
    const value = fields[name];
    if (value === undefined || value === null || value === '' || typeof value === 'boolean') continue;
    // TOML has dates of its own; their ISO form keeps what the author left out, the zone or the time.
    const text = value instanceof Date ? value.toISOString() : scalar(value);
    return (text === undefined ? undefined : parseDate(text, zone)) ?? 'wrong';
  }
  return undefined;
}

function scalar(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
    ? String(value)
    : undefined;
}

function wrongDate(text: string, fields: Fields, names: readonly string[]): Reading {
  const field =
    names.find((name) => fields[name] !== undefined && fields[name] !== null && typeof fields[name] !== 'boolean') ??
    'date';
  const line = text.split('\n').findIndex((row) => row.trim().toLowerCase().startsWith(field)) + 1;
  return {
    kind: 'problem',
    ...(line > 0 ? { line } : {}),
    field,
    expected: 'a date such as 2025-06-25 or 2025-06-25T15:30:00Z',
    found: `"${(scalar(fields[field]) ?? 'a list or fields').slice(0, 60)}"`,
  };
}

/** Tags as a list, as a comma list, and under the names that site builders use. */
function tags(fields: Fields): string[] {
  const taxonomies = isRecord(fields.taxonomies) ? lowerCased(fields.taxonomies) : {};
  const found = ['tags', 'tag', 'topics', 'keywords']
    .map((name) => labels(fields[name]).concat(labels(taxonomies[name])))
    .find((list) => list.length > 0);
  return found ?? labels(fields.categories ?? taxonomies.categories ?? fields.category);
}

function labels(value: unknown): string[] {
  const list = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  return list
    .filter((label) => typeof label === 'string' || typeof label === 'number')
    .map((label) => oneLine(plainTitle(String(label))).replace(/^#(?=\p{L})/u, ''))
    .filter((label) => label !== '');
}

function authors(fields: Fields): Author[] {
  const value = fields.authors ?? fields.author ?? fields.byline;
  const list = Array.isArray(value) ? value : typeof value === 'string' ? [value] : isRecord(value) ? [value] : [];
  return list.flatMap((item): Author[] => {
    if (typeof item === 'string') return named(item);
    if (!isRecord(item)) return [];
    const name = string(item, ['name']);
    const url = permalink(string(item, ['url', 'uri', 'link']));
    return name ? named(name).map((author) => ({ ...author, ...(url ? { url } : {}) })) : [];
  });
}

/** “Jane Doe <jane@example.org>” -> name and address (ATOM-27: no address in a name). */
function named(text: string): Author[] {
  const line = oneLine(text);
  const start = Math.max(line.lastIndexOf(' '), line.lastIndexOf('<')) + 1;
  const email = line.slice(start).replace(/>$/, '');
  if (!EMAIL.test(email)) return line === '' ? [] : [{ name: line }];
  const name = line.slice(0, start).replace(/<$/, '').trim();
  return [{ name: name || (email.split('@')[0] ?? email), email }];
}

const EMAIL = /^[^\s<>()@]+@[^\s<>()@]+\.[^\s<>()@]+$/u;

function pictureFrom(fields: Fields, base: { folder: string; link?: string }): Picture | undefined {
  const image = fields.image ?? fields.featured_image ?? fields.cover ?? fields.thumbnail;
  const record = isRecord(image) ? lowerCased(image) : {};
  const address = typeof image === 'string' ? image : string(record, ['url', 'src', 'path', 'image']);
  const url = address ? absoluteLink(address, base) : undefined;
  if (!url) return undefined;
  const caption = string(record, ['caption', 'alt']) ?? string(fields, ['image_caption', 'image_alt']);
  const credit = string(record, ['credit']) ?? string(fields, ['image_credit']);
  return { url, ...(caption ? { caption: oneLine(caption) } : {}), ...(credit ? { credit: oneLine(credit) } : {}) };
}

function permalink(text: string | undefined): string | undefined {
  const url = text ? URL.parse(text.trim()) : null;
  return url && /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : undefined;
}

function languageTag(text: string | undefined): string | undefined {
  try {
    return text ? Intl.getCanonicalLocales(text.trim().replaceAll('_', '-'))[0] : undefined;
  } catch {
    // Not a language tag: the site's language is a better guess than a word nobody knows.
    return undefined;
  }
}

const HEADING = /^\s*#[ \t]+([^\n]+)\n?/;

/** Takes off a first heading that is the title, or that says what the title is when none is given. */
function withoutHeading(body: string, title: string | undefined): { heading?: string; body: string } {
  const match = HEADING.exec(body);
  const text = withoutClosing(match?.[1]?.trim() ?? '');
  if (!match || text === '') return { body };
  if (title !== undefined && oneLine(plainTitle(title)).toLowerCase() !== oneLine(text).toLowerCase()) return { body };
  return { heading: text.replace(/[*_`]/g, ''), body: body.slice(match[0].length) };
}

/** `# Title #` -> `Title`; the sign of `# Learning C#` is part of the title (CommonMark 4.2). */
function withoutClosing(heading: string): string {
  let end = heading.length;
  while (heading[end - 1] === '#') end--;
  return end === 0 || /\s/.test(heading[end - 1] ?? '') ? heading.slice(0, end).trimEnd() : heading;
}

// A lookahead sees to it that the code has an end before its inside is read: looking for one from every place costs
// the square of the length.
const SHORTCODE =
  /\{\{[<%](?=[^{}]*[%>]\}\})\s*([\w/-]+)([^{}]*)\}\}|\{%-?(?=[^{}%]*%\})\s*(\w+)([^{}%]*)%\}|\{\{-?(?=[^{}]*\}\})\s*(?:"([^"{}]*)"|'([^'{}]*)'|([\w.]+))(?:\(([^{}]*)\))?[^{}]*\}\}|\{:[^{}\n]*\}/g;

/** Template code of site builders is no text: pictures and links stay, the rest of the code goes. Code blocks are left alone. */
function withoutShortcodes(body: string): string {
  let fence = '';
  let text = '';
  let result = '';
  const flush = () => {
    result += text.replace(/`[^`\n]+`|[^`]+|`/g, (part) =>
      part.length > 1 && part.startsWith('`') ? part : part.replace(SHORTCODE, shortcode),
    );
    text = '';
  };
  for (const line of body.split(/(?<=\n)/)) {
    if (fence !== '') {
      result += line;
      if (line.startsWith(fence) && /^(?:`+|~+)\s*$/.test(line)) fence = '';
    } else if (/^(?:```|~~~)/.test(line)) {
      flush();
      fence = line.slice(0, 3);
      result += line;
    } else {
      text += line;
    }
  }
  flush();
  return result;
}

function shortcode(_: string, ...groups: (string | undefined)[]): string {
  const [hugo, hugoValues, liquid, liquidValues, quoted, singleQuoted, call, callValues] = groups;
  const name = hugo ?? liquid ?? call ?? '';
  const values = hugoValues ?? liquidValues ?? callValues ?? '';
  // `{{ "/about/" | url }}` and `{{< ref "/about.md" >}}` stand for the address that they name.
  const address = quoted ?? singleQuoted ?? (/^(rel)?ref$/.test(name) ? /"([^"]*)"/.exec(values)?.[1] : undefined);
  if (address !== undefined) return address;
  const [first, second] = Array.from(values.matchAll(/"([^"<>]*)"/g), (match) => match[1] ?? '');
  const source = argument(values, 'src') ?? argument(values, 'url') ?? (name === 'image' ? first : undefined);
  if (source && /^(figure|img|img-\w+|image)$/.test(name)) {
    return `![${argument(values, 'alt') ?? argument(values, 'caption') ?? second ?? ''}](<${source}>)`;
  }
  const video = /^youtube/.test(name) ? /(?:["'\s])([\w-]{11})(?:["'\s]|$)/.exec(values)?.[1] : undefined;
  return video ? `[Video](https://www.youtube.com/watch?v=${video})` : '';
}

function argument(text: string, name: string): string | undefined {
  return new RegExp(`\\b${name}\\s*=\\s*"([^"<>]*)"`).exec(text)?.[1];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** A title for a text without any: its file's name, in words. */
function nameOf(path: string): string {
  const parts = path.replace(/\.[^./]+$/, '').split('/');
  const name = parts.at(-1) === 'index' ? (parts.at(-2) ?? 'index') : (parts.at(-1) ?? '');
  return oneLine(name.replace(/^\d{4}-\d{2}-\d{2}-/, '').replace(/[-_]+/g, ' ')) || 'Untitled';
}
