// Tag algebra: `nato+european-security` is both, `nato,eu` either, `nato+-sport` without. Any spelling -> the canonical one.

/** All of these tags, and none of those. */
export type Alternative = { readonly all: readonly string[]; readonly none: readonly string[] };

/** Entries that fit one of the alternatives. Never empty. */
export type Selection = readonly Alternative[];

/** Tags that one address may name: what an answer costs grows with them. */
export const MOST_TAGS = 8;
const LONGEST_TEXT = 1000;

/** As the store mints them: a hyphen is never first, so that `-sport` can mean its absence. */
const TERM = /^-?[a-z0-9]+(?:-+[a-z0-9]+)*$/;

/** Whether it can be the slug of a tag. */
export function isSlug(text: string): boolean {
  return !text.startsWith('-') && text.length <= LONGEST_TEXT && TERM.test(text);
}

/** Reads the part of an address that names tags; undefined when it is none. Says nothing of whether there are such tags. */
export function parseSelection(text: string): Selection | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const alternatives = text.split(',').map((alternative) => alternative.split('+'));
  const terms = alternatives.flat();
  if (terms.length > MOST_TAGS || !terms.every((term) => TERM.test(term))) return undefined;
  return alternatives.map((terms) => ({
    all: terms.filter((term) => !term.startsWith('-')),
    none: terms.flatMap((term) => (term.startsWith('-') ? [term.slice(1)] : [])),
  }));
}

/** The tags that a selection names, each once. */
export function tagsOf(selection: Selection): string[] {
  return [...new Set(selection.flatMap(({ all, none }) => [...all, ...none]))].sort();
}

/**
 * The one form of all selections that say the same by these rules: a tag counts once, in the order of its letters; what
 * wants and forbids a tag selects nothing; what another alternative selects anyway is superfluous.
 * @param slugOf what a tag is called now
 * @returns undefined when no entry could ever fit
 */
export function canonical(selection: Selection, slugOf: (slug: string) => string): Selection | undefined {
  const sorted = selection
    .map(({ all, none }) => ({ all: unique(all.map(slugOf)), none: unique(none.map(slugOf)) }))
    .filter(({ all, none }) => !all.some((slug) => none.includes(slug)));
  const distinct = [...new Map(sorted.map((alternative) => [textOf([alternative]), alternative])).values()];
  const needed = distinct.filter((one) => !distinct.some((other) => other !== one && includes(other, one)));
  if (needed.length === 0) return undefined;
  return needed.toSorted((one, other) => (textOf([one]) < textOf([other]) ? -1 : 1));
}

/** How a selection is written in an address. */
export function textOf(selection: Selection): string {
  return selection.map(({ all, none }) => [...all, ...none.map((slug) => `-${slug}`)].join('+')).join(',');
}

/** The tag, when it is all that is selected by. */
export function singleTag(selection: Selection): string | undefined {
  const [first, ...others] = selection;
  return first && others.length === 0 && first.none.length === 0 && first.all.length === 1 ? first.all[0] : undefined;
}

/** Whether whatever fits one alternative fits the other. */
function includes(wide: Alternative, narrow: Alternative): boolean {
  return wide.all.every((slug) => narrow.all.includes(slug)) && wide.none.every((slug) => narrow.none.includes(slug));
}

function unique(slugs: readonly string[]): string[] {
  return [...new Set(slugs)].sort();
}
