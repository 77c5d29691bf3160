// What a person puts together from tags, term by term: with one, and another, or a third, not a fourth. Pure.
import { BUILDER_PATH } from './feed.ts';
import { MOST_TAGS, type Selection } from './selection.ts';
import { oneLine } from './text.ts';

/** How a term joins those before it. As in an address, what is joined by and comes before what is joined by or. */
export const JOINS = ['and', 'not', 'or', 'or-not'] as const;
export type Join = (typeof JOINS)[number];

/** One tag of a combination, as somebody calls it. */
export type Term = { readonly join: Join; readonly tag: string };

/** Of what is typed for a tag, so much is read. */
export const LONGEST_TAG = 200;

const SIGN: Readonly<Record<Join, string>> = { and: '+', not: '+-', or: ',', 'or-not': ',-' };

/** The terms that a query asks for; one more than may be combined tells that there are too many. Fields left empty are none. */
export function readTerms(query: URLSearchParams): Term[] {
  const terms = Array.from({ length: MOST_TAGS + 1 }, (_, index) => {
    const { how, tag } = fieldNames(index);
    return { join: joinFrom(query.get(how)), tag: readTag(query.get(tag) ?? '') };
  });
  const [first, ...others] = terms.filter(({ tag }) => tag !== '');
  return first ? [{ ...first, join: isUnwanted(first) ? 'not' : 'and' }, ...others] : [];
}

/** What the fields of a term are called. */
export function fieldNames(index: number): { readonly how: string; readonly tag: string } {
  return { how: `how${index + 1}`, tag: `tag${index + 1}` };
}

/** What is typed for a tag. */
export function readTag(text: string): string {
  return oneLine(text.slice(0, LONGEST_TAG));
}

/** The terms that say what a selection does, its tags by their slugs. */
export function termsOf(selection: Selection): Term[] {
  return selection.flatMap(({ all, none }, alternative) => {
    const terms: Term[] = [
      ...all.map((tag) => ({ join: 'and' as const, tag })),
      ...none.map((tag) => ({ join: 'not' as const, tag })),
    ];
    const [first, ...others] = terms;
    if (!first || alternative === 0) return terms;
    return [{ ...first, join: isUnwanted(first) ? ('or-not' as const) : ('or' as const) }, ...others];
  });
}

/** How terms are written in the address of their feed, in any spelling. @param terms with slugs for tags */
export function selectionText(terms: readonly Term[]): string {
  return terms.map((term, index) => (index > 0 ? SIGN[term.join] : isUnwanted(term) ? '-' : '') + term.tag).join('');
}

/** The path of the page that shows what terms come to, from the root of the site. */
export function builderPath(terms: readonly Term[]): string {
  const query = new URLSearchParams(
    terms.flatMap(({ join, tag }, index) => {
      const names = fieldNames(index);
      return [
        [names.how, join],
        [names.tag, tag],
      ];
    }),
  );
  return terms.length === 0 ? BUILDER_PATH : `${BUILDER_PATH}?${query}`;
}

function joinFrom(text: string | null): Join {
  return JOINS.find((join) => join === text) ?? 'and';
}

function isUnwanted({ join }: Term): boolean {
  return join === 'not' || join === 'or-not';
}
