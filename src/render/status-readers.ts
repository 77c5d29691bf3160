// Who reads what, from polls alone -> the sections of the status page that say so. Pure.
import type { Audience, AudienceClient, Outcome, Polls } from '../audience.ts';
import type { Status } from '../status.ts';
import { bytes, number, share, span } from './amount.ts';
import { DAY_MS, dayName, dayTicks, HOUR_MS, hourName, hourTicks } from './calendar.ts';
import { magnitudeAxis, type Series, type Tone } from './chart.ts';
import { figure } from './figure.ts';
import { type Html, html } from './html.ts';
import { BEYOND_MS, boundOf, saidBound, together } from './latency.ts';
import { type PageSite, rootPath } from './page.ts';
import { table } from './table.ts';

const HOURS = 48;
const MOST_DAYS = 90;
const MOST_ROWS = 25;

/** From the most frequent to the rarest: the way up in the chart. */
const SHOWN: readonly { readonly outcome: Outcome; readonly name: string; readonly tone: Tone }[] = [
  { outcome: 'unchanged', name: 'unchanged', tone: 'quiet' },
  { outcome: 'new', name: 'only what is new', tone: 'hatched' },
  { outcome: 'whole', name: 'whole', tone: 'strong' },
  { outcome: 'limited', name: 'put off', tone: 'alarm' },
];

const LATENCY_AXIS = magnitudeAxis(0.2, BEYOND_MS, [
  { value: 1, label: '1 ms' },
  { value: 10, label: '10 ms' },
  { value: 100, label: '100 ms' },
  { value: 1000, label: '1 s' },
]);

/** Charts and tables of those who poll; a friendly word as long as nobody has. */
export function readers(site: PageSite, { audience, at }: Status): Html {
  if (pollsIn([audience.totals]) === 0 && audience.hours.length === 0 && audience.days.length === 0)
    return html`<p>Nobody has asked for a feed yet. Give an address such as <a href="${rootPath(site.baseUrl)}/rss.xml">/rss.xml</a> to a feed reader, and it will be counted here: from its polls alone, without cookies, and without keeping any address.</p>`;
  return html`<div class="figures">
${pollsPerHour(audience, at, site)}
${subscribersPerDay(audience, at)}
${latencyPerHour(audience, at, site)}
</div>
${feeds(site, audience)}
${clients(audience)}`;
}

/** Polls of the last hours, the present one included. */
export function lastHours({ hours }: Audience, at: Date, count: number): Audience['hours'] {
  const present = Math.floor(at.getTime() / HOUR_MS);
  return hours.filter(({ hour }) => hour > present - count && hour <= present);
}

export function pollsIn(some: readonly Polls[]): number {
  return some.reduce((sum, polls) => sum + pollsOf(polls), 0);
}

export function sumOf(some: readonly Polls[], what: keyof Polls): number {
  return some.reduce((sum, polls) => sum + polls[what], 0);
}

/** What the last full day had, or the present one, whichever had more: a day that has just begun knows few yet. */
export function subscribersNow({ days }: Audience, at: Date): Audience['days'][number]['subscribers'] {
  const today = Math.floor(at.getTime() / DAY_MS);
  return days
    .filter(({ day }) => day >= today - 1 && day <= today)
    .map(({ subscribers }) => subscribers)
    .reduce((most, one) => (one.announced + one.pollers > most.announced + most.pollers ? one : most), {
      announced: 0,
      pollers: 0,
    });
}

function pollsOf({ whole, unchanged, new: delta, limited }: Polls): number {
  return whole + unchanged + delta + limited;
}

function pollsPerHour(audience: Audience, at: Date, { timezone }: PageSite): Html {
  const { known, of, first } = byHour(audience, at);
  const all = pollsIn(known);
  const shares = SHOWN.flatMap(({ outcome, name }) => {
    const count = sumOf(known, outcome);
    return count > 0 ? [`${share(count, all)} ${name}`] : [];
  });
  return figure({
    id: 'polls',
    title: 'Polls per hour',
    gist:
      all === 0
        ? `None in the last ${HOURS} hours.`
        : `${number(all)} in the last ${HOURS} hours: ${shares.join(', ')}.`,
    kind: 'bars',
    placed: 'Hour from',
    places: of.map((_, place) => hourName(first + place, timezone)),
    write: number,
    ticks: hourTicks(first, HOURS, timezone),
    series: SHOWN.map(({ outcome, name, tone }) => ({ name, tone, values: of.map((polls) => polls?.[outcome] ?? 0) })),
  });
}

function latencyPerHour(audience: Audience, at: Date, { timezone }: PageSite): Html {
  const { known, of, first } = byHour(audience, at);
  const all = together(known.map(({ latency }) => latency));
  const bounds = (part: number) => of.map((polls) => polls && boundOf(polls.latency, part));
  const series: readonly Series[] = [
    { name: '99%', tone: 'quiet', values: bounds(0.99) },
    { name: 'half', tone: 'strong', values: bounds(0.5) },
  ];
  const median = boundOf(all, 0.5);
  return figure({
    id: 'latency',
    title: 'Time to answer',
    gist:
      median === undefined
        ? `No answer in the last ${HOURS} hours.`
        : `Half of the answers took ${saidBound(median)}, 99% ${saidBound(boundOf(all, 0.99))}, in the last ${HOURS} hours.`,
    kind: 'lines',
    placed: 'Hour from',
    places: of.map((_, place) => hourName(first + place, timezone)),
    write: saidBound,
    ticks: hourTicks(first, HOURS, timezone),
    axis: LATENCY_AXIS,
    series,
  });
}

/** What is known of each of the last hours. */
function byHour(audience: Audience, at: Date) {
  const known = lastHours(audience, at, HOURS);
  const first = Math.floor(at.getTime() / HOUR_MS) - HOURS + 1;
  const found = new Map(known.map((polls) => [polls.hour, polls]));
  return { known, first, of: Array.from({ length: HOURS }, (_, place) => found.get(first + place)) };
}

function subscribersPerDay(audience: Audience, at: Date): Html {
  const today = Math.floor(at.getTime() / DAY_MS);
  const recent = audience.days.filter(({ day }) => day > today - MOST_DAYS && day <= today);
  const full = recent.filter(({ day }) => day < today);
  // A day that has just begun would look like a loss.
  const shown = full.length > 0 ? full : recent;
  const [first, last] = [shown[0]?.day ?? today, shown.at(-1)?.day ?? today];
  const found = new Map(shown.map(({ day, subscribers }) => [day, subscribers]));
  const of = Array.from({ length: last - first + 1 }, (_, place) => found.get(first + place));
  const now = subscribersNow(audience, at);
  return figure({
    id: 'subscribers',
    title: 'Subscribers',
    gist: `${number(now.announced + now.pollers)}: ${number(now.announced)} announced by services, ${number(now.pollers)} that poll for themselves.`,
    kind: 'lines',
    placed: 'Day (UTC)',
    places: of.map((_, place) => dayName(first + place)),
    write: number,
    ticks: dayTicks(first, of.length),
    series: [
      { name: 'announced', tone: 'strong', values: of.map((subscribers) => subscribers?.announced) },
      { name: 'poll themselves', tone: 'quiet', values: of.map((subscribers) => subscribers?.pollers) },
    ],
  });
}

const POLL_COLUMNS = ['Subscribers', 'Polls', 'Unchanged', 'Sent', 'Saved'].map((name) => ({ name, isNumber: true }));

/** The cells that feeds and clients have in common. */
function pollCells(of: Audience['feeds'][number] | AudienceClient): string[] {
  const { announced, pollers } = of.subscribers;
  const all = pollsOf(of);
  return [number(announced + pollers), number(all), share(of.unchanged, all), bytes(of.bytes), bytes(of.savedBytes)];
}

function feeds(site: PageSite, { feeds: all }: Audience): Html {
  if (all.length === 0) return html``;
  const rows = all.slice(0, MOST_ROWS).map((of) => [feedLink(site, of.feed), ...pollCells(of)]);
  return html`<h3>Feeds</h3>
<p class="meta">Today or yesterday (UTC), whichever had more${all.length > MOST_ROWS && html`; the first ${MOST_ROWS}`}.</p>
${table('Feeds', [{ name: 'Feed' }, ...POLL_COLUMNS], rows)}`;
}

/** To a page of our own, and nowhere else. */
function feedLink({ baseUrl }: PageSite, feed: string): Html {
  return /^\/(?![/\\])/.test(feed) ? html`<a href="${rootPath(baseUrl)}${feed}">${feed}</a>` : html`${feed}`;
}

function clients({ clients: all }: Audience): Html {
  if (all.length === 0) return html``;
  const rows = all
    .slice(0, MOST_ROWS)
    .map((of) => [
      html`<bdi>${of.client}</bdi>${of.complaint !== undefined && html`<br><span class="complaint">${of.complaint}</span>`}`,
      ...pollCells(of),
      of.intervalSeconds === undefined ? '–' : span(of.intervalSeconds),
    ]);
  return html`<h3>Clients</h3>
<p class="meta">Today or yesterday (UTC), whichever had more${all.length > MOST_ROWS && html`; the first ${MOST_ROWS}`}.</p>
${table('Clients', [{ name: 'Client' }, ...POLL_COLUMNS, { name: 'Comes every', isNumber: true }], rows)}`;
}
