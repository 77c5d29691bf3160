// How things are at a publication that does well: for tests of what shows it.
import { LATENCY_MS, type Polls } from '../../src/audience.ts';
import type { Status } from '../../src/status.ts';

const AT = new Date('2025-11-26T23:05:00Z');
const HOUR = Math.floor(AT.getTime() / 3_600_000);
const DAY = Math.floor(AT.getTime() / 86_400_000);

/** Polls as a usual day brings them: nearly all of them for nothing new. */
function somePolls(count: number): Polls {
  const [whole, delta, limited] = [Math.floor(count / 30), Math.floor(count / 60), Math.floor(count / 400)];
  const unchanged = count - whole - delta - limited;
  return {
    whole,
    new: delta,
    limited,
    unchanged,
    bytes: whole * 48_000 + delta * 3000 + unchanged * 400,
    savedBytes: unchanged * 48_000 + delta * 45_000,
  };
}

/** Answers of which most take half a millisecond. */
function someLatency(count: number): number[] {
  return [...LATENCY_MS, Number.POSITIVE_INFINITY].map((_, bucket) =>
    Math.floor(count / 2 ** (1 + Math.abs(bucket - 1) * 1.6)),
  );
}

/** A wave over the day, with the same bytes each time. */
function wave(index: number, period: number): number {
  return 1 + Math.sin((index * 2 * Math.PI) / period) * 0.6 + ((index * 7919) % 13) / 40;
}

export function aStatus(of: Partial<Status> = {}): Status {
  return {
    at: AT,
    health: { status: 'pass', said: 'All is well.' },
    version: '0.1.0',
    startedAt: new Date('2025-11-20T06:00:00Z'),
    refresh: {
      last: {
        at: new Date('2025-11-26T23:02:00Z'),
        tookMs: 412,
        counts: { added: 3, updated: 1, withdrawn: 0, refused: 0 },
      },
      next: new Date('2025-11-26T23:07:00Z'),
      isWatching: true,
    },
    library: {
      articles: 12_345,
      embargoed: 2,
      withdrawn: 31,
      tags: 482,
      authors: 67,
      revision: 14_002,
      changed: new Date('2025-11-26T22:48:00Z'),
    },
    problems: { refused: 0, repaired: 0, first: [] },
    releases: [
      { title: 'The harbour budget', path: '2025/harbour-budget.md', at: new Date('2025-11-27T05:00:00Z') },
      { title: 'قرر المجلس تعميق الميناء', path: '2025/ميناء.md', at: new Date('2025-12-01T00:00:00Z') },
    ],
    articlesPerDay: Array.from({ length: 30 }, (_, index) => ({
      day: DAY - 29 + index,
      count: index % 7 === 3 ? 0 : Math.round(wave(index, 7) * 9),
    })),
    audience: {
      hours: Array.from({ length: 48 }, (_, index) => HOUR - 47 + index)
        .filter((hour) => hour % 24 !== 4)
        .map((hour, index) => ({
          hour,
          ...somePolls(Math.round(wave(index, 24) * 1100)),
          latency: someLatency(Math.round(wave(index, 24) * 1100)),
        })),
      days: Array.from({ length: 45 }, (_, index) => ({
        day: DAY - 44 + index,
        ...somePolls(26_000),
        subscribers: {
          announced: 2900 + index * 11 + (index % 5) * 8,
          pollers: index === 20 ? 380 : 640 + (index % 7) * 19,
        },
      })),
      feeds: [
        ['/', 2100, 9000],
        ['/tags/harbour/', 800, 7412],
        ['/tags/harbour+council/', 412, 2311],
        ['/authors/anna-writer/', 41, 900],
        ['/search/?q=deep+harbour', 3, 96],
      ].map(([feed = '', subscribers = 0, polls = 0]) => ({
        feed: String(feed),
        ...somePolls(Number(polls)),
        subscribers: { announced: Number(subscribers), pollers: Math.round(Number(subscribers) / 9) },
      })),
      clients: [
        { client: 'Feedly', ...somePolls(1200), subscribers: { announced: 2014, pollers: 0 }, intervalSeconds: 1804 },
        { client: 'Inoreader', ...somePolls(800), subscribers: { announced: 640, pollers: 0 }, intervalSeconds: 3600 },
        { client: 'Miniflux', ...somePolls(9000), subscribers: { announced: 0, pollers: 402 }, intervalSeconds: 3587 },
        {
          client: 'python-requests',
          whole: 4000,
          unchanged: 0,
          new: 0,
          limited: 812,
          bytes: 192_000_000,
          savedBytes: 0,
          subscribers: { announced: 0, pollers: 2 },
          intervalSeconds: 12,
          complaint: 'asks for the whole each time',
        },
        { client: 'Firefox', ...somePolls(40), subscribers: { announced: 0, pollers: 38 } },
      ],
      totals: { ...somePolls(4_000_000), latency: someLatency(4_000_000) },
    },
    process: {
      loopDelayP50Ms: 0.8,
      loopDelayP99Ms: 4.21,
      memoryBytes: 143_000_000,
      preparedDocuments: 1203,
      preparedBytes: 61_400_000,
    },
    checks: [
      { taker: 'google-news', passed: 14, unmet: [] },
      {
        taker: 'smartnews',
        passed: 11,
        unmet: [
          {
            rule: 'NEWS-07',
            outcome: 'warned',
            asks: 'The feed has a logo.',
            remedy: 'Write `news: { logo: … }` into data/site.yaml.',
            articles: 0,
            first: [],
          },
        ],
      },
    ],
    ...of,
  };
}

/** Most of its files are gone, some are refused, and more than one thing else wants to be looked at. */
export function aTroubledStatus(): Status {
  const { refresh, audience, library, ...status } = aStatus();
  return {
    ...status,
    health: {
      status: 'warn',
      said: '11900 of 12345 articles are gone, so none is withdrawn until that is confirmed. The last refresh failed: EIO: i/o error, scandir. 2 files are refused.',
    },
    refresh: {
      ...refresh,
      last: { at: new Date('2025-11-26T23:02:00Z'), tookMs: 31_000, counts: {}, error: 'EIO: i/o error, scandir' },
    },
    library: { ...library, embargoed: 31 },
    problems: {
      refused: 2,
      repaired: 131,
      first: [
        {
          path: '2025/11/a-very-long-name-of-a-file-that-somebody-exported-from-elsewhere.md',
          kind: 'refused',
          said: 'line 3: expected `date` to be a date, got `soon`',
          firstSeen: new Date('2025-11-24T08:00:00Z'),
          lastSeen: new Date('2025-11-26T23:02:00Z'),
        },
        {
          path: 'b.txt',
          kind: 'repaired',
          said: 'two characters that XML forbids were left out',
          firstSeen: new Date('2025-11-26T08:00:00Z'),
          lastSeen: new Date('2025-11-26T23:02:00Z'),
        },
      ],
    },
    loss: { gone: 11_900, known: 12_345, key: '11900-12345' },
    audience,
    checks: [
      ...status.checks,
      {
        taker: 'apple',
        passed: 9,
        unmet: [
          {
            rule: 'POD-31',
            outcome: 'failed',
            asks: 'Every episode has a length.',
            remedy: 'Put the file beside the article, or write `duration`.',
            articles: 7,
            first: ['The deep harbour', 'الميناء'],
          },
        ],
      },
    ],
  };
}

/** On the first day nothing has been published, compared or asked for. */
export function aNewStatus(): Status {
  const nothing = { whole: 0, unchanged: 0, new: 0, limited: 0, bytes: 0, savedBytes: 0 };
  const latency = [...LATENCY_MS, 0].map(() => 0);
  return aStatus({
    startedAt: AT,
    refresh: { isWatching: false },
    library: { articles: 0, embargoed: 0, withdrawn: 0, tags: 0, authors: 0, revision: 0, changed: new Date(0) },
    releases: [],
    articlesPerDay: [],
    audience: { hours: [], days: [], feeds: [], clients: [], totals: { ...nothing, latency } },
    checks: [],
  });
}
