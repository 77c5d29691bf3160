// The address of a feed -> addresses that hand it to a reader or to an app, each in the form that its maker has for that.
import ipaddr from 'ipaddr.js';

/** Somewhere to subscribe with, by one click. */
export type Subscription = { readonly name: string; readonly address: string };

/**
 * Opens whatever reads feeds on the machine of a reader. The form that keeps the scheme of the web (draft-obasanjo-feed, 2):
 * the other one says nothing of https.
 */
export function feedScheme(address: string): string {
  return `feed:${address}`;
}

/** Websites on which people read feeds. */
export function readers(address: string): Subscription[] {
  const encoded = asValue(address);
  return [
    // The button that feedly.com/factory.html makes: their name of a feed is `feed/` and its address, as one segment.
    { name: 'Feedly', address: `https://feedly.com/i/subscription/feed%2F${encoded}` },
    // What Inoreader tells browsers and extensions to add feeds with.
    { name: 'Inoreader', address: `https://www.inoreader.com/?add_feed=${encoded}` },
    // NewsBlur, Goodies & Mobile Apps, "Custom Add Site URL".
    { name: 'NewsBlur', address: `https://www.newsblur.com/?url=${encoded}` },
    // The Old Reader's own tip, "subscribe to new feeds with a single click".
    { name: 'The Old Reader', address: `https://theoldreader.com/feeds/subscribe?url=${encoded}` },
  ];
}

/** Apps that play podcasts. Their web addresses name a show by its number in Apple's directory; these take any feed. */
export function players(address: string): Subscription[] {
  const encoded = asValue(address);
  const bare = address.replace(/^https?:\/\//, '');
  return [
    // The scheme of Apple Podcasts for a feed, in place of that of the web, on iOS and macOS.
    { name: 'Apple Podcasts', address: `podcast://${bare}` },
    // The `add` action of Overcast's x-callback-url.
    { name: 'Overcast', address: `overcast://x-callback-url/add?url=${encoded}` },
    // What the Pocket Casts apps take, query included: `pktc://subscribe/` and the address without its scheme.
    { name: 'Pocket Casts', address: `pktc://subscribe/${bare}` },
    // The same of Castro.
    { name: 'Castro', address: `castro://subscribe/${bare}` },
    // antennapod.org, "Add a podcast to AntennaPod".
    { name: 'AntennaPod', address: `https://antennapod.org/deeplink/subscribe?url=${encoded}` },
  ];
}

/** False for an address that only this machine or its network can reach: services elsewhere cannot fetch it. */
export function isReachable(address: string): boolean {
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() === 'unicast';
  return host.includes('.') && !/\.(?:localhost|local|lan|home\.arpa|internal|test|invalid)$/.test(host);
}

/** As one value: everything but what RFC 3986 calls unreserved is written as its bytes. */
function asValue(address: string): string {
  return encodeURIComponent(address).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
