// The operator's page: valid HTML, the first screen says what to do, charts have their numbers beside them.
import { HtmlValidate } from 'html-validate';
import { expect, test } from 'vitest';
import { statusPage } from '../../src/render/status-page.ts';
import type { Status } from '../../src/status.ts';
import { aNewStatus, aStatus, aTroubledStatus } from '../support/status.ts';

const site = {
  title: 'Example & Co',
  description: 'All of it.',
  language: 'ar',
  baseUrl: 'https://news.example.org/daily',
  timezone: 'Europe/Kyiv',
};
const show = (status: Status, mayConfirm = true) => statusPage(site, status, { mayConfirm });
/** What can be read of a part of a page. */
const text = (markup: string) =>
  markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const part = (page: string, id: string) =>
  text(page.split(`id="${id}"`)[1]?.split(/<section class="(?:part|loss)"|<\/main>/)[0] ?? '').replace(/^>\s*/, '');

const hostile = `"><script>alert(1)</script> & 'x' <svg onload=alert(1)>`;
const nothing = aNewStatus();
const attacked: Status = {
  ...aTroubledStatus(),
  health: { status: 'fail', said: hostile },
  version: hostile,
  loss: { gone: 1, known: 1, key: hostile },
  problems: {
    refused: 1,
    repaired: 1,
    first: [{ path: hostile, kind: 'refused', said: hostile, firstSeen: new Date(0), lastSeen: new Date(0) }],
  },
  releases: [{ title: hostile, path: hostile, at: new Date(0) }],
  audience: {
    ...aStatus().audience,
    feeds: aStatus().audience.feeds.map((feed) => ({ ...feed, feed: hostile })),
    clients: aStatus().audience.clients.map((client) => ({ ...client, client: hostile, complaint: hostile })),
  },
  checks: [
    {
      taker: hostile,
      passed: 1,
      unmet: [{ rule: hostile, outcome: 'failed', asks: hostile, remedy: hostile, articles: 2, first: [hostile] }],
    },
  ],
};
const pages = {
  'all well': show(aStatus()),
  'in trouble': show(aTroubledStatus()),
  'in trouble, seen by who may not confirm': show(aTroubledStatus(), false),
  'on the first day': show(nothing),
  'with hostile words': show(attacked),
  'of a site in English': statusPage({ ...site, language: 'en' }, aStatus(), { mayConfirm: false }),
};

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'doctype-style': 'off' },
});

test.each(Object.entries(pages))('%s, it is valid HTML with nothing that runs and no inline style', async (_, page) => {
  const { results } = await validator.validateString(page);
  expect(
    results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line} ${ruleId} ${message}`)),
  ).toEqual([]);
  expect(page.replace(/"[^"]*"/g, '""')).not.toMatch(/<script|<style|\sstyle=|<[^>]*\son\w+=/i);
  expect(page).toContain('<meta name="robots" content="noindex">');
});

test('the same status gives the same bytes', () => {
  expect(show(aTroubledStatus())).toBe(show(aTroubledStatus()));
});

test('when all is well, the first screen says so, and when it was so', () => {
  expect(part(pages['all well'], 'health')).toMatch(
    /^Well: All is well\. Nothing to do\. As of 27 Nov 2025, 01:05 \(Europe\/Kyiv\)/,
  );
  expect(pages['all well']).toContain('<title>Well: All is well. – Example &amp; Co</title>');
});

test('in trouble, it says what to do first, the most urgent first', () => {
  const items = [...pages['in trouble'].matchAll(/<li>(?:(?!<\/li>).)*<\/li>/gs)]
    .slice(0, 4)
    .map(([item]) => text(item));
  expect(part(pages['in trouble'], 'health')).toMatch(
    /^Attention: Something needs a hand 11900 of 12345 articles are gone,/,
  );
  expect(text(pages['in trouble'])).toContain('took 31 seconds: failed (EIO: i/o error, scandir)');
  expect(items).toEqual([
    'Most of the library is gone from the folder : bring it back, or confirm.',
    'The last refresh failed. It is tried again in 2 minutes.',
    '2 files refused : mend or remove them.',
    '1 aggregator would not take everything: apple.',
  ]);
});

test('a refresh that is overdue is to be looked at', () => {
  const late = aStatus({ refresh: { next: new Date('2025-11-26T22:00:00Z'), isWatching: true } });
  expect(text(show(late))).toContain('A refresh was due 65 minutes ago: look whether');
  expect(text(show(aStatus({ refresh: { next: new Date('2025-11-26T23:04:30Z'), isWatching: true } })))).not.toContain(
    'was due',
  );
});

test('a loss is confirmed by a form with its key, that says what will happen, below the path of the site', () => {
  const page = pages['in trouble'];
  expect(page).toContain('<form method="post" action="/daily/status/confirm-loss">');
  expect(page).toContain('<input type="hidden" name="key" value="11900-12345">');
  expect(part(page, 'loss')).toMatch(
    /11,900 of 12,345 articles are gone .* nothing has been withdrawn.* 11,900 articles are withdrawn/,
  );
  expect(pages['in trouble, seen by who may not confirm']).not.toContain('<form');
  expect(pages['in trouble, seen by who may not confirm']).toContain('refresh --confirm-loss');
  expect(pages['all well']).not.toContain('<form');
});

test('a loss that has just been confirmed is not asked about again; another one is', () => {
  const after = (confirmed: string) => statusPage(site, aTroubledStatus(), { mayConfirm: true, confirmed });
  expect(after('11900-12345')).not.toContain('<form');
  expect(part(after('11900-12345'), 'loss')).toMatch(/11,900 articles are being withdrawn/);
  expect(after('11900-12345')).toContain('<a href="/daily/status">Look again</a>');
  expect(after('11901-12345')).toBe(pages['in trouble']);
});

test('every problem is named with its file, and how many there are besides', () => {
  expect(part(pages['in trouble'], 'problems')).toMatch(
    /^Files 2 files refused: .* 131 files published with repairs\. These are the latest 2\. .* b\.txt repaired two characters/,
  );
  expect(part(pages['all well'], 'problems')).toBe('Files Every file is published as it is.');
});

test('a chart says its gist in words, and has the same numbers as a table, the newest first', () => {
  const page = pages['all well'];
  const label = /role="img" aria-label="(Polls per hour: [^"]+)"/.exec(page)?.[1] ?? '';
  expect(label).toMatch(/^Polls per hour: [\d,]+ in the last 48 hours: 95% unchanged, /);
  const table = page.split('aria-label="Polls per hour"')[1]?.split('</table>')[0] ?? '';
  const rows = [...table.matchAll(/<tr>.*?<\/tr>/g)].map(([row]) => text(row));
  expect(rows.length).toBe(49);
  expect(rows[0]).toBe('Hour from unchanged only what is new whole put off');
  // 23:00 in UTC is one at night there.
  expect(rows[1]).toMatch(/^Thu, 27 Nov 01:00 [\d,]+ \d+ \d+ \d+$/);
  expect([...page.matchAll(/role="img" aria-label="([^:"]+): /g)].map(([, title]) => title)).toEqual([
    'Polls per hour',
    'Subscribers',
    'Time to answer',
    'Articles per day',
  ]);
});

test('numbers are what they are made of', () => {
  const hour = Math.floor(aStatus().at.getTime() / 3_600_000);
  const polls = { whole: 1, unchanged: 97, new: 1, limited: 1, bytes: 2_500_000, savedBytes: 4_000_000 };
  const { audience } = aStatus();
  const latency = [0, 98, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0];
  const hours = [
    // Out of both windows, out of the day alone, in both, and by a clock that runs ahead.
    { hour: hour - 48, ...polls, latency },
    { hour: hour - 24, ...polls, latency },
    { hour, ...polls, latency },
    { hour: hour + 1, ...polls, latency },
  ];
  const page = text(show(aStatus({ audience: { ...audience, hours } })));
  expect(page).toContain('Polls in 24 hours 100 97% unchanged');
  expect(page).toContain('Sent in 24 hours 2.50 MB 4.00 MB saved');
  expect(page).toContain('200 in the last 48 hours: 97% unchanged, 1% only what is new, 1% whole, 1% put off.');
  expect(page).toContain('Half of the answers took under 0.5 ms, 99% under 5 ms, in the last 48 hours.');
});

test('subscribers are those of the last full day, unless the present one has more; the chart shows full days', () => {
  const { audience } = aStatus();
  const day = Math.floor(aStatus().at.getTime() / 86_400_000);
  const { day: _, subscribers: __, ...polls } = audience.days[0] ?? { day: 0, subscribers: undefined };
  const of = (today: number) =>
    text(
      show(
        aStatus({
          audience: {
            ...audience,
            days: [
              { day: day - 3, ...polls, subscribers: { announced: 9000, pollers: 0 } },
              { day: day - 1, ...polls, subscribers: { announced: 500, pollers: 20 } },
              { day, ...polls, subscribers: { announced: today, pollers: 1 } },
            ] as Status['audience']['days'],
          },
        }),
      ),
    );
  expect(of(3)).toContain('520: 500 announced by services, 20 that poll for themselves.');
  expect(of(1200)).toContain('1,201: 1,200 announced by services, 1 that poll for themselves.');
  // What is not known of a day is no zero.
  expect(of(3)).toContain('Tue, 25 Nov 2025 500 20 Mon, 24 Nov 2025 – – Sun, 23 Nov 2025 9,000 0');
});

test('feeds lead to their pages, and nowhere else', () => {
  const { audience } = aStatus();
  const [first] = audience.feeds;
  const feeds = ['/tags/a+b/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)', 'https://evil.example/'];
  const page = show(
    aStatus({ audience: { ...audience, feeds: feeds.flatMap((feed) => (first ? [{ ...first, feed }] : [])) } }),
  );
  const links = [...page.matchAll(/<a href="([^"#]+)"[^>]*>/g)].map(([, href]) => href);
  expect(links).toEqual(['/daily/', '/daily/tags/a+b/']);
  for (const feed of feeds) expect(page).toContain(feed);
});

test('a client that polls badly says how, and who has come once has no interval', () => {
  const page = text(pages['all well']);
  expect(page).toContain('python-requests asks for the whole each time 2 4,812 0% 192 MB 0 bytes 12 seconds');
  expect(page).toMatch(/Firefox 38 40 \d+% [\d.]+ kB [\d.]+ MB –/);
});

test('on the first day it says that nothing has come yet, and what to do', () => {
  const page = pages['on the first day'];
  expect(part(page, 'health')).toContain('There is no article yet: put one into the folder of articles.');
  expect(part(page, 'readers')).toMatch(
    /^Readers Nobody has asked for a feed yet\. Give an address such as \/rss\.xml/,
  );
  expect(page).not.toContain('<figure');
  expect(page).not.toContain('1970');
  expect(page).not.toMatch(/NaN|undefined|Invalid/);
});

test('however much there is, it shows what a person reads', () => {
  const { audience } = aStatus();
  const many = <T>(of: readonly T[]) => Array.from({ length: 400 }, (_, index) => of[index % of.length] as T);
  const page = show(
    aStatus({ audience: { ...audience, feeds: many(audience.feeds), clients: many(audience.clients) } }),
  );
  expect(text(page)).toContain('whichever had more; the first 25.');
  expect(Buffer.byteLength(page)).toBeLessThan(100_000);
});
