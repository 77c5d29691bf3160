// Pages in a real browser: what a hostile article shows, and that nothing of it runs.
import { expect, test } from 'vitest';
import { openBrowser } from './support/browser.ts';
import { eventually, publication, put } from './support/publication.ts';

const browser = openBrowser();

const PAYLOADS = [
  '<script>window.ran = true</script>',
  '<img src=x onerror="window.ran = true">',
  '<svg onload="window.ran = true"></svg>',
  '"><script>window.ran = true</script>',
  '</title><script>window.ran = true</script>',
  '<a href="javascript:window.ran = true">click</a>',
  '<iframe srcdoc="<script>parent.ran = true</script>"></iframe>',
  '<math><mi//xlink:href="data:x,<script>window.ran = true</script>">',
  '<details open ontoggle="window.ran = true">x</details>',
  '<style>@import "javascript:window.ran = true"</style>',
  '&lt;script&gt;window.ran = true&lt;/script&gt;',
];

test('no markup of an article runs on any page, and the policy has nothing to refuse', async () => {
  const site = publication();
  PAYLOADS.forEach((payload, index) => {
    const quoted = JSON.stringify(payload);
    put(
      site.articles,
      `${index}.md`,
      `---\ntitle: ${quoted}\nauthor: ${quoted}\ntags: [${quoted}]\ndate: 2025-01-0${1 + (index % 9)}\ndescription: ${quoted}\n---\n${payload}\n\nText ${index}.\n`,
    );
    put(
      site.articles,
      `plain-${index}.txt`,
      ` date 2025-02-01 ${payload} Credit: ${payload}\n\n${payload} number ${index} is what it says.\n\nTags: ${payload.replaceAll(',', '')}\n`,
    );
  });
  const { baseUrl, store } = await site.start();
  const page = await browser().newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A missing picture is the article's own fault, and harmless.
    if (message.type() === 'error' && !/404|Failed to load resource/.test(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const entries = await store.newest({ kind: 'all' }, 100);
  expect(entries.length).toBe(PAYLOADS.length * 2);
  const paths = [
    '/',
    '/tags/',
    ...(await store.tags()).map(({ slug }) => `/tags/${slug}/`),
    ...entries.map(({ slug }) => `/articles/${slug}/`),
  ];
  for (const path of paths) {
    const response = await page.goto(baseUrl + path, { waitUntil: 'load' });
    expect(response?.status(), path).toBe(200);
    expect(await page.locator('a[href^="javascript:" i], a[href^="data:" i]').count(), path).toBe(0);
    expect(await page.evaluate(`'ran' in window`), path).toBe(false);
    const data = page.locator('script[type="application/ld+json"]');
    expect(await data.count(), path).toBe(path.startsWith('/articles/') ? 1 : 0);
    expect(await page.locator('script:not([src$="/page.js"]), iframe, object, embed, svg').count(), path).toBe(
      await data.count(),
    );
    expect(await page.locator('form').count(), path).toBe(path === '/' ? 1 : 0);
    const [title] = entries.flatMap((entry) => (path === `/articles/${entry.slug}/` ? entry.title : []));
    if (title !== undefined)
      expect(JSON.parse((await data.textContent()) ?? ''), path).toMatchObject({
        '@type': 'NewsArticle',
        headline: title,
      });
  }
  // HTTP-65: of what the policy refuses, the data of an article among them, a browser would tell here.
  expect(complaints).toEqual([]);
  await page.close();
});

test.each([
  { language: 'en', other: 'Arabic', words: 'قرر المجلس تعميق الميناء' },
  { language: 'ar', other: 'English', words: 'The council has decided' },
])('in $language with an article in $other, nothing is wider than a small screen', async ({ language, words }) => {
  const site = publication({}, `language: ${language}\n`);
  const long = 'Donaudampfschifffahrtsgesellschaft'.repeat(3);
  const table = `| a | b |\n| - | - |\n| ${'x'.repeat(200)} | y |\n`;
  const code = `\`\`\`\n${'wide '.repeat(80)}\n\`\`\`\n`;
  put(site.articles, 'a.md', `---\ntitle: ${long}\ntags: [One]\n---\n# Long\n\n${code}\n${table}`);
  put(site.articles, 'b.md', `---\ntitle: ${words}\ntags: [One]\n---\n${words}: 2025, EUR.\n`);
  const { baseUrl, store } = await site.start();
  const entries = await store.newest({ kind: 'all' }, 2);
  const page = await browser().newPage({ viewport: { width: 320, height: 640 } });
  for (const path of [
    '/',
    '/tags/',
    '/tags/one/',
    '/search/',
    `/search/?q=${long}`,
    '/none',
    ...entries.map(({ slug }) => `/articles/${slug}/`),
  ]) {
    await page.goto(baseUrl + path);
    expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(320);
    expect(await page.locator('h1').count(), path).toBe(1);
  }
  await page.close();
});

test('styles apply, and a keyboard reaches the text and whatever scrolls', async () => {
  const site = publication();
  const code = `\`\`\`\n${'wide '.repeat(80)}\n\`\`\`\n`;
  put(site.articles, 'a.md', `---\ntitle: Code\n---\n${code}\n| a |\n| - |\n| ${'x'.repeat(200)} |\n`);
  const { baseUrl, store } = await site.start();
  const [entry] = await store.newest({ kind: 'all' }, 1);
  const page = await browser().newPage({ viewport: { width: 320, height: 640 } });
  await page.goto(`${baseUrl}/articles/${entry?.slug}/`);
  expect(await page.evaluate('getComputedStyle(document.body).maxWidth')).not.toBe('none');
  expect(await page.evaluate(`getComputedStyle(document.querySelector('table')).borderCollapse`)).toBe('collapse');
  const reached: unknown[] = [];
  // Past the links of the head to what scrolls in the text.
  while (reached.at(-1) !== 'wide' && reached.length < 20) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(`document.activeElement.className || document.activeElement.localName`));
    expect(await page.evaluate('document.activeElement.getBoundingClientRect().top')).toBeGreaterThanOrEqual(0);
  }
  expect(reached[0]).toBe('skip');
  expect(reached.slice(-2)).toEqual(['pre', 'wide']);
  for (const name of ['pre', '.wide'])
    expect(
      await page.evaluate(
        `(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)(document.querySelector('${name}'))`,
      ),
      name,
    ).toBe(true);
  await page.close();
});

test('a search is made from any page with a keyboard, also under another name than the public one', async () => {
  const site = publication({ BASE_URL: 'https://news.example.org' });
  put(site.articles, 'a.md', '---\ntitle: The old harbour\n---\nIt is deep.\n');
  put(site.articles, 'b.md', '---\ntitle: A new bridge\n---\nIt is high.\n');
  const { port, store } = await site.start();
  await eventually(
    () => store.searched(),
    ({ isAll }) => isAll,
  );
  const page = await browser().newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(`http://localhost:${port}/search/`);
  await page.getByRole('searchbox').focus();
  await page.keyboard.type('"old HARBOUR" -<b>bridge</b>');
  await page.keyboard.press('Enter');
  await page.waitForURL(`http://localhost:${port}/search/?q=*`);
  expect(await page.locator('.articles h3').allInnerTexts()).toEqual(['The old harbour']);
  expect(await page.getByRole('searchbox').inputValue()).toBe('"old harbour" -b>bridge</b');
  expect(await page.locator('.addresses li').count()).toBe(3);
  expect(complaints).toEqual([]);
  await page.close();
});
