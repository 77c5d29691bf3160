// What must hold on every kind of page, in a real browser: for all eyes, hands, screens and languages.
import { AxeBuilder } from '@axe-core/playwright';
import { source as axeSource } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openBrowser, watchedPage } from '../support/browser.ts';
import { everyPage, type KindOfPage } from '../support/every-page.ts';
import { aNewStatus, aStatus, aTroubledStatus } from '../support/status.ts';
import { showStatus } from '../support/status-door.ts';

const browser = openBrowser();
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Every kind of page, the operator's among them. */
async function allPages(language?: 'en' | 'ar'): Promise<readonly (KindOfPage & { readonly url: string })[]> {
  const { baseUrl, pages } = await everyPage(language);
  // At its own address it is as it is when somebody has just polled; elsewhere as it is seldom.
  await fetch(`${baseUrl}/rss.xml`, {
    headers: { 'User-Agent': 'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 4 subscribers)' },
  });
  const statusUrl = await showStatus({ well: aStatus(), trouble: aTroubledStatus(), first: aNewStatus() });
  return [
    ...pages.map((page) => ({ ...page, url: baseUrl + page.path })),
    { kind: 'status', path: '/status', status: 200, url: `${baseUrl}/status` } as const,
    ...['well', 'trouble', 'first'].map(
      (path) => ({ kind: `status, ${path}`, path, status: 200, url: statusUrl + path }) as const,
    ),
  ];
}

const OPEN_ALL = `for (const one of document.querySelectorAll('details')) one.open = true`;

/** What axe finds, a line each. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page, axeSource })
    // In one go: there are no frames. Styles are not fetched a second time, for the policy refuses what scripts ask for.
    .setLegacyMode()
    .options({ preload: false, runOnly: { type: 'tag', values: LEVELS } })
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary}`),
  );
}

test.each([
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 320 },
] as const)(
  'axe finds nothing, $colorScheme and $width px wide, and nothing goes wrong',
  async ({ colorScheme, width }) => {
    const { page, complaints } = await watchedPage(browser(), { colorScheme, viewport: { width, height: 800 } });
    const found: string[] = [];
    for (const { kind, url, status } of await allPages()) {
      expect((await page.goto(url))?.status(), kind).toBe(status);
      // What is folded is read by somebody too.
      await page.evaluate(OPEN_ALL);
      found.push(...(await findings(page)).map((finding) => `${kind}: ${finding}`));
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

test.each(['en', 'ar'] as const)(
  'in %s nothing is wider than a small screen, nor than one of which all is made larger',
  async (language) => {
    const { page } = await watchedPage(browser(), { viewport: { width: 320, height: 640 } });
    for (const { kind, url } of await allPages(language)) {
      await page.goto(url);
      await page.evaluate(OPEN_ALL);
      expect(await page.evaluate('document.documentElement.scrollWidth'), kind).toBeLessThanOrEqual(320);
      expect(await page.evaluate(`document.querySelectorAll('h1').length`), kind).toBe(1);
    }
  },
);

/** Whatever a hand could press, in the order of the document. */
const REACHABLE = `[...document.querySelectorAll('a[href], button, input, select, textarea, summary, audio, video, [tabindex="0"]')]
  .filter((one) => !one.disabled && one.type !== 'hidden' && one.tabIndex >= 0)
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('details:not([open]) > :not(summary)'))`;
const NAME_OF = `(one) => one.localName + ' ' + (one.getAttribute('href') ?? one.name ?? '') + ' ' + one.textContent.trim().slice(0, 40)`;
/** Where the focus is, whether it can be seen, and whether nothing is over it. */
const FOCUSED = `(() => {
  const one = document.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
  const [box] = one.getClientRects();
  const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 12)];
  const above = document.elementFromPoint(x, y);
  return {
    index: ${REACHABLE}.indexOf(one),
    name: (${NAME_OF})(one),
    isMarked: (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none',
    isSeen: above !== null && (one.contains(above) || above.contains(one)),
  };
})()`;
type Focus = { readonly index: number; readonly name: string; readonly isMarked: boolean; readonly isSeen: boolean };

test.each([
  { language: 'en', width: 1280 },
  { language: 'en', width: 320 },
  { language: 'ar', width: 1280 },
] as const)(
  'in $language, $width px wide, a keyboard reaches everything in order, and shows where it is',
  async ({ language, width }) => {
    const { page } = await watchedPage(browser(), { viewport: { width, height: 640 }, reducedMotion: 'reduce' });
    for (const { kind, url } of await allPages(language)) {
      await page.goto(url);
      const names = (await page.evaluate(`${REACHABLE}.map(${NAME_OF})`)) as string[];
      expect(names.length, kind).toBeGreaterThan(4);
      const reached: string[] = [];
      let last = -1;
      // A player has stops of its own, within one element.
      for (let presses = 0; presses < names.length + 30 && reached.length < names.length; presses += 1) {
        await page.keyboard.press('Tab');
        const focus = (await page.evaluate(FOCUSED)) as Focus;
        if (focus.index === last) continue;
        expect(focus, `${kind}: ${focus.name}`).toMatchObject({ index: last + 1, isSeen: true });
        if (!/^(?:audio|video) /.test(focus.name))
          expect(focus, `${kind}: ${focus.name}`).toMatchObject({ isMarked: true });
        reached.push(focus.name);
        last = focus.index;
      }
      expect(reached, kind).toEqual(names);
    }
  },
);

test('the first stop leads past the head of the page to its text', async () => {
  const { page } = await watchedPage(browser());
  for (const { kind, url } of await allPages()) {
    await page.goto(url);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(({ hash }) => hash !== '');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(`document.activeElement.closest('main, footer') !== null`), kind).toBe(true);
  }
});

test('on a small screen what belongs together stands in one line, and what is done first is easily met', async () => {
  const { page } = await watchedPage(browser(), { viewport: { width: 320, height: 640 } });
  /** Whatever of these is not beside the first of its line. */
  const APART = `['.masthead ul > li', '.term > :is(select, input)', '.addresses li > :is(a, button)'].flatMap((what) => {
    const tops = Map.groupBy(document.querySelectorAll(what), (one) => one.parentElement);
    return [...tops.values()].filter(([first, ...others]) => {
      const { top, bottom } = first.getBoundingClientRect();
      return others.some((one) => one.getBoundingClientRect().top >= bottom || one.getBoundingClientRect().bottom <= top);
    }).map(() => what);
  })`;
  const { baseUrl, pages } = await everyPage();
  for (const { kind, path } of pages) {
    await page.goto(baseUrl + path);
    expect(await page.evaluate(APART), kind).toEqual([]);
    for (const button of await page.locator('.button, button[type="submit"]').all())
      expect((await button.boundingBox())?.height, kind).toBeGreaterThanOrEqual(44);
  }
});

test('every part of a page hangs on the wire', async () => {
  const { page } = await watchedPage(browser());
  const { baseUrl, pages } = await everyPage();
  for (const { kind, path } of pages) {
    await page.goto(baseUrl + path);
    expect(
      await page.evaluate(
        `[...document.querySelectorAll('h2')].filter((one) => !one.closest('.text') && getComputedStyle(one, '::before').content === 'none').map(({ textContent }) => textContent)`,
      ),
      kind,
    ).toEqual([]);
  }
});

test('a site in Arabic is mirrored', async () => {
  const { page } = await watchedPage(browser(), { viewport: { width: 1280, height: 800 } });
  /** How far the heading is from either edge of the text. */
  const edges = async () =>
    (await page.evaluate(`(() => {
      const range = document.createRange();
      range.selectNodeContents(document.querySelector('h1'));
      const [text, main] = [range.getBoundingClientRect(), document.querySelector('main').getBoundingClientRect()];
      return { left: text.left - main.left, right: main.right - text.right };
    })()`)) as { left: number; right: number };
  const { baseUrl, pages } = await everyPage('ar');
  for (const { kind, path } of pages) {
    await page.goto(baseUrl + path);
    expect(await page.evaluate(`getComputedStyle(document.querySelector('main')).direction`), kind).toBe('rtl');
    const { left, right } = await edges();
    expect(left, kind).toBeGreaterThanOrEqual(right);
  }
  const other = await everyPage('en');
  for (const { kind, path } of other.pages) {
    await page.goto(other.baseUrl + path);
    const { left, right } = await edges();
    expect(right, kind).toBeGreaterThanOrEqual(left);
  }
});

test('who prefers it dark has light text on a dark page', async () => {
  const { page } = await watchedPage(browser());
  /** Of the page and of its text: from 0, black, to 1. */
  const lightness = async () =>
    (await page.evaluate(`(() => {
      const light = (colour) => {
        const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
        return (red * 0.2126 + green * 0.7152 + blue * 0.0722) / 255;
      };
      const { backgroundColor } = getComputedStyle(document.documentElement);
      return { page: light(backgroundColor), text: light(getComputedStyle(document.body).color) };
    })()`)) as { page: number; text: number };
  for (const { kind, url } of await allPages()) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(url);
      const { page: paper, text } = await lightness();
      const [dark, light] = colorScheme === 'dark' ? [paper, text] : [text, paper];
      expect(dark, `${kind}, ${colorScheme}`).toBeLessThan(0.25);
      expect(light, `${kind}, ${colorScheme}`).toBeGreaterThan(0.75);
    }
  }
});

test('on paper is what there is to read, and nothing to press', async () => {
  const { page } = await watchedPage(browser(), { viewport: { width: 700, height: 1000 } });
  for (const { kind, url } of await allPages()) {
    await page.goto(url);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('h1').isVisible(), kind).toBe(true);
    expect(await page.locator('header nav').isVisible(), kind).toBe(false);
    expect(
      await page.evaluate(
        `[...document.querySelectorAll('form, button, input')].filter((one) => one.checkVisibility()).length`,
      ),
      kind,
    ).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth'), kind).toBeLessThanOrEqual(700);
    await page.emulateMedia({ media: 'screen' });
  }
});

describe('without scripts', () => {
  /** Lines that can be seen. */
  const linesOf = async (page: Page) =>
    (await page.locator('body').innerText())
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');

  test('a page shows the same text', async () => {
    const { page: plain } = await watchedPage(browser(), { javaScriptEnabled: false });
    const { page, complaints } = await watchedPage(browser());
    for (const { kind, url, path } of await allPages()) {
      // It has no script, and says something else every second.
      if (path === '/status') continue;
      await plain.goto(url);
      await page.goto(url);
      const [without, within] = [await linesOf(plain), await linesOf(page)];
      expect(without.length, kind).toBeGreaterThan(4);
      // A script may add to it what only a script can do.
      expect(within, kind).toEqual(expect.arrayContaining(without));
    }
    expect(complaints).toEqual([]);
  });
});

test('every link to the site itself leads somewhere', async () => {
  const { page } = await watchedPage(browser());
  const { baseUrl, pages } = await everyPage();
  const checked = new Map<string, number>();
  for (const { kind, path } of pages) {
    await page.goto(baseUrl + path);
    const links = (await page.evaluate(
      `[...document.querySelectorAll('a[href], link[href]')].map(({ href }) => href.split('#')[0])`,
    )) as string[];
    for (const link of links.filter((href) => href.startsWith(`${baseUrl}/`))) {
      if (!checked.has(link)) checked.set(link, (await fetch(link)).status);
      if (link !== baseUrl + path) expect(checked.get(link), `${kind}: ${link}`).toBe(200);
    }
  }
  expect(checked.size).toBeGreaterThan(20);
});
