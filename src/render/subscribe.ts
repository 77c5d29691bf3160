// A feed -> how to subscribe to it: its addresses, for people, and what they need one click for. Pure.
import { type Feed, FORMAT_NAME, FORMATS, feedPath } from '../feed.ts';
import { type Html, html } from './html.ts';
import { english } from './language.ts';
import { type PagePodcast, type PageSite, rootPath } from './page.ts';
import { feedScheme, isReachable, players, readers, type Subscription } from './subscription-links.ts';

/** The section of a page that says how to subscribe. @param count of articles so far; undefined when nobody counts them */
export function subscribe(
  site: PageSite,
  feed: Feed,
  what: Html | string,
  { count, podcast }: { readonly count?: number | undefined; readonly podcast?: PagePodcast | undefined } = {},
): Html {
  const addressOf = (path: string) => site.baseUrl + path;
  const first = addressOf(feedPath(feed, 'rss'));
  const addresses = [
    ...FORMATS.map((format) => ({ name: FORMAT_NAME[format], address: addressOf(feedPath(feed, format)) })),
    ...(podcast ? [{ name: 'Podcast', address: addressOf(feedPath(podcast.feed, 'podcast')) }] : []),
  ];
  const soFar = count === 0 ? ' There is none at present.' : ` There ${count === 1 ? 'is' : 'are'} ${count} so far.`;
  return html`<section class="subscribe" aria-labelledby="subscribe"${english(site)}>
<h2 id="subscribe">Subscribe</h2>
<p>Put one of these addresses into a feed reader, and it tells you of every new ${what}.${count !== undefined && soFar}</p>
<p class="one-click"><a class="button" href="${feedScheme(first)}">Subscribe in your reader</a></p>
${
  isReachable(site.baseUrl)
    ? html`${services('Or with', readers(first))}${podcast && services('Listen with', players(addressOf(feedPath(podcast.feed, 'podcast'))))}`
    : html`<p class="meta">Feedly and other services cannot subscribe to this: its address leads to a machine or a network of your own.</p>\n`
}<ul class="addresses">
${addresses.map(({ name, address }) => html`<li><a href="${address}">${name}</a> <code dir="ltr">${breakable(address)}</code></li>\n`)}</ul>
<details>
<summary>What is a feed?</summary>
<p>A feed is a list of the newest articles that an app or a website of your choice, a feed reader, looks at for you: nobody here learns who you are, and nothing is sent to you that you did not ask for. The button opens the feed reader of this device, if it has one.</p>
</details>
</section>
${pageScript(site)}`;
}

/** The script of a page that can do more with one. Like styles it comes from wherever the page came from. */
export function pageScript({ baseUrl }: PageSite): Html {
  return html`<script type="module" src="${rootPath(baseUrl)}/page.js"></script>`;
}

/** They learn nothing of the page that somebody came from. */
function services(label: string, subscriptions: readonly Subscription[]): Html {
  const links = subscriptions.map(
    ({ name, address }) => html`<li><a rel="noopener noreferrer" href="${address}">${name}</a></li>\n`,
  );
  const id = label.toLowerCase().replace(' ', '-');
  return html`<div class="services"><span id="${id}">${label}</span>
<ul aria-labelledby="${id}">
${links}</ul></div>
`;
}

/** An address that breaks at its slashes where it has to; it is copied as it is. */
function breakable(address: string): Html[] {
  return address.split(/(?<=[^/]\/)(?=[^/])/).map((part, index) => html`${index > 0 && html`<wbr>`}${part}`);
}
