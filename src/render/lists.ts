// Entries, tags and authors -> the lists of them that pages show. Pure.
import type { Entry, Tag } from '../entry.ts';
import { articlePath, pagePath, type TagCount } from '../feed.ts';
import { type Html, html } from './html.ts';
import { inner, ours, own, spoken, wordsOf } from './language.ts';
import type { PageSite } from './page.ts';
import { rfc3339 } from './xml.ts';

/** Weights of tags: from 1, of which there are the fewest articles, to the heaviest. */
const HEAVIEST = 5;
/** How many times the lightest is, at least, what weighs most: below that, they are rather alike. */
const LEAST_SPREAD = 4;
/** A shorter title is a word or a name, with which a sentence may well begin. */
const LEAST_REPETITION = 20;

/** Tags or authors, with the number of their articles. @param none what is said when there is none */
export function groupList(site: PageSite, kind: 'tag' | 'author', groups: readonly TagCount[], none: string): Html {
  if (groups.length === 0) return html`<p>${own(site, none)}</p>`;
  const words = wordsOf(site);
  const mark = ours(site);
  const most = groups.reduce((highest, { count }) => Math.max(highest, count), 1);
  const least = groups.reduce((lowest, { count }) => Math.min(lowest, count), most);
  return html`<ul class="groups">
${groups.map((group) => {
  const { slug, label, count } = group;
  const what = html`<span class="unseen"${mark}> ${words.articles(count)}</span>`;
  return html`<li${weightClass(count, { least, most })}><a href="${site.baseUrl}${pagePath({ kind, slug })}" dir="auto">${label}</a> <span class="count">${count}${what}</span></li>\n`;
})}</ul>`;
}

type Bounds = { readonly least: number; readonly most: number };

/** How heavy a count is among others: by its magnitude, for one tag of thousands would make all others alike. */
export function weightOf(count: number, { least, most }: Bounds): number {
  const lightest = Math.max(least, 1);
  const spread = Math.log(Math.max(most / lightest, LEAST_SPREAD));
  return 1 + Math.round(((HEAVIEST - 1) * Math.log(Math.max(count, lightest) / lightest)) / spread);
}

/** The lightest need none: they are most. */
function weightClass(count: number, bounds: Bounds): Html | false {
  const weight = weightOf(count, bounds);
  return weight > 1 && html` class="weight-${weight}"`;
}

/** The tags of an entry. */
export function tagLinks({ baseUrl }: PageSite, tags: readonly Tag[]): Html[] {
  return tags.map(
    ({ slug, label }, index) =>
      html`${index > 0 && ' · '}<a href="${baseUrl}${pagePath({ kind: 'tag', slug })}" rel="tag" dir="auto">${label}</a>`,
  );
}

/** The authors of an entry. */
export function authorLinks(site: PageSite, { authors }: Entry): Html[] {
  return authors.map(
    ({ slug, name }, index) =>
      html`${index > 0 && wordsOf(site).comma}<a href="${site.baseUrl}${pagePath({ kind: 'author', slug })}" rel="author" dir="auto">${name}</a>`,
  );
}

/** The section of the newest articles. @param none what is said when there is no article */
export function newestArticles(site: PageSite, entries: readonly Entry[], none: string): Html {
  return html`<section aria-labelledby="newest">
<h2 id="newest">${own(site, wordsOf(site).newest)}</h2>
${entries.length === 0 ? html`<p>${own(site, none)}</p>` : articleList(site, entries)}
</section>`;
}

function articleList(site: PageSite, entries: readonly Entry[]): Html {
  return html`<ol class="articles">
${entries.map(
  (entry) => html`<li>
<p class="when">${time(site, entry)}</p>
<article${spoken(site, entry)}>
<h3><a href="${site.baseUrl}${articlePath(entry.slug)}">${entry.title}</a></h3>
${entry.summary !== undefined && !repeats(entry.summary, entry.title) && html`<p${inner(site, entry)}>${entry.summary}</p>\n`}${entry.tags.length > 0 && html`<p class="meta">${tagLinks(site, entry.tags)}</p>\n`}</article>
</li>
`,
)}</ol>`;
}

/** Whether a text says the title again, or begins with it: a headline is often the first sentence, cut short or not. */
function repeats(text: string, title: string): boolean {
  const [said, all] = [title.replace(/[\s.…]+$/u, '').toLowerCase(), text.toLowerCase()];
  const rest = all.startsWith(said) ? all.slice(said.length) : undefined;
  if (rest === undefined || /^[\p{L}\p{N}]/u.test(rest)) return false;
  return said.length >= LEAST_REPETITION || !/[\p{L}\p{N}]/u.test(rest);
}

/** A date, in the language of the site: it stands beside the article, not in it. */
export function time(site: PageSite, { published }: Entry): Html {
  return html`<time datetime="${rfc3339(published)}">${dateFormat(site).format(published)}</time>`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are dear to make, and there are as many as sites: one. */
function dateFormat({ language, timezone }: PageSite): Intl.DateTimeFormat {
  const key = `${language} ${timezone}`;
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat([language, 'en'], { dateStyle: 'long', timeZone: timezone });
  formats.set(key, format);
  return format;
}
