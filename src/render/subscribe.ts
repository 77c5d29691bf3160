// A feed -> how to subscribe to it: its addresses, for people. Pure.
import { type Feed, FORMAT_NAME, FORMATS, feedPath } from '../feed.ts';
import { type Html, html } from './html.ts';
import { english } from './language.ts';
import type { PagePodcast, PageSite } from './page.ts';

/** The section of a page that says how to subscribe. @param count of articles so far; undefined when nobody counts them */
export function subscribe(
  site: PageSite,
  feed: Feed,
  what: Html | string,
  { count, podcast }: { readonly count?: number | undefined; readonly podcast?: PagePodcast | undefined } = {},
): Html {
  const addresses = [
    ...FORMATS.map((format) => ({ name: FORMAT_NAME[format], path: feedPath(feed, format) })),
    ...(podcast ? [{ name: 'Podcast', path: feedPath(podcast.feed, 'podcast') }] : []),
  ];
  const soFar = count === 0 ? ' There is none at present.' : ` There ${count === 1 ? 'is' : 'are'} ${count} so far.`;
  return html`<section class="subscribe" aria-labelledby="subscribe"${english(site)}>
<h2 id="subscribe">Subscribe</h2>
<p>Put one of these addresses into a feed reader, and it tells you of every new ${what}.${count !== undefined && soFar}</p>
<ul>
${addresses.map(({ name, path }) => {
  const address = site.baseUrl + path;
  return html`<li><a href="${address}">${name}</a> <code dir="ltr">${breakable(address)}</code></li>\n`;
})}</ul>
</section>`;
}

/** An address that breaks at its slashes where it has to; it is copied as it is. */
function breakable(address: string): Html[] {
  return address.split(/(?<=[^/]\/)(?=[^/])/).map((part, index) => html`${index > 0 && html`<wbr>`}${part}`);
}
