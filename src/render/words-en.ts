// English.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';

export const english: Language = ({ number, plural }) => ({
  skip: 'Skip to the text',
  rooms: 'Main',
  home: 'Home',
  tags: 'Tags',
  authors: 'Authors',
  search: 'Search',
  feedsOfAll: 'Feeds of all articles:',
  everyFeed: 'every feed (OPML)',
  comma: ', ',

  newest: 'Newest articles',
  none: {
    all: 'There is no article here yet.',
    tag: 'No article has this tag any more. The page and its feeds stay where they are.',
    tags: 'No article fits at present. The page and its feeds stay where they are.',
    author: 'No article is by this author any more. The page and its feeds stay where they are.',
    podcast: 'There is no episode here yet.',
    search: 'Nothing is found.',
  },
  noTag: 'No article has a tag yet.',
  noAuthor: 'No article names its author yet.',
  articles: (count) => plural(count, { one: 'article', other: 'articles' }),
  largestTags: (shown, all, link) =>
    html`These are the ${number(shown)} largest of ${link(`all ${number(all)} tags`)}.`,
  allTagsOf: (site) => `All tags of ${site}, each with its own feed.`,
  everyTag: (link) => html`Every tag has a page and a feed of its own. ${link('Combine tags')} for a feed of several.`,
  allAuthorsOf: (site) => `All authors of ${site}, each with their own feed.`,
  everyAuthor: 'Every author has a page and a feed of their own.',
  articlesTagged: (tag) => `Articles tagged ${tag}, newest first.`,
  articlesBy: (author) => `Articles by ${author}, newest first.`,

  firstPublished: (link) => html`First published at ${link}`,
  taggedAs: 'Tags:',
  chapters: 'Chapters',
  transcript: 'Transcript',
  media: { audio: 'Audio', image: 'Picture', video: 'Video', file: 'File' },

  searchFor: (words) => `Search for “${words}”`,
  searchIn: (site) => `Search in ${site}.`,
  articlesWith: (words, site) => `Articles of ${site} in which “${words}” is found.`,
  allWords: 'Words that must all occur',
  howToSearch: html`<code>"in this order"</code> · <code>-without</code> · <code>beg*</code> for whatever begins so`,

  subscribe: 'Subscribe',
  howToSubscribe: (article) =>
    html`Put one of these addresses into a feed reader, and it tells you of every new ${article}.`,
  newArticle: {
    any: 'article',
    tagged: (tag) => html`article tagged “${tag}”`,
    by: (author) => html`article by ${author}`,
    with: (words) => html`article in which “${words}” is found`,
  },
  soFar: (count) =>
    count === 0
      ? 'There is none at present.'
      : plural(count, { one: 'There is # so far.', other: 'There are # so far.' }),
  inYourReader: 'Subscribe in your reader',
  orWith: 'Or with',
  listenWith: 'Listen with',
  outOfReach:
    'Feedly and other services cannot subscribe to this: its address leads to a machine or a network of your own.',
  whatIsAFeed: 'What is a feed?',
  aFeedIs:
    'A feed is a list of the newest articles that an app or a website of your choice, a feed reader, looks at for you: nobody here learns who you are, and nothing is sent to you that you did not ask for. The button opens the feed reader of this device, if it has one.',
  podcast: 'Podcast',
  podcastOf: (title) => `${title} (podcast)`,
  copy: 'Copy',
  copied: 'Copied',
  copyAddress: (format) => `Copy ${format} address`,
  copiedAddress: (format) => `Copied ${format} address`,
  isCopied: (format) => `The ${format} address is copied.`,
  isSelected: (format) => `The ${format} address is selected: copy it with a key or a menu.`,

  combine: 'Combine tags',
  combineFurther: 'Combine with other tags',
  changeCombination: 'Change this combination',
  combineOn: (site) => `Put together a feed of your own from the tags of ${site}.`,
  howToCombine: 'Choose tags, and get one feed of the articles that fit.',
  joins: { and: 'and', not: 'and not', or: 'or', 'or-not': 'or not' },
  firstJoins: { and: 'with', not: 'without' },
  howTagCounts: (position) => `How tag ${number(position)} counts`,
  tagNumber: (position) => `Tag ${number(position)}`,
  precedence: (most, link) =>
    html`What “and” joins belongs together: <i>A and B or C</i> is whatever has both A and B, or has C. Up to ${number(most)} tags; ${link('all tags')}.`,
  showFeed: 'Show the feed',
  noSuchTag: 'No tag is called so.',
  beginSo: 'Tags that begin so:',
  noFeedYet: (names) =>
    html`There is no feed yet: no tag is called ${joined(
      names.map((name) => html`“${name}”`),
      ' or ',
    )}.`,
  shownBelow: (count) =>
    count === 0
      ? 'no article fits at present.'
      : plural(count, {
          one: 'the newest article is shown below.',
          other: 'the newest # articles are shown below.',
        }),
  tooManyTags: (most) => `At most ${number(most)} tags can be combined.`,
  neverFits: 'No article can have a tag and not have it: nothing would ever fit.',
  noPreview: 'The preview did not come. Please try again.',

  notFound: { title: 'Not found', text: 'There is nothing at this address. The list of tags may help.' },
  withdrawn: { title: 'Withdrawn', text: 'This article was published here and has been withdrawn.' },
  busy: { title: 'Busy', text: 'Too much is being searched for at present. Please try again in a moment.' },
  failed: { title: 'Something went wrong', text: 'We could not answer. Please try again later.' },
  addressTooLong: { title: 'Address too long', text: 'No address here is that long.' },
  searchFailed: 'Search not understood',
  searchTooLong: (most) => `A search needs to have no more than ${number(most)} characters.`,
  searchTooWordy: (most) => `A search needs to have no more than ${number(most)} words.`,
  searchForNothing: 'A search needs a word that is to be found.',
  didYouMean: 'Did you mean:',
  allArticles: 'All articles',
  allTags: 'All tags',
});
