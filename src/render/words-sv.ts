// Swedish.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';

export const swedish: Language = ({ number, plural }) => ({
  skip: 'Hoppa till innehållet',
  rooms: 'Huvudmeny',
  home: 'Startsida',
  tags: 'Ämnen',
  authors: 'Skribenter',
  search: 'Sök',
  feedsOfAll: 'Flöden med alla artiklar:',
  everyFeed: 'alla flöden (OPML)',
  comma: ', ',

  newest: 'Senaste artiklarna',
  none: {
    all: 'Här finns ingen artikel ännu.',
    tag: 'Ingen artikel har det här ämnet längre. Sidan och dess flöden ligger kvar på sin adress.',
    tags: 'Just nu passar ingen artikel. Sidan och dess flöden ligger kvar på sin adress.',
    author: 'Här finns ingen artikel av den här skribenten längre. Sidan och dess flöden ligger kvar på sin adress.',
    podcast: 'Här finns inget avsnitt ännu.',
    search: 'Inget hittades.',
  },
  noTag: 'Ingen artikel har något ämne ännu.',
  noAuthor: 'Ingen artikel anger sin skribent ännu.',
  articles: (count) => plural(count, { one: 'artikel', other: 'artiklar' }),
  largestTags: (shown, all, link) =>
    html`Här visas de ${number(shown)} största av ${link(`alla ${number(all)} ämnen`)}.`,
  allTagsOf: (site) => `Alla ämnen på ${site}, vart och ett med eget flöde.`,
  everyTag: (link) =>
    html`Varje ämne har en egen sida och ett eget flöde. För ett flöde av flera: ${link('kombinera ämnen')}.`,
  allAuthorsOf: (site) => `Alla skribenter på ${site}, var och en med eget flöde.`,
  everyAuthor: 'Varje skribent har en egen sida och ett eget flöde.',
  articlesTagged: (tag) => `Artiklar med ämnet ${tag}, nyast först.`,
  articlesBy: (author) => `Artiklar av ${author}, nyast först.`,

  firstPublished: (link) => html`Först publicerad på ${link}`,
  taggedAs: 'Ämnen:',
  chapters: 'Kapitel',
  transcript: 'Transkription',
  media: { audio: 'Ljud', image: 'Bild', video: 'Video', file: 'Fil' },

  searchFor: (words) => `Sökning efter ”${words}”`,
  searchIn: (site) => `Sök på ${site}.`,
  articlesWith: (words, site) => `Artiklar där ”${words}” förekommer, på ${site}.`,
  allWords: 'Ord som alla måste förekomma',
  howToSearch: html`<code>"i den här ordningen"</code> · <code>-utan</code> · <code>bör*</code> för allt som börjar så`,

  subscribe: 'Prenumerera',
  howToSubscribe: (article) =>
    html`Lägg till en av adresserna i en flödesläsare, så säger den till om varje ny ${article}.`,
  newArticle: {
    any: 'artikel',
    tagged: (tag) => html`artikel med ämnet ”${tag}”`,
    by: (author) => html`artikel av ${author}`,
    with: (words) => html`artikel där ”${words}” förekommer`,
  },
  soFar: (count) =>
    count === 0
      ? 'Just nu finns det ingen.'
      : plural(count, { one: 'Hittills finns det en.', other: 'Hittills finns det #.' }),
  inYourReader: 'Prenumerera i din flödesläsare',
  orWith: 'Eller med',
  listenWith: 'Lyssna med',
  outOfReach:
    'Feedly och andra tjänster kan inte prenumerera på det här: adressen leder till en egen enhet eller ett eget nätverk.',
  whatIsAFeed: 'Vad är ett flöde?',
  aFeedIs:
    'Ett flöde är en lista över de senaste artiklarna som en app eller webbplats du själv väljer, en flödesläsare, håller ögonen på åt dig: ingen här får veta vem du är, och du får inget som du inte har bett om. Knappen öppnar flödesläsaren på den här enheten, om det finns någon.',
  podcast: 'Podcast',
  podcastOf: (title) => `${title} (podcast)`,
  copy: 'Kopiera',
  copied: 'Kopierad',
  copyAddress: (format) => `Kopiera adressen till ${format}`,
  copiedAddress: (format) => `Kopierad: adressen till ${format}`,
  isCopied: (format) => `Adressen till ${format} är kopierad.`,
  isSelected: (format) => `Adressen till ${format} är markerad: kopiera den med tangentbordet eller en meny.`,

  combine: 'Kombinera ämnen',
  combineFurther: 'Kombinera med andra ämnen',
  changeCombination: 'Ändra kombinationen',
  combineOn: (site) => `Sätt ihop ett eget flöde av ämnena på ${site}.`,
  howToCombine: 'Välj ämnen och få ett enda flöde med de artiklar som passar.',
  joins: { and: 'och', not: 'och inte', or: 'eller', 'or-not': 'eller inte' },
  firstJoins: { and: 'med', not: 'utan' },
  howTagCounts: (position) => `Hur ämne ${number(position)} räknas`,
  tagNumber: (position) => `Ämne ${number(position)}`,
  precedence: (most, link) =>
    html`Det som ”och” förenar hör ihop: <i>A och B eller C</i> är allt som har både A och B, eller som har C. Högst ${number(most)} ämnen; ${link('alla ämnen')}.`,
  showFeed: 'Visa flödet',
  noSuchTag: 'Inget ämne heter så.',
  beginSo: 'Ämnen som börjar så:',
  noFeedYet: (names) =>
    html`Det finns inget flöde ännu: inget ämne heter ${joined(
      names.map((name) => html`”${name}”`),
      ' eller ',
    )}.`,
  shownBelow: (count) =>
    count === 0
      ? 'just nu passar ingen artikel.'
      : plural(count, {
          one: 'den senaste artikeln visas nedan.',
          other: 'de senaste # artiklarna visas nedan.',
        }),
  tooManyTags: (most) => `Högst ${number(most)} ämnen kan kombineras.`,
  neverFits: 'Ingen artikel kan både ha och inte ha ett ämne: inget skulle någonsin passa.',
  noPreview: 'Förhandsvisningen kom inte fram. Försök igen.',

  notFound: { title: 'Hittades inte', text: 'Det finns inget på den här adressen. Kanske hjälper listan över ämnen.' },
  withdrawn: { title: 'Tillbakadragen', text: 'Artikeln har publicerats här och dragits tillbaka.' },
  busy: { title: 'För många sökningar', text: 'Just nu görs för många sökningar. Försök igen om en stund.' },
  failed: { title: 'Något gick fel', text: 'Vi kunde inte svara. Försök igen senare.' },
  addressTooLong: { title: 'För lång adress', text: 'Så lång är ingen adress här.' },
  searchFailed: 'Sökningen gick inte att förstå',
  searchTooLong: (most) => `En sökning får ha högst ${number(most)} tecken.`,
  searchTooWordy: (most) => `En sökning får ha högst ${number(most)} ord.`,
  searchForNothing: 'En sökning behöver ett ord som ska förekomma.',
  didYouMean: 'Menade du:',
  allArticles: 'Alla artiklar',
  allTags: 'Alla ämnen',
});
