// What the tests of the documents share: things to render, and readers that are not ours.
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { SaxesParser } from 'saxes';
import type { Entry } from '../../src/entry.ts';
import { FORMATS } from '../../src/feed.ts';
import { FeedRenderer } from '../../src/render/document.ts';
import type { FeedView, Publication } from '../../src/render/publication.ts';
import { anEntry, aPodcast, aPublication, aView } from '../support/entries.ts';
import { silent } from '../support/publication.ts';

export { anEntry, aPodcast, aPublication, aView };

export type Documents = { readonly rss: string; readonly atom: string; readonly json: string };

export function aRenderer(publication: Partial<Publication> = {}, cacheBytes = 10_000_000): FeedRenderer {
  return new FeedRenderer(aPublication(publication), cacheBytes, silent);
}

/** One feed in all three formats, by a renderer that has rendered nothing before. */
export function renderAll(
  entries: readonly Entry[],
  view: Partial<FeedView> = {},
  publication: Partial<Publication> = {},
): Documents {
  return renderAllWith(aRenderer(publication), entries, view);
}

export function renderAllWith(
  renderer: FeedRenderer,
  entries: readonly Entry[],
  view: Partial<FeedView> = {},
): Documents {
  const [rss = '', atom = '', json = ''] = FORMATS.map((format) =>
    renderer.render(aView(view), entries, format).toString(),
  );
  return { rss, atom, json };
}

/** An entry without some of what entries have. */
export function anEntryWithout(
  fields: readonly ('summary' | 'language' | 'picture')[],
  of: Partial<Entry> = {},
): Entry {
  return Object.fromEntries(Object.entries(anEntry(of)).filter(([key]) => !fields.includes(key as never))) as Entry;
}

/** An element as a strict parser sees it. */
export type Element = {
  readonly name: string;
  readonly uri: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Its own text, without that of its children. */
  readonly text: string;
};

type Growing = Element & { children: Growing[]; text: string };

/** @throws for anything that is not well-formed, namespaces included */
export function parseXml(xml: string): Element {
  const parser = new SaxesParser({ xmlns: true });
  const open: Growing[] = [];
  let root: Growing | undefined;
  const addText = (text: string) => {
    const current = open.at(-1);
    if (current) current.text += text;
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, uri, attributes }) => {
    const values = Object.entries(attributes).map(([key, { value }]) => [key, value]);
    const element: Growing = { name, uri, attributes: Object.fromEntries(values), children: [], text: '' };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  if (!root) throw new Error(`Expected an element, got ${xml.slice(0, 200)}`);
  return root;
}

export function childrenOf(parent: Element, name: string): readonly Element[] {
  return parent.children.filter((child) => child.name === name);
}

/** The only child of that name. */
export function childOf(parent: Element, name: string): Element {
  const [child, ...more] = childrenOf(parent, name);
  if (!child || more.length > 0) throw new Error(`Expected one ${name} in ${parent.name}, got ${more.length + 1}`);
  return child;
}

export function textsOf(parent: Element, name: string): string[] {
  return childrenOf(parent, name).map(({ text }) => text);
}

export function namesOf(parent: Element): string[] {
  return parent.children.map(({ name }) => name);
}

/** An element and all that is in it. */
export function allOf(element: Element): Element[] {
  return [element, ...element.children.flatMap(allOf)];
}

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(createRequire(import.meta.url)('jsonfeed-schema/schema-v1.1.json'));

/** What the schema of JSON Feed 1.1 has against a document; formats are checked. */
export function jsonFeedErrors(json: string): string[] {
  return validate(JSON.parse(json)) ? [] : ajv.errorsText(validate.errors, { separator: '\n' }).split('\n');
}
