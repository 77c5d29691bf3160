// What is published, what waits, what is wrong with which file -> the sections of the status page that say so. Pure.
import type { Status } from '../status.ts';
import { bytes, counted, fromNow, moment, number } from './amount.ts';
import { dayName, dayTicks } from './calendar.ts';
import { figure } from './figure.ts';
import { type Html, html } from './html.ts';
import { type PageSite, rootPath } from './page.ts';
import { table } from './table.ts';

/** Articles per day, and what is embargoed. */
export function articles(site: PageSite, status: Status): Html {
  const { articlesPerDay } = status;
  return html`<div class="figures">
${articlesPerDay.length > 0 && perDay(articlesPerDay)}
<div>
<h3>Embargoed</h3>
${embargoed(site, status)}
</div>
</div>`;
}

function embargoed(site: PageSite, { releases, library, at }: Status): Html {
  if (releases.length === 0) return html`<p>Nothing waits for its time.</p>`;
  const isCut = library.embargoed > releases.length;
  return html`${isCut && html`<p class="meta">The next ${releases.length} of ${number(library.embargoed)}.</p>\n`}${table(
    'Embargoed articles',
    [{ name: 'Article' }, { name: 'Appears' }, { name: 'File' }],
    releases.map((release) => [
      html`<bdi>${release.title}</bdi>`,
      html`${moment(site, release.at)} <span class="meta">${fromNow(release.at, at)}</span>`,
      file(release.path),
    ]),
  )}`;
}

function perDay(days: Status['articlesPerDay']): Html {
  const first = days[0]?.day ?? 0;
  const all = days.reduce((sum, { count }) => sum + count, 0);
  return figure({
    id: 'per-day',
    title: 'Articles per day',
    gist: all === 0 ? `None in ${counted(days.length, 'day')}.` : `${number(all)} in ${counted(days.length, 'day')}.`,
    kind: 'bars',
    placed: 'Day (UTC)',
    places: days.map(({ day }) => dayName(day)),
    write: number,
    ticks: dayTicks(first, days.length),
    series: [{ name: 'Articles', tone: 'strong', values: days.map(({ count }) => count) }],
  });
}

/** What is wrong with which file. */
export function problems(site: PageSite, { problems: { refused, repaired, first } }: Status): Html {
  if (refused + repaired === 0) return html`<p>Every file is published as it is.</p>`;
  const shown = first.length < refused + repaired && html` These are the latest ${number(first.length)}.`;
  return html`<p>${refused > 0 && html`${counted(refused, 'file')} refused: not published until mended, while the last good version of the article stays up. `}${repaired > 0 && html`${counted(repaired, 'file')} published with repairs.`}${shown}</p>
${table(
  'Problems',
  [{ name: 'File' }, { name: 'What' }, { name: 'Since' }, { name: 'Last seen' }],
  first.map(({ path, kind, said, firstSeen, lastSeen }) => [
    file(path),
    html`<b class="${kind}">${kind}</b> ${words(said)}`,
    moment(site, firstSeen),
    moment(site, lastSeen),
  ]),
)}`;
}

/** From the left, whatever script a name is in: folders come first. */
function file(path: string): Html {
  return html`<code dir="ltr">${path}</code>`;
}

/** A sentence of ours: what stands between backticks is code. */
function words(sentence: string): Html {
  return html`${sentence.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}

/** What aggregators would say. */
export function checks({ checks: all }: Status): Html {
  if (all.length === 0) return html`<p>Not looked at yet. What is found is shown here next time.</p>`;
  return html`<p class="meta">What <code>check --for</code> finds in the newest articles.</p>
<ul class="takers">
${all.map(
  ({ taker, passed, unmet }) => html`<li>
<h3><bdi>${taker}</bdi></h3>
<p>${unmet.length === 0 ? html`All ${counted(passed, 'rule')} met.` : html`${counted(passed, 'rule')} met, ${number(unmet.length)} not:`}</p>
${
  unmet.length > 0 &&
  html`<ul class="unmet">
${unmet.map(finding)}</ul>`
}
</li>
`,
)}</ul>`;
}

function finding({
  rule,
  outcome,
  asks,
  remedy,
  articles: count,
  first,
}: Status['checks'][number]['unmet'][number]): Html {
  const more = count - first.length;
  return html`<li><p><b class="${outcome}">${outcome}</b> ${words(asks)} <span class="meta">${rule}</span></p>
<p>${words(remedy)}</p>
${count > 0 && html`<p class="meta">${counted(count, 'article')}${first.length > 0 && html`: ${first.map((name, index) => html`${index > 0 && ', '}<bdi>${name}</bdi>`)}${more > 0 && ` and ${number(more)} more`}`}</p>`}</li>
`;
}

/** Of the process that answers. */
export function processFacts(site: PageSite, { process, startedAt, version, library, at }: Status): Html {
  return html`<dl class="facts">
<div><dt>Started</dt><dd>${fromNow(startedAt, at)} <span class="meta">${moment(site, startedAt)}</span></dd></div>
<div><dt>Version</dt><dd>${version}</dd></div>
<div><dt>Revision</dt><dd>${number(library.revision)}</dd></div>
<div><dt>Memory</dt><dd>${bytes(process.memoryBytes)}</dd></div>
<div><dt>Prepared</dt><dd>${number(process.preparedDocuments)} <span class="meta">${process.preparedDocuments === 1 ? 'document' : 'documents'}, ${bytes(process.preparedBytes)}</span></dd></div>
<div><dt>Loop delay</dt><dd>${milliseconds(process.loopDelayP50Ms)} <span class="meta">99%: ${milliseconds(process.loopDelayP99Ms)}</span></dd></div>
</dl>
<p class="meta">The same as JSON for programs: <code>${rootPath(site.baseUrl)}/status</code> with <code>Accept: application/json</code>. For Prometheus: <code>${rootPath(site.baseUrl)}/metrics</code>.</p>`;
}

function milliseconds(value: number): string {
  return `${new Intl.NumberFormat('en', { maximumSignificantDigits: 2 }).format(value)} ms`;
}
