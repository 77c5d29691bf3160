// A parsed page -> the HTML of its article, without menus, advertisements and what else stands around it.
import { Readability } from '@mozilla/readability';
import { cleanText, escapeMarkup } from '../text.ts';
import {
  attributesOf,
  type Document,
  type Element,
  isComment,
  isElement,
  isText,
  type Node,
  nodesIn,
  parseDocument,
} from './dom.ts';
import type { Survey } from './page-survey.ts';

/**
 * The library looks at what lies in an element once for every element around it: deep pages, and those that are nothing
 * but elements, would keep it busy for minutes. Of the pages that we know, the deepest has 38 levels, the largest ten
 * thousand elements, and none has less than sixty characters for each.
 */
const DEEPEST = 60;
const MOST_ELEMENTS = 15_000;
const FEWEST_CHARACTERS = 30;
/** A page of a line or two is thin and harmless. */
const HARMLESS = 100;

export type Body = {
  /** Neither safe nor absolute yet. */
  readonly html: string;
  readonly byline?: string;
};

/** Takes the page apart. @param title so that a heading that repeats it can go */
export function bodyOf(page: Element, document: Document, survey: Survey, title: string, length: number): Body {
  const root = textOf(page, document);
  tidy(root, document);
  const isHarmless = survey.elementCount <= Math.max(HARMLESS, Math.min(MOST_ELEMENTS, length / FEWEST_CHARACTERS));
  const found = survey.depth <= DEEPEST && isHarmless ? readable(root.innerHTML, title) : undefined;
  const { html, byline } = found ?? { html: placeOf(root) };
  return {
    html: html.replace(ANY_STAND_IN, (sign) => STAND_INS[sign]?.html ?? ''),
    ...(byline ? { byline: byline.replace(ANY_STAND_IN, (sign) => STAND_INS[sign]?.text ?? '') } : {}),
  };
}

/**
 * What HTML escapes, and what stands for it in a text while the library has it: it parses a page up to five times, and each
 * reference would make three texts of one. No page has these characters; the last is white space, as what it stands for.
 */
const STAND_INS: Readonly<Record<string, { readonly text: string; readonly html: string }>> = {
  '\u0002': { text: '<', html: '&lt;' },
  '\u0003': { text: '>', html: '&gt;' },
  '\u0004': { text: '&', html: '&amp;' },
  '\u000B': { text: '\u00A0', html: '&nbsp;' },
};
const ANY_STAND_IN = /[\u0002-\u0004\u000B]/g;
const STAND_IN_OF = new Map(Object.entries(STAND_INS).map(([standIn, { text }]) => [text, standIn]));

function withStandIns(text: string): string {
  return text.replace(/[<>&\u00A0\u0002-\u0004\u000B]/g, (sign) => STAND_IN_OF.get(sign) ?? '');
}

function readable(html: string, title: string): Body | undefined {
  // The library's own page has a root and a body, whatever the author's has.
  const document = parseDocument(`<html><head><title>${escapeMarkup(title)}</title></head><body>${html}</body></html>`);
  // What the library's types call a document is a browser's; it uses no more than the parser's has.
  type Options = ConstructorParameters<typeof Readability<Element>>[1];
  const options = { disableJSONLD: true, serializer: (node: unknown) => node as Element } as Options;
  const found = new Readability<Element>(
    document as unknown as ConstructorParameters<typeof Readability>[0],
    options,
  ).parse();
  const inside = found?.content ? unwrapped(found.content) : '';
  return inside === '' ? undefined : { html: inside, ...(found?.byline ? { byline: found.byline } : {}) };
}

/** The library puts what it finds into elements of its own. */
function unwrapped(content: Element): string {
  let inside = content;
  for (;;) {
    const [only, second] = [...inside.childNodes].filter(
      (node) => !isText(node) || (node.nodeValue ?? '').trim() !== '',
    );
    if (!only || second || !isElement(only) || !/^(?:div|section|article|main)$/i.test(only.localName)) break;
    inside = only;
  }
  return inside.innerHTML.trim();
}

/** The body; all of the page where nobody says where it begins. */
function textOf(page: Element, document: Document): Element {
  let body: Element | undefined;
  let html: Element | undefined;
  for (const { node } of nodesIn(page, ({ localName }) => localName !== 'html')) {
    if (!isElement(node)) continue;
    if (node.localName === 'html') html ??= node;
    if (node.localName === 'body') body ??= node;
  }
  if (body) return body;
  const root = document.createElement('body');
  root.append(...childrenOf(html ?? page));
  return root;
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children.filter((child) => isText(child) || isElement(child));
}

const NEVER_TEXT =
  /^(?:script|style|template|svg|math|link|meta|title|base|canvas|button|input|select|textarea|dialog|applet|map|nav)$/;
const KEPT_ATTRIBUTES =
  'alt aria-hidden aria-label cite class colspan datetime dir href hreflang id itemprop lang open rel reversed role rowspan ' +
  'scope src start title type value width height poster controls property';
const KEPT = new Set(KEPT_ATTRIBUTES.split(' '));
const HIDDEN = /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;
/** Patterns of the library take their time with what is longer. */
const LONGEST_ATTRIBUTE = 2000;
const CAPTION =
  /(?:^|\s)(?:wp-caption-text|[\w-]*(?:image|photo|picture|figure|media|img)[\w-]*caption|caption(?:-text)?)(?:$|\s)/i;

/** Removes what is no text, and attributes that nobody needs; a picture that is loaded late is there at once. */
function tidy(root: Element, document: Document): void {
  const doomed: Node[] = [];
  const captions: Element[] = [];
  let picture: Element | undefined;
  for (const { node } of nodesIn(root, isNoText)) {
    if (isComment(node)) doomed.push(node);
    if (isText(node)) node.nodeValue = withStandIns(node.nodeValue ?? '');
    if (!isElement(node)) continue;
    const attributes = attributesOf(node);
    if (isNoText(node) || attributes.has('hidden') || HIDDEN.test((attributes.get('style') ?? '').slice(0, 500))) {
      doomed.push(node);
      continue;
    }
    if (node.localName === 'noscript') {
      // Without scripts a picture is shown at once; with them there is a placeholder before it.
      doomed.push(node);
      continue;
    }
    if (node.localName === 'img') picture = node;
    if (
      /^(?:p|div|span)$/.test(node.localName) &&
      picture &&
      CAPTION.test((attributes.get('class') ?? '').slice(0, 300))
    )
      captions.push(node);
    for (const { name } of [...node.attributes]) node.removeAttribute(name);
    const source = node.localName === 'img' ? sourceOf(attributes) : undefined;
    for (const [name, value] of attributes)
      if (KEPT.has(name) && value.length <= LONGEST_ATTRIBUTE && name !== (source && 'src'))
        node.setAttribute(name, cleanText(value));
    if (source) node.setAttribute('src', source);
  }
  for (const node of doomed) node.remove();
  for (const caption of captions) {
    const figcaption = document.createElement('figcaption');
    figcaption.append(...childrenOf(caption));
    caption.replaceWith(figcaption);
  }
}

function isNoText({ localName }: Element): boolean {
  return NEVER_TEXT.test(localName) || localName === 'noscript';
}

const LAZY = ['data-src', 'data-original', 'data-lazy-src', 'data-hi-res-src', 'data-full-src', 'data-image'];

/** Where a picture is; a placeholder is none. */
function sourceOf(attributes: ReadonlyMap<string, string>): string | undefined {
  const src = attributes.get('src') ?? '';
  const lazy = LAZY.map((name) => attributes.get(name)?.trim()).find(
    (value) => value && /^[^\s{}]{1,2000}$/.test(value),
  );
  const set = attributes.get('data-srcset') ?? attributes.get('srcset') ?? '';
  const [first] = set
    .slice(0, LONGEST_ATTRIBUTE)
    .trim()
    .split(/[\s,]+/, 1);
  const isPlaceholder =
    src === '' || /^data:/i.test(src) || /(?:placeholder|blank|spacer|transparent|1x1|pixel)/i.test(src.slice(-200));
  return lazy ?? (isPlaceholder ? first || (src && !/^data:/i.test(src) ? src : undefined) : src);
}

/** Where an article usually is, if nobody can tell better; what is about the site, not in it. */
function placeOf(root: Element): string {
  const isAround = ({ localName }: Element) => /^(?:footer|aside|form)$/.test(localName);
  const around = [...nodesIn(root, isAround)].filter(({ node }) => isElement(node) && isAround(node));
  for (const { node } of around) node.remove();
  for (const isIt of PLACES) {
    for (const { node } of nodesIn(root)) if (isElement(node) && isIt(node)) return node.innerHTML;
  }
  return root.innerHTML;
}

const PLACES: readonly ((element: Element) => boolean)[] = [
  (element) => attributesOf(element).get('itemprop') === 'articleBody',
  ({ localName }) => localName === 'article',
  (element) => element.localName === 'main' || attributesOf(element).get('role') === 'main',
];
