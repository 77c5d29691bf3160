// Google News: it finds articles by the sitemap of the news, and by their pages (NEWS-03).
import { newsLanguage } from '../render/sitemap.ts';
import { NAMELESS } from '../site.ts';
import { each, future, publicAddress, whole } from './judge.ts';
import type { Article, Library } from './library.ts';
import type { Taker } from './taker.ts';

/** How long an article is news (NEWS-02). */
const NEWS_MS = 48 * 60 * 60_000;

export const GOOGLE_NEWS: Taker = {
  name: 'google-news',
  rules: [
    {
      id: 'NEWS-01',
      level: 'must',
      asks: 'The publication has the name that Google News knows it by.',
      judge: ({ publication: { newsName, title } }) =>
        whole(
          (newsName ?? title) === NAMELESS ? `it is called ${NAMELESS}, as whatever says nothing of itself` : undefined,
        ),
      remedy: 'Write `title`, or `news: { name: … }` where Google has another name for it, into data/site.yaml.',
    },
    {
      id: 'NEWS-01',
      level: 'must',
      asks: 'The publication and each article of the news say a language of ISO 639.',
      judge: (library) => {
        const { publication } = library;
        // Most say none, and have that of the publication.
        const articles = each(newsIn(library), ({ language }) => language && strange(language));
        const why = strange(publication.language);
        return why === undefined ? articles : { ...articles, failures: [{ why }, ...articles.failures] };
      },
      remedy:
        'Write `language` into data/site.yaml, or into the article, with two or three letters first, such as en-GB.',
    },
    {
      id: 'NEWS-01',
      level: 'must',
      asks: 'Each article of the news has a title.',
      judge: (library) => each(newsIn(library), ({ title }) => (title.trim() === '' ? 'it has no title' : undefined)),
      remedy: 'Give the article a title.',
    },
    {
      id: 'NEWS-01',
      level: 'must',
      asks: 'Each article of the news has the date and time of its first publication, and none is to come.',
      judge: (library) => each(newsIn(library), (article) => future(article, library.now)),
      remedy: 'Mend the dates of the article; for an embargo, the date alone will do: Tagwire waits for it.',
    },
    {
      id: 'NEWS-02',
      level: 'should',
      asks: 'Each article of the last two days has its page here: only those are in the sitemap of the news.',
      judge: (library) => each(newsIn(library), ({ link }) => (link === undefined ? undefined : `its home is ${link}`)),
      remedy: 'Leave the address of another home out of the article, unless it really has its home there.',
    },
    {
      id: 'NEWS-04',
      level: 'should',
      asks: 'Sitemaps name public addresses, over https.',
      judge: publicAddress,
      remedy: 'Set BASE_URL to the address that the world knows, such as https://news.example.org.',
    },
  ],
  notes: (library) => [
    ...(newsIn(library).length === 0
      ? ['No article is of the last two days: the sitemap of the news is empty, which is allowed.']
      : []),
    'Whether Google shows the publication, and under exactly this name, only Google can say.',
  ],
};

/** Dates that are to come are news, too: they are wrong. */
function newsIn({ articles, now }: Library): readonly Article[] {
  return articles.filter(({ published }) => published.getTime() > now.getTime() - NEWS_MS);
}

function strange(language: string): string | undefined {
  return newsLanguage(language) === 'und' ? `${language} is no language of ISO 639` : undefined;
}
