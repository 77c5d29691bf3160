// Tags that somebody combines -> the page on which they do: the terms, the feed that comes of them, and its newest articles. Pure.
import { builderPath, fieldNames, JOINS, type Join, LONGEST_TAG, type Term } from '../combination.ts';
import type { Entry } from '../entry.ts';
import { BUILDER_PATH, type Feed, pagePath } from '../feed.ts';
import { MOST_TAGS } from '../selection.ts';
import { type Html, html } from './html.ts';
import { ours, own, wordsOf } from './language.ts';
import { newestArticles } from './lists.ts';
import { type PageSite, page, rootPath } from './page.ts';
import { pageScript, subscribe } from './subscribe.ts';
import type { Words } from './words.ts';

/** A term as it stands in the form. */
export type Row = Term & {
  /** Set when no tag is called so: the names of some that begin so. */
  readonly alike?: readonly string[];
};

/** What terms come to. */
export type Combination = {
  readonly rows: readonly Row[];
  /** Names to choose from. */
  readonly names: readonly string[];
  /** What is wrong with the terms together. */
  readonly problem?: 'too many' | 'never fits';
  readonly found?: { readonly feed: Feed; readonly name: string; readonly newest: readonly Entry[] };
};

const FEWEST_ROWS = 3;
/** Of the first term, which joins nothing. */
const FIRST_JOINS = ['and', 'not'] as const;

/** The page on which tags are combined, with or without any. It works without a script; with one, it is changed in its place. */
export function builderPage(site: PageSite, { rows, names, problem, found }: Combination): string {
  const words = wordsOf(site);
  return page(site, {
    title: `${found ? found.name : words.combine} – ${site.title}`,
    description: words.combineOn(site.title),
    canonical: site.baseUrl + BUILDER_PATH,
    feeds: found ? [{ feed: found.feed, name: found.name }] : [],
    isListed: rows.length === 0,
    main: html`<h1>${own(site, words.combine)}</h1>
<p class="lead">${own(site, words.howToCombine)}</p>
${form(site, rows, names)}
<p class="told" id="told" role="status"${ours(site)}>${telling(words, rows, problem, found)}</p>
<div id="outcome">
${found ? outcome(site, found) : pageScript(site)}
</div>`,
  });
}

function outcome(site: PageSite, { feed, name, newest }: Combination['found'] & object): Html {
  return html`<h2 dir="auto"><a href="${site.baseUrl}${pagePath(feed)}">${name}</a></h2>
${subscribe(site, feed, name)}
${newestArticles(site, newest, wordsOf(site).none.tags)}`;
}

/** In one sentence, for those who do not see that the page has changed. */
function telling(
  words: Words,
  rows: readonly Row[],
  problem: Combination['problem'],
  found: Combination['found'],
): Html | string {
  if (problem !== undefined) return problem === 'too many' ? words.tooManyTags(MOST_TAGS) : words.neverFits;
  const unknown = rows.filter(({ alike }) => alike).map(({ tag }) => html`<bdi>${tag}</bdi>`);
  if (unknown.length > 0) return words.noFeedYet(unknown);
  return found ? html`<bdi>${found.name}</bdi>: ${words.shownBelow(found.newest.length)}` : '';
}

/** The form leads to wherever the page came from, as that of the search does. */
function form(site: PageSite, rows: readonly Row[], names: readonly string[]): Html {
  const action = rootPath(site.baseUrl) + BUILDER_PATH;
  const count = Math.min(MOST_TAGS, Math.max(FEWEST_ROWS, rows.length + 1));
  const words = wordsOf(site);
  const fields = Array.from({ length: count }, (_, index) => rowFields(words, rows, index, action));
  return html`<form class="combine" action="${action}" aria-describedby="precedence" data-failed="${words.noPreview}"${ours(site)}>
${fields}<datalist id="names">
${names.map((name) => html`<option value="${name}"></option>\n`)}</datalist>
<p class="meta" id="precedence">${words.precedence(MOST_TAGS, (all) => html`<a href="${site.baseUrl}/tags/">${all}</a>`)}</p>
<button type="submit">${words.showFeed}</button>
</form>`;
}

function rowFields(words: Words, rows: readonly Row[], index: number, action: string): Html {
  const { join, tag, alike } = rows[index] ?? { join: 'and', tag: '' };
  const number = index + 1;
  const names = fieldNames(index);
  const option = (value: Join, name: string) =>
    html`<option value="${value}"${value === join && html` selected`}>${name}</option>`;
  const options =
    index === 0
      ? FIRST_JOINS.map((join) => option(join, words.firstJoins[join]))
      : JOINS.map((join) => option(join, words.joins[join]));
  return html`<div class="term">
<select name="${names.how}" aria-label="${words.howTagCounts(number)}">${options}</select>
<input type="text" name="${names.tag}" value="${tag}" list="names" maxlength="${LONGEST_TAG}" dir="auto" autocomplete="off" spellcheck="false" aria-label="${words.tagNumber(number)}" aria-describedby="problem-${number}"${alike && html` aria-invalid="true"`}>
<p class="problem" id="problem-${number}">${alike && html`${words.noSuchTag}${alike.length > 0 && html` ${words.beginSo} ${alternatives(rows, index, alike, action)}`}`}</p>
</div>
`;
}

/** The same terms, but for one that is called otherwise. */
function alternatives(rows: readonly Row[], index: number, names: readonly string[], action: string): Html[] {
  return names.map((tag, place) => {
    const terms = rows.map((row, at) => (at === index ? { ...row, tag } : row));
    const query = builderPath(terms).slice(BUILDER_PATH.length);
    return html`${place > 0 && ' · '}<a href="${action}${query}" rel="nofollow"><bdi>${tag}</bdi></a>`;
  });
}
