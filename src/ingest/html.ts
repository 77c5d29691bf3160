// Anybody's HTML -> HTML that is safe in a feed and on a page: no scripts, no relative links (RSS-43 to RSS-47, READ-05).
import { decodeHTMLStrict } from 'entities';
import sanitizeHtml, { type Attributes, type Tag as Transformed } from 'sanitize-html';
import { SITE_MARK } from '../entry.ts';
import { cleanText, foldSpace } from '../text.ts';

/** Where an article's relative links start. */
export type LinkBase = {
  /** The address of the article elsewhere, if it has one. */
  readonly link?: string;
  /** The folder of its file, `/`-separated, relative to the articles; empty for the top. */
  readonly folder: string;
};

// A base of our own for relative links; `.invalid` is reserved, so no author's link has this host.
const HERE = 'https://tagwire.invalid';

const options: sanitizeHtml.IOptions = {
  allowedTags: (
    'a abbr article aside audio b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em ' +
    'figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp ' +
    'section small source span strong sub summary sup table tbody td tfoot th thead time tr u ul var video wbr'
  ).split(' '),
  allowedAttributes: {
    '*': ['dir', 'lang', 'title'],
    a: ['href', 'hreflang'],
    audio: ['src', 'controls'],
    blockquote: ['cite'],
    del: ['cite', 'datetime'],
    details: ['open'],
    img: ['src', 'alt', 'width', 'height'],
    ins: ['cite', 'datetime'],
    li: ['value'],
    ol: ['start', 'reversed', 'type'],
    q: ['cite'],
    source: ['src', 'type'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan', 'scope'],
    time: ['datetime'],
    video: ['src', 'controls', 'poster', 'width', 'height'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'template',
    'title',
    'svg',
    'math',
    'head',
    'select',
  ],
  selfClosing: ['br', 'col', 'hr', 'img', 'source', 'wbr'],
  nestingLimit: 100,
  enforceHtmlBoundary: false,
  textFilter: cleanText,
};

const URL_ATTRIBUTES = ['href', 'src', 'poster', 'cite'] as const;

/** Makes HTML safe, balanced and free of relative links; a link that leads nowhere safe loses its address. */
export function safeHtml(html: string, base: LinkBase): string {
  const linked = (name: string, attributes: Attributes): Transformed => ({
    tagName: name,
    attribs: absoluteAttributes(attributes, base),
  });
  return sanitizeHtml(withinDepth(html), {
    ...options,
    transformTags: {
      '*': linked,
      img: (name, attributes) => linked(name, withoutLazyLoading(attributes)),
      iframe: (_, attributes) => embedded(attributes, base),
      embed: (_, attributes) => embedded(attributes, base),
    },
    exclusiveFilter: ({ tag, attribs }) =>
      (tag === 'img' && (!attribs.src || isTracker(attribs))) || (tag === 'source' && !attribs.src),
  })
    .replace(/<span><\/span>/g, '')
    .replace(/<p>\s*<\/p>\s*/g, '')
    .trim();
}

/** Deeper than this nobody nests; what is deeper than `nestingLimit` is dropped in any case. */
const DEEPEST = 300;
/** A text that is shorter cannot be nested so deeply that it takes time. */
const LONG = 10_000;
const ANY_TAG = /<(\/?)([a-z][a-z0-9-]*)\b[^<>]*>/gi;
/** These end by themselves, where the next one begins or what they are in ends. */
const ENDS_BY_ITSELF =
  /^(?:area|base|br|col|colgroup|dd|dt|embed|hr|img|input|li|link|meta|optgroup|option|p|param|rp|rt|source|tbody|td|tfoot|th|thead|tr|track|wbr)$/i;

/** Drops tags that are opened too deep: parsers take time with each that grows with how many are open. */
function withinDepth(html: string): string {
  if (html.length < LONG) return html;
  let [depth, dropped] = [0, 0];
  return html.replace(ANY_TAG, (tag, slash: string, name: string) => {
    if (ENDS_BY_ITSELF.test(name)) return tag;
    if (slash === '') {
      if (depth >= DEEPEST) dropped += 1;
      else depth += 1;
      return depth >= DEEPEST && dropped > 0 ? '' : tag;
    }
    if (dropped > 0) {
      dropped -= 1;
      return '';
    }
    depth = Math.max(0, depth - 1);
    return tag;
  });
}

/** The absolute form of a link: http(s), mailto, tel, or one that begins with SITE_MARK; undefined when there is none. */
export function absoluteLink(text: string, { link, folder }: LinkBase): string | undefined {
  const href = cleanText(text).trim();
  if (href === '') return undefined;
  // A place within the text: ids are not kept, so without a page of its own it leads nowhere.
  if (href.startsWith('#') && !link) return undefined;
  const url = URL.parse(
    href,
    link ?? `${HERE}/${folder.split('/').map(encodeURIComponent).join('/')}${folder ? '/' : ''}`,
  );
  if (!url || !/^(https?|mailto|tel):$/.test(url.protocol)) return undefined;
  if (url.origin === HERE) return SITE_MARK + url.href.slice(HERE.length);
  return url.href;
}

/** The same link as feeds may say it beside a text: validators and strict readers refuse what browsers let pass. */
export function absoluteUri(text: string, base: LinkBase): string | undefined {
  const link = absoluteLink(text, base);
  return link && uriOf(link);
}

/** What browsers let pass in an address, and RFC 3986 does not: `a[1].mp3`, `100%.jpg`. */
const NOT_IN_URI = /[\s[\]{}|^`\\"<>]|%(?![\da-f]{2})/gi;

/** @param address absolute, or one that begins with SITE_MARK */
export function uriOf(address: string): string {
  // The brackets of an IPv6 address are right where they stand.
  const [, start = '', rest = ''] = /^([a-z]+:(?:\/\/[^/?#]*)?|)(.*)$/s.exec(address) ?? [];
  const [path = '', ...fragment] = rest.replace(NOT_IN_URI, (sign) => encodeURIComponent(sign)).split('#');
  return start + path + (fragment.length > 0 ? `#${fragment.join('%23')}` : '');
}

function absoluteAttributes(attributes: Attributes, base: LinkBase): Attributes {
  const result: Attributes = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (!(URL_ATTRIBUTES as readonly string[]).includes(name)) {
      result[name] = cleanText(value);
      continue;
    }
    const url = absoluteLink(value, base);
    if (url) result[name] = url;
  }
  return result;
}

function withoutLazyLoading(attributes: Attributes): Attributes {
  const { 'data-src': lazy, srcset, ...rest } = attributes;
  const src = lazy ?? rest.src ?? srcset?.trim().split(/[\s,]+/, 1)[0];
  // A picture without alternative text is no decoration merely because its author forgot to describe it.
  return { alt: '', ...rest, ...(src ? { src } : {}) };
}

/** A foreign frame is never carried along, but the way to what it shows is (RSS-44). */
function embedded(attributes: Attributes, base: LinkBase): Transformed {
  const href = absoluteLink(attributes.src ?? attributes['data-src'] ?? '', base);
  if (!href || href.startsWith(SITE_MARK)) return { tagName: 'span', attribs: {} };
  return { tagName: 'a', attribs: { href }, text: cleanText(attributes.title || new URL(href).host) };
}

function isTracker(attributes: Attributes): boolean {
  return Number(attributes.width ?? 9) <= 1 && Number(attributes.height ?? 9) <= 1;
}

/** The text of safe HTML, on one line. */
export function plainTextOf(html: string): string {
  const text = html
    .replace(/<(?:br|\/p|\/div|\/li|\/h\d|\/td|\/dt|\/dd|\/blockquote)\b[^>]*>/g, ' ')
    .replace(/<[^>]*>/g, '');
  return foldSpace(decodeHTMLStrict(text)).trim();
}

/** The text of the first paragraph that has any, else of the whole. What is said of a picture is not what the text says. */
export function firstParagraphOf(html: string): string {
  const text = html.replace(/<figcaption\b[\s\S]*?<\/figcaption>/g, '');
  for (const match of text.matchAll(/<p\b[^>]*>([\s\S]*?)<\/p>/g)) {
    const paragraph = plainTextOf(match[1] ?? '');
    if (paragraph !== '') return paragraph;
  }
  // A tag that is cut through would be taken for text.
  return plainTextOf(text.slice(0, 5000).replace(/<[^<>]*$/, ''));
}

const VOID = /^(?:br|col|hr|img|source|wbr)$/;

/** Safe HTML piece by piece: what stands side by side in it at the top, in order. Together they are all of it. */
export function blocksOf(html: string): string[] {
  const blocks: string[] = [];
  let [start, depth] = [0, 0];
  for (const { 0: tag, 1: slash, 2: name = '', index } of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    if (VOID.test(name)) continue;
    depth += slash ? -1 : 1;
    if (slash === '' && depth === 1 && index > start) {
      // Text that stands by itself before an element.
      blocks.push(html.slice(start, index));
      start = index;
    } else if (slash !== '' && depth === 0) {
      blocks.push(html.slice(start, index + tag.length));
      start = index + tag.length;
    }
  }
  if (start < html.length) blocks.push(html.slice(start));
  return blocks;
}

/** Elements that a reader sees as a gap; all others of HTML go without one. */
const BREAKING =
  'address|article|aside|blockquote|body|br|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|' +
  'h[1-6]|head|header|hr|html|legend|li|main|nav|ol|option|p|pre|section|select|summary|table|tbody|td|tfoot|th|thead|' +
  'title|tr|ul';
const OTHERS =
  'a|abbr|acronym|audio|b|bdi|bdo|big|button|canvas|cite|code|data|del|dfn|em|embed|font|i|iframe|img|input|ins|kbd|' +
  'label|link|map|mark|meta|noscript|object|picture|q|rp|rt|ruby|s|samp|script|small|source|span|strike|strong|style|' +
  'sub|sup|svg|template|textarea|time|track|tt|u|var|video|wbr';
const tagsOf = (names: string) => new RegExp(`</?(?:${names})(?:\\s[^<>]*)?/?>`, 'gi');
const [BREAKING_TAG, OTHER_TAG] = [tagsOf(BREAKING), tagsOf(OTHERS)];
const UNSEEN = /<!--[\s\S]*?-->|<(script|style)\b[^<>]*>[\s\S]*?<\/\1\s*>/gi;
/** No title or teaser is longer, and patterns take their time with what is none. */
const LONGEST_LINE = 20_000;

/**
 * A title that may hold markup -> plain text: tags out first, then references decoded, once (RSS-12). What is no element
 * of HTML is text: `Array<String>` stays.
 */
export function plainTitle(title: string): string {
  const text = title.slice(0, LONGEST_LINE).replace(UNSEEN, '').replace(BREAKING_TAG, ' ').replace(OTHER_TAG, '');
  return decodeHTMLStrict(text);
}
