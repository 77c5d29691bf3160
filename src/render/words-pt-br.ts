// Portuguese, where Brazil says it in another way.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';
import { portuguese } from './words-pt.ts';

export const brazilian: Language = (numbers) => {
  const { number, plural } = numbers;
  const common = portuguese(numbers);
  return {
    ...common,
    skip: 'Pular para o conteúdo',
    tags: 'Tags',
    search: 'Buscar',
    none: {
      ...common.none,
      tag: 'Nenhum artigo tem mais esta tag. A página e seus feeds mantêm o endereço.',
      tags: 'No momento, nenhum artigo corresponde. A página e seus feeds mantêm o endereço.',
      author: 'Não há mais artigos deste autor. A página e seus feeds mantêm o endereço.',
    },
    noTag: 'Nenhum artigo tem tags ainda.',
    noAuthor: 'Nenhum artigo informa seu autor ainda.',
    largestTags: (shown, all, link) =>
      html`Estas são as ${number(shown)} tags com mais artigos, de ${link(`um total de ${number(all)}`)}.`,
    allTagsOf: (site) => `Todas as tags de ${site}, cada uma com seu próprio feed.`,
    everyTag: (link) => html`Cada tag tem página e feed próprios. Para um feed de várias: ${link('combinar tags')}.`,
    allAuthorsOf: (site) => `Todos os autores de ${site}, cada um com seu próprio feed.`,
    everyAuthor: 'Cada autor tem página e feed próprios.',
    articlesTagged: (tag) => `Artigos com a tag ${tag}, dos mais recentes aos mais antigos.`,
    articlesBy: (author) => `Artigos de ${author}, dos mais recentes aos mais antigos.`,
    taggedAs: 'Tags:',
    media: { ...common.media, file: 'Arquivo' },
    searchFor: (words) => `Busca por “${words}”`,
    searchIn: (site) => `Buscar em ${site}.`,
    articlesWith: (words, site) => `Artigos de ${site} que contêm “${words}”.`,
    allWords: 'Palavras que devem ocorrer todas',
    howToSearch: html`<code>"nesta ordem"</code> · <code>-sem</code> · <code>com*</code> para tudo o que começa assim`,
    subscribe: 'Assinar',
    howToSubscribe: (article) =>
      html`Adicione um destes endereços a um leitor de feeds, e ele avisará você de cada novo ${article}.`,
    newArticle: {
      ...common.newArticle,
      tagged: (tag) => html`artigo com a tag “${tag}”`,
      with: (words) => html`artigo que contenha “${words}”`,
    },
    soFar: (count) =>
      count === 0 ? 'No momento não há nenhum.' : plural(count, { one: 'Até agora há um.', other: 'Até agora há #.' }),
    inYourReader: 'Assinar no seu leitor',
    outOfReach:
      'O Feedly e outros serviços não podem assinar: o endereço leva a um dispositivo ou a uma rede particular.',
    aFeedIs:
      'Um feed é uma lista dos artigos mais recentes que um aplicativo ou site à sua escolha, o leitor de feeds, acompanha para você: ninguém aqui fica sabendo quem você é, e você não recebe nada que não tenha pedido. O botão abre o leitor de feeds deste aparelho, se houver um.',
    isSelected: (format) => `O endereço ${format} está selecionado: copie-o com o teclado ou por um menu.`,
    combine: 'Combinar tags',
    combineFurther: 'Combinar com outras tags',
    combineOn: (site) => `Monte seu próprio feed com as tags de ${site}.`,
    howToCombine: 'Escolha tags e obtenha um único feed com os artigos que correspondem.',
    howTagCounts: (position) => `Como conta a tag ${number(position)}`,
    tagNumber: (position) => `Tag ${number(position)}`,
    precedence: (most, link) =>
      html`O que “e” liga fica junto: <i>A e B ou C</i> é tudo o que tem tanto A quanto B, ou tem C. Até ${number(most)} tags; ${link('todas as tags')}.`,
    noSuchTag: 'Nenhuma tag se chama assim.',
    beginSo: 'Tags que começam assim:',
    noFeedYet: (names) =>
      html`Ainda não há feed: nenhuma tag se chama ${joined(
        names.map((name) => html`“${name}”`),
        ' ou ',
      )}.`,
    shownBelow: (count) =>
      count === 0
        ? 'no momento, nenhum artigo corresponde.'
        : plural(count, {
            one: 'o artigo mais recente está abaixo.',
            other: 'os # artigos mais recentes estão abaixo.',
          }),
    tooManyTags: (most) => `É possível combinar no máximo ${number(most)} tags.`,
    neverFits: 'Nenhum artigo pode ter e não ter a mesma tag: nada jamais corresponderia.',
    noPreview: 'A prévia não chegou. Tente novamente.',
    notFound: { title: 'Página não encontrada', text: 'Não há nada neste endereço. A lista de tags talvez ajude.' },
    withdrawn: { title: 'Artigo retirado', text: 'Este artigo foi publicado aqui e depois retirado.' },
    busy: { title: 'Serviço sobrecarregado', text: 'Há buscas demais no momento. Tente novamente em instantes.' },
    failed: { title: 'Algo deu errado', text: 'Não conseguimos responder. Tente novamente mais tarde.' },
    addressTooLong: { title: 'Endereço longo demais', text: 'Nenhum endereço aqui é tão longo.' },
    searchFailed: 'Busca não compreendida',
    searchTooLong: (most) => `Uma busca pode ter no máximo ${number(most)} caracteres.`,
    searchTooWordy: (most) => `Uma busca pode ter no máximo ${number(most)} palavras.`,
    searchForNothing: 'Uma busca precisa de uma palavra a encontrar.',
    didYouMean: 'Você quis dizer:',
    allTags: 'Todas as tags',
  };
};
