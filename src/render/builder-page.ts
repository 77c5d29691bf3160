// Tags that somebody combines -> the page on which they do: the terms, the feed that comes of them, and its newest articles. Pure.
import { builderPath, fieldNames, type Join, LONGEST_TAG, type Term } from '../combination.ts';
import type { Entry } from '../entry.ts';
import { BUILDER_PATH, type Feed, pagePath } from '../feed.ts';
import { MOST_TAGS } from '../selection.ts';
import { type Html, html } from './html.ts';
import { english, own } from './language.ts';
import { newestArticles } from './lists.ts';
import { type PageSite, page, rootPath } from './page.ts';
import { pageScript, subscribe } from './subscribe.ts';

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
  /** What is wrong with the terms together, in one sentence. */
  readonly problem?: string;
  readonly found?: { readonly feed: Feed; readonly name: string; readonly newest: readonly Entry[] };
};

const FEWEST_ROWS = 3;
const JOIN_NAME: Readonly<Record<Join, string>> = { and: 'and', not: 'and not', or: 'or', 'or-not': 'or not' };
/** Of the first term, which joins nothing. */
const FIRST_NAME = { and: 'with', not: 'without' } as const;
const NONE_FITS = 'No article fits at present. The page and its feeds stay where they are.';

/** The page on which tags are combined, with or without any. It works without a script; with one, it is changed in its place. */
export function builderPage(site: PageSite, { rows, names, problem, found }: Combination): string {
  return page(site, {
    title: `${found ? found.name : 'Combine tags'} – ${site.title}`,
    description: `Put together a feed of your own from the tags of ${site.title}.`,
    canonical: site.baseUrl + BUILDER_PATH,
    feeds: found ? [{ feed: found.feed, name: found.name }] : [],
    isListed: rows.length === 0,
    main: html`<h1>${own(site, 'Combine tags')}</h1>
<p class="lead">${own(site, 'Choose tags, and get one feed of the articles that fit.')}</p>
${form(site, rows, names)}
<p class="told" id="told" role="status"${english(site)}>${telling(rows, problem, found)}</p>
<div id="outcome">
${found ? outcome(site, found) : pageScript(site)}
</div>`,
  });
}

function outcome(site: PageSite, { feed, name, newest }: Combination['found'] & object): Html {
  return html`<h2 dir="auto"><a href="${site.baseUrl}${pagePath(feed)}">${name}</a></h2>
${subscribe(site, feed, html`article tagged “<bdi>${name}</bdi>”`)}
${newestArticles(site, newest, NONE_FITS)}`;
}

/** In one sentence, for those who do not see that the page has changed. */
function telling(rows: readonly Row[], problem: string | undefined, found: Combination['found']): Html | string {
  if (problem !== undefined) return problem;
  const unknown = rows.filter(({ alike }) => alike).map(({ tag }) => tag);
  if (unknown.length > 0) return html`There is no feed yet: no tag is called ${quoted(unknown)}.`;
  if (!found) return '';
  const { length } = found.newest;
  return html`<bdi>${found.name}</bdi>: ${length === 0 ? 'no article fits at present' : `the newest ${length === 1 ? 'article is' : `${length} articles are`} shown below`}.`;
}

function quoted(names: readonly string[]): Html[] {
  return names.map((name, index) => html`${index > 0 && ' or '}“<bdi>${name}</bdi>”`);
}

/** The form leads to wherever the page came from, as that of the search does. */
function form(site: PageSite, rows: readonly Row[], names: readonly string[]): Html {
  const action = rootPath(site.baseUrl) + BUILDER_PATH;
  const count = Math.min(MOST_TAGS, Math.max(FEWEST_ROWS, rows.length + 1));
  const fields = Array.from({ length: count }, (_, index) => rowFields(rows, index, action));
  return html`<form class="combine" action="${action}" aria-describedby="precedence"${english(site)}>
${fields}<datalist id="names">
${names.map((name) => html`<option value="${name}"></option>\n`)}</datalist>
<p class="meta" id="precedence">What “and” joins belongs together: <i>A and B or C</i> is whatever has both A and B, or has C. Up to ${MOST_TAGS} tags; <a href="${site.baseUrl}/tags/">all tags</a>.</p>
<button type="submit">Show the feed</button>
</form>`;
}

function rowFields(rows: readonly Row[], index: number, action: string): Html {
  const { join, tag, alike } = rows[index] ?? { join: 'and', tag: '' };
  const number = index + 1;
  const names = fieldNames(index);
  const named = Object.entries(index === 0 ? FIRST_NAME : JOIN_NAME);
  const options = named.map(
    ([value, name]) => html`<option value="${value}"${value === join && html` selected`}>${name}</option>`,
  );
  return html`<div class="term">
<select name="${names.how}" aria-label="How tag ${number} counts">${options}</select>
<input type="text" name="${names.tag}" value="${tag}" list="names" maxlength="${LONGEST_TAG}" dir="auto" autocomplete="off" spellcheck="false" aria-label="Tag ${number}" aria-describedby="problem-${number}"${alike && html` aria-invalid="true"`}>
<p class="problem" id="problem-${number}">${alike && html`No tag is called so.${alike.length > 0 && html` Tags that begin so: ${alternatives(rows, index, alike, action)}`}`}</p>
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
