// Words that would like to be markup, in all places that words can come from: they are shown, and do nothing.
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { escapeMarkup } from '../../src/text.ts';
import { openBrowser, watchedPage } from '../support/browser.ts';
import { eventually, publication, put } from '../support/publication.ts';
import { aStatus, aTroubledStatus } from '../support/status.ts';
import { showStatus } from '../support/status-door.ts';

const browser = openBrowser();

/** Whatever of these works sets `ran`, opens a dialog, or leaves an element of the class `theirs`. */
const PAYLOADS = [
  // Elements that run something.
  '<script class=theirs>window.ran=1</script>',
  '<script class=theirs src="data:text/javascript,window.ran=1"></script>',
  '<ScRiPt class=theirs\n>alert(1)</sCrIpT >',
  '<scr<script class=theirs>ipt>window.ran=1</scr</script>ipt>',
  '<iframe class=theirs srcdoc="<script>parent.ran=1</script>"></iframe>',
  '<object class=theirs data="javascript:window.ran=1"></object>',
  '<embed class=theirs src="javascript:window.ran=1">',
  // Handlers of events.
  '<img class=theirs src=x onerror="window.ran=1">',
  '<img class=theirs src=x onerror=window.ran=1//',
  '<body class=theirs onload="window.ran=1" onpageshow="window.ran=1">',
  '<details class=theirs open ontoggle="window.ran=1">x</details>',
  '<input class=theirs autofocus onfocus="window.ran=1">',
  '<video class=theirs><source onerror="window.ran=1"></video>',
  '<p class=theirs style="animation:x 1s" onanimationstart="window.ran=1">x</p>',
  // Markup of other kinds within HTML.
  '<svg class=theirs onload="window.ran=1"></svg>',
  '<svg class=theirs><script>window.ran=1</script></svg>',
  '<svg class=theirs><animate onbegin="window.ran=1" attributeName=x dur=1s></svg>',
  '<math class=theirs><mtext><table><mglyph><style><img src=x onerror=window.ran=1></style></mglyph></table></mtext></math>',
  '<template class=theirs><script>window.ran=1</script></template>',
  '<noscript><p title="</noscript><img class=theirs src=x onerror=window.ran=1>"></noscript>',
  // Addresses that run something, or lead elsewhere.
  '<a class=theirs href="javascript:window.ran=1">x</a>',
  '<a class=theirs href="jav&#x09;ascript:window.ran=1">x</a>',
  'javascript:window.ran=1//',
  'data:text/html,<script class=theirs>parent.ran=1</script>',
  '<base class=theirs href="https://evil.example/">',
  '<meta class=theirs http-equiv="refresh" content="0;url=javascript:window.ran=1">',
  '<link class=theirs rel=stylesheet href="https://evil.example/x.css">',
  '<style class=theirs>*{background:url(https://evil.example/)}</style>',
  '<form class=theirs action="https://evil.example/"><button>x</button></form>',
  // The way out of where text stands.
  '"><img class=theirs src=x onerror=window.ran=1>',
  "'><img class=theirs src=x onerror=window.ran=1>",
  '" onmouseover="window.ran=1" autofocus onfocus="window.ran=1" x="',
  "' onmouseover='window.ran=1' x='",
  '` onmouseover=window.ran=1 x=`',
  '</title><script class=theirs>window.ran=1</script>',
  '</textarea></select></option><img class=theirs src=x onerror=window.ran=1>',
  '</script><script class=theirs>window.ran=1</script>',
  '--><img class=theirs src=x onerror=window.ran=1><!--',
  ']]><img class=theirs src=x onerror=window.ran=1><![CDATA[',
  '</style><img class=theirs src=x onerror=window.ran=1>',
  '\\"});window.ran=1;//',
  '</p></div></main></body></html><img class=theirs src=x onerror=window.ran=1>',
  // The syntax of templates.
  '${window.ran=1}',
  '{{constructor.constructor("window.ran=1")()}}',
  '<%= window.ran=1 %>',
  "$& $1 $$ $` $'",
  '%3Cimg class=theirs src=x onerror=window.ran=1%3E',
  // Markup that has been escaped once or twice already.
  '&lt;script class=theirs&gt;window.ran=1&lt;/script&gt;',
  '&amp;lt;img src=x onerror=window.ran=1&amp;gt;',
  '&#60;img class=theirs src=x onerror=window.ran=1&#62;',
  '&#0;&#x1F;&notanentity;&',
  '\uFF1Cscript\uFF1Ewindow.ran=1\uFF1C/script\uFF1E',
  // Characters that are not what they seem.
  'a\u0000<img class=theirs src=x onerror=window.ran=1>\u0000b',
  'a\u0008\u001B[31mb',
  '\u202Egnp.exe\u202C \u2066isolated\u2069 \u200F\u200E',
  'a\u2028window.ran=1\u2029b',
  '\uFEFF\u200B\u00AD\u2060',
  '\uD800 alone \uDFFF',
  '\u{1F469}\u200D\u{1F469}\u200D\u{1F467} e\u0301\u0323\u0330',
  '+ADw-script+AD4-window.ran=1+ADw-/script+AD4-',
  // More than there is room for.
  `${'x'.repeat(3000)}<img class=theirs src=x onerror=window.ran=1>`,
  '<b class=theirs>'.repeat(200),
  '"\'><'.repeat(300),
];

/** All of them as they are, and some put together at random: what one begins another may end. */
const WORDS = [
  ...PAYLOADS,
  ...fc.sample(
    fc
      .tuple(fc.constantFrom(...PAYLOADS), fc.string({ unit: 'binary', maxLength: 5 }), fc.constantFrom(...PAYLOADS))
      .map((parts) => parts.join('').slice(0, 400)),
    { numRuns: 20, seed: fc.readConfigureGlobal().seed ?? 0 },
  ),
].map((word) => word.toWellFormed());

/** What is on a page that no page of ours has. */
const THEIRS = `[
  ...document.querySelectorAll('.theirs, iframe, frame, object, embed, math, template, noscript, base, style, meta[http-equiv], a[href^="javascript:" i], a[href^="data:" i]'),
  ...[...document.querySelectorAll('*')].filter(({ attributes }) => [...attributes].some(({ name }) => /^(?:on|style$|srcdoc$)/i.test(name))),
  ...[...document.querySelectorAll('script')].filter(({ src, type }) => type !== 'application/ld+json' && !src.startsWith(location.origin + '/')),
  ...[...document.querySelectorAll('link[rel=stylesheet], form')].filter(({ href, action }) => !(href ?? action).startsWith(location.origin + '/')),
].map(({ outerHTML }) => outerHTML.slice(0, 200))`;

/** Looks at a page as its reader does: the pointer passes over it, and the focus goes through its beginning. */
async function expectHarmless(page: Page, url: string): Promise<void> {
  await page.mouse.move(200, 200);
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('Tab');
  expect(await page.evaluate(THEIRS), url).toEqual([]);
  expect(await page.evaluate(`'ran' in window`), url).toBe(false);
  expect(await page.locator('h1').count(), url).toBe(1);
  expect(await page.locator('main').count(), url).toBe(1);
}

/** A picture that an article names and nobody has is its own fault, and harmless. */
const serious = (complaints: readonly string[]) =>
  complaints.filter((complaint) => !/^Failed to load resource/.test(complaint));

test('hostile titles, tags, authors, summaries, captions and texts are shown as they are, and do nothing', async () => {
  const title = PAYLOADS.slice(0, 20).join(' ');
  const site = publication(
    { WATCH: 'false' },
    `title: ${JSON.stringify(title)}\ndescription: ${JSON.stringify(title)}\n`,
  );
  WORDS.forEach((word, index) => {
    // Of two articles with one text, one would be published.
    const raw = `${word} ${index}`;
    // Fields lose their markup when they are read; what they say of markup, written as a reference, they keep.
    const [said, quoted] = [JSON.stringify(escapeMarkup(raw)), JSON.stringify(raw)];
    put(
      site.articles,
      `${index}.md`,
      `---\ntitle: ${said}\nauthor: ${said}\ntags: [${said}]\ndate: 2025-01-02\ndescription: ${quoted}\nimage: a.png\ncaption: ${said}\n---\nText ${index}.\n\n${word}\n`,
    );
  });
  const { baseUrl, store } = await site.start();
  const entries = await store.newest({ kind: 'all' }, 200);
  const refused = (await store.problems()).filter(({ kind }) => kind === 'refused');
  expect(refused).toEqual([]);
  expect(entries.length).toBe(WORDS.length);
  // What is shown is what is kept; what is kept of these is what was written.
  const titles = entries.map((entry) => entry.title);
  for (const word of ['"><img class=theirs', '${window.ran=1}', '</title>', '{{constructor', '<%= window.ran'])
    expect(
      titles.some((kept) => kept.includes(word)),
      word,
    ).toBe(true);
  const { page, complaints } = await watchedPage(browser());
  const groups = [
    ...(await store.tags()).map(({ slug }) => `/tags/${slug}/`),
    ...(await store.authors()).map(({ slug }) => `/authors/${slug}/`),
  ];
  // What a tag is called, and what others are that begin so.
  const builders = (await store.tags())
    .filter((_, index) => index % 9 === 0)
    .map(({ label }) => `/combine/?${new URLSearchParams({ tag1: label, how2: 'or', tag2: label.slice(0, 3) })}`);
  for (const path of [
    '/',
    '/tags/',
    '/authors/',
    '/search/',
    ...builders,
    ...groups.filter((_, index) => index % 3 === 0),
  ]) {
    expect((await page.goto(baseUrl + path))?.status(), path).toBe(200);
    await expectHarmless(page, path);
    expect(await page.locator('body').innerText(), path).toContain('<script class=theirs>window.ran=1</script>');
  }
  for (const entry of entries) {
    const path = `/articles/${entry.slug}/`;
    expect((await page.goto(baseUrl + path))?.status(), path).toBe(200);
    await expectHarmless(page, path);
    expect(await page.locator('h1').textContent(), path).toBe(entry.title);
    expect(await page.title(), path).toContain(entry.title.split(/\s/)[0] ?? '');
    for (const { label } of entry.tags)
      expect(await page.getByRole('link', { name: label, exact: true }).count(), path).toBeGreaterThan(0);
  }
  expect(serious(complaints)).toEqual([]);
});

test('hostile search words and addresses are answered, and do nothing', async () => {
  const site = publication({ WATCH: 'false' });
  put(site.articles, 'a.md', '---\ntitle: A window\ntags: [Script]\n---\nThe window ran.\n');
  const { baseUrl, store } = await site.start();
  await eventually(
    () => store.searched(),
    ({ isAll }) => isAll,
  );
  const { page, complaints } = await watchedPage(browser());
  for (const [index, word] of WORDS.entries()) {
    const escaped = encodeURIComponent(word);
    const nowhere = [`/tags/${escaped}/`, `/articles/${escaped}/`, `/${escaped}`][index % 3] ?? '/';
    for (const path of [`/search/?q=${escaped}`, nowhere]) {
      const response = await page.goto(baseUrl + path);
      expect([200, 400, 404, 414], path).toContain(response?.status());
      await expectHarmless(page, path);
    }
  }
  expect(serious(complaints)).toEqual([]);
});

test('hostile clients, feeds and files are shown to the operator as they are, and do nothing', async () => {
  const { audience, ...status } = aTroubledStatus();
  const [feed, client] = [aStatus().audience.feeds[0], aStatus().audience.clients[0]];
  const [problem] = status.problems.first;
  if (!feed || !client || !problem) throw new Error('Expected a status with a feed, a client and a problem');
  const states = Object.fromEntries(
    WORDS.map((word, index) => [
      String(index),
      {
        ...status,
        health: { status: 'warn', said: word },
        problems: { refused: 1, repaired: 0, first: [{ ...problem, path: word, said: word }] },
        releases: [{ title: word, path: word, at: problem.firstSeen }],
        refresh: { last: { at: problem.firstSeen, tookMs: 1, counts: { [word]: 1 }, error: word }, isWatching: true },
        loss: { gone: 1, known: 1, key: word },
        audience: {
          ...audience,
          feeds: [
            { ...feed, feed: word },
            { ...feed, feed: `/${word}` },
          ],
          clients: [{ ...client, client: word, complaint: word }],
        },
        checks: [
          {
            taker: word,
            passed: 1,
            unmet: [{ rule: word, outcome: 'failed', asks: word, remedy: word, articles: 1, first: [word] }],
          },
        ],
      } as const,
    ]),
  );
  const baseUrl = await showStatus(states);
  const { page, complaints } = await watchedPage(browser());
  for (const [index, word] of WORDS.entries()) {
    await page.goto(`${baseUrl}${index}`);
    await expectHarmless(page, word);
    if (/^[\u0020-\u007e]+$/.test(word)) {
      expect(await page.locator('main').textContent()).toContain(word);
      expect(
        await page
          .getByRole('row')
          .filter({ hasText: word.slice(0, 200) })
          .count(),
        word,
      ).toBeGreaterThanOrEqual(4);
    }
  }
  expect(serious(complaints)).toEqual([]);
});
