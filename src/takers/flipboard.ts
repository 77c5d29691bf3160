// Flipboard: it reads the RSS feed. All that it has published are wishes (NEWS-06).
import { each, lackOfPicture, lackOfText, publicAddress, whole } from './judge.ts';
import type { Taker } from './taker.ts';

const FEWEST_ITEMS = 30;
/** Pixels. */
const LEAST_WIDTH = 400;
/** Characters. */
const SHORTEST_DESCRIPTION = 300;

export const FLIPBOARD: Taker = {
  name: 'flipboard',
  rules: [
    {
      id: 'NEWS-06',
      level: 'should',
      asks: `The feed holds at least ${FEWEST_ITEMS} articles.`,
      judge: ({ feed }) => whole(feed.length < FEWEST_ITEMS ? `it holds ${feed.length}` : undefined),
      remedy: 'Publish more articles, or set FEED_LIMIT higher; of very long ones a feed holds as few as twenty.',
    },
    {
      id: 'NEWS-06',
      level: 'should',
      asks: 'The feed carries the whole text of each article.',
      judge: ({ feed }) => each(feed, lackOfText),
      remedy: 'Write the text into the article; divide one that is longer than 200,000 bytes.',
    },
    {
      id: 'NEWS-06',
      level: 'should',
      asks: `Each article has a picture that is at least ${LEAST_WIDTH} pixels wide.`,
      judge: ({ feed }) => each(feed, (article) => lackOfPicture(article, LEAST_WIDTH)),
      remedy: 'Put a larger picture beside the article, under its name, or name one in it.',
    },
    {
      id: 'NEWS-06',
      level: 'should',
      asks: `Each description has at least ${SHORTEST_DESCRIPTION} characters.`,
      judge: ({ feed }) =>
        each(feed, ({ described }) =>
          described < SHORTEST_DESCRIPTION ? `its description has ${described} characters` : undefined,
        ),
      remedy: 'Give the article a longer `description`: without one it is the first sentence.',
    },
    {
      id: 'NEWS-06',
      level: 'should',
      asks: "Each article has its link on the publisher's domain.",
      judge: ({ feed, publication }) =>
        each(feed, ({ link }) =>
          link === undefined || isOfOneDomain(link, publication.baseUrl) ? undefined : `its link is ${link}`,
        ),
      remedy: 'Leave the address of another home out of the article, unless it really has its home there.',
    },
    {
      id: 'NEWS-06',
      level: 'should',
      asks: "The publisher's domain is public.",
      judge: publicAddress,
      remedy: 'Set BASE_URL to the address that the world knows, such as https://news.example.org.',
    },
  ],
  notes: () => [
    'Every article has a guid and a pubDate: Tagwire gives them, and they never change by themselves.',
    'Flipboard also likes to be told of changes by a WebSub hub. Tagwire names none: Flipboard has to ask.',
  ],
};

/** What of a host belongs to one publisher, no name tells: hosts of which one is below the other do. */
function isOfOneDomain(one: string, other: string): boolean {
  const [host, home] = [one, other].map((url) => URL.parse(url)?.hostname.replace(/^www\./, '') ?? '');
  return host === home || !!host?.endsWith(`.${home}`) || !!home?.endsWith(`.${host}`);
}
