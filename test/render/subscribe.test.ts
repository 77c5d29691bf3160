// The section of a page that says how to subscribe: which ways there are, in which order, and to which of the feeds.
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { subscribe } from '../../src/render/subscribe.ts';
import { players, readers } from '../../src/render/subscription-links.ts';

const site = {
  title: 'Example',
  description: 'All of it.',
  language: 'en',
  baseUrl: 'https://news.example.org/"b&c"',
  timezone: 'UTC',
};
const tag = { kind: 'tag', slug: 'harbour' } as const;
const podcast = { feed: { kind: 'podcast', slug: 'harbour' } as const, title: 'Aloud' };

function waysIn(section: { toString(): string }) {
  const { document } = parseHTML(`<body>${section}</body>`);
  const links = (selector: string) =>
    [...document.querySelectorAll(selector)].map((link) => ({
      name: link.textContent ?? '',
      address: link.getAttribute('href') ?? '',
    }));
  return {
    button: links('a.button').map(({ address }) => address),
    services: links('.services a'),
    addresses: links('.addresses a'),
    shown: [...document.querySelectorAll('.addresses code')].map(({ textContent }) => textContent),
  };
}

test('one button, then readers for the feed; its addresses are shown as they are copied', () => {
  const rss = `${site.baseUrl}/tags/harbour/rss.xml`;
  const { button, services, addresses, shown } = waysIn(subscribe(site, tag, 'article'));
  expect(button).toEqual([`feed:${rss}`]);
  expect(services).toEqual(readers(rss));
  expect(addresses.map(({ name }) => name)).toEqual(['RSS', 'Atom', 'JSON Feed']);
  expect(shown).toEqual(addresses.map(({ address }) => address));
});

test('where there is a podcast, players for that as well', () => {
  const { services, addresses } = waysIn(subscribe(site, tag, 'article', { podcast }));
  const address = `${site.baseUrl}/tags/harbour/podcast.xml`;
  expect(services).toEqual([...readers(`${site.baseUrl}/tags/harbour/rss.xml`), ...players(address)]);
  expect(addresses.at(-1)).toEqual({ name: 'Podcast', address });
});

test('what only this machine can reach is offered to no service, and why is said', () => {
  const here = { ...site, baseUrl: 'http://localhost:3000' };
  const section = subscribe(here, tag, 'article', { podcast });
  expect(waysIn(section).services).toEqual([]);
  expect(waysIn(section).button).toEqual(['feed:http://localhost:3000/tags/harbour/rss.xml']);
  expect(section.toString()).toContain('services cannot subscribe to this');
});
