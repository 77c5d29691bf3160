// Czech.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';

export const czech: Language = ({ number, plural }) => ({
  skip: 'Přejít k obsahu',
  rooms: 'Hlavní nabídka',
  home: 'Úvod',
  tags: 'Štítky',
  authors: 'Autoři',
  search: 'Hledat',
  feedsOfAll: 'Kanály všech článků:',
  everyFeed: 'všechny kanály (OPML)',
  comma: ', ',

  newest: 'Nejnovější články',
  none: {
    all: 'Zatím tu není žádný článek.',
    tag: 'Tento štítek už nemá žádný článek. Stránka i její kanály zůstávají na své adrese.',
    tags: 'Momentálně neodpovídá žádný článek. Stránka i její kanály zůstávají na své adrese.',
    author: 'Od tohoto autora tu už není žádný článek. Stránka i její kanály zůstávají na své adrese.',
    podcast: 'Zatím tu není žádný díl.',
    search: 'Nic se nenašlo.',
  },
  noTag: 'Žádný článek zatím nemá štítek.',
  noAuthor: 'Žádný článek zatím neuvádí autora.',
  articles: (count) => plural(count, { one: 'článek', few: 'články', other: 'článků' }),
  largestTags: (shown, all, link) =>
    html`Počet zobrazených štítků: ${number(shown)}, od největších; ${link(`celkem jich je ${number(all)}`)}.`,
  allTagsOf: (site) => `Všechny štítky webu ${site}, každý s vlastním kanálem.`,
  everyTag: (link) =>
    html`Každý štítek má vlastní stránku a vlastní kanál. Jeden kanál z několika: ${link('kombinovat štítky')}.`,
  allAuthorsOf: (site) => `Všichni autoři webu ${site}, každý s vlastním kanálem.`,
  everyAuthor: 'Každý autor má vlastní stránku a vlastní kanál.',
  articlesTagged: (tag) => `Články se štítkem ${tag}, od nejnovějších.`,
  articlesBy: (author) => `Články, autor: ${author}, od nejnovějších.`,

  firstPublished: (link) => html`Původně vyšlo na ${link}`,
  taggedAs: 'Štítky:',
  chapters: 'Kapitoly',
  transcript: 'Přepis',
  media: { audio: 'Zvuk', image: 'Obrázek', video: 'Video', file: 'Soubor' },

  searchFor: (words) => `Hledání „${words}“`,
  searchIn: (site) => `Hledat na webu ${site}.`,
  articlesWith: (words, site) => `Články webu ${site}, ve kterých se vyskytuje „${words}“.`,
  allWords: 'Slova, která se musí vyskytnout všechna',
  howToSearch: html`<code>"v tomto pořadí"</code> · <code>-bez</code> · <code>zač*</code> pro vše, co tak začíná`,

  subscribe: 'Odebírat',
  howToSubscribe: (article) =>
    html`Vložte jednu z těchto adres do čtečky kanálů a ta vás upozorní na každý nový ${article}.`,
  newArticle: {
    any: 'článek',
    tagged: (tag) => html`článek se štítkem „${tag}“`,
    by: (author) => html`článek (autor: ${author})`,
    with: (words) => html`článek, ve kterém se vyskytuje „${words}“`,
  },
  soFar: (count) =>
    count === 0
      ? 'Momentálně není žádný.'
      : plural(count, { one: 'Zatím je # článek.', few: 'Zatím jsou # články.', other: 'Zatím je # článků.' }),
  inYourReader: 'Odebírat ve své čtečce',
  orWith: 'Nebo přes',
  listenWith: 'Poslouchat přes',
  outOfReach:
    'Feedly a další služby tento kanál odebírat nemohou: jeho adresa vede na soukromé zařízení nebo do soukromé sítě.',
  whatIsAFeed: 'Co je to kanál?',
  aFeedIs:
    'Kanál je seznam nejnovějších článků, který za vás sleduje aplikace nebo web podle vaší volby, čtečka kanálů: nikdo se tu nedozví, kdo jste, a nepřijde vám nic, o co jste nežádali. Tlačítko otevře čtečku kanálů v tomto zařízení, pokud v něm je.',
  podcast: 'Podcast',
  podcastOf: (title) => `${title} (podcast)`,
  copy: 'Kopírovat',
  copied: 'Zkopírováno',
  copyAddress: (format) => `Kopírovat adresu ${format}`,
  copiedAddress: (format) => `Zkopírováno: adresa ${format}`,
  isCopied: (format) => `Adresa ${format} je zkopírována.`,
  isSelected: (format) => `Adresa ${format} je označena: zkopírujte ji klávesou nebo z nabídky.`,

  combine: 'Kombinovat štítky',
  combineFurther: 'Kombinovat s dalšími štítky',
  changeCombination: 'Změnit tuto kombinaci',
  combineOn: (site) => `Sestavte si vlastní kanál ze štítků webu ${site}.`,
  howToCombine: 'Vyberte štítky a získáte jeden kanál odpovídajících článků.',
  joins: { and: 'a', not: 'a ne', or: 'nebo', 'or-not': 'nebo ne' },
  firstJoins: { and: 'se štítkem', not: 'bez štítku' },
  howTagCounts: (position) => `Jak se počítá štítek ${number(position)}`,
  tagNumber: (position) => `Štítek ${number(position)}`,
  precedence: (most, link) =>
    html`Co spojuje „a“, patří k sobě: <i>A a B nebo C</i> je vše, co má A i B, anebo má C. Nejvyšší počet štítků: ${number(most)}; ${link('všechny štítky')}.`,
  showFeed: 'Zobrazit kanál',
  noSuchTag: 'Žádný štítek se tak nejmenuje.',
  beginSo: 'Štítky, které tak začínají:',
  noFeedYet: (names) =>
    html`Kanál zatím není: žádný štítek se nejmenuje ${joined(
      names.map((name) => html`„${name}“`),
      ' ani ',
    )}.`,
  shownBelow: (count) =>
    count === 0
      ? 'momentálně neodpovídá žádný článek.'
      : plural(count, {
          one: 'nejnovější článek je níže.',
          few: '# nejnovější články jsou níže.',
          other: '# nejnovějších článků je níže.',
        }),
  tooManyTags: (most) => `Nejvyšší počet štítků v kombinaci je ${number(most)}.`,
  neverFits: 'Žádný článek nemůže štítek mít a zároveň nemít: nikdy by nic neodpovídalo.',
  noPreview: 'Náhled se nenačetl. Zkuste to prosím znovu.',

  notFound: { title: 'Nenalezeno', text: 'Na této adrese nic není. Snad pomůže seznam štítků.' },
  withdrawn: { title: 'Staženo', text: 'Tento článek tu vyšel a byl stažen.' },
  busy: { title: 'Přetíženo', text: 'Právě se hledá příliš mnoho. Zkuste to prosím za chvíli.' },
  failed: { title: 'Něco se nepovedlo', text: 'Nemohli jsme odpovědět. Zkuste to prosím později.' },
  addressTooLong: { title: 'Příliš dlouhá adresa', text: 'Tak dlouhá tu žádná adresa není.' },
  searchFailed: 'Nesrozumitelný dotaz',
  searchTooLong: (most) => `Nejvyšší počet znaků v dotazu je ${number(most)}.`,
  searchTooWordy: (most) => `Nejvyšší počet slov v dotazu je ${number(most)}.`,
  searchForNothing: 'Dotaz potřebuje slovo, které se má najít.',
  didYouMean: 'Mysleli jste:',
  allArticles: 'Všechny články',
  allTags: 'Všechny štítky',
});
