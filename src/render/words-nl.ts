// Dutch.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';

export const dutch: Language = ({ number, plural }) => ({
  skip: 'Naar de inhoud',
  rooms: 'Hoofdmenu',
  home: 'Voorpagina',
  tags: 'Tags',
  authors: 'Auteurs',
  search: 'Zoeken',
  feedsOfAll: 'Feeds van alle artikelen:',
  everyFeed: 'alle feeds (OPML)',
  comma: ', ',

  newest: 'Nieuwste artikelen',
  none: {
    all: 'Hier staat nog geen artikel.',
    tag: 'Geen enkel artikel heeft deze tag nog. De pagina en haar feeds blijven op hun adres.',
    tags: 'Op dit moment past geen enkel artikel. De pagina en haar feeds blijven op hun adres.',
    author: 'Er staat hier geen artikel van deze auteur meer. De pagina en haar feeds blijven op hun adres.',
    podcast: 'Hier staat nog geen aflevering.',
    search: 'Niets gevonden.',
  },
  noTag: 'Nog geen enkel artikel heeft een tag.',
  noAuthor: 'Nog geen enkel artikel noemt zijn auteur.',
  articles: (count) => plural(count, { one: 'artikel', other: 'artikelen' }),
  largestTags: (shown, all, link) =>
    html`Dit zijn de ${number(shown)} grootste van ${link(`alle ${number(all)} tags`)}.`,
  allTagsOf: (site) => `Alle tags van ${site}, elk met een eigen feed.`,
  everyTag: (link) =>
    html`Elke tag heeft een eigen pagina en een eigen feed. Voor een feed van meer tags: ${link('tags combineren')}.`,
  allAuthorsOf: (site) => `Alle auteurs van ${site}, elk met een eigen feed.`,
  everyAuthor: 'Elke auteur heeft een eigen pagina en een eigen feed.',
  articlesTagged: (tag) => `Artikelen met de tag ${tag}, nieuwste eerst.`,
  articlesBy: (author) => `Artikelen van ${author}, nieuwste eerst.`,

  firstPublished: (link) => html`Eerder verschenen op ${link}`,
  taggedAs: 'Tags:',
  chapters: 'Hoofdstukken',
  transcript: 'Transcript',
  media: { audio: 'Audio', image: 'Beeld', video: 'Video', file: 'Bestand' },

  searchFor: (words) => `Zoeken naar ‘${words}’`,
  searchIn: (site) => `Zoeken in ${site}.`,
  articlesWith: (words, site) => `Artikelen van ${site} waarin ‘${words}’ voorkomt.`,
  allWords: 'Woorden die allemaal moeten voorkomen',
  howToSearch: html`<code>"in deze volgorde"</code> · <code>-zonder</code> · <code>beg*</code> voor alles wat zo begint`,

  subscribe: 'Abonneren',
  howToSubscribe: (article) => html`Zet een van deze adressen in een feedlezer, en die meldt u elk nieuw ${article}.`,
  newArticle: {
    any: 'artikel',
    tagged: (tag) => html`artikel met de tag ‘${tag}’`,
    by: (author) => html`artikel van ${author}`,
    with: (words) => html`artikel waarin ‘${words}’ voorkomt`,
  },
  soFar: (count) =>
    count === 0
      ? 'Op dit moment is er geen.'
      : plural(count, { one: 'Tot nu toe is er één.', other: 'Tot nu toe zijn er #.' }),
  inYourReader: 'Abonneren in uw feedlezer',
  orWith: 'Of met',
  listenWith: 'Luisteren met',
  outOfReach:
    'Feedly en andere diensten kunnen zich hierop niet abonneren: het adres leidt naar een eigen apparaat of netwerk.',
  whatIsAFeed: 'Wat is een feed?',
  aFeedIs:
    'Een feed is een lijst van de nieuwste artikelen die een app of website van uw keuze, een feedlezer, voor u in de gaten houdt: niemand hier komt te weten wie u bent, en u krijgt niets waar u niet om hebt gevraagd. De knop opent de feedlezer van dit apparaat, als die er is.',
  podcast: 'Podcast',
  podcastOf: (title) => `${title} (podcast)`,
  copy: 'Kopiëren',
  copied: 'Gekopieerd',
  copyAddress: (format) => `Kopiëren: adres voor ${format}`,
  copiedAddress: (format) => `Gekopieerd: adres voor ${format}`,
  isCopied: (format) => `Het adres voor ${format} is gekopieerd.`,
  isSelected: (format) => `Het adres voor ${format} is geselecteerd: kopieer het met het toetsenbord of via een menu.`,

  combine: 'Tags combineren',
  combineFurther: 'Combineren met andere tags',
  changeCombination: 'Deze combinatie wijzigen',
  combineOn: (site) => `Stel uw eigen feed samen uit de tags van ${site}.`,
  howToCombine: 'Kies tags en u krijgt één feed van de artikelen die passen.',
  joins: { and: 'en', not: 'en niet', or: 'of', 'or-not': 'of niet' },
  firstJoins: { and: 'met', not: 'zonder' },
  howTagCounts: (position) => `Hoe tag ${number(position)} telt`,
  tagNumber: (position) => `Tag ${number(position)}`,
  precedence: (most, link) =>
    html`Wat ‘en’ verbindt, hoort bij elkaar: <i>A en B of C</i> is alles wat zowel A als B heeft, of C heeft. Hoogstens ${number(most)} tags; ${link('alle tags')}.`,
  showFeed: 'Feed tonen',
  noSuchTag: 'Geen enkele tag heet zo.',
  beginSo: 'Tags die zo beginnen:',
  noFeedYet: (names) =>
    html`Er is nog geen feed: geen enkele tag heet ${joined(
      names.map((name) => html`‘${name}’`),
      ' of ',
    )}.`,
  shownBelow: (count) =>
    count === 0
      ? 'op dit moment past geen enkel artikel.'
      : plural(count, {
          one: 'het nieuwste artikel staat hieronder.',
          other: 'de nieuwste # artikelen staan hieronder.',
        }),
  tooManyTags: (most) => `Er kunnen hoogstens ${number(most)} tags worden gecombineerd.`,
  neverFits: 'Geen enkel artikel kan een tag wel en niet hebben: er zou nooit iets passen.',
  noPreview: 'Het voorbeeld is niet aangekomen. Probeer het nog eens.',

  notFound: { title: 'Niet gevonden', text: 'Op dit adres is niets te vinden. Misschien helpt de lijst van tags.' },
  withdrawn: { title: 'Ingetrokken', text: 'Dit artikel is hier verschenen en daarna ingetrokken.' },
  busy: { title: 'Te druk', text: 'Er wordt op dit moment te veel gezocht. Probeer het zo nog eens.' },
  failed: { title: 'Er ging iets mis', text: 'We konden geen antwoord geven. Probeer het later nog eens.' },
  addressTooLong: { title: 'Adres te lang', text: 'Zo lang is hier geen enkel adres.' },
  searchFailed: 'Zoekopdracht niet begrepen',
  searchTooLong: (most) => `Een zoekopdracht mag hoogstens ${number(most)} tekens hebben.`,
  searchTooWordy: (most) => `Een zoekopdracht mag hoogstens ${number(most)} woorden hebben.`,
  searchForNothing: 'In een zoekopdracht hoort een woord dat moet voorkomen.',
  didYouMean: 'Bedoelde u:',
  allArticles: 'Alle artikelen',
  allTags: 'Alle tags',
});
