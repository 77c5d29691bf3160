// What an article says -> what it becomes: adds what it leaves open, leaves out what is no part of it. One place for all
// formats, so that all have the same headlines and summaries.
import { oneLine, withoutIllegalReferences } from '../text.ts';
import { withinBounds } from './bounds.ts';
import type { Moment } from './dates.ts';
import { firstSentence, headlineFrom } from './headline.ts';
import { firstParagraphOf } from './html.ts';
import { leaveOut, withoutTitle } from './leave-out.ts';
import type { Draft, Reading, Source } from './reading.ts';

/** @param fallback the date of an article that names none */
export function complete(draft: Draft, source: Source, fallback: Moment): Reading {
  const { settings } = source;
  const given = oneLine(withoutIllegalReferences(draft.title ?? ''));
  const whole = withoutReferences(draft.content);
  const left = settings.leaveOut ? leaveOut(whole, settings.leaveOut) : { html: whole, remarks: [] };
  const { html: content, remarks } = given === '' ? { html: left.html, remarks: [] } : withoutTitle(left.html, given);
  const teaser = oneLine(draft.summary ?? '');
  const lede = firstParagraphOf(content);
  if (content === '' && given === '' && teaser === '')
    return { kind: 'problem', expected: 'a title or a text', found: 'neither' };
  // A headline is what the text says first; a text without words is called after its file.
  const title = given || headlineFrom(firstSentence(lede || teaser)) || nameOf(source.path);
  const summary = teaser || firstSentence(lede);
  const moment = draft.published ?? fallback;
  const { language, link, picture, enclosures, episode, chaptersFile, updated, expires, isMinor } = draft;
  const [id, slug] = [oneLine(draft.id ?? ''), oneLine(draft.slug ?? '')];
  const entry = withinBounds({
    title,
    ...(summary ? { summary } : {}),
    content,
    authors: draft.authors ?? [],
    tags: withFolder(draft.tags ?? [], source),
    ...(language ? { language } : {}),
    ...(link ? { link } : {}),
    ...(picture ? { picture } : {}),
    ...(enclosures && enclosures.length > 0 ? { enclosures } : {}),
    ...(episode ? { episode } : {}),
    ...(chaptersFile ? { chaptersFile } : {}),
    ...(id ? { id } : {}),
    ...(slug ? { slug } : {}),
    published: moment.at,
    isDateOnly: moment.isDateOnly,
    ...(updated ? { updated: updated.at } : {}),
    ...(expires ? { expires: expires.at } : {}),
    ...(isMinor ? { isMinor } : {}),
  });
  return 'kind' in entry
    ? entry
    : { kind: 'entry', entry, remarks: [...(draft.remarks ?? []), ...left.remarks, ...remarks] };
}

/** Leaves references to illegal characters to those who write about them, in code. */
function withoutReferences(html: string): string {
  if (!html.includes('&amp;#')) return html;
  return html.replace(/<(pre|code)\b[^>]*>[\s\S]*?<\/\1>|&amp;#\w{1,12};/g, (some) =>
    some.startsWith('<') || withoutIllegalReferences(some.replace('&amp;', '&')) !== '' ? some : '',
  );
}

/** The name of the folder is a tag, where that is wished; those of years and months are not. */
function withFolder(tags: readonly string[], { folder, settings }: Source): readonly string[] {
  if (!settings.folderTags) return tags;
  const name = folder.split('/').findLast((part) => /\D/.test(part));
  return name === undefined || name === '' ? tags : [...tags, name];
}

/** A title for a text without any: its file's name, in words. */
function nameOf(path: string): string {
  const parts = path.replace(/\.[^./]+$/, '').split('/');
  const name = parts.at(-1) === 'index' ? (parts.at(-2) ?? 'index') : (parts.at(-1) ?? '');
  return oneLine(name.replace(/^\d{4}-\d{2}-\d{2}-/, '').replace(/[-_]+/g, ' ')) || 'Untitled';
}
