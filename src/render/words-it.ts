// Italian.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';

export const italian: Language = ({ number, plural }) => ({
  skip: 'Vai al contenuto',
  rooms: 'Menu principale',
  home: 'Prima pagina',
  tags: 'Tag',
  authors: 'Autori',
  search: 'Cerca',
  feedsOfAll: 'Feed di tutti gli articoli:',
  everyFeed: 'tutti i feed (OPML)',
  comma: ', ',

  newest: 'Ultimi articoli',
  none: {
    all: 'Qui non ci sono ancora articoli.',
    tag: 'Nessun articolo ha più questo tag. La pagina e i suoi feed restano al loro indirizzo.',
    tags: 'Al momento nessun articolo corrisponde. La pagina e i suoi feed restano al loro indirizzo.',
    author: 'Non ci sono più articoli di questo autore. La pagina e i suoi feed restano al loro indirizzo.',
    podcast: 'Qui non ci sono ancora episodi.',
    search: 'Nessun risultato.',
  },
  noTag: 'Nessun articolo ha ancora un tag.',
  noAuthor: 'Nessun articolo indica ancora il suo autore.',
  articles: (count) => plural(count, { one: 'articolo', other: 'articoli' }),
  largestTags: (shown, all, link) =>
    html`Questi sono i ${number(shown)} tag con più articoli, su ${link(`${number(all)} in tutto`)}.`,
  allTagsOf: (site) => `Tutti i tag di ${site}, ciascuno con il proprio feed.`,
  everyTag: (link) =>
    html`Ogni tag ha una sua pagina e un suo feed. Per un feed che ne riunisca diversi: ${link('combina i tag')}.`,
  allAuthorsOf: (site) => `Tutti gli autori di ${site}, ciascuno con il proprio feed.`,
  everyAuthor: 'Ogni autore ha una sua pagina e un suo feed.',
  articlesTagged: (tag) => `Articoli con il tag ${tag}, dal più recente.`,
  articlesBy: (author) => `Articoli di ${author}, dal più recente.`,

  firstPublished: (link) => html`Pubblicato in origine su ${link}`,
  taggedAs: 'Tag:',
  chapters: 'Capitoli',
  transcript: 'Trascrizione',
  media: { audio: 'Audio', image: 'Immagine', video: 'Video', file: 'File' },

  searchFor: (words) => `Ricerca di «${words}»`,
  searchIn: (site) => `Cerca in ${site}.`,
  articlesWith: (words, site) => `Articoli di ${site} che contengono «${words}».`,
  allWords: 'Parole che devono comparire tutte',
  howToSearch: html`<code>"in quest’ordine"</code> · <code>-senza</code> · <code>ini*</code> per tutto ciò che inizia così`,

  subscribe: 'Abbonarsi',
  howToSubscribe: (article) =>
    html`Aggiungi uno di questi indirizzi a un lettore di feed: ti segnalerà ogni nuovo ${article}.`,
  newArticle: {
    any: 'articolo',
    tagged: (tag) => html`articolo con il tag «${tag}»`,
    by: (author) => html`articolo di ${author}`,
    with: (words) => html`articolo che contiene «${words}»`,
  },
  soFar: (count) =>
    count === 0
      ? 'Al momento non ce n’è nessuno.'
      : plural(count, { one: 'Finora ce n’è uno.', other: 'Finora ce ne sono #.' }),
  inYourReader: 'Abbonati nel tuo lettore',
  orWith: 'Oppure con',
  listenWith: 'Ascolta con',
  outOfReach: 'Feedly e altri servizi non possono abbonarsi: l’indirizzo porta a un dispositivo o a una rete privata.',
  whatIsAFeed: 'Che cos’è un feed?',
  aFeedIs:
    'Un feed è un elenco degli ultimi articoli che un’app o un sito a tua scelta, il lettore di feed, controlla per te: qui nessuno viene a sapere chi sei e non ricevi nulla che tu non abbia chiesto. Il pulsante apre il lettore di feed di questo dispositivo, se ne ha uno.',
  podcast: 'Podcast',
  podcastOf: (title) => `${title} (podcast)`,
  copy: 'Copia',
  copied: 'Copiato',
  copyAddress: (format) => `Copia l’indirizzo ${format}`,
  copiedAddress: (format) => `Copiato: indirizzo ${format}`,
  isCopied: (format) => `L’indirizzo ${format} è stato copiato.`,
  isSelected: (format) => `L’indirizzo ${format} è selezionato: copialo con la tastiera o da un menu.`,

  combine: 'Combina i tag',
  combineFurther: 'Combina con altri tag',
  changeCombination: 'Modifica questa combinazione',
  combineOn: (site) => `Componi un feed tutto tuo con i tag di ${site}.`,
  howToCombine: 'Scegli i tag e ottieni un unico feed degli articoli che corrispondono.',
  joins: { and: 'e', not: 'e non', or: 'o', 'or-not': 'o non' },
  firstJoins: { and: 'con', not: 'senza' },
  howTagCounts: (position) => `Come conta il tag ${number(position)}`,
  tagNumber: (position) => `Tag ${number(position)}`,
  precedence: (most, link) =>
    html`Ciò che «e» unisce va insieme: <i>A e B o C</i> è tutto ciò che ha sia A sia B, oppure ha C. Fino a ${number(most)} tag; ${link('tutti i tag')}.`,
  showFeed: 'Mostra il feed',
  noSuchTag: 'Nessun tag si chiama così.',
  beginSo: 'Tag che iniziano così:',
  noFeedYet: (names) =>
    html`Non c’è ancora un feed: nessun tag si chiama ${joined(
      names.map((name) => html`«${name}»`),
      ' o ',
    )}.`,
  shownBelow: (count) =>
    count === 0
      ? 'al momento nessun articolo corrisponde.'
      : plural(count, {
          one: 'l’articolo più recente è qui sotto.',
          other: 'i # articoli più recenti sono qui sotto.',
        }),
  tooManyTags: (most) => `Si possono combinare al massimo ${number(most)} tag.`,
  neverFits: 'Nessun articolo può avere e non avere lo stesso tag: non corrisponderebbe mai nulla.',
  noPreview: 'L’anteprima non è arrivata. Riprova.',

  notFound: {
    title: 'Pagina non trovata',
    text: 'A questo indirizzo non c’è nulla. L’elenco dei tag può essere d’aiuto.',
  },
  withdrawn: { title: 'Articolo ritirato', text: 'Questo articolo è stato pubblicato qui e poi ritirato.' },
  busy: { title: 'Servizio sovraccarico', text: 'Al momento ci sono troppe ricerche. Riprova tra poco.' },
  failed: { title: 'Qualcosa è andato storto', text: 'Non siamo riusciti a rispondere. Riprova più tardi.' },
  addressTooLong: { title: 'Indirizzo troppo lungo', text: 'Qui nessun indirizzo è così lungo.' },
  searchFailed: 'Ricerca non comprensibile',
  searchTooLong: (most) => `Una ricerca può avere al massimo ${number(most)} caratteri.`,
  searchTooWordy: (most) => `Una ricerca può avere al massimo ${number(most)} parole.`,
  searchForNothing: 'In una ricerca serve una parola da trovare.',
  didYouMean: 'Forse cercavi:',
  allArticles: 'Tutti gli articoli',
  allTags: 'Tutti i tag',
});
