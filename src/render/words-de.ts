// German.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';

export const german: Language = ({ number, plural }) => ({
  skip: 'Zum Inhalt springen',
  rooms: 'Hauptmenü',
  home: 'Startseite',
  tags: 'Schlagwörter',
  authors: 'Autoren',
  search: 'Suche',
  feedsOfAll: 'Feeds aller Artikel:',
  everyFeed: 'sämtliche Feeds (OPML)',
  comma: ', ',

  newest: 'Neueste Artikel',
  none: {
    all: 'Hier gibt es noch keinen Artikel.',
    tag: 'Kein Artikel trägt dieses Schlagwort mehr. Seite und Feeds bleiben unter ihrer Adresse.',
    tags: 'Derzeit passt kein Artikel. Seite und Feeds bleiben unter ihrer Adresse.',
    author: 'Hier gibt es keinen Artikel dieses Autors mehr. Seite und Feeds bleiben unter ihrer Adresse.',
    podcast: 'Hier gibt es noch keine Folge.',
    search: 'Nichts gefunden.',
  },
  noTag: 'Noch kein Artikel hat ein Schlagwort.',
  noAuthor: 'Noch kein Artikel nennt seinen Autor.',
  articles: () => 'Artikel',
  largestTags: (shown, all, link) =>
    html`Dies sind die ${number(shown)} größten von ${link(`allen ${number(all)} Schlagwörtern`)}.`,
  allTagsOf: (site) => `Alle Schlagwörter von ${site}, jedes mit eigenem Feed.`,
  everyTag: (link) =>
    html`Jedes Schlagwort hat eine eigene Seite und einen eigenen Feed. Für einen Feed aus mehreren: ${link('Schlagwörter kombinieren')}.`,
  allAuthorsOf: (site) => `Alle Autoren von ${site}, jeder mit eigenem Feed.`,
  everyAuthor: 'Jeder Autor hat eine eigene Seite und einen eigenen Feed.',
  articlesTagged: (tag) => `Artikel mit dem Schlagwort ${tag}, neueste zuerst.`,
  articlesBy: (author) => `Artikel von ${author}, neueste zuerst.`,

  firstPublished: (link) => html`Zuerst erschienen auf ${link}`,
  taggedAs: 'Schlagwörter:',
  chapters: 'Kapitel',
  transcript: 'Transkript',
  media: { audio: 'Audio', image: 'Bild', video: 'Video', file: 'Datei' },

  searchFor: (words) => `Suche nach „${words}“`,
  searchIn: (site) => `Suche in ${site}.`,
  articlesWith: (words, site) => `Artikel von ${site}, in denen „${words}“ vorkommt.`,
  allWords: 'Wörter, die alle vorkommen müssen',
  howToSearch: html`<code>"genau so"</code> · <code>-ohne</code> · <code>anf*</code> für alles, was so beginnt`,

  subscribe: 'Abonnieren',
  howToSubscribe: (article) =>
    html`Geben Sie eine dieser Adressen in einen Feedreader ein: Er meldet Ihnen jeden neuen ${article}.`,
  newArticle: {
    any: 'Artikel',
    tagged: (tag) => html`Artikel mit dem Schlagwort „${tag}“`,
    by: (author) => html`Artikel von ${author}`,
    with: (words) => html`Artikel, in dem „${words}“ vorkommt`,
  },
  soFar: (count) =>
    count === 0
      ? 'Derzeit gibt es keinen.'
      : plural(count, { one: 'Bisher gibt es einen.', other: 'Bisher gibt es #.' }),
  inYourReader: 'Im Feedreader abonnieren',
  orWith: 'Oder mit',
  listenWith: 'Anhören mit',
  outOfReach:
    'Feedly und andere Dienste können diesen Feed nicht abonnieren: Seine Adresse ist nur auf diesem Gerät oder in diesem Netz erreichbar.',
  whatIsAFeed: 'Was ist ein Feed?',
  aFeedIs:
    'Ein Feed ist eine Liste der neuesten Artikel, die eine App oder Website Ihrer Wahl, ein Feedreader, für Sie im Blick behält: Niemand hier erfährt, wer Sie sind, und Sie bekommen nichts, worum Sie nicht gebeten haben. Der Knopf öffnet den Feedreader dieses Geräts, falls es einen hat.',
  podcast: 'Podcast',
  podcastOf: (title) => `${title} (Podcast)`,
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyAddress: (format) => `Kopieren: Adresse für ${format}`,
  copiedAddress: (format) => `Kopiert: Adresse für ${format}`,
  isCopied: (format) => `Die Adresse für ${format} ist kopiert.`,
  isSelected: (format) =>
    `Die Adresse für ${format} ist markiert: Kopieren Sie sie mit der Tastatur oder über das Menü.`,

  combine: 'Schlagwörter kombinieren',
  combineFurther: 'Mit anderen Schlagwörtern kombinieren',
  changeCombination: 'Diese Kombination ändern',
  combineOn: (site) => `Stellen Sie aus den Schlagwörtern von ${site} Ihren eigenen Feed zusammen.`,
  howToCombine: 'Wählen Sie Schlagwörter, und Sie erhalten einen Feed der passenden Artikel.',
  joins: { and: 'und', not: 'und nicht', or: 'oder', 'or-not': 'oder nicht' },
  firstJoins: { and: 'mit', not: 'ohne' },
  howTagCounts: (position) => `Wie Schlagwort ${number(position)} zählt`,
  tagNumber: (position) => `Schlagwort ${number(position)}`,
  precedence: (most, link) =>
    html`Was „und“ verbindet, gehört zusammen: <i>A und B oder C</i> ist alles, was A und B hat, sowie alles, was C hat. Höchstens ${number(most)} Schlagwörter; ${link('alle Schlagwörter')}.`,
  showFeed: 'Feed anzeigen',
  noSuchTag: 'Kein Schlagwort heißt so.',
  beginSo: 'Schlagwörter, die so beginnen:',
  noFeedYet: (names) =>
    html`Noch gibt es keinen Feed: Kein Schlagwort heißt ${joined(
      names.map((name) => html`„${name}“`),
      ' oder ',
    )}.`,
  shownBelow: (count) =>
    count === 0
      ? 'Derzeit passt kein Artikel.'
      : plural(count, {
          one: 'Der neueste Artikel steht unten.',
          other: 'Die neuesten # Artikel stehen unten.',
        }),
  tooManyTags: (most) => `Höchstens ${number(most)} Schlagwörter lassen sich kombinieren.`,
  neverFits: 'Kein Artikel kann ein Schlagwort haben und zugleich nicht haben: So würde nie etwas passen.',
  noPreview: 'Die Vorschau ist nicht angekommen. Bitte versuchen Sie es noch einmal.',

  notFound: {
    title: 'Nicht gefunden',
    text: 'Unter dieser Adresse gibt es nichts. Vielleicht hilft die Liste der Schlagwörter.',
  },
  withdrawn: { title: 'Zurückgezogen', text: 'Dieser Artikel ist hier erschienen und wurde zurückgezogen.' },
  busy: {
    title: 'Überlastet',
    text: 'Im Augenblick wird zu viel gesucht. Bitte versuchen Sie es gleich noch einmal.',
  },
  failed: {
    title: 'Etwas ist schiefgegangen',
    text: 'Wir konnten nicht antworten. Bitte versuchen Sie es später noch einmal.',
  },
  addressTooLong: { title: 'Adresse zu lang', text: 'So lang ist hier keine Adresse.' },
  searchFailed: 'Suche nicht verstanden',
  searchTooLong: (most) => `Eine Suche darf höchstens ${number(most)} Zeichen haben.`,
  searchTooWordy: (most) => `Eine Suche darf höchstens ${number(most)} Wörter haben.`,
  searchForNothing: 'Eine Suche braucht ein Wort, das vorkommen soll.',
  didYouMean: 'Meinten Sie:',
  allArticles: 'Alle Artikel',
  allTags: 'Alle Schlagwörter',
});
