// An entry -> the page of an article. Pure.
import { type Entry, SITE_MARK } from '../entry.ts';
import { escapeMarkup } from '../text.ts';
import { html, raw } from './html.ts';
import { inner, own, spoken, wordsOf } from './language.ts';
import { authorLinks, tagLinks, time } from './lists.ts';
import { articleOpenGraph } from './open-graph.ts';
import { type PageSite, page } from './page.ts';
import { chapterList, figure, players, transcriptLinks } from './players.ts';
import { permalink } from './publication.ts';
import { structuredData } from './structured-data.ts';

/** One article. */
export function articlePage(site: PageSite, entry: Entry): string {
  const words = wordsOf(site);
  const context = { language: entry.language ?? site.language };
  return page(site, {
    title: `${entry.title} – ${site.title}`,
    description: entry.summary ?? entry.title,
    canonical: permalink(entry, site),
    told: [...articleOpenGraph(site, entry), structuredData(site, entry)],
    feeds: entry.tags.map(({ slug, label }) => ({ feed: { kind: 'tag', slug }, name: label })),
    // The date and those who wrote it stand beside the article, in the direction of the page.
    main: html`<article class="story">
<div class="when">
<p>${time(site, entry)}</p>
${entry.authors.length > 0 && html`<p>${authorLinks(site, entry)}</p>\n`}</div>
<div class="text"${spoken(site, entry)}>
<h1>${entry.title}</h1>
${figure(site, entry)}${players(site, entry)}${transcriptLinks(site, entry)}
<div class="article-body"${inner(site, entry)}>
${raw(bodyOf(entry, site))}
</div>
${chapterList(site, entry)}${entry.link !== undefined && html`<p class="meta">${own(site, words.firstPublished(html`<a href="${entry.link}">${new URL(entry.link).host}</a>`), context)}</p>`}
${entry.tags.length > 0 && html`<p class="meta">${own(site, words.taggedAs, context)} ${tagLinks(site, entry.tags)}</p>\n`}</div>
</article>`,
  });
}

/** The HTML of an article as a page can bear it: its headings stand below the title, and what is wide scrolls. */
function bodyOf({ content }: Entry, { baseUrl }: PageSite): string {
  const lowered = /<h1[\s>]/.test(content)
    ? content.replace(/(<\/?h)([1-5])(?=[\s>])/g, (_, start: string, level: string) => start + (Number(level) + 1))
    : content;
  return (
    lowered
      // What scrolls has to be reached with a keyboard.
      .replace(/<pre(?=[\s>])/g, '<pre tabindex="0"')
      .replace(/<table(?=[\s>])/g, '<div class="wide" tabindex="0"><table')
      .replaceAll('</table>', '</table></div>')
      // A function, for `$` in an address would mean something in a replacement.
      .replaceAll(SITE_MARK, () => escapeMarkup(baseUrl))
  );
}
