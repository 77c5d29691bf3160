// A feed -> how to subscribe to it: its addresses, for people, and what they need one click for. Pure.
import { type Feed, FORMAT_NAME, FORMATS, feedPath } from '../feed.ts';
import { type Html, html } from './html.ts';
import { ours, wordsOf } from './language.ts';
import { type PagePodcast, type PageSite, rootPath } from './page.ts';
import { feedScheme, isReachable, players, readers, type Subscription } from './subscription-links.ts';
import type { Words } from './words.ts';

/**
 * The section of a page that says how to subscribe.
 * @param name what all articles of the feed have in common: their tags, their author, or what is searched for
 * @param count of articles so far; undefined when nobody counts them
 */
export function subscribe(
  site: PageSite,
  feed: Feed,
  name: string,
  { count, podcast }: { readonly count?: number | undefined; readonly podcast?: PagePodcast | undefined } = {},
): Html {
  const words = wordsOf(site);
  const addressOf = (path: string) => site.baseUrl + path;
  const first = addressOf(feedPath(feed, 'rss'));
  const addresses = [
    ...FORMATS.map((format) => ({ name: FORMAT_NAME[format], address: addressOf(feedPath(feed, format)) })),
    ...(podcast ? [{ name: words.podcast, address: addressOf(feedPath(podcast.feed, 'podcast')) }] : []),
  ];
  return html`<section class="subscribe" aria-labelledby="subscribe"${forCopying(words)}${ours(site)}>
<h2 id="subscribe">${words.subscribe}</h2>
<p>${words.howToSubscribe(newArticle(words, feed, name))}${count !== undefined && ` ${words.soFar(count)}`}</p>
<p class="one-click"><a class="button" href="${feedScheme(first)}">${words.inYourReader}</a></p>
${
  isReachable(site.baseUrl)
    ? html`${services('readers', words.orWith, readers(first))}${podcast && services('players', words.listenWith, players(addressOf(feedPath(podcast.feed, 'podcast'))))}`
    : html`<p class="meta">${words.outOfReach}</p>\n`
}<ul class="addresses">
${addresses.map(({ name, address }) => html`<li><a href="${address}">${name}</a> <code dir="ltr">${breakable(address)}</code></li>\n`)}</ul>
<details>
<summary>${words.whatIsAFeed}</summary>
<p>${words.aFeedIs}</p>
</details>
</section>
${pageScript(site)}`;
}

function newArticle({ newArticle: of }: Words, feed: Feed, name: string): Html | string {
  const isolated = html`<bdi>${name}</bdi>`;
  if (feed.kind === 'search') return of.with(isolated);
  if (feed.kind === 'author') return of.by(isolated);
  return feed.kind === 'all' ? of.any : of.tagged(isolated);
}

/** What the script says; it puts the name of a format in place of `{}`. */
function forCopying({ copy, copied, copyAddress, copiedAddress, isCopied, isSelected }: Words): Html {
  const named = html` data-copy-address="${copyAddress('{}')}" data-copied-address="${copiedAddress('{}')}"`;
  const told = html` data-is-copied="${isCopied('{}')}" data-is-selected="${isSelected('{}')}"`;
  return html` data-copy="${copy}" data-copied="${copied}"${named}${told}`;
}

/** The script of a page that can do more with one. Like styles it comes from wherever the page came from. */
export function pageScript({ baseUrl }: PageSite): Html {
  return html`<script type="module" src="${rootPath(baseUrl)}/page.js"></script>`;
}

/** They learn nothing of the page that somebody came from. */
function services(id: string, label: string, subscriptions: readonly Subscription[]): Html {
  const links = subscriptions.map(
    ({ name, address }) => html`<li><a rel="noopener noreferrer" href="${address}">${name}</a></li>\n`,
  );
  return html`<div class="services"><span id="${id}">${label}</span>
<ul aria-labelledby="${id}">
${links}</ul></div>
`;
}

/** An address that breaks at its slashes where it has to; it is copied as it is. */
function breakable(address: string): Html[] {
  return address.split(/(?<=[^/]\/)(?=[^/])/).map((part, index) => html`${index > 0 && html`<wbr>`}${part}`);
}
