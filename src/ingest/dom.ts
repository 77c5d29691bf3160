// HTML as text -> a tree that can be walked. The one place that knows the parser.
import { DOMParser } from 'linkedom/worker';
import { foldSpace } from '../text.ts';

/** As much of a node as we use. */
export type Node = {
  readonly nodeType: number;
  nodeValue: string | null;
  readonly firstChild: Node | null;
  readonly nextSibling: Node | null;
  readonly parentNode: Node | null;
  remove(): void;
};

/** As much of an element as we use. */
export type Element = Node & {
  readonly localName: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  readonly childNodes: Iterable<Node>;
  innerHTML: string;
  textContent: string;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  append(...nodes: Node[]): void;
  replaceWith(node: Node): void;
};

export type Document = Node & { readonly childNodes: Iterable<Node>; createElement(name: string): Element };

/** Parses HTML of any kind. Never throws. */
export function parseDocument(html: string): Document {
  // The parser's types speak of a browser's, which are not ours; this is where they become ours.
  return new DOMParser().parseFromString(html, 'text/html') as unknown as Document;
}

/** Brings all that a document holds under one element, whatever its author thought of as its root. */
export function rootOf(document: Document): Element {
  const root = document.createElement('main');
  // The parser's DOCTYPE does not know what comes after it.
  root.append(...[...document.childNodes].filter((node) => node.nodeType !== DOCTYPE));
  return root;
}

const DOCTYPE = 10;

export function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

export function isText(node: Node): boolean {
  return node.nodeType === 3;
}

export function isComment(node: Node): boolean {
  return node.nodeType === 8;
}

export type Visit = { readonly node: Node; readonly depth: number };

/**
 * The nodes below one, in the order of the text, without recursion. What is to be removed is removed afterwards.
 * @param isPassedOver says of which elements the inside is left out
 */
export function* nodesIn(root: Node, isPassedOver: (element: Element) => boolean = () => false): Generator<Visit> {
  let node = root.firstChild;
  let depth = 1;
  while (node) {
    yield { node, depth };
    const child: Node | null = isElement(node) && isPassedOver(node) ? null : node.firstChild;
    if (child) {
      node = child;
      depth += 1;
      continue;
    }
    while (node && !node.nextSibling) {
      node = node.parentNode === root ? null : node.parentNode;
      depth -= 1;
    }
    node = node?.nextSibling ?? null;
  }
}

/** Names in lower case: authors write them in both, and the parser keeps them. The first of two counts. */
export function attributesOf(element: Element): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name, value } of element.attributes) {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, value);
  }
  return found;
}

/** What is looked at of an element that is to be a line: elements may lie in elements, each to be looked at again. */
const MOST_NODES = 200;

/** The text of a short element on one line. */
export function lineOf(element: Element): string {
  let text = '';
  let count = 0;
  for (const { node } of nodesIn(element, ({ localName }) => /^(?:script|style|svg|template)$/.test(localName))) {
    count += 1;
    if (count > MOST_NODES) break;
    if (isText(node)) text += node.nodeValue ?? '';
    else if (isElement(node) && /^(?:br|p|div|li|h\d)$/.test(node.localName)) text += ' ';
  }
  return foldSpace(text).trim();
}
