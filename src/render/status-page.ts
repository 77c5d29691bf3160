// How things are -> the page of the operator: the first screen says whether all is well, and what to do. Pure.
import type { Status } from '../status.ts';
import { cleanText } from '../text.ts';
import { bytes, counted, fromNow, moment, number, share, span } from './amount.ts';
import { type Html, html } from './html.ts';
import { type PageSite, rootPath } from './page.ts';
import { articles, checks, problems, processFacts } from './status-library.ts';
import { lastHours, pollsIn, readers, subscribersNow, sumOf } from './status-readers.ts';

/** A comparison that was due before may still be under way. */
const LATE_MS = 10 * 60_000;

const MARKS = {
  pass: { word: 'Well', headline: undefined, path: 'M6 12.5l4 4 8-9' },
  warn: { word: 'Attention', headline: 'Something needs a hand', path: 'M12 6v7.5M12 17v.5' },
  fail: { word: 'Failure', headline: 'Something is broken', path: 'M7.5 7.5l9 9M16.5 7.5l-9 9' },
} as const;

type Confirming = {
  /** Whether the one who asks may confirm a loss here: those who refresh can be reached. */
  readonly mayConfirm: boolean;
  /** The key of the loss that the one who asks has just confirmed. */
  readonly confirmed?: string | undefined;
};

export function statusPage(site: PageSite, status: Status, options: Confirming): string {
  const { health, at } = status;
  const root = rootPath(site.baseUrl);
  const { word, headline, path } = MARKS[health.status];
  const sections = [
    { id: 'problems', name: 'Files', body: problems(site, status) },
    { id: 'readers', name: 'Readers', body: readers(site, status) },
    { id: 'articles', name: 'Articles', body: articles(site, status) },
    { id: 'aggregators', name: 'Aggregators', body: checks(status) },
    { id: 'process', name: 'Process', body: processFacts(site, status) },
  ];
  const document = html`<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${word}: ${health.said} – ${site.title}</title>
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" type="image/svg+xml" href="${root}/icon.svg">
<link rel="stylesheet" href="${root}/style.css">
<link rel="stylesheet" href="${root}/status.css">
</head>
<body class="status">
<a class="skip" href="#main">Skip to the text</a>
<header>
<p class="site"><a href="${root}/" dir="auto">${site.title}</a></p>
<nav aria-label="On this page">${sections.map(({ id, name }) => html`<a href="#${id}">${name}</a> `)}</nav>
</header>
<main id="main">
<section class="health ${health.status}" aria-labelledby="health">
<h1 id="health"><svg class="mark" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg><span class="unseen">${word}: </span>${headline ?? health.said}</h1>
${headline !== undefined && html`<p>${health.said}</p>\n`}${toDo(status)}<p class="meta">As of ${moment(site, at)} (${site.timezone})</p>
</section>
${status.loss && lossGuard(root, status.loss, options)}
${facts(site, status)}
${sections.map(
  ({ id, name, body }) => html`<section class="part" aria-labelledby="${id}">
<h2 id="${id}">${name}</h2>
${body}
</section>
`,
)}</main>
</body>
</html>
`;
  return cleanText(document.toString());
}

/** What needs a hand, the most urgent first. */
function toDo(status: Status): Html {
  const { loss, refresh, problems: found, checks: takers, library, at } = status;
  const { last, next } = refresh;
  const failing = takers.filter(({ unmet }) => unmet.some(({ outcome }) => outcome === 'failed'));
  const isLate = next !== undefined && at.getTime() - next.getTime() > LATE_MS;
  const items = [
    loss && html`<a href="#loss">Most of the library is gone from the folder</a>: bring it back, or confirm.`,
    last?.error !== undefined &&
      html`The last refresh failed.${next && !isLate && html` It is tried again ${fromNow(next, at)}.`}`,
    isLate && html`A refresh was due ${fromNow(next, at)}: look whether the process that refreshes still runs.`,
    library.revision === 0 && 'There is no article yet: put one into the folder of articles.',
    found.refused > 0 &&
      html`<a href="#problems">${counted(found.refused, 'file')} refused</a>: mend or remove ${found.refused === 1 ? 'it' : 'them'}.`,
    failing.length > 0 &&
      html`<a href="#aggregators">${counted(failing.length, 'aggregator')}</a> would not take everything: ${failing.map(({ taker }) => taker).join(', ')}.`,
  ].flatMap((item) => item || []);
  if (items.length === 0) return html`${status.health.status === 'pass' && html`<p>Nothing to do.</p>\n`}`;
  return html`<h2 class="unseen">To do</h2>
<ul class="to-do">
${items.map((item) => html`<li>${item}</li>\n`)}</ul>
`;
}

function lossGuard(
  root: string,
  { gone, known, key }: NonNullable<Status['loss']>,
  { mayConfirm, confirmed }: Confirming,
): Html {
  if (key === confirmed)
    return html`<section class="loss" aria-labelledby="loss">
<h2 id="loss">Confirmed</h2>
<p>${counted(gone, 'article')} ${gone === 1 ? 'is' : 'are'} being withdrawn, which takes a moment. <a href="${root}/status">Look again</a></p>
</section>`;
  const [are, them] = gone === 1 ? ['article is', 'it'] : ['articles are', 'them'];
  return html`<section class="loss" aria-labelledby="loss">
<h2 id="loss">Is this meant?</h2>
<p>${number(gone)} of ${counted(known, 'article')} ${gone === 1 ? 'is' : 'are'} gone from the folder. A disk that is not mounted looks like this, so nothing has been withdrawn: all feeds and pages are as they were.</p>
<p><b>If it is not meant,</b> bring the files back. Everything goes on by itself.</p>
<p><b>If it is meant,</b> confirm it: ${number(gone)} ${are} withdrawn with the next refresh. The pages will say that the articles are gone (410), the feeds will be without ${them}, and readers are told to forget ${them}. Should the files come back later, so do the articles, under their old addresses.</p>
${
  mayConfirm
    ? html`<form method="post" action="${root}/status/confirm-loss">
<input type="hidden" name="key" value="${key}">
<p><label><input type="checkbox" name="meant" required> These articles are meant to be gone.</label></p>
<p><button type="submit">Withdraw ${counted(gone, 'article')}</button></p>
</form>`
    : html`<p>Confirm on the command line: <code>npm start -- refresh --confirm-loss</code></p>`
}
</section>`;
}

/** The numbers that an operator knows by heart, so that a wrong one shows. */
function facts(site: PageSite, status: Status): Html {
  const { library, audience, at } = status;
  const day = lastHours(audience, at, 24);
  const polls = pollsIn(day);
  const { announced, pollers } = subscribersNow(audience, at);
  return html`<dl class="facts">
${refreshFacts(site, status)}
<div><dt>Articles</dt><dd>${number(library.articles)} <span class="meta">${library.embargoed > 0 && `${number(library.embargoed)} embargoed, `}${number(library.withdrawn)} withdrawn</span></dd></div>
<div><dt>Feeds</dt><dd>${counted(library.tags, 'tag')} <span class="meta">${counted(library.authors, 'author')}</span></dd></div>
<div><dt>Subscribers</dt><dd>${number(announced + pollers)} <span class="meta">${number(announced)} announced by services</span></dd></div>
<div><dt>Polls in 24 hours</dt><dd>${number(polls)} <span class="meta">${polls > 0 && `${share(sumOf(day, 'unchanged'), polls)} unchanged`}</span></dd></div>
<div><dt>Sent in 24 hours</dt><dd>${bytes(sumOf(day, 'bytes'))} <span class="meta">${bytes(sumOf(day, 'savedBytes'))} saved</span></dd></div>
</dl>`;
}

function refreshFacts(site: PageSite, { refresh: { last, next, isWatching }, library, at }: Status): Html {
  const changes = Object.entries(last?.counts ?? {}).flatMap(([kind, count]) =>
    count > 0 ? [`${number(count)} ${kind}`] : [],
  );
  const outcome =
    last?.error !== undefined ? `failed (${last.error})` : changes.length > 0 ? changes.join(', ') : 'nothing new';
  return html`<div><dt>Last refresh</dt><dd>${last ? html`${fromNow(last.at, at)} <span class="meta">${moment(site, last.at)}, took ${span(last.tookMs / 1000)}: ${outcome}</span>` : 'none yet'}</dd></div>
<div><dt>Next refresh</dt><dd>${next ? html`${fromNow(next, at)} <span class="meta">${moment(site, next)}</span>` : 'not planned'} <span class="meta">${isWatching ? 'the folder is watched' : 'the folder is not watched'}</span></dd></div>
<div><dt>Last change</dt><dd>${library.revision > 0 ? html`${fromNow(library.changed, at)} <span class="meta">${moment(site, library.changed)}</span>` : 'none yet'}</dd></div>`;
}
