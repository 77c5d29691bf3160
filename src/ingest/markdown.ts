// Markdown with front matter, as Hugo, Jekyll, Eleventy and Zola sites write it -> Draft.
import MarkdownIt from 'markdown-it';
import footnotes from 'markdown-it-footnote';
import { cleanText, oneLine, withoutIllegalReferences } from '../text.ts';
import { readFrontMatter } from './front-matter.ts';
import { plainTitle, safeHtml } from './html.ts';
import { readFront } from './metadata.ts';
import type { DraftReading, Source } from './reading.ts';
import { withoutShortcodes } from './shortcodes.ts';

const markdown = new MarkdownIt({ html: true, maxNesting: 50 }).use(footnotes).disable('footnote_inline');
// Ids are not kept, so there is no way from a reference to its note and back.
markdown.renderer.rules.footnote_anchor = () => '';
markdown.renderer.rules.footnote_ref = (...at) =>
  `<sup>${markdown.renderer.rules.footnote_caption?.(...at) ?? ''}</sup>`;

markdown.renderer.rules.softbreak = (_tokens, _index, _options, env) => (env?.hasBreaks ? '<br>\n' : '\n');

/** Markdown -> HTML that is not safe yet. @param hasBreaks true where the end of a line is meant to be seen */
export function renderMarkdown(text: string, { hasBreaks = false } = {}): string {
  return markdown.render(text, { hasBreaks });
}

// A reference to what XML forbids would become the sign of a lost character.
const REFERENCE = /&#\w{1,12};/y;
markdown.inline.ruler.before('entity', 'illegal reference', (state) => {
  REFERENCE.lastIndex = state.pos;
  const [reference = ''] = REFERENCE.exec(state.src) ?? [];
  if (reference === '' || withoutIllegalReferences(reference) !== '') return false;
  state.pos += reference.length;
  return true;
});

/**
 * Parses one Markdown article. Front matter is optional; a wrong field is a problem that names it.
 * @param front what has been taken off the text already
 */
export function parseMarkdown(text: string, source: Source, front = readFrontMatter(cleanText(text))): DraftReading {
  const metadata = readFront(front, text, source);
  if (metadata.kind !== 'metadata') return metadata;
  const { draft, base } = metadata;
  const { heading, body } = withoutHeading(withoutShortcodes(metadata.body), draft.title);
  return {
    kind: 'draft',
    draft: {
      ...draft,
      title: draft.title ?? heading,
      content: safeHtml(renderMarkdown(body), base),
    },
  };
}

/** In both forms of Markdown: `# Title`, or a line that is underlined with `===`. */
const HEADING = /^\s*(?:#[ \t]+([^\n]+)\n?|([^\s#>*+`~<=-][^\n]*)\n=+[ \t]*(?:\n|$))/;

/** Takes off a first heading that is the title, or that says what the title is when none is given. */
function withoutHeading(body: string, title: string | undefined): { heading?: string; body: string } {
  const match = HEADING.exec(body);
  const text = withoutClosing((match?.[1] ?? match?.[2] ?? '').trim());
  if (!match || text === '') return title === undefined ? withoutOnlyHeading(body) : { body };
  if (title !== undefined && oneLine(title).toLowerCase() !== oneLine(text).toLowerCase()) return { body };
  return { heading: withoutMarkup(text), body: body.slice(match[0].length) };
}

const FENCE = /^ {0,3}(```|~~~)/;
const TOP_HEADING = /^ {0,3}#[ \t]+(\S.*)$/;

/** The one heading of the highest level, below a note of a translator or a picture, is the title too. */
function withoutOnlyHeading(body: string): { heading?: string; body: string } {
  const lines = body.split('\n');
  let fence = '';
  let [count, at, length] = [0, 0, 1];
  for (const [index, line] of lines.entries()) {
    const [, mark = ''] = FENCE.exec(line) ?? [];
    if (mark !== '') fence = fence === '' ? mark : fence === mark ? '' : fence;
    if (fence !== '' || mark !== '') continue;
    const isUnderlined = /^=+[ \t]*$/.test(lines[index + 1] ?? '') && /^ {0,3}[^\s#>*+-]/.test(line);
    if (!isUnderlined && !TOP_HEADING.test(line)) continue;
    count += 1;
    [at, length] = [index, isUnderlined ? 2 : 1];
  }
  const line = lines[at] ?? '';
  const text = withoutClosing((TOP_HEADING.exec(line)?.[1] ?? line).trim());
  if (count !== 1 || text === '') return { body };
  return { heading: withoutMarkup(text), body: lines.toSpliced(at, length).join('\n') };
}

/** The text of a heading; underscores within a word are part of it. */
function withoutMarkup(heading: string): string {
  const words = heading.replace(/!?\[([^\][\n]{0,300})\]\([^()\n]{0,1000}\)/g, '$1');
  return plainTitle(words.replace(/[*`]|(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, ''));
}

/** `# Title #` -> `Title`; the sign of `# Learning C#` is part of the title (CommonMark 4.2). */
function withoutClosing(heading: string): string {
  let end = heading.length;
  while (heading[end - 1] === '#') end--;
  return end === 0 || /\s/.test(heading[end - 1] ?? '') ? heading.slice(0, end).trimEnd() : heading;
}
