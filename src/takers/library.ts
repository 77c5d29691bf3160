// Entries -> the library as an aggregator would meet it. Pure.
import type { Entry } from '../entry.ts';
import { MOST_EPISODES, playedAs, playedOf, whyNoCover } from '../podcast.ts';
import { absolute, contentOf, fittingBy, type Publication, weightOf } from '../render/publication.ts';

/** Articles that are looked at, the newest: no feed and no document of the news holds more of them. */
const MOST_ARTICLES = 1000;

/** A picture that an article shows; the width in pixels is absent when nobody says it. */
export type Shown = { readonly width?: number };

/** What podcast directories ask of an episode. */
export type Heard = {
  /** The address of what is played. */
  readonly url: string;
  readonly type: string;
  /** Whether somebody says how many bytes, or seconds, it has. */
  readonly hasLength: boolean;
  readonly hasDuration: boolean;
  /** Where it is another than that of the article. */
  readonly guid?: string;
  readonly season?: number;
  readonly number?: number;
  /** Whether it is neither a trailer nor a bonus. */
  readonly isFull: boolean;
  /** Whether its title begins with its number. */
  readonly isNumberInTitle: boolean;
  readonly isBlocked: boolean;
  readonly hasTranscript: boolean;
  /** Whether it has a picture of its own, and why that is no cover; `unknown`: that cannot be told. */
  readonly hasPicture: boolean;
  readonly whyNoCover?: string;
};

/** What aggregators ask of an article; not its text, so that a thousand of them take no room. */
export type Article = {
  /** How its publisher knows it. */
  readonly name: string;
  readonly title: string;
  readonly language?: string;
  /** The address of the article elsewhere, when its home is not here. */
  readonly link?: string;
  readonly published: Date;
  readonly updated?: Date;
  /** Characters of what a feed says of it beside the text. */
  readonly described: number;
  /** Whether a feed carries its text. */
  readonly text: 'whole' | 'none' | 'too long';
  /** Bytes that it brings into a feed. */
  readonly bytes: number;
  /** In the text, too. */
  readonly pictures: readonly Shown[];
  /** Whether one of them is the picture of the article itself. */
  readonly isLed: boolean;
  /** Absent: directories play nothing of it. */
  readonly heard?: Heard;
  /** The type of audio or video that directories do not play, of an article that has nothing else. */
  readonly unplayed?: string;
};

/** The library as an aggregator would meet it at one moment. */
export type Library = {
  readonly publication: Pick<
    Publication,
    'baseUrl' | 'description' | 'language' | 'newsName' | 'podcasts' | 'title'
  > & {
    /** The address of the logo that SmartNews shows. */
    readonly newsLogo?: string;
  };
  /** The newest, newest first. */
  readonly articles: readonly Article[];
  /** Those of them that the feed of all articles holds. */
  readonly feed: readonly Article[];
  /** The newest that podcasts play, or would if they could. */
  readonly episodes: readonly Article[];
  readonly now: Date;
};

/** What an entry is to an aggregator, be it in the store or in a file. @param name how its publisher knows it */
export function articleOf(
  entry: Pick<
    Entry,
    'title' | 'summary' | 'content' | 'language' | 'link' | 'picture' | 'enclosures' | 'episode' | 'published'
  > & { readonly updated?: Date },
  name: string,
  site: Pick<Publication, 'baseUrl'>,
): Article {
  const { title, summary, content, language, link, picture, published, updated } = entry;
  const words = content.replace(TAG, '').trim();
  const isCarried = contentOf(entry, site) !== '';
  return {
    name,
    title,
    ...(language === undefined ? {} : { language }),
    ...(link === undefined ? {} : { link }),
    published,
    ...(updated === undefined ? {} : { updated }),
    // RSS-41: without a summary the text is the description.
    described: charactersIn(summary ?? words),
    text: words === '' ? 'none' : isCarried ? 'whole' : 'too long',
    bytes: weightOf(entry, site),
    pictures: [...(picture?.url === undefined ? [] : [shown(picture.width)]), ...picturesIn(content)],
    isLed: picture?.url !== undefined,
    ...heardOf(entry, site),
  };
}

function heardOf(
  { title, picture, enclosures, episode = {} }: Pick<Entry, 'title' | 'picture' | 'enclosures' | 'episode'>,
  site: Pick<Publication, 'baseUrl'>,
): Pick<Article, 'heard' | 'unplayed'> {
  const played = playedOf(enclosures);
  if (!played) {
    const unplayed = enclosures?.find(({ type }) => /^(?:audio|video)\//.test(type ?? ''))?.type;
    return unplayed === undefined ? {} : { unplayed };
  }
  const { guid, season, number, kind = 'full', isBlocked = false, transcripts = [] } = episode;
  const why = picture?.url === undefined ? undefined : whyNoCover(picture);
  const heard: Heard = {
    url: absolute(played.url, site),
    type: playedAs(played.type),
    hasLength: !!played.length,
    hasDuration: played.durationSeconds !== undefined,
    ...(guid === undefined ? {} : { guid }),
    ...(season === undefined ? {} : { season }),
    ...(number === undefined ? {} : { number }),
    isFull: kind === 'full',
    isNumberInTitle: number !== undefined && beginsWith(number, episode.title ?? title),
    isBlocked,
    hasTranscript: transcripts.length > 0,
    hasPicture: picture?.url !== undefined,
    ...(why === undefined ? {} : { whyNoCover: why }),
  };
  return { heard };
}

/** “12. Boats”, “#12”, “Episode 12: Boats”, “S1E12”. */
function beginsWith(number: number, title: string): boolean {
  const [, found] = /^(?:episode\s*|ep\.?\s*|s\d+\s*e)?#?0*(\d+)(?!\d)/i.exec(title) ?? [];
  return found === String(number);
}

const TAG = /<[^<>]*>/g;
const PICTURE = /<img\b[^<>]*>/g;
/** No text shows more of them that anybody would look at. */
const MOST_PICTURES = 100;

function picturesIn(content: string): Shown[] {
  const tags = content.match(PICTURE) ?? [];
  return tags.slice(0, MOST_PICTURES).map((tag) => {
    const [, width] = / width="(\d{1,6})"/.exec(tag) ?? [];
    return shown(width === undefined ? undefined : Number(width));
  });
}

function shown(width: number | undefined): Shown {
  return width === undefined ? {} : { width };
}

/** As people count them, more or less: a sign that is written in two units is one. */
export function charactersIn(text: string): number {
  return [...text].length;
}

/** The library at one moment. @param articles all, or the newest of them @param feedLimit what a feed holds at most */
export function libraryOf(
  publication: Library['publication'],
  articles: readonly Article[],
  feedLimit: number,
  now: Date,
): Library {
  const sorted = newestOf(articles);
  const newest = sorted.slice(0, MOST_ARTICLES);
  const feed = fittingBy(newest.slice(0, feedLimit), ({ bytes }) => bytes);
  return { publication, articles: newest, feed, episodes: sorted.filter(isHeard).slice(0, MOST_EPISODES), now };
}

function isHeard({ heard, unplayed }: Article): boolean {
  return heard !== undefined || unplayed !== undefined;
}

/** The newest of some articles, newest first: so many as are looked at, and of those with something to hear as podcasts hold. */
export function newestOf(articles: readonly Article[]): readonly Article[] {
  const byDate = (one: Article, other: Article) =>
    other.published.getTime() - one.published.getTime() || (one.name < other.name ? -1 : 1);
  let heard = 0;
  return articles.toSorted(byDate).filter((article, index) => {
    if (isHeard(article)) heard += 1;
    return index < MOST_ARTICLES || (isHeard(article) && heard <= MOST_EPISODES);
  });
}
