// MSN, of Microsoft Start: it reads the RSS feed, and rejects what breaks its rules (NEWS-08).
import { each, future, lackOfText, publicAddress } from './judge.ts';
import { charactersIn, type Shown } from './library.ts';
import type { Taker } from './taker.ts';

/** Characters of a title. */
const [SHORTEST, LONGEST] = [20, 150];
const DAYS = 365;
const DAY_MS = 24 * 60 * 60_000;
/** Pixels. */
const LEAST_WIDTH = 150;

export const MSN: Taker = {
  name: 'msn',
  rules: [
    {
      id: 'NEWS-08',
      level: 'must',
      asks: 'Addresses are public and https.',
      judge: publicAddress,
      remedy: 'Set BASE_URL to the address that the world knows, such as https://news.example.org.',
    },
    {
      id: 'NEWS-08',
      level: 'must',
      asks: `Each title has ${SHORTEST} to ${LONGEST} characters.`,
      judge: ({ feed }) =>
        each(feed, ({ title }) => {
          const length = charactersIn(title);
          return length < SHORTEST || length > LONGEST ? `its title has ${length} characters` : undefined;
        }),
      remedy: 'Give the article a longer or a shorter title.',
    },
    {
      id: 'NEWS-08',
      level: 'must',
      asks: 'No title holds HTML.',
      judge: ({ feed }) => each(feed, ({ title }) => (HTML.test(title) ? `its title is ${title}` : undefined)),
      remedy: 'Write the title without tags and character references.',
    },
    {
      id: 'NEWS-08',
      level: 'must',
      asks: 'Each article has a text.',
      judge: ({ feed }) => each(feed, lackOfText),
      remedy: 'Write the text into the article; divide one that is longer than 200,000 bytes.',
    },
    {
      id: 'NEWS-08',
      level: 'must',
      asks: `Each article is of the last ${DAYS} days, and no date is to come.`,
      judge: ({ feed, now }) =>
        each(feed, (article) => {
          const days = Math.floor((now.getTime() - article.published.getTime()) / DAY_MS);
          return days >= DAYS ? `it is ${days} days old` : future(article, now);
        }),
      remedy:
        'Mend the date if it is wrong; if it is right, set FEED_LIMIT so low that the feed holds no older article.',
    },
    {
      id: 'NEWS-08',
      level: 'must',
      asks: `Pictures are at least ${LEAST_WIDTH} pixels wide.`,
      judge: ({ feed }) => each(feed, ({ pictures }) => tooNarrow(pictures)),
      remedy: 'Put a larger picture in its place: it gets an address of its own.',
    },
  ],
  notes: () => [
    'Ids and dates never change by themselves, and another picture has another address: Tagwire sees to it.',
    'Whether Microsoft has accepted the publication, only Microsoft can say.',
  ],
};

const HTML = /<\/?[a-z][^<>]*>|&(?:[a-z][a-z\d]*|#\d+|#x[\da-f]+);/i;

/** Whether there has to be a picture the rules do not say. */
function tooNarrow(pictures: readonly Shown[]): string | undefined {
  const width = pictures.flatMap(({ width }) => width ?? []).find((width) => width < LEAST_WIDTH);
  if (width !== undefined) return `a picture has ${width} pixels`;
  return pictures.some(({ width }) => width === undefined) ? 'unknown' : undefined;
}
