// Subscribing, and combining tags, as people do it in a real browser: with a script and without, by mouse and by keyboard.
import { AxeBuilder } from '@axe-core/playwright';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openBrowser, watchedPage } from '../support/browser.ts';
import { article, eventually, publication, put } from '../support/publication.ts';

const browser = openBrowser();
const BASE_URL = 'https://news.example.org';
const FEED = `${BASE_URL}/tags/nato/rss.xml`;

async function serve(environment: Readonly<Record<string, string>> = { BASE_URL }, siteYaml?: string) {
  const site = publication({ WATCH: 'false', ...environment }, siteYaml);
  const articles = { ships: 'NATO, Sport', treaty: 'NATO, European Union', budget: 'European Union', race: 'Sport' };
  for (const [name, tags] of Object.entries(articles))
    put(site.articles, `${name}.txt`, article(`Of ${name} there is something new.`, { tags }));
  const { port } = await site.start();
  const address = `http://127.0.0.1:${port}`;
  // Threads that take long to start would keep a reader waiting, who would be told to come again.
  await eventually(
    () => fetch(`${address}/combine/?tag1=nato&how2=or&tag2=sport`),
    ({ ok }) => ok,
  );
  return address;
}

const shown = (page: Page) =>
  page
    .locator('.articles h3')
    .evaluateAll((titles) => titles.map(({ textContent }) => textContent?.split(' ')[1]).sort());
const addressOf = (page: Page) => page.locator('.addresses code').first().textContent();

/** Goes on by Tab until something of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const focused = () => page.evaluate(`document.activeElement.ariaLabel || document.activeElement.textContent`);
  for (let steps = 0; (await focused()) !== name; steps += 1) {
    if (steps === 60) throw new Error(`Tab never leads to ${name}`);
    await page.keyboard.press('Tab');
  }
}

describe('an address', () => {
  test('is copied by a button, which says so to all', async () => {
    const { page, complaints } = await watchedPage(browser(), { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto(`${await serve()}/tags/nato/`);
    for (const [name, file] of [
      ['RSS', 'rss.xml'],
      ['JSON Feed', 'feed.json'],
    ]) {
      await page.getByRole('button', { name: `Copy ${name} address` }).click();
      await page.getByRole('button', { name: `Copied ${name} address` }).waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${BASE_URL}/tags/nato/${file}`);
      expect(await page.getByRole('status').textContent()).toBe(`The ${name} address is copied.`);
    }
    expect(await page.getByRole('button', { name: 'Copied' }).count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('is copied with a keyboard alone', async () => {
    const { page } = await watchedPage(browser(), { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto(`${await serve()}/tags/nato/`);
    await tabTo(page, 'Copy Atom address');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copied Atom address' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${BASE_URL}/tags/nato/atom.xml`);
  });

  test('is copied in the language of the site', async () => {
    const { page, complaints } = await watchedPage(browser(), { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto(`${await serve({ BASE_URL }, 'language: de\n')}/tags/nato/`);
    await page.getByRole('button', { name: 'Kopieren: Adresse für JSON Feed' }).click();
    await page.getByRole('button', { name: 'Kopiert: Adresse für JSON Feed' }).waitFor();
    expect(await page.getByRole('status').textContent()).toBe('Die Adresse für JSON Feed ist kopiert.');
    expect(complaints).toEqual([]);
  });

  test('is selected where the clipboard is refused', async () => {
    const { page, complaints } = await watchedPage(browser());
    await page.goto(`${await serve()}/tags/nato/`);
    const session = await page.context().newCDPSession(page);
    for (const name of ['clipboard-write', 'clipboard-sanitized-write'])
      await session.send('Browser.setPermission', { permission: { name }, setting: 'denied' }).catch(() => undefined);
    await page.getByRole('button', { name: 'Copy RSS address' }).click();
    await page.getByText('The RSS address is selected').waitFor();
    expect(await page.evaluate('getSelection().toString()')).toBe(FEED);
    expect(complaints).toEqual([]);
  });

  test('can be selected without a script, and no button does nothing', async () => {
    const { page } = await watchedPage(browser(), { javaScriptEnabled: false });
    await page.goto(`${await serve()}/tags/nato/`);
    expect(await addressOf(page)).toBe(FEED);
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Subscribe in your reader' }).getAttribute('href')).toBe(
      `feed:${FEED}`,
    );
  });

  test('is handed to services that stand one after the other, as far apart as words', async () => {
    const { page } = await watchedPage(browser(), { viewport: { width: 600, height: 800 } });
    await page.goto(`${await serve()}/tags/nato/`);
    // Of the words: what they stand in may be wider.
    const [label, ...links] =
      (await page.evaluate(`[...document.querySelectorAll('.services > span, .services a')].map((one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      const { left, right } = range.getBoundingClientRect();
      return { left, right };
    })`)) as { left: number; right: number }[];
    expect(links).toHaveLength(4);
    let end = label?.right ?? 0;
    for (const { left, right } of links) {
      expect(left - end).toBeGreaterThan(8);
      expect(left - end).toBeLessThan(24);
      end = right;
    }
  });

  test('that services cannot reach is not offered to them', async () => {
    const { page } = await watchedPage(browser());
    await page.goto(`${await serve({})}/tags/nato/`);
    expect(await page.getByRole('link', { name: 'Feedly' }).count()).toBe(0);
    expect(await page.getByText('services cannot subscribe').isVisible()).toBe(true);
    await page.goto(`${await serve()}/tags/nato/`);
    expect(await page.getByRole('link', { name: 'Feedly' }).getAttribute('rel')).toBe('noopener noreferrer');
  });
});

describe('tags are combined', () => {
  test('as they are chosen: feed, preview, and address of the page keep up', async () => {
    const { page, complaints } = await watchedPage(browser());
    const site = await serve();
    await page.goto(`${site}/combine/`);
    await page.getByLabel('Tag 1', { exact: true }).fill('nato');
    await page.getByLabel('Tag 1', { exact: true }).blur();
    await page.getByText('NATO: the newest 2 articles are shown below.').waitFor();
    expect(await addressOf(page)).toBe(FEED);
    await page.getByLabel('How tag 2 counts').selectOption('not');
    await page.getByLabel('Tag 2', { exact: true }).fill('Sport');
    await page.getByLabel('Tag 2', { exact: true }).blur();
    await page.getByText('NATO − Sport: the newest article is shown below.').waitFor();
    expect(await shown(page)).toEqual(['treaty']);
    expect(await addressOf(page)).toBe(`${BASE_URL}/tags/nato+-sport/rss.xml`);
    expect(page.url()).toBe(`${site}/combine/?how1=and&tag1=nato&how2=not&tag2=Sport`);
    expect(await page.title()).toBe('NATO − Sport – Tagwire');
    // What came in its place can do what it could.
    expect(await page.getByRole('button', { name: 'Copy RSS address' }).count()).toBe(1);
    await page.reload();
    expect(await shown(page)).toEqual(['treaty']);
    expect(
      await page
        .locator('.term input')
        .evaluateAll((fields) => fields.map((field) => (field as unknown as { value: string }).value)),
    ).toEqual(['NATO', 'Sport', '']);
    expect(complaints).toEqual([]);
  });

  test('with names to choose from that begin as what is typed', async () => {
    const { page, complaints } = await watchedPage(browser());
    await page.goto(`${await serve()}/combine/`);
    await page.getByLabel('Tag 1', { exact: true }).pressSequentially('euro');
    await page.locator('#names option').nth(1).waitFor({ state: 'detached' });
    expect(await page.locator('#names option').getAttribute('value')).toBe('European Union');
    expect(complaints).toEqual([]);
  });

  test('and what no tag is called is said beside its field, until it is mended', async () => {
    const { page, complaints } = await watchedPage(browser());
    await page.goto(`${await serve()}/combine/`);
    const field = page.getByLabel('Tag 1', { exact: true });
    await field.fill('Europ');
    await field.blur();
    await page.getByText('There is no feed yet: no tag is called “Europ”.').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#problem-1').textContent()).toContain('Tags that begin so: European Union');
    expect(await page.locator('.addresses').count()).toBe(0);
    await field.fill('European Union');
    await field.blur();
    await page.locator('.addresses').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('false');
    expect(await page.locator('#problem-1').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  test('with a keyboard alone, and as many as there may be', async () => {
    const { page, complaints } = await watchedPage(browser());
    await page.goto(`${await serve()}/combine/`);
    for (let number = 1; number <= 8; number += 1) {
      await tabTo(page, `Tag ${number}`);
      await page.keyboard.type(['NATO', 'Sport', 'European Union'][number % 3] ?? '');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.searchParams.has(`tag${number}`));
      if (number < 8) await page.getByLabel(`Tag ${number + 1}`, { exact: true }).waitFor();
    }
    expect(await addressOf(page)).toBe(`${BASE_URL}/tags/european-union+nato+sport/rss.xml`);
    expect(await page.locator('.term').count()).toBe(8);
    expect(complaints).toEqual([]);
  });

  test('without a script', async () => {
    const { page } = await watchedPage(browser(), { javaScriptEnabled: false });
    const site = await serve();
    await page.goto(`${site}/combine/`);
    await page.getByLabel('Tag 1', { exact: true }).fill('sport');
    await page.getByLabel('How tag 2 counts').selectOption('or');
    await page.getByLabel('Tag 2', { exact: true }).fill('europ');
    await page.getByRole('button', { name: 'Show the feed' }).click();
    await page.getByRole('link', { name: 'European Union' }).click();
    expect(await addressOf(page)).toBe(`${BASE_URL}/tags/european-union,sport/rss.xml`);
    expect(await shown(page)).toEqual(['budget', 'race', 'ships', 'treaty']);
  });
});

test.each(['light', 'dark'] as const)('in %s and on a small screen all of it is accessible', async (colorScheme) => {
  const { page } = await watchedPage(browser(), { colorScheme, viewport: { width: 320, height: 640 } });
  const site = await serve();
  for (const path of [
    '/tags/nato/',
    '/combine/',
    '/combine/?tag1=nato&how2=not&tag2=sport',
    '/combine/?tag1=x&tag2=na',
  ]) {
    await page.goto(site + path);
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${path} ${id} ${html}`))).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(320);
  }
});

const PAYLOADS = [
  '<script>window.ran = true</script>',
  '"><img src=x onerror="window.ran = true">',
  "'><svg/onload=window.ran=true>",
  '</title><script>window.ran = true</script>',
  '</datalist></form><iframe srcdoc="<script>parent.ran = true</script>">',
  'javascript:window.ran=true',
  '" autofocus onfocus="window.ran = true',
  '{{constructor.constructor("window.ran = true")()}}',
  '&lt;img src=x onerror=window.ran=true&gt;',
];

test('whatever is asked for is text, whether it was typed or came by an address', async () => {
  const { page, complaints } = await watchedPage(browser());
  const site = await serve();
  await page.goto(`${site}/combine/`);
  // Names to choose from may still be on their way.
  const elements = 'document.querySelectorAll(":not(datalist *)").length';
  const field = page.getByLabel('Tag 1', { exact: true });
  await field.fill('none');
  await field.blur();
  const told = page.locator('#told:not(:empty)');
  await told.waitFor();
  const typed = await page.evaluate(elements);
  await page.reload();
  const addressed = await page.evaluate(elements);
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(fc.constantFrom(...PAYLOADS), fc.string({ unit: 'grapheme', maxLength: 5 })),
      async ([payload, more]) => {
        const tag = payload + more;
        const query = new URLSearchParams({ how1: tag, tag1: tag });
        await page.goto(`${site}/combine/?${query}`);
        expect(await page.evaluate(elements)).toBe(addressed);
        await page.goto(`${site}/combine/`);
        await field.fill(tag);
        await field.press('Enter');
        await told.waitFor();
        expect(await page.evaluate(elements)).toBe(typed);
        expect(await page.evaluate(`'ran' in window`)).toBe(false);
      },
    ),
    { numRuns: 30 },
  );
  expect(complaints).toEqual([]);
});
