// Portuguese, as it is written in Portugal.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';

export const portuguese: Language = ({ number, plural }) => ({
  skip: 'Saltar para o conteúdo',
  rooms: 'Menu principal',
  home: 'Início',
  tags: 'Etiquetas',
  authors: 'Autores',
  search: 'Pesquisar',
  feedsOfAll: 'Feeds de todos os artigos:',
  everyFeed: 'todos os feeds (OPML)',
  comma: ', ',

  newest: 'Últimos artigos',
  none: {
    all: 'Ainda não há artigos aqui.',
    tag: 'Já nenhum artigo tem esta etiqueta. A página e os seus feeds mantêm o endereço.',
    tags: 'De momento, nenhum artigo corresponde. A página e os seus feeds mantêm o endereço.',
    author: 'Já não há artigos deste autor. A página e os seus feeds mantêm o endereço.',
    podcast: 'Ainda não há episódios aqui.',
    search: 'Nada foi encontrado.',
  },
  noTag: 'Ainda nenhum artigo tem etiquetas.',
  noAuthor: 'Ainda nenhum artigo indica o seu autor.',
  articles: (count) => plural(count, { one: 'artigo', other: 'artigos' }),
  largestTags: (shown, all, link) =>
    html`Estas são as ${number(shown)} etiquetas com mais artigos, de ${link(`um total de ${number(all)}`)}.`,
  allTagsOf: (site) => `Todas as etiquetas de ${site}, cada uma com o seu próprio feed.`,
  everyTag: (link) =>
    html`Cada etiqueta tem uma página e um feed próprios. Para um feed de várias: ${link('combinar etiquetas')}.`,
  allAuthorsOf: (site) => `Todos os autores de ${site}, cada um com o seu próprio feed.`,
  everyAuthor: 'Cada autor tem uma página e um feed próprios.',
  articlesTagged: (tag) => `Artigos com a etiqueta ${tag}, dos mais recentes para os mais antigos.`,
  articlesBy: (author) => `Artigos de ${author}, dos mais recentes para os mais antigos.`,

  firstPublished: (link) => html`Publicado originalmente em ${link}`,
  taggedAs: 'Etiquetas:',
  chapters: 'Capítulos',
  transcript: 'Transcrição',
  media: { audio: 'Áudio', image: 'Imagem', video: 'Vídeo', file: 'Ficheiro' },

  searchFor: (words) => `Pesquisa de «${words}»`,
  searchIn: (site) => `Pesquisar em ${site}.`,
  articlesWith: (words, site) => `Artigos de ${site} que contêm «${words}».`,
  allWords: 'Palavras que têm todas de ocorrer',
  howToSearch: html`<code>"por esta ordem"</code> · <code>-sem</code> · <code>com*</code> para tudo o que comece assim`,

  subscribe: 'Subscrever',
  howToSubscribe: (article) =>
    html`Adicione um destes endereços a um leitor de feeds e será avisado de cada novo ${article}.`,
  newArticle: {
    any: 'artigo',
    tagged: (tag) => html`artigo com a etiqueta «${tag}»`,
    by: (author) => html`artigo de ${author}`,
    with: (words) => html`artigo que contenha «${words}»`,
  },
  soFar: (count) =>
    count === 0 ? 'De momento não há nenhum.' : plural(count, { one: 'Até agora há um.', other: 'Até agora há #.' }),
  inYourReader: 'Subscrever no seu leitor',
  orWith: 'Ou com',
  listenWith: 'Ouvir com',
  outOfReach:
    'O Feedly e outros serviços não podem subscrever: o endereço conduz a um dispositivo ou a uma rede privada.',
  whatIsAFeed: 'O que é um feed?',
  aFeedIs:
    'Um feed é uma lista dos últimos artigos que uma aplicação ou um site à sua escolha, o leitor de feeds, consulta por si: ninguém aqui fica a saber quem é, e nada lhe é enviado que não tenha pedido. O botão abre o leitor de feeds deste dispositivo, se existir.',
  podcast: 'Podcast',
  podcastOf: (title) => `${title} (podcast)`,
  copy: 'Copiar',
  copied: 'Copiado',
  copyAddress: (format) => `Copiar o endereço ${format}`,
  copiedAddress: (format) => `Copiado: endereço ${format}`,
  isCopied: (format) => `O endereço ${format} foi copiado.`,
  isSelected: (format) => `O endereço ${format} está selecionado: copie-o com o teclado ou através de um menu.`,

  combine: 'Combinar etiquetas',
  combineFurther: 'Combinar com outras etiquetas',
  changeCombination: 'Alterar esta combinação',
  combineOn: (site) => `Componha o seu próprio feed a partir das etiquetas de ${site}.`,
  howToCombine: 'Escolha etiquetas e obtenha um único feed dos artigos que correspondem.',
  joins: { and: 'e', not: 'e não', or: 'ou', 'or-not': 'ou não' },
  firstJoins: { and: 'com', not: 'sem' },
  howTagCounts: (position) => `Como conta a etiqueta ${number(position)}`,
  tagNumber: (position) => `Etiqueta ${number(position)}`,
  precedence: (most, link) =>
    html`O que «e» liga fica junto: <i>A e B ou C</i> é tudo o que tem tanto A como B, ou tem C. Até ${number(most)} etiquetas; ${link('todas as etiquetas')}.`,
  showFeed: 'Mostrar o feed',
  noSuchTag: 'Nenhuma etiqueta se chama assim.',
  beginSo: 'Etiquetas que começam assim:',
  noFeedYet: (names) =>
    html`Ainda não há feed: nenhuma etiqueta se chama ${joined(
      names.map((name) => html`«${name}»`),
      ' ou ',
    )}.`,
  shownBelow: (count) =>
    count === 0
      ? 'de momento, nenhum artigo corresponde.'
      : plural(count, {
          one: 'o artigo mais recente está em baixo.',
          other: 'os # artigos mais recentes estão em baixo.',
        }),
  tooManyTags: (most) => `Podem combinar-se, no máximo, ${number(most)} etiquetas.`,
  neverFits: 'Nenhum artigo pode ter e não ter a mesma etiqueta: nunca nada corresponderia.',
  noPreview: 'A pré-visualização não chegou. Tente novamente.',

  notFound: {
    title: 'Página não encontrada',
    text: 'Não há nada neste endereço. A lista de etiquetas talvez ajude.',
  },
  withdrawn: { title: 'Artigo retirado', text: 'Este artigo foi publicado aqui e entretanto retirado.' },
  busy: {
    title: 'Serviço sobrecarregado',
    text: 'Há demasiadas pesquisas neste momento. Tente novamente dentro de instantes.',
  },
  failed: { title: 'Algo correu mal', text: 'Não conseguimos responder. Tente novamente mais tarde.' },
  addressTooLong: { title: 'Endereço demasiado longo', text: 'Nenhum endereço é aqui tão longo.' },
  searchFailed: 'Pesquisa não compreendida',
  searchTooLong: (most) => `Uma pesquisa pode ter, no máximo, ${number(most)} caracteres.`,
  searchTooWordy: (most) => `Uma pesquisa pode ter, no máximo, ${number(most)} palavras.`,
  searchForNothing: 'Uma pesquisa precisa de uma palavra a encontrar.',
  didYouMean: 'Queria dizer:',
  allArticles: 'Todos os artigos',
  allTags: 'Todas as etiquetas',
});
