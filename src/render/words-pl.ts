// Polish.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';

export const polish: Language = ({ number, plural }) => ({
  skip: 'Przejdź do treści',
  rooms: 'Menu główne',
  home: 'Strona główna',
  tags: 'Tagi',
  authors: 'Autorzy',
  search: 'Szukaj',
  feedsOfAll: 'Kanały ze wszystkimi artykułami:',
  everyFeed: 'wszystkie kanały (OPML)',
  comma: ', ',

  newest: 'Najnowsze artykuły',
  none: {
    all: 'Nie ma tu jeszcze żadnego artykułu.',
    tag: 'Żaden artykuł nie ma już tego tagu. Strona i jej kanały pozostają pod swoim adresem.',
    tags: 'Obecnie nie pasuje żaden artykuł. Strona i jej kanały pozostają pod swoim adresem.',
    author: 'Nie ma tu już artykułów tego autora. Strona i jej kanały pozostają pod swoim adresem.',
    podcast: 'Nie ma tu jeszcze żadnego odcinka.',
    search: 'Nic nie znaleziono.',
  },
  noTag: 'Żaden artykuł nie ma jeszcze tagu.',
  noAuthor: 'Żaden artykuł nie podaje jeszcze autora.',
  articles: (count) => plural(count, { one: 'artykuł', few: 'artykuły', other: 'artykułów' }),
  largestTags: (shown, all, link) =>
    html`Liczba pokazanych tagów: ${number(shown)}, od największych; ${link(`wszystkich jest ${number(all)}`)}.`,
  allTagsOf: (site) => `Wszystkie tagi serwisu ${site}, każdy z własnym kanałem.`,
  everyTag: (link) =>
    html`Każdy tag ma własną stronę i własny kanał. Aby utworzyć jeden kanał z kilku: ${link('połącz tagi')}.`,
  allAuthorsOf: (site) => `Wszyscy autorzy serwisu ${site}, każdy z własnym kanałem.`,
  everyAuthor: 'Każdy autor ma własną stronę i własny kanał.',
  articlesTagged: (tag) => `Artykuły z tagiem ${tag}, od najnowszych.`,
  articlesBy: (author) => `Artykuły, autor: ${author}, od najnowszych.`,

  firstPublished: (link) => html`Pierwotnie opublikowano na ${link}`,
  taggedAs: 'Tagi:',
  chapters: 'Rozdziały',
  transcript: 'Transkrypcja',
  media: { audio: 'Nagranie', image: 'Zdjęcie', video: 'Wideo', file: 'Plik' },

  searchFor: (words) => `Wyniki dla „${words}”`,
  searchIn: (site) => `Szukaj w serwisie ${site}.`,
  articlesWith: (words, site) => `Artykuły serwisu ${site}, w których występuje „${words}”.`,
  allWords: 'Słowa, które muszą wystąpić wszystkie',
  howToSearch: html`<code>"w tej kolejności"</code> · <code>-bez</code> · <code>pocz*</code> dla wszystkiego, co się tak zaczyna`,

  subscribe: 'Subskrybuj',
  howToSubscribe: (article) =>
    html`Dodaj jeden z tych adresów do czytnika kanałów, a powiadomi Cię o każdym nowym ${article}.`,
  newArticle: {
    any: 'artykule',
    tagged: (tag) => html`artykule z tagiem „${tag}”`,
    by: (author) => html`artykule (autor: ${author})`,
    with: (words) => html`artykule, w którym występuje „${words}”`,
  },
  soFar: (count) =>
    count === 0
      ? 'Obecnie nie ma żadnego.'
      : plural(count, { one: 'Dotąd jest # artykuł.', few: 'Dotąd są # artykuły.', other: 'Dotąd jest # artykułów.' }),
  inYourReader: 'Subskrybuj w czytniku',
  orWith: 'Albo przez',
  listenWith: 'Słuchaj w',
  outOfReach:
    'Feedly i inne usługi nie mogą subskrybować tego kanału: jego adres prowadzi do prywatnego urządzenia lub sieci.',
  whatIsAFeed: 'Co to jest kanał?',
  aFeedIs:
    'Kanał to lista najnowszych artykułów, którą wybrana przez Ciebie aplikacja lub strona, czyli czytnik kanałów, sprawdza za Ciebie: nikt tutaj nie dowiaduje się, kim jesteś, i nie dostajesz niczego, o co nie prosisz. Przycisk otwiera czytnik kanałów na tym urządzeniu, jeśli jest zainstalowany.',
  podcast: 'Podcast',
  podcastOf: (title) => `${title} (podcast)`,
  copy: 'Kopiuj',
  copied: 'Skopiowano',
  copyAddress: (format) => `Kopiuj adres ${format}`,
  copiedAddress: (format) => `Skopiowano adres ${format}`,
  isCopied: (format) => `Adres ${format} został skopiowany.`,
  isSelected: (format) => `Adres ${format} jest zaznaczony: skopiuj go klawiszami lub z menu.`,

  combine: 'Połącz tagi',
  combineFurther: 'Połącz z innymi tagami',
  changeCombination: 'Zmień to połączenie',
  combineOn: (site) => `Ułóż własny kanał z tagów serwisu ${site}.`,
  howToCombine: 'Wybierz tagi, a otrzymasz jeden kanał z pasującymi artykułami.',
  joins: { and: 'i', not: 'i nie', or: 'lub', 'or-not': 'lub nie' },
  firstJoins: { and: 'z', not: 'bez' },
  howTagCounts: (position) => `Jak liczy się tag ${number(position)}`,
  tagNumber: (position) => `Tag ${number(position)}`,
  precedence: (most, link) =>
    html`To, co łączy „i”, należy do siebie: <i>A i B lub C</i> to wszystko, co ma zarówno A, jak i B, albo ma C. Największa liczba tagów: ${number(most)}; ${link('wszystkie tagi')}.`,
  showFeed: 'Pokaż kanał',
  noSuchTag: 'Nie ma takiego tagu.',
  beginSo: 'Tagi, które się tak zaczynają:',
  noFeedYet: (names) =>
    html`Nie ma jeszcze kanału: żaden tag nie nazywa się ${joined(
      names.map((name) => html`„${name}”`),
      ' ani ',
    )}.`,
  shownBelow: (count) =>
    count === 0
      ? 'obecnie nie pasuje żaden artykuł.'
      : plural(count, {
          one: 'najnowszy artykuł jest poniżej.',
          few: '# najnowsze artykuły są poniżej.',
          other: '# najnowszych artykułów jest poniżej.',
        }),
  tooManyTags: (most) =>
    plural(most, {
      one: 'Można wybrać najwyżej # tag.',
      few: 'Można połączyć najwyżej # tagi.',
      other: 'Można połączyć najwyżej # tagów.',
    }),
  neverFits: 'Żaden artykuł nie może mieć tagu i zarazem go nie mieć: nic nigdy by nie pasowało.',
  noPreview: 'Podgląd nie dotarł. Spróbuj ponownie.',

  notFound: { title: 'Nie znaleziono', text: 'Pod tym adresem nic nie ma. Może pomoże lista tagów.' },
  withdrawn: { title: 'Wycofano', text: 'Ten artykuł został tu opublikowany, a potem wycofany.' },
  busy: { title: 'Przeciążenie', text: 'Trwa teraz zbyt wiele wyszukiwań. Spróbuj ponownie za chwilę.' },
  failed: { title: 'Coś poszło nie tak', text: 'Nie mogliśmy odpowiedzieć. Spróbuj ponownie później.' },
  addressTooLong: { title: 'Za długi adres', text: 'Żaden adres nie jest tu tak długi.' },
  searchFailed: 'Niezrozumiałe zapytanie',
  searchTooLong: (most) => `Największa liczba znaków w zapytaniu to ${number(most)}.`,
  searchTooWordy: (most) => `Największa liczba słów w zapytaniu to ${number(most)}.`,
  searchForNothing: 'W zapytaniu musi być słowo, które ma wystąpić.',
  didYouMean: 'Czy chodziło o:',
  allArticles: 'Wszystkie artykuły',
  allTags: 'Wszystkie tagi',
});
