// Markdown with front matter, as Hugo, Jekyll, Eleventy and Zola sites write it -> ParsedEntry.
import MarkdownIt from 'markdown-it';
import footnotes from 'markdown-it-footnote';
import type { ParsedEntry } from '../entry.ts';
import { cleanText, oneLine } from '../text.ts';
import type { Source } from './article.ts';
import { dateInPath } from './dates.ts';
import {
  authorsOf,
  datesOf,
  languageOf,
  lowerCased,
  permalinkOf,
  pictureOf,
  tagsOf,
  textOf,
  type WrongField,
  whyUnpublished,
} from './fields.ts';
import { readFrontMatter } from './front-matter.ts';
import { firstSentence, headlineFrom } from './headline.ts';
import { firstParagraphOf, plainTitle, safeHtml } from './html.ts';
import type { Reading } from './reading.ts';
import { withoutShortcodes } from './shortcodes.ts';

const markdown = new MarkdownIt({ html: true, maxNesting: 50 }).use(footnotes).disable('footnote_inline');
// Ids are not kept, so there is no way from a reference to its note and back.
markdown.renderer.rules.footnote_anchor = () => '';
markdown.renderer.rules.footnote_ref = (...at) =>
  `<sup>${markdown.renderer.rules.footnote_caption?.(...at) ?? ''}</sup>`;

/** Parses one Markdown article. Front matter is optional; a wrong field is a problem that names it. */
export function parseMarkdown(text: string, source: Source): Reading {
  const front = readFrontMatter(cleanText(text));
  if (!front.ok) {
    const { ok: _, ...problem } = front;
    return { kind: 'problem', field: 'front matter', ...problem };
  }
  const fields = lowerCased(front.fields);
  const why = whyUnpublished(fields);
  if (typeof why === 'string') return { kind: 'skipped', why };
  if (why) return wrong(text, why);
  const dates = datesOf(fields, source.zone);
  if ('field' in dates) return wrong(text, dates);
  const address = textOf(fields, ['path', 'url', 'permalink']);
  const moment = dates.published ?? (address ? dateInPath(address, source.zone) : undefined) ?? source.fallbackDate;

  const link = permalinkOf(textOf(fields, ['canonical', 'canonical_url', 'canonicalurl', 'canonical_link', 'link']));
  const base = { folder: source.folder, ...(link ? { link } : {}) };
  const { heading, body } = withoutHeading(withoutShortcodes(front.body), textOf(fields, ['title']));
  const content = safeHtml(markdown.render(body), base);
  const paragraph = firstParagraphOf(content);
  const given = textOf(fields, ['title', 'headline']) ?? heading;
  const teaser = oneLine(
    plainTitle(textOf(fields, ['description', 'summary', 'excerpt', 'deck']) ?? '').replace(/\*\*/g, ''),
  );
  if (content === '' && !given && !teaser) return { kind: 'problem', expected: 'a title or a text', found: 'neither' };
  // A headline is what the text says first; a text without words is called after its file.
  const title =
    oneLine(given ? plainTitle(given) : '') || headlineFrom(firstSentence(paragraph || teaser)) || nameOf(source.path);
  const summary = teaser || firstSentence(paragraph);
  const picture = pictureOf(fields, base);
  const language = languageOf(textOf(fields, ['language', 'lang']));
  const id = textOf(fields, ['id', 'guid']);
  const slug = textOf(fields, ['slug']);
  const entry: ParsedEntry = {
    title,
    ...(summary ? { summary } : {}),
    content,
    authors: authorsOf(fields),
    tags: tagsOf(fields),
    ...(language ? { language } : {}),
    ...(link ? { link } : {}),
    ...(picture ? { picture } : {}),
    ...(id ? { id: oneLine(id) } : {}),
    ...(slug ? { slug: oneLine(slug) } : {}),
    published: moment.at,
    isDateOnly: moment.isDateOnly,
    ...(dates.updated ? { updated: dates.updated.at } : {}),
  };
  return { kind: 'entry', entry };
}

function wrong(text: string, problem: WrongField): Reading {
  const line = text.split('\n').findIndex((row) => row.trim().toLowerCase().startsWith(problem.field)) + 1;
  return { kind: 'problem', ...(line > 0 ? { line } : {}), ...problem };
}

/** In both forms of Markdown: `# Title`, or a line that is underlined with `===`. */
const HEADING = /^\s*(?:#[ \t]+([^\n]+)\n?|([^\s#>*+`~<=-][^\n]*)\n=+[ \t]*(?:\n|$))/;

/** Takes off a first heading that is the title, or that says what the title is when none is given. */
function withoutHeading(body: string, title: string | undefined): { heading?: string; body: string } {
  const match = HEADING.exec(body);
  const text = withoutClosing((match?.[1] ?? match?.[2] ?? '').trim());
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

/** A title for a text without any: its file's name, in words. */
function nameOf(path: string): string {
  const parts = path.replace(/\.[^./]+$/, '').split('/');
  const name = parts.at(-1) === 'index' ? (parts.at(-2) ?? 'index') : (parts.at(-1) ?? '');
  return oneLine(name.replace(/^\d{4}-\d{2}-\d{2}-/, '').replace(/[-_]+/g, ' ')) || 'Untitled';
}
