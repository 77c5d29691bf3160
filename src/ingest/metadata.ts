// What an article says about itself in named fields (front matter, the members of a JSON object) -> the parts of a Draft
// that do not depend on the format.
import type { Remark } from '../entry.ts';
import { dateInPath } from './dates.ts';
import { enclosuresOf } from './enclosures.ts';
import { episodeOf } from './episode.ts';
import {
  authorsOf,
  datesOf,
  type Fields,
  isTrue,
  languageOf,
  lowerCased,
  permalinkOf,
  pictureOf,
  tagsOf,
  textOf,
  type WrongField,
  whyUnpublished,
} from './fields.ts';
import type { FrontMatter } from './front-matter.ts';
import { type LinkBase, plainTitle } from './html.ts';
import type { Draft, Refused, Skipped, Source } from './reading.ts';

export type Metadata =
  | { readonly kind: 'metadata'; readonly draft: Omit<Draft, 'content'>; readonly base: LinkBase }
  | Skipped
  | (Refused & { readonly field: string });

/** Reads the fields of an article, whatever case their names have. A field that cannot be understood is a problem. */
export function readMetadata(written: Fields, source: Source): Metadata {
  const { zone } = source.settings;
  const fields = lowerCased(written);
  const why = whyUnpublished(fields);
  if (typeof why === 'string') return { kind: 'skipped', why };
  if (why) return { kind: 'problem', ...why };
  const dates = datesOf(fields, zone);
  if ('field' in dates) return { kind: 'problem', ...dates };
  const address = textOf(fields, ['path', 'url', 'permalink']);
  const link = permalinkOf(textOf(fields, ['canonical', 'canonical_url', 'canonicalurl', 'canonical_link', 'link']));
  const base = { folder: source.folder, ...(link ? { link } : {}) };
  const title = textOf(fields, ['title', 'headline']);
  const teaser = textOf(fields, ['description', 'summary', 'excerpt', 'deck']);
  const { wrong, ...said } = episodeOf(fields, enclosuresOf(fields, base), base);
  const draft = {
    title: title && plainTitle(title),
    summary: teaser && plainTitle(teaser).replace(/\*\*/g, ''),
    authors: authorsOf(fields),
    tags: tagsOf(fields),
    language: languageOf(textOf(fields, ['language', 'lang'])),
    link,
    picture: pictureOf(fields, base),
    ...said,
    id: textOf(fields, ['id', 'guid']),
    slug: textOf(fields, ['slug']),
    published: dates.published ?? (address ? dateInPath(address, zone) : undefined),
    updated: dates.updated,
    expires: dates.expires,
    isMinor: isTrue(fields.minor),
    remarks: [...(dates.wrongUpdated ? [dates.wrongUpdated] : []), ...wrong].map(passedOver),
  };
  return { kind: 'metadata', draft, base };
}

type Front =
  | Exclude<Metadata, { kind: 'metadata' }>
  | (Extract<Metadata, { kind: 'metadata' }> & { readonly body: string });

/**
 * Reads what front matter says, and hands on what stands below it.
 * @param text all of the article, to find the line of what is wrong
 */
export function readFront(front: FrontMatter, text: string, source: Source): Front {
  if (!front.ok) {
    const { ok: _, ...problem } = front;
    return { kind: 'problem', field: 'front matter', ...problem };
  }
  const metadata = readMetadata(front.fields, source);
  if (metadata.kind === 'problem') return { ...lineOf(text, metadata.field), ...metadata };
  if (metadata.kind === 'skipped') return metadata;
  const remarks = [...(metadata.draft.remarks ?? []), ...(front.isMended ? [MENDED] : [])];
  return { ...metadata, draft: { ...metadata.draft, remarks }, body: front.body };
}

const MENDED: Remark = { kind: 'repaired', why: 'front matter that is not quite YAML' };

function passedOver({ field, expected, found }: WrongField): Remark {
  return { kind: 'repaired', why: `\`${field}\` is passed over: expected ${expected}, found ${found}` };
}

/** The line of a text that begins with the name of a field; empty when none does. */
export function lineOf(text: string, field: string): { readonly line?: number } {
  const line = text.split('\n').findIndex((row) => row.trim().toLowerCase().startsWith(field)) + 1;
  return line > 0 ? { line } : {};
}
