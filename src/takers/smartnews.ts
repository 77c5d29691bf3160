// SmartNews: it reads a dialect of RSS, /smartnews.xml (NEWS-07), and shows whole articles in its app.
import { each, lackOfText, publicAddress, whole } from './judge.ts';
import type { Article } from './library.ts';
import type { Taker } from './taker.ts';

/** Bytes of a document. */
const ROOM = 1_000_000;

export const SMARTNEWS: Taker = {
  name: 'smartnews',
  rules: [
    {
      id: 'NEWS-07',
      level: 'must',
      asks: 'The publication has a logo.',
      judge: ({ publication: { newsLogo } }) => whole(newsLogo === undefined ? 'it names none' : undefined),
      remedy: 'Write `news: { logo: … }`, the address of a picture, into data/site.yaml.',
    },
    {
      id: 'NEWS-07',
      level: 'must',
      asks: 'Each article has its whole text.',
      judge: ({ feed }) => each(feed, lackOfText),
      remedy: 'Write the text into the article; divide one that is longer than 200,000 bytes.',
    },
    {
      id: 'NEWS-07',
      level: 'should',
      asks: 'Each article has a picture, for a thumbnail.',
      judge: ({ feed }) => each(feed, ({ isLed }) => (isLed ? undefined : 'it has no picture of its own')),
      remedy: 'Put a picture beside the article, under its name, or name one in it as its picture.',
    },
    {
      id: 'NEWS-07',
      level: 'should',
      asks: 'All articles of the feed have room in a megabyte: what has none is left out.',
      judge: ({ feed }) => {
        const left = leftOut(feed);
        return each(feed, (article) =>
          left.has(article) ? `there is no room for its ${article.bytes} bytes` : undefined,
        );
      },
      remedy: 'Publish shorter texts, or give SmartNews the feed of one tag.',
    },
    {
      id: 'NEWS-07',
      level: 'should',
      asks: 'Links and pictures have public addresses, over https.',
      judge: publicAddress,
      remedy: 'Set BASE_URL to the address that the world knows, such as https://news.example.org.',
    },
  ],
  notes: () => [
    'Tagwire counts no readers, so nothing in the feed (snf:analytics) does.',
    'Whether SmartNews has accepted the publication, only SmartNews can say.',
  ],
};

/** What follows may be shorter, and fit. */
function leftOut(feed: readonly Article[]): ReadonlySet<Article> {
  const left = new Set<Article>();
  let bytes = 0;
  for (const article of feed) {
    if (bytes + article.bytes > ROOM) left.add(article);
    else bytes += article.bytes;
  }
  return left;
}
