// The members of a JSON object, under whatever names and in whatever forms programs write them -> the fields that
// metadata.ts reads, and the texts beside them. Names are compared without case, and without what stands between words.
import { oneLine } from '../text.ts';
import { isOfEpisode } from './episode.ts';
import { isTrue } from './fields.ts';
import { plainTitle } from './html.ts';
import { isRecord, type JsonRecord } from './json-syntax.ts';
import { squeeze } from './loose-record.ts';
import type { Markup } from './prose.ts';

/** By squeezed name: `contentHtml`, `content_html` and `Content-HTML` are `contenthtml`. */
export type Members = ReadonlyMap<string, { readonly name: string; readonly value: unknown }>;

/** A text of an article and what is known of its markup. */
export type Text = { readonly text: string; readonly markup: Markup };

const words = (names: string): readonly string[] => names.split(/\s+/);

const TITLE = words('title headline webtitle posttitle articletitle storytitle displaytitle ogtitle heading headlines');
/** Much has a name that is no article: these are titles where there is a text beside them. */
const WEAK_TITLE = words('name subject');

/** The first of these that says something is the text; what is HTML comes first. */
const TEXTS: readonly (readonly [Markup, readonly string[]])[] = [
  ['html', words('contenthtml bodyhtml bodyxhtml html xhtml contentencoded articlehtml storyhtml posthtml texthtml')],
  ['markdown', words('markdown bodymarkdown contentmarkdown markdowncontent md bodymd contentmd')],
  [
    'any',
    words('content body articlebody fulltext article post story maintext maincontent selftext contents bodies blocks'),
  ],
  ['text', words('text storytext articletext posttext')],
  ['plain', words('contenttext bodytext plaintext textcontent contentplain bodyplain plain')],
];

/** In the order in which one is the summary beside a text. */
const TEASERS = words(
  'description summary excerpt abstract standfirst lede lead deck dek trailtext snippet teaser intro customexcerpt ' +
    'shortdescription descriptiontext synopsis overview metadescription ogdescription subtitle subheadline subhead',
);
/** In the order in which one is the text where there is no other. */
const LONG_TEASERS = words('descriptionhtml leadparagraph abstract summary');

/** The word of fields.ts for what programs call otherwise, the better name first. */
const MEANING: readonly (readonly [string, readonly string[]])[] = [
  [
    'created',
    words(
      'created createdat datecreated createdon creationdate createdtime createtime createdutc createdati firstcreated contentcreated timestamp time',
    ),
  ],
  [
    'updated',
    words(
      'updated lastmod modified modifiedgmt lastmodifiedat updatedat updateddate datemodified lastmodified modifiedat ' +
        'lastupdated lastupdate dateupdated updatedon modifiedon modificationdate lastmodifieddate modifiedtime ' +
        'updatetime updatedtime editedat articlemodifiedtime versioncreated',
    ),
  ],
  ['expires', words('expires expirydate expiresat expiration expirationdate unpublishdate unpublishat validuntil')],
  ['language', words('language lang inlanguage languagecode langcode locale dclanguage')],
  ['slug', words('slug urlslug urlkey postname seoslug')],
  ['id', words('id guid uuid uri identifier objectid docid articleid postid storyid newsid entryid')],
  ['status', words('poststatus publicationstatus status state')],
  ['visibility', words('visibility')],
  ['minor', words('minor isminor')],
];
/** Each for itself: whichever says that an article is not public is to be believed. */
const FLAGS = words('draft isdraft private hidden unlisted publish ispublished public');
/** Of these the latest counts (see datesOf), so each keeps its own name. */
const WHEN_PUBLISHED = words(
  'date publishdate pubdate published publishedat publisheddate datepublished releasedate embargo embargoed embargountil embargoeduntil',
);
/** Of these the first counts, where there is none of the above. */
const ALSO_PUBLISHED = words(
  'publicationdate publishon publishedon publishtime publishedtime publicationtime firstpublished firstpublishedat ' +
    'firstpublicationdate webpublicationdate articlepublishedtime dateposted postdate postedat postedon posted pubtime ' +
    'dateissued issued displaydate datetime dcdate recorded recordedat daterecorded',
);
const WITHDRAWN = words('withdrawn iswithdrawn deleted isdeleted retracted isretracted trashed dead');
const WITHDRAWN_IF_SAID = /^(?:withdrawn|retracted|deleted|removed|cancell?ed|killed)$/i;
/** Jekyll and others: `published: true`. */
const YES_OR_NO = /^(?:true|false|yes|no|[01])$/i;
/** What databases write for no date. */
const NO_DATE = /^0000-00-00/;

const TAGS = words('tags tag topics keywords taglist hashtags labels subjects subject');
const CATEGORIES = words('categories category sections section articlesection sectionname newsdesk desk rubric');
const AUTHORS = words(
  'authors author byline bylines by creators creator dccreator speakers speaker writers writer reporters reporter ' +
    'journalist presenters presenter contributors authorname user',
);
const LINKS = words(
  'canonicalurl canonical canonicallink url link permalink weburl articleurl pageurl htmlurl webpageurl sourceurl ' +
    'originalurl shareurl href mainentityofpage externalurl',
);
const PICTURES = words(
  'image imageurl images featuredimage featureimage featuredimageurl featuredmediaurl jetpackfeaturedmediaurl coverimage ' +
    'cover coverurl leadimage mainimage topimage hero heroimage photo photos picture pictures urltoimage ogimage ' +
    'socialimage bannerimage banner poster thumbnailurl thumbnail multimedia episodeimage itunesimage',
);

/** Under which of several keys a program keeps what matters of a value that it made an object of. */
const SCALAR_KEYS =
  'rendered main value default text #text _ $t @value __cdata $date $oid $numberLong original name label title'.split(
    ' ',
  );
const ADDRESS_KEYS = 'contentUrl contenturl url href src source_url path rendered value'.split(' ');
/** Of a page this is the address, of a picture or a person just a name. */
const PAGE_KEYS = [...ADDRESS_KEYS, '@id'];

/** Longer names are data. */
const LONGEST_NAME = 60;

export function membersOf(record: JsonRecord): Members {
  const members = new Map<string, { name: string; value: unknown }>();
  for (const [name, value] of Object.entries(record)) {
    if (name.length > LONGEST_NAME || isNothing(value)) continue;
    const squeezed = squeeze(name);
    // `id` before `_id`, which databases add.
    if (squeezed !== '' && (!members.has(squeezed) || name === squeezed)) members.set(squeezed, { name, value });
  }
  return members;
}

function isNothing(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

/** @returns the title, or a name that may be one */
export function titleOf(members: Members): { readonly text: string; readonly isWeak: boolean } | undefined {
  const find = (names: readonly string[]) =>
    names
      .map((name) => members.get(name)?.value)
      .map((value) => (typeof value === 'boolean' ? undefined : scalarOf(value)))
      .find((text) => text !== undefined && oneLine(plainTitle(text)) !== '');
  const [strong, weak] = [find(TITLE), find(WEAK_TITLE)];
  return strong !== undefined
    ? { text: strong, isWeak: false }
    : weak !== undefined
      ? { text: weak, isWeak: true }
      : undefined;
}

/** What the article says at length, and in short where it says both. */
export function textsOf(members: Members): { readonly texts: readonly Text[]; readonly teaser?: readonly Text[] } {
  const hasTitle = titleOf(members)?.isWeak === false;
  const textsUnder = (name: string, markup: Markup) => textsIn(members.get(name)?.value, { markup, hasTitle });
  const body = TEXTS.flatMap(([markup, names]) => names.map((name) => textsUnder(name, markup))).find(
    (found) => found.length > 0,
  );
  const teaserIn = (name: string) => textsUnder(name, name.endsWith('html') ? 'html' : 'any');
  const find = (names: readonly string[], but?: string) =>
    names.find((name) => name !== but && teaserIn(name).length > 0);
  if (body) {
    const name = find(TEASERS);
    return { texts: body, ...(name ? { teaser: teaserIn(name) } : {}) };
  }
  const long = find(['description', ...LONG_TEASERS, ...TEASERS]);
  if (!long) return { texts: [] };
  const short = find(TEASERS, long);
  return { texts: teaserIn(long), ...(short ? { teaser: teaserIn(short) } : {}) };
}

/** The markup of what stands under a key of its own: `{rendered}` in WordPress, `{html}`, `{type, data: {text}}`. */
const MARKUP_KEYS: readonly (readonly [string, Markup | undefined])[] = [
  ['rendered', 'html'],
  ['html', 'html'],
  ['xhtml', 'html'],
  ['markdown', 'markdown'],
  ['text', undefined],
  ['value', undefined],
  ['content', undefined],
  ['body', undefined],
  ['raw', undefined],
  ['data', undefined],
  ['blocks', undefined],
  ['paragraphs', undefined],
  ['#text', undefined],
  ['_', undefined],
];

type Around = { readonly markup: Markup; readonly hasTitle: boolean };

function textsIn(value: unknown, { markup, hasTitle }: Around, depth = 0): Text[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [{ text: value, markup }];
  if (depth > 4) return [];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, { markup, hasTitle }, depth + 1));
  // Where the whole has no title, a part that has one is an article of its own.
  if (!isRecord(value) || (!hasTitle && typeof value.title === 'string')) return [];
  for (const [key, own] of MARKUP_KEYS) {
    const found = Object.hasOwn(value, key) ? textsIn(value[key], { markup: own ?? markup, hasTitle }, depth + 1) : [];
    if (found.length > 0) return found;
  }
  return [];
}

/** Fields in the words of fields.ts, and how the author calls each. */
export type NamedFields = { readonly fields: JsonRecord; readonly names: ReadonlyMap<string, string> };

/** Everything but texts and media. */
export function fieldsOf(members: Members): NamedFields {
  const fields = new Map<string, unknown>();
  const names = new Map<string, string>();
  const set = (field: string, from: string, value: unknown) => {
    fields.set(field, value);
    names.set(field, members.get(from)?.name ?? from);
  };
  const setFirst = (field: string, candidates: readonly string[]) => {
    for (const candidate of candidates) {
      const value = scalarOf(members.get(candidate)?.value);
      if (value === undefined || NO_DATE.test(value)) continue;
      set(field, candidate, candidate.endsWith('gmt') ? inUtc(value) : value);
      return;
    }
  };
  for (const name of WHEN_PUBLISHED) setFirst(name, [name]);
  // WordPress says when something is in its time zone and, beside it, in UTC; neither names a zone.
  setFirst('date', ['dategmt', 'date']);
  if (WHEN_PUBLISHED.every((name) => YES_OR_NO.test(String(fields.get(name) ?? 'no'))))
    setFirst('date', ALSO_PUBLISHED);
  for (const name of FLAGS) setFirst(name, [name, `is${name}`]);
  for (const [field, candidates] of MEANING) setFirst(field, candidates);
  if (
    WITHDRAWN.some((name) => isTrue(members.get(name)?.value)) ||
    WITHDRAWN_IF_SAID.test(String(fields.get('status') ?? '').trim())
  )
    set('withdrawn', 'withdrawn', true);
  const addresses = LINKS.map((name) => addressOf(members.get(name)?.value, PAGE_KEYS)).filter(
    (text) => text !== undefined,
  );
  const link = addresses.find((text) => /^https?:/i.test(text.trim()));
  if (link) set('link', 'link', link);
  if (addresses[0]) set('url', 'url', addresses[0]);
  const embedded = members.get('embedded')?.value;
  const terms = isRecord(embedded) ? embedded['wp:term'] : undefined;
  const tags = firstLabels(members, TAGS) ?? firstLabels(members, CATEGORIES) ?? labelsIn(terms, 0);
  if (tags.length > 0) set('tags', 'tags', tags);
  const authors = AUTHORS.map((name) => authorsIn(members.get(name)?.value, 0)).find((list) => list.length > 0);
  const found = authors ?? (isRecord(embedded) ? authorsIn(embedded.author, 0) : []);
  if (found.length > 0) set('authors', 'authors', found);
  const picture = PICTURES.map((name) => pictureIn(members.get(name)?.value, 0)).find((some) => some !== undefined);
  if (picture) set('image', 'image', { ...captionsBeside(members), ...picture });
  for (const [squeezed, { name, value }] of members) if (isOfEpisode(squeezed, value)) set(name, squeezed, value);
  return { fields: Object.fromEntries(fields), names };
}

/** A text, a number or a truth as text, also from within an object or a list of one. */
export function scalarOf(value: unknown, keys: readonly string[] = SCALAR_KEYS, depth = 0): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (depth > 2) return undefined;
  if (Array.isArray(value)) return value.length === 1 ? scalarOf(value[0], keys, depth + 1) : undefined;
  if (!isRecord(value)) return undefined;
  const key = keys.find((some) => Object.hasOwn(value, some) && !isNothing(value[some]));
  return key === undefined ? undefined : scalarOf(value[key], keys, depth + 1);
}

/** The address that a value is, or that stands in it. */
export function addressOf(value: unknown, keys: readonly string[] = ADDRESS_KEYS): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  const text = typeof first === 'number' ? undefined : scalarOf(first, keys);
  return text !== undefined && text !== 'true' && text !== 'false' ? text.trim() : undefined;
}

function inUtc(text: string): string {
  return /[Z+]|-\d\d:?\d\d$/i.test(text.slice(10)) ? text : `${text}Z`;
}

function firstLabels(members: Members, names: readonly string[]): string[] | undefined {
  return names.map((name) => labelsIn(members.get(name)?.value, 0)).find((list) => list.length > 0);
}

/** WordPress puts articles there that nobody put anywhere. */
const NO_LABEL = /^uncategori[sz]ed$/i;

function labelsIn(value: unknown, depth: number): string[] {
  if (typeof value === 'string')
    return value.split(value.includes(',') ? ',' : /[;|]/).filter((label) => !NO_LABEL.test(label.trim()));
  if (!Array.isArray(value)) return isRecord(value) && depth === 0 ? labelsIn([value], 1) : [];
  // A list of numbers alone names rows of another table.
  if (depth > 2 || value.every((item) => typeof item === 'number')) return [];
  return value.flatMap((item) => {
    if (Array.isArray(item)) return labelsIn(item, depth + 1);
    const label = scalarOf(item, ['name', 'label', 'title', 'term', 'tag', 'value', '_', '#text', 'text', 'slug']);
    return label === undefined || NO_LABEL.test(label) ? [] : [label];
  });
}

const NAME_KEYS = 'name displayName display_name fullName full_name title original main value _ #text'.split(' ');

function authorsIn(value: unknown, depth: number): (string | JsonRecord)[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [withoutBy(value)];
  if (depth > 2) return [];
  if (Array.isArray(value)) return value.flatMap((item) => authorsIn(item, depth + 1));
  if (!isRecord(value)) return [];
  const parts = ['firstName', 'first_name', 'firstname', 'given', 'lastName', 'last_name', 'lastname', 'family'];
  const name = scalarOf(value, NAME_KEYS) ?? parts.map((part) => scalarOf(value[part]) ?? '').join(' ');
  if (oneLine(name) === '') return [];
  const url = addressOf(value.url ?? value.uri ?? value.link ?? value.website);
  return [
    {
      name: withoutBy(name),
      ...(typeof value.email === 'string' ? { email: value.email } : {}),
      ...(url ? { url } : {}),
    },
  ];
}

const CAPTION_KEYS = ['caption', 'description', 'alt', 'alt_text', 'altText'];
const CREDIT_KEYS = ['credit', 'creditline', 'credit_line', 'copyright', 'photographer', 'byline'];

/** “By Jane Doe” */
function withoutBy(name: string): string {
  return name.replace(/^\s{0,9}by\s+/i, '');
}

/** The first picture that has an address, in the words of fields.ts. */
function pictureIn(value: unknown, depth: number): JsonRecord | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : { url: value };
  if (depth > 2) return undefined;
  if (Array.isArray(value)) {
    // One by one: a list may be long, and its first is nearly always the one.
    for (const item of value) {
      const picture = pictureIn(item, depth + 1);
      if (picture) return picture;
    }
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const url = addressOf(value);
  if (!url) return undefined;
  const [caption, credit] = [CAPTION_KEYS, CREDIT_KEYS].map((keys) =>
    scalarOf(keys.map((key) => scalarOf(value[key])).find((text) => text !== undefined)),
  );
  const { width, height } = value;
  return {
    url,
    ...(caption ? { caption } : {}),
    ...(credit ? { credit } : {}),
    ...(isRecord(value) ? { width, height, type: value.mimetype ?? value.mime_type ?? value.encodingFormat } : {}),
  };
}

/** “image_caption” and its like. */
function captionsBeside(members: Members): JsonRecord {
  const find = (...names: string[]) =>
    names.map((name) => scalarOf(members.get(name)?.value)).find((text) => text !== undefined);
  const caption = find('imagecaption', 'photocaption', 'featureimagecaption', 'imagealt', 'featureimagealt', 'caption');
  const credit = find('imagecredit', 'photocredit');
  return { ...(caption ? { caption } : {}), ...(credit ? { credit } : {}) };
}
