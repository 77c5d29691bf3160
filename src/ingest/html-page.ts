// HTML, whole pages and fragments of them -> Draft. What a page says of its article: page-metadata.ts; where its text is:
// page-body.ts.
import { posix } from 'node:path';
import { cleanText, escapeMarkup, oneLine } from '../text.ts';
import { parseDocument, rootOf } from './dom.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { type LinkBase, plainTextOf, plainTitle, safeHtml, uriOf } from './html.ts';
import { readFront } from './metadata.ts';
import { bodyOf } from './page-body.ts';
import { isSamePicture, type PageMetadata, plainName, readPageMetadata } from './page-metadata.ts';
import { type Survey, surveyOf } from './page-survey.ts';
import type { DraftReading, Source } from './reading.ts';
import { withoutShortcodes } from './shortcodes.ts';

/** Parses one page, or a fragment with front matter, with metadata in a comment, or with none. */
export function parseHtml(text: string, source: Source): DraftReading {
  const front = frontMatterOf(cleanText(text));
  const metadata = readFront(front, text, source);
  if (metadata.kind !== 'metadata') return metadata;
  const isFront = front.ok && Object.keys(front.fields).length > 0;
  const body = isFront ? withoutShortcodes(metadata.body, 'html') : metadata.body;
  const reading = isPage(body) ? parsePage(body, source) : parseFragment(body, metadata.base);
  if (reading.kind !== 'draft') return reading;
  const said = Object.entries(metadata.draft).filter(([, value]) => !isNothing(value));
  const remarks = [...(metadata.draft.remarks ?? []), ...(reading.draft.remarks ?? [])];
  return { kind: 'draft', draft: { ...reading.draft, ...Object.fromEntries(said), remarks } };
}

const LONGEST_MENDED = 5000;
const NO_METADATA = { ok: true, fields: {} } as const;

/** Metadata before the text as site builders take them, or as JSON, YAML or TOML in a comment that opens a fragment. */
function frontMatterOf(text: string): FrontMatter {
  const front = readFrontMatter(text);
  if (!front.ok || Object.keys(front.fields).length > 0) return front;
  const start = text.trimStart();
  const end = start.startsWith('<!--') ? start.indexOf('-->') : -1;
  const inside = start.slice('<!--'.length, Math.max(end, 0)).trim();
  const body = start.slice(end + '-->'.length);
  if (!/^(?:\{\s*["}]|---|\+\+\+)/.test(inside) || isPage(body)) return { ...NO_METADATA, body: text };
  const written = readFrontMatter(`${inside}\n`);
  // YAML takes what is nearly JSON: a comma at the end, a comment. It takes its time with what is not.
  const isShort = inside.startsWith('{') && inside.length < LONGEST_MENDED;
  const lenient = written.ok || !isShort ? written : readFrontMatter(`---\n${inside}\n---\n`);
  if (!lenient.ok) return written;
  return { ...lenient, body, ...(written.ok ? {} : { isMended: true }) };
}

/** Outside of comments, which old pages fill with tags for old browsers. */
const PAGE_TAG = /<!--|<(?:!doctype\s+html|html|head|body)(?=[\s>])/gi;
/** Elements of a head, with which a page may begin: its other tags may be left out. */
const HEAD_TAG = /^\s*<(?:title|meta|link|base)\b/i;

function isPage(text: string): boolean {
  if (HEAD_TAG.test(text)) return true;
  const tags = new RegExp(PAGE_TAG);
  for (let match = tags.exec(text); match; match = tags.exec(text)) {
    if (match[0] !== '<!--') return true;
    const end = text.indexOf('-->', match.index + 2);
    if (end < 0) return false;
    tags.lastIndex = end;
  }
  return false;
}

function parseFragment(body: string, base: LinkBase): DraftReading {
  const content = safeHtml(body, base);
  // A second-level heading that has text before it is that of a part.
  const [, heading] = /<h1\b[^>]*>([\s\S]*?)<\/h1>/.exec(content) ?? /^<h2\b[^>]*>([\s\S]*?)<\/h2>/.exec(content) ?? [];
  return { kind: 'draft', draft: { title: heading && plainTextOf(heading), content } };
}

/** A page that only sends its reader elsewhere has hardly any text of its own. */
const STUB_LENGTH = 500;

/** The folder in which browsers put what belongs to a page that they save; frames are pages of their own there. */
const BESIDE_A_PAGE = /_files\/[^/]+$/;

function parsePage(text: string, source: Source): DraftReading {
  if (BESIDE_A_PAGE.test(source.path)) return { kind: 'skipped', why: 'a part of a page that a browser saved' };
  const html = /\.xhtml$/i.test(source.path) ? withoutShortTags(text) : text;
  const document = parseDocument(html);
  const root = rootOf(document);
  const survey = surveyOf(root);
  const saved = savedFrom(text);
  const stem = posix.basename(source.path, posix.extname(source.path));
  const isCopy = saved !== undefined || text.includes(`${stem}_files/`);
  const page = readPageMetadata(survey, source, { saved, isCopy });
  const why = whyNoArticle(survey, page, source.path);
  if (why) return { kind: 'skipped', why };
  const { title = '', picture } = page.draft;
  const body = bodyOf(root, document, survey, title, html.length);
  const shown = safeHtml(body.html, page.base);
  if (isRedirect(survey) && plainTextOf(shown).length < STUB_LENGTH)
    return { kind: 'skipped', why: 'only sends its reader elsewhere' };
  // Some pages are filled by a script, and hold their text for search engines only.
  const content =
    page.text && plainTextOf(shown).length < page.text.length / 4 ? paragraphsOf(page.text, page.base) : shown;
  // What a page shows behind a name: when it was, and how many have read it.
  const byline = plainName((body.byline ?? '').replace(/\s*(?:\b\p{L}{3,9}\.?\s+)?\d.*$/su, ''));
  const authors = page.draft.authors ?? [];
  return {
    kind: 'draft',
    draft: {
      ...page.draft,
      authors: authors.length === 0 && byline ? [{ name: byline }] : authors,
      ...(picture?.url ? { picture: { ...picture, url: sourceIn(content, picture.url) ?? picture.url } } : {}),
      content,
    },
  };
}

/** `<script/>` is a whole element in XHTML, and in HTML the beginning of one that swallows the page. */
function withoutShortTags(text: string): string {
  return text.replace(/<([a-z][a-z0-9]*)(\s[^<>]*)?\/>/gi, (tag, name: string, attributes = '') =>
    VOID.test(name) ? tag : `<${name}${attributes}></${name}>`,
  );
}

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i;

/** Browsers and copiers of sites note where a page comes from. */
const SAVED_FROM = [
  /<!--\s*saved from url=\(\d{1,6}\)(https?:\/\/\S{1,2000})/,
  /<!--\s{1,20}Page saved with SingleFile\s{1,20}url:\s{0,20}(https?:\/\/\S{1,2000})/,
];
const MIRRORED_FROM = /<!--\s*Mirrored from (\S{1,2000}) by HTTrack/;

function savedFrom(text: string): string | undefined {
  const start = text.slice(0, 5000);
  const mirrored = MIRRORED_FROM.exec(start)?.[1];
  return SAVED_FROM.map((form) => form.exec(start)?.[1]).find(Boolean) ?? (mirrored && `https://${mirrored}`);
}

/** Pages of a site that are no articles, as far as that is beyond doubt. */
function whyNoArticle(survey: Survey, { isArticle, isList, draft }: PageMetadata, path: string): string | undefined {
  if (isArticle) return undefined;
  const { bodyClass, articleCount } = survey;
  const name = posix.basename(path).toLowerCase();
  const isOf = (words: string) => bodyClass.split(/\s+/).some((word) => words.split(' ').includes(word));
  if (/^(?:40[34]|50[0-4])\.x?html?$/.test(name) || isOf('error404')) return 'an error page';
  if (/^(?:search|offline)\.x?html?$/.test(name) || isOf('search-results search-no-results')) return 'a search page';
  // Themes of WordPress name what kind of page it is.
  const isListing = isList || (isOf('archive') && !isOf('single page'));
  const isFront = /^index\.x?html?$/.test(name) && articleCount > 2 && !draft.published;
  return isListing || isFront ? 'a page that lists articles' : undefined;
}

/** At once, and elsewhere: pages that are to be looked at again in five minutes load themselves. */
function isRedirect({ refresh }: Survey): boolean {
  const [, seconds = '', target] =
    /^\s*(\d{1,6})(?:\.\d{0,9})?\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=)?\s*(\S)/i.exec(refresh ?? '') ?? [];
  return target !== undefined && Number(seconds) <= 10;
}

/** An article as plain text, or as what ought to be. */
function paragraphsOf(text: string, base: LinkBase): string {
  if (/<(?:p|br|div)\b[^<>]*>/i.test(text)) return safeHtml(text, base);
  const lines = plainTitle(text.replaceAll('<', '&lt;')).split('\n').map(oneLine);
  return lines
    .filter((line) => line !== '')
    .map((line) => `<p>${escapeMarkup(line)}</p>`)
    .join('\n');
}

/** Where a text shows a picture itself; the same one at two addresses would be shown twice. */
function sourceIn(content: string, url: string): string | undefined {
  for (const [, src = ''] of content.matchAll(/<img\b[^>]*?\ssrc="([^"]*)"/g)) {
    const address = src.replaceAll('&amp;', '&');
    if (isSamePicture(address, url)) return uriOf(address);
  }
  return undefined;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}
