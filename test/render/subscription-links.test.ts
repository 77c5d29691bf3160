// Where a feed is subscribed to by one click: the exact addresses, whatever is in that of the feed.
import { describe, expect, test } from 'vitest';
import { feedScheme, isReachable, players, readers } from '../../src/render/subscription-links.ts';

const PLAIN = 'https://news.example.org/tags/nato/rss.xml';
const HOSTILE = 'https://news.example.org:8443/a+b,c/search/rss.xml?q=%22Bögen%22&x=(1)#\'"><i>';
const HOSTILE_VALUE =
  'https%3A%2F%2Fnews.example.org%3A8443%2Fa%2Bb%2Cc%2Fsearch%2Frss.xml%3Fq%3D%2522B%C3%B6gen%2522%26x%3D%281%29%23%27%22%3E%3Ci%3E';

const addresses = (of: readonly { name: string; address: string }[]) =>
  Object.fromEntries(of.map(({ name, address }) => [name, address]));

test.each([
  { address: PLAIN, value: 'https%3A%2F%2Fnews.example.org%2Ftags%2Fnato%2Frss.xml' },
  { address: HOSTILE, value: HOSTILE_VALUE },
])('websites are handed $address as one value', ({ address, value }) => {
  expect(addresses(readers(address))).toEqual({
    Feedly: `https://feedly.com/i/subscription/feed%2F${value}`,
    Inoreader: `https://www.inoreader.com/?add_feed=${value}`,
    NewsBlur: `https://www.newsblur.com/?url=${value}`,
    'The Old Reader': `https://theoldreader.com/feeds/subscribe?url=${value}`,
  });
  expect(new URL(readers(address)[1]?.address ?? '').searchParams.get('add_feed')).toBe(address);
});

test.each([
  { address: 'https://news.example.org/podcast.xml', bare: 'news.example.org/podcast.xml' },
  { address: 'http://news.example.org:81/b/tags/x/podcast.xml', bare: 'news.example.org:81/b/tags/x/podcast.xml' },
])('apps are handed $address under their own schemes', ({ address, bare }) => {
  const value = encodeURIComponent(address);
  expect(addresses(players(address))).toEqual({
    'Apple Podcasts': `podcast://${bare}`,
    Overcast: `overcast://x-callback-url/add?url=${value}`,
    'Pocket Casts': `pktc://subscribe/${bare}`,
    Castro: `castro://subscribe/${bare}`,
    AntennaPod: `https://antennapod.org/deeplink/subscribe?url=${value}`,
  });
});

test('a feed reader on the machine is handed the address with the scheme of the web', () => {
  expect(feedScheme(PLAIN)).toBe(`feed:${PLAIN}`);
});

describe('services elsewhere', () => {
  test.each([
    'https://news.example.org',
    'http://news.example.org:8080/feeds',
    'https://xn--bcher-kva.example',
    'http://8.8.8.8',
    'http://[2606:4700::1111]:80',
  ])('can reach %s', (address) => expect(isReachable(address)).toBe(true));
  test.each([
    'http://localhost:3000',
    'http://news.localhost',
    'http://127.0.0.1:3000',
    'http://127.1',
    'http://0.0.0.0:3000',
    'http://[::1]:3000',
    'http://[::ffff:10.0.0.1]',
    'http://10.1.2.3',
    'http://192.168.0.2',
    'http://169.254.1.1',
    'http://[fe80::1]',
    'http://[fd00::1]',
    'http://printer',
    'http://mac.local',
    'http://news.internal',
  ])('cannot reach %s', (address) => expect(isReachable(address)).toBe(false));
});
