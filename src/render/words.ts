// What pages for people say, in whatever language: the words that every language has, and what counts and numbers need.
import type { Join } from '../combination.ts';
import type { Feed } from '../feed.ts';
import { type Html, html } from './html.ts';

/** Makes a link of words within a sentence. */
type Link = (words: string) => Html;

/** What went wrong, as a title and a sentence. */
export type Told = { readonly title: string; readonly text: string };

/**
 * The words of pages. What is put into them comes as text where they are text themselves, and else as HTML that is isolated
 * already: names run in their own direction.
 */
export type Words = {
  /** Leads past the head of a page. */
  readonly skip: string;
  /** What the list of rooms is called for those who do not see it. */
  readonly rooms: string;
  readonly home: string;
  readonly tags: string;
  readonly authors: string;
  readonly search: string;
  /** Before the formats. */
  readonly feedsOfAll: string;
  /** All feeds as one list to import. */
  readonly everyFeed: string;
  /** Between the items of a list. */
  readonly comma: string;

  readonly newest: string;
  /** Said where there is no article, by the kind of what it would be in. */
  readonly none: Readonly<Record<Feed['kind'], string>>;
  readonly noTag: string;
  readonly noAuthor: string;
  /** Behind their number. */
  readonly articles: (count: number) => string;
  readonly largestTags: (shown: number, all: number, link: Link) => Html;
  readonly allTagsOf: (site: string) => string;
  readonly everyTag: (link: Link) => Html;
  readonly allAuthorsOf: (site: string) => string;
  readonly everyAuthor: string;
  readonly articlesTagged: (tag: string) => string;
  readonly articlesBy: (author: string) => string;

  readonly firstPublished: (link: Html) => Html;
  readonly taggedAs: string;
  readonly chapters: string;
  readonly transcript: string;
  /** A file that has no title, by its kind. */
  readonly media: { readonly audio: string; readonly image: string; readonly video: string; readonly file: string };

  readonly searchFor: (words: string) => string;
  readonly searchIn: (site: string) => string;
  readonly articlesWith: (words: string, site: string) => string;
  readonly allWords: string;
  /** Phrases, exclusion, beginnings of words. */
  readonly howToSearch: Html;

  readonly subscribe: string;
  /** @param article one of the next */
  readonly howToSubscribe: (article: Html | string) => Html;
  /** One article that is to come, as it stands in `howToSubscribe`. */
  readonly newArticle: {
    readonly any: string;
    readonly tagged: (tag: Html) => Html;
    readonly by: (author: Html) => Html;
    readonly with: (words: Html) => Html;
  };
  readonly soFar: (count: number) => string;
  readonly inYourReader: string;
  /** Before the names of websites that read feeds. */
  readonly orWith: string;
  /** Before the names of players. */
  readonly listenWith: string;
  readonly outOfReach: string;
  readonly whatIsAFeed: string;
  readonly aFeedIs: string;
  readonly podcast: string;
  readonly podcastOf: (title: string) => string;
  readonly copy: string;
  readonly copied: string;
  /** @param format whose address it is */
  readonly copyAddress: (format: string) => string;
  readonly copiedAddress: (format: string) => string;
  readonly isCopied: (format: string) => string;
  readonly isSelected: (format: string) => string;

  readonly combine: string;
  readonly combineFurther: string;
  readonly changeCombination: string;
  readonly combineOn: (site: string) => string;
  readonly howToCombine: string;
  readonly joins: Readonly<Record<Join, string>>;
  /** Of the first tag, which joins nothing. */
  readonly firstJoins: { readonly and: string; readonly not: string };
  readonly howTagCounts: (number: number) => string;
  readonly tagNumber: (number: number) => string;
  readonly precedence: (most: number, link: Link) => Html;
  readonly showFeed: string;
  readonly noSuchTag: string;
  /** Before tags that begin as what was typed. */
  readonly beginSo: string;
  readonly noFeedYet: (names: readonly Html[]) => Html;
  /** Behind the name of what is shown. */
  readonly shownBelow: (count: number) => string;
  readonly tooManyTags: (most: number) => string;
  readonly neverFits: string;
  readonly noPreview: string;

  readonly notFound: Told;
  readonly withdrawn: Told;
  readonly busy: Told;
  readonly failed: Told;
  readonly addressTooLong: Told;
  readonly searchFailed: string;
  readonly searchTooLong: (most: number) => string;
  readonly searchTooWordy: (most: number) => string;
  readonly searchForNothing: string;
  readonly didYouMean: string;
  readonly allArticles: string;
  readonly allTags: string;
};

/** How a language tells numbers, and what it does with them. */
export type Numbers = {
  readonly number: (value: number) => string;
  /** The form that goes with a count, with the count in place of `#`. What a language has no form of its own for is `other`. */
  readonly plural: (count: number, forms: Forms) => string;
};

type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** The words of a language. */
export type Language = (numbers: Numbers) => Words;

/** @param tag BCP 47: countries write numbers in their own ways */
export function numbersOf(tag: string): Numbers {
  const rules = new Intl.PluralRules(tag);
  const format = new Intl.NumberFormat(tag);
  const number = (value: number) => format.format(value);
  return {
    number,
    plural: (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', () => number(count)),
  };
}

/** Pieces of a sentence with something between them. */
export function joined(pieces: readonly Html[], between: string): Html {
  return html`${pieces.map((piece, index) => html`${index > 0 && between}${piece}`)}`;
}
