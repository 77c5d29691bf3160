// Spanish.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';

export const spanish: Language = ({ number, plural }) => ({
  skip: 'Ir al contenido',
  rooms: 'Menú principal',
  home: 'Portada',
  tags: 'Etiquetas',
  authors: 'Autores',
  search: 'Buscar',
  feedsOfAll: 'Canales de todos los artículos:',
  everyFeed: 'todos los canales (OPML)',
  comma: ', ',

  newest: 'Últimos artículos',
  none: {
    all: 'Aquí todavía no hay artículos.',
    tag: 'Ya no hay artículos con esta etiqueta. La página y sus canales siguen en su dirección.',
    tags: 'Por ahora no hay artículos que coincidan. La página y sus canales siguen en su dirección.',
    author: 'Ya no hay artículos de este autor. La página y sus canales siguen en su dirección.',
    podcast: 'Aquí todavía no hay episodios.',
    search: 'No se ha encontrado nada.',
  },
  noTag: 'Ningún artículo tiene etiquetas todavía.',
  noAuthor: 'Ningún artículo indica su autor todavía.',
  articles: (count) => plural(count, { one: 'artículo', other: 'artículos' }),
  largestTags: (shown, all, link) =>
    html`Estas son las ${number(shown)} etiquetas con más artículos de ${link(`un total de ${number(all)}`)}.`,
  allTagsOf: (site) => `Todas las etiquetas de ${site}, cada una con su propio canal.`,
  everyTag: (link) =>
    html`Cada etiqueta tiene su página y su canal. Para un canal de varias: ${link('combinar etiquetas')}.`,
  allAuthorsOf: (site) => `Todos los autores de ${site}, cada uno con su propio canal.`,
  everyAuthor: 'Cada autor tiene su página y su canal.',
  articlesTagged: (tag) => `Artículos con la etiqueta ${tag}, del más reciente al más antiguo.`,
  articlesBy: (author) => `Artículos de ${author}, del más reciente al más antiguo.`,

  firstPublished: (link) => html`Publicado originalmente en ${link}`,
  taggedAs: 'Etiquetas:',
  chapters: 'Capítulos',
  transcript: 'Transcripción',
  media: { audio: 'Audio', image: 'Imagen', video: 'Vídeo', file: 'Archivo' },

  searchFor: (words) => `Búsqueda de «${words}»`,
  searchIn: (site) => `Buscar en ${site}.`,
  articlesWith: (words, site) => `Artículos de ${site} que contienen «${words}».`,
  allWords: 'Palabras que deben aparecer todas',
  howToSearch: html`<code>"en este orden"</code> · <code>-sin</code> · <code>com*</code> para todo lo que empiece así`,

  subscribe: 'Suscribirse',
  howToSubscribe: (article) =>
    html`Añada una de estas direcciones a un lector de RSS y le avisará de cada nuevo ${article}.`,
  newArticle: {
    any: 'artículo',
    tagged: (tag) => html`artículo con la etiqueta «${tag}»`,
    by: (author) => html`artículo de ${author}`,
    with: (words) => html`artículo que contenga «${words}»`,
  },
  soFar: (count) =>
    count === 0
      ? 'Por ahora no hay ninguno.'
      : plural(count, { one: 'Hasta ahora hay uno.', other: 'Hasta ahora hay #.' }),
  inYourReader: 'Suscribirse en su lector',
  orWith: 'O con',
  listenWith: 'Escuchar con',
  outOfReach: 'Feedly y otros servicios no pueden suscribirse: la dirección lleva a un equipo o a una red privada.',
  whatIsAFeed: '¿Qué es un canal?',
  aFeedIs:
    'Un canal (feed) es una lista de los últimos artículos que consulta por usted la aplicación o el sitio web que elija, un lector de RSS: aquí nadie sabe quién es usted, y no recibirá nada que no haya pedido. El botón abre el lector de este dispositivo, si lo tiene.',
  podcast: 'Pódcast',
  podcastOf: (title) => `${title} (pódcast)`,
  copy: 'Copiar',
  copied: 'Copiado',
  copyAddress: (format) => `Copiar la dirección ${format}`,
  copiedAddress: (format) => `Copiado: dirección ${format}`,
  isCopied: (format) => `La dirección ${format} se ha copiado.`,
  isSelected: (format) => `La dirección ${format} está seleccionada: cópiela con el teclado o desde un menú.`,

  combine: 'Combinar etiquetas',
  combineFurther: 'Combinar con otras etiquetas',
  changeCombination: 'Cambiar esta combinación',
  combineOn: (site) => `Componga su propio canal con las etiquetas de ${site}.`,
  howToCombine: 'Elija etiquetas y obtendrá un solo canal con los artículos que coincidan.',
  joins: { and: 'y', not: 'y no', or: 'o', 'or-not': 'o no' },
  firstJoins: { and: 'con', not: 'sin' },
  howTagCounts: (position) => `Cómo cuenta la etiqueta ${number(position)}`,
  tagNumber: (position) => `Etiqueta ${number(position)}`,
  precedence: (most, link) =>
    html`Lo que une «y» va junto: <i>A y B o C</i> es todo lo que tiene a la vez A y B, o tiene C. Hasta ${number(most)} etiquetas; ${link('todas las etiquetas')}.`,
  showFeed: 'Mostrar el canal',
  noSuchTag: 'Ninguna etiqueta se llama así.',
  beginSo: 'Etiquetas que empiezan así:',
  noFeedYet: (names) =>
    html`Todavía no hay canal: ninguna etiqueta se llama ${joined(
      names.map((name) => html`«${name}»`),
      ' o ',
    )}.`,
  shownBelow: (count) =>
    count === 0
      ? 'por ahora no hay artículos que coincidan.'
      : plural(count, {
          one: 'el último artículo aparece abajo.',
          other: 'los últimos # artículos aparecen abajo.',
        }),
  tooManyTags: (most) => `Se pueden combinar ${number(most)} etiquetas como máximo.`,
  neverFits: 'Ningún artículo puede tener y no tener una etiqueta a la vez: nunca coincidiría nada.',
  noPreview: 'La vista previa no ha llegado. Inténtelo de nuevo.',

  notFound: {
    title: 'Página no encontrada',
    text: 'No hay nada en esta dirección. Quizá le ayude la lista de etiquetas.',
  },
  withdrawn: { title: 'Artículo retirado', text: 'Este artículo se publicó aquí y ha sido retirado.' },
  busy: {
    title: 'Servicio saturado',
    text: 'Hay demasiadas búsquedas en este momento. Inténtelo de nuevo dentro de un instante.',
  },
  failed: { title: 'Algo ha ido mal', text: 'No hemos podido responder. Inténtelo más tarde.' },
  addressTooLong: { title: 'Dirección demasiado larga', text: 'Aquí no hay direcciones tan largas.' },
  searchFailed: 'Búsqueda no entendida',
  searchTooLong: (most) => `Una búsqueda puede tener ${number(most)} caracteres como máximo.`,
  searchTooWordy: (most) => `Una búsqueda puede tener ${number(most)} palabras como máximo.`,
  searchForNothing: 'Una búsqueda necesita una palabra que encontrar.',
  didYouMean: '¿Quería decir?',
  allArticles: 'Todos los artículos',
  allTags: 'Todas las etiquetas',
});
