// What all podcast directories ask. They read /podcast.xml, and that of a tag.
import { isNameOf } from '../media.ts';
import type { Podcast } from '../podcast.ts';
import { newsLanguage } from '../render/sitemap.ts';
import { each, publicAddress, whole } from './judge.ts';
import type { Article, Heard, Library } from './library.ts';
import type { Result, Rule } from './taker.ts';

/** Bytes. */
const LONGEST_DESCRIPTION = 4000;
/** Characters. */
const LONGEST_TITLE = 255;

/** There is one, and it says what it must. */
export const OF_PODCASTS: readonly Rule[] = [
  {
    id: 'POD-02',
    level: 'must',
    asks: 'The publication has a podcast.',
    judge: (library) => whole(podcastsIn(library).length === 0 ? 'data/site.yaml says nothing of one' : undefined),
    remedy: 'Write `podcast`, with a cover and categories, into data/site.yaml.',
  },
  {
    id: 'POD-02',
    level: 'must',
    asks: 'It says a language of ISO 639.',
    judge: ({ publication: { language } }) =>
      whole(newsLanguage(language) === 'und' ? `${language} is no language of ISO 639` : undefined),
    remedy: 'Write `language` into data/site.yaml, with two or three letters first, such as en-GB.',
  },
  {
    id: 'POD-02',
    level: 'should',
    asks: `A description has at most ${LONGEST_DESCRIPTION} bytes: what is longer is cut.`,
    judge: (library) =>
      eachPodcast(library, ({ description = library.publication.description }) => {
        const bytes = Buffer.byteLength(description);
        return bytes > LONGEST_DESCRIPTION ? `its description has ${bytes} bytes` : undefined;
      }),
    remedy: 'Shorten `description` of the podcast in data/site.yaml.',
  },
  {
    id: 'POD-14',
    level: 'must',
    asks: 'Directories can fetch the feed, its cover and its episodes, over https.',
    judge: publicAddress,
    remedy: 'Set BASE_URL to the address that the world knows, such as https://news.example.org.',
  },
];

/** They can be played, and told from one another. */
export const OF_EPISODES: readonly Rule[] = [
  {
    id: 'POD-01',
    level: 'should',
    asks: `Each title has at most ${LONGEST_TITLE} characters: what is longer is cut.`,
    judge: (library) =>
      eachEpisode(library, (_, { title }) =>
        title.length > LONGEST_TITLE ? `its title has ${title.length} characters` : undefined,
      ),
    remedy: 'Give the article a shorter title.',
  },
  {
    id: 'POD-10',
    level: 'must',
    asks: 'It is known how many bytes each episode has.',
    judge: (library) => eachEpisode(library, ({ hasLength }) => (hasLength ? undefined : 'nobody says its length')),
    remedy: 'Put the file beside the article, or write the `length` of its enclosure into it.',
  },
  {
    id: 'POD-10',
    level: 'must',
    asks: 'Each episode has a guid of its own.',
    judge: (library) => {
      const seen = new Set<string>();
      return eachEpisode(library, ({ guid }) =>
        guid === undefined || seen.size < seen.add(guid).size ? undefined : `another has ${guid}`,
      );
    },
    remedy: 'Mend the `episode_guid` of one of them: directories take both for the same.',
  },
  {
    id: 'POD-11',
    level: 'must',
    asks: 'Whatever is to be heard or seen is of a kind that directories play: MP3, M4A, MP4, M4V or MOV.',
    judge: ({ episodes }) =>
      each(episodes, ({ unplayed }) => (unplayed === undefined ? undefined : `it is ${unplayed}`)),
    remedy: 'Put the same as MP3 or M4A beside the article: directories never see this one.',
  },
  {
    id: 'POD-11',
    level: 'must',
    asks: 'The address of each episode ends in plain letters and the name of its kind, without a query.',
    judge: (library) => eachEpisode(library, ({ url, type }) => strangeAddress(url, type)),
    remedy: 'Put the file beside the article, and Tagwire names it, or rename it where it is.',
  },
  {
    id: 'POD-11',
    level: 'must',
    asks: 'Each episode has a file of its own.',
    judge: (library) => {
      const seen = new Set<string>();
      return eachEpisode(library, ({ url }) => (seen.size === seen.add(url).size ? `another has ${url}` : undefined));
    },
    remedy: 'Leave the file out of all articles but one.',
  },
  {
    id: 'POD-12',
    level: 'should',
    asks: 'It is known how long each episode takes.',
    judge: (library) => eachEpisode(library, ({ hasDuration }) => (hasDuration ? undefined : 'nobody says how long')),
    remedy: 'Put the file beside the article, or write the `duration` of its enclosure into it.',
  },
  {
    id: 'POD-03',
    level: 'must',
    asks: 'In a serial podcast each episode has a number.',
    judge: (library) =>
      podcastsIn(library).every(({ type }) => type !== 'serial')
        ? whole(undefined)
        : eachEpisode(library, ({ isFull, number }) =>
            isFull && number === undefined ? 'it has no number' : undefined,
          ),
    remedy: 'Write the number of the episode into the article, or `type: episodic` into data/site.yaml.',
  },
  {
    id: 'POD-13',
    level: 'should',
    asks: 'No two episodes of a season have one number.',
    judge: (library) => {
      // Of several podcasts, each counts for itself, and which episode is whose is told by the store.
      if (!library.publication.podcasts?.all && podcastsIn(library).length > 1) return whole(undefined);
      const seen = new Set<string>();
      return eachEpisode(library, ({ season, number, isFull }) => {
        if (number === undefined || !isFull) return undefined;
        const size = seen.size;
        if (seen.add(`${season ?? ''} ${number}`).size > size) return undefined;
        return `another is number ${number}${season === undefined ? '' : ` of season ${season}`}`;
      });
    },
    remedy: 'Mend the number, or say of what is no episode of the series that it is a trailer or a bonus.',
  },
];

/** What is not to be told, or need not be. */
export function notesOnPodcasts(library: Library): readonly string[] {
  const podcasts = podcastsIn(library);
  const episodes = heardIn(library);
  const blocked = episodes.filter(({ heard }) => heard.isBlocked).length;
  return [
    ...(episodes.length === 0 ? ['No article has audio or video that directories play: there is no episode.'] : []),
    ...(podcasts.length > 1
      ? ['There are several podcasts. Episodes are judged together, whichever they are of.']
      : []),
    ...(podcasts.some(({ isComplete }) => isComplete)
      ? ['A podcast says that it is complete: directories ask for no more episodes.']
      : []),
    ...(podcasts.some(({ isBlocked }) => isBlocked) ? ['A podcast asks not to be listed (`itunes:block`).'] : []),
    ...(blocked > 0 ? [`Episodes that ask not to be listed (\`itunes:block\`): ${blocked}.`] : []),
    ...podcasts.flatMap(({ newFeedUrl }) =>
      newFeedUrl === undefined
        ? []
        : [
            `A podcast has moved to ${newFeedUrl}: its old address has to lead there for four weeks at least, as one of Tagwire does (POD-06).`,
          ],
    ),
    ...(podcasts.length > 0 ? ['The cover has been looked at: Tagwire does not start with one that will not do.'] : []),
  ];
}

export function podcastsIn({ publication: { podcasts } }: Library): readonly Podcast[] {
  return podcasts ? [...(podcasts.all ? [podcasts.all] : []), ...Object.values(podcasts.tags)] : [];
}

/** Judges podcasts one by one. @param look says why it does not do */
function eachPodcast(library: Library, look: (podcast: Podcast) => string | undefined): Result {
  const podcasts = podcastsIn(library);
  const failures = podcasts.flatMap((podcast) => {
    const why = look(podcast);
    return why === undefined ? [] : [{ why }];
  });
  return { passed: podcasts.length - failures.length, failures, unknown: 0 };
}

/** Judges episodes one by one. */
export function eachEpisode(
  library: Library,
  look: (heard: Heard, article: Article) => ReturnType<Parameters<typeof each>[1]>,
): Result {
  return each(heardIn(library), (article) => article.heard && look(article.heard, article));
}

function heardIn({ episodes }: Library): readonly (Article & { readonly heard: Heard })[] {
  return episodes.flatMap((article) => (article.heard === undefined ? [] : [{ ...article, heard: article.heard }]));
}

/** Why an address does not do. */
function strangeAddress(address: string, type: string): string | undefined {
  const { pathname, search } = new URL(address);
  const name = pathname.slice(pathname.lastIndexOf('/') + 1);
  if (search !== '') return `there is a query in ${address}`;
  if (!isNameOf(name, type)) return `it is ${type}, and called ${name}`;
  return /^[\w.-]+$/.test(name) ? undefined : `it is called ${name}`;
}
