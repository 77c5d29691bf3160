// French.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';

export const french: Language = ({ number, plural }) => ({
  skip: 'Aller au contenu',
  rooms: 'Menu principal',
  home: 'Accueil',
  tags: 'Mots-clés',
  authors: 'Auteurs',
  search: 'Rechercher',
  feedsOfAll: 'Flux de tous les articles :',
  everyFeed: 'tous les flux (OPML)',
  comma: ', ',

  newest: 'Derniers articles',
  none: {
    all: 'Il n’y a pas encore d’article ici.',
    tag: 'Plus aucun article ne porte ce mot-clé. La page et ses flux restent à leur adresse.',
    tags: 'Aucun article ne correspond pour le moment. La page et ses flux restent à leur adresse.',
    author: 'Il n’y a plus d’article de cet auteur. La page et ses flux restent à leur adresse.',
    podcast: 'Il n’y a pas encore d’épisode ici.',
    search: 'Aucun résultat.',
  },
  noTag: 'Aucun article n’a encore de mot-clé.',
  noAuthor: 'Aucun article n’indique encore son auteur.',
  articles: (count) => plural(count, { one: 'article', other: 'articles' }),
  largestTags: (shown, all, link) =>
    html`Voici les ${number(shown)} mots-clés les plus fréquents sur ${link(`${number(all)} au total`)}.`,
  allTagsOf: (site) => `Tous les mots-clés de ${site}, chacun avec son propre flux.`,
  everyTag: (link) =>
    html`Chaque mot-clé a sa page et son flux. Pour un flux qui en réunit plusieurs : ${link('combiner des mots-clés')}.`,
  allAuthorsOf: (site) => `Tous les auteurs de ${site}, chacun avec son propre flux.`,
  everyAuthor: 'Chaque auteur a sa page et son flux.',
  articlesTagged: (tag) => `Articles avec le mot-clé ${tag}, du plus récent au plus ancien.`,
  articlesBy: (author) => `Articles de ${author}, du plus récent au plus ancien.`,

  firstPublished: (link) => html`D’abord publié sur ${link}`,
  taggedAs: 'Mots-clés :',
  chapters: 'Chapitres',
  transcript: 'Transcription',
  media: { audio: 'Audio', image: 'Image', video: 'Vidéo', file: 'Fichier' },

  searchFor: (words) => `Recherche de « ${words} »`,
  searchIn: (site) => `Rechercher dans ${site}.`,
  articlesWith: (words, site) => `Articles de ${site} contenant « ${words} ».`,
  allWords: 'Mots qui doivent tous figurer',
  howToSearch: html`<code>"dans cet ordre"</code> · <code>-sans</code> · <code>déb*</code> pour tout ce qui commence ainsi`,

  subscribe: 'S’abonner',
  howToSubscribe: (article) =>
    html`Ajoutez l’une de ces adresses à un lecteur de flux : il vous signalera chaque nouvel ${article}.`,
  newArticle: {
    any: 'article',
    tagged: (tag) => html`article avec le mot-clé « ${tag} »`,
    by: (author) => html`article de ${author}`,
    with: (words) => html`article contenant « ${words} »`,
  },
  soFar: (count) =>
    count === 0
      ? 'Il n’y en a aucun pour le moment.'
      : plural(count, { one: 'Il y en a # à ce jour.', other: 'Il y en a # à ce jour.' }),
  inYourReader: 'S’abonner dans votre lecteur',
  orWith: 'Ou avec',
  listenWith: 'Écouter avec',
  outOfReach:
    'Feedly et les autres services ne peuvent pas s’y abonner : l’adresse mène à un appareil ou à un réseau privé.',
  whatIsAFeed: 'Qu’est-ce qu’un flux ?',
  aFeedIs:
    'Un flux est une liste des derniers articles que consulte pour vous une application ou un site de votre choix, le lecteur de flux : personne ici n’apprend qui vous êtes, et vous ne recevez rien que vous n’ayez demandé. Le bouton ouvre le lecteur de flux de cet appareil, s’il en a un.',
  podcast: 'Podcast',
  podcastOf: (title) => `${title} (podcast)`,
  copy: 'Copier',
  copied: 'Copié',
  copyAddress: (format) => `Copier l’adresse ${format}`,
  copiedAddress: (format) => `Copié : adresse ${format}`,
  isCopied: (format) => `L’adresse ${format} est copiée.`,
  isSelected: (format) => `L’adresse ${format} est sélectionnée : copiez-la au clavier ou par un menu.`,

  combine: 'Combiner des mots-clés',
  combineFurther: 'Combiner avec d’autres mots-clés',
  changeCombination: 'Modifier cette combinaison',
  combineOn: (site) => `Composez votre propre flux à partir des mots-clés de ${site}.`,
  howToCombine: 'Choisissez des mots-clés pour obtenir un seul flux des articles qui correspondent.',
  joins: { and: 'et', not: 'et pas', or: 'ou', 'or-not': 'ou pas' },
  firstJoins: { and: 'avec', not: 'sans' },
  howTagCounts: (position) => `Rôle du mot-clé ${number(position)}`,
  tagNumber: (position) => `Mot-clé ${number(position)}`,
  precedence: (most, link) =>
    html`Ce que relie « et » va ensemble : <i>A et B ou C</i> désigne tout ce qui a à la fois A et B, ou qui a C. Jusqu’à ${number(most)} mots-clés ; ${link('tous les mots-clés')}.`,
  showFeed: 'Afficher le flux',
  noSuchTag: 'Aucun mot-clé ne s’appelle ainsi.',
  beginSo: 'Mots-clés qui commencent ainsi :',
  noFeedYet: (names) =>
    html`Il n’y a pas encore de flux : aucun mot-clé ne s’appelle ${joined(
      names.map((name) => html`« ${name} »`),
      ' ou ',
    )}.`,
  shownBelow: (count) =>
    count === 0
      ? 'aucun article ne correspond pour le moment.'
      : plural(count, {
          one: 'le dernier article figure ci-dessous.',
          other: 'les # derniers articles figurent ci-dessous.',
        }),
  tooManyTags: (most) => `On peut combiner ${number(most)} mots-clés au plus.`,
  neverFits: 'Aucun article ne peut à la fois avoir et ne pas avoir un mot-clé : rien ne correspondrait jamais.',
  noPreview: 'L’aperçu n’est pas arrivé. Veuillez réessayer.',

  notFound: {
    title: 'Page introuvable',
    text: 'Il n’y a rien à cette adresse. La liste des mots-clés peut vous aider.',
  },
  withdrawn: { title: 'Article retiré', text: 'Cet article a été publié ici, puis retiré.' },
  busy: { title: 'Service surchargé', text: 'Trop de recherches sont en cours. Veuillez réessayer dans un instant.' },
  failed: { title: 'Une erreur est survenue', text: 'Nous n’avons pas pu répondre. Veuillez réessayer plus tard.' },
  addressTooLong: { title: 'Adresse trop longue', text: 'Aucune adresse n’est aussi longue ici.' },
  searchFailed: 'Recherche non comprise',
  searchTooLong: (most) => `Une recherche ne peut pas dépasser ${number(most)} caractères.`,
  searchTooWordy: (most) => `Une recherche ne peut pas dépasser ${number(most)} mots.`,
  searchForNothing: 'Une recherche doit contenir un mot à trouver.',
  didYouMean: 'Vouliez-vous dire :',
  allArticles: 'Tous les articles',
  allTags: 'Tous les mots-clés',
});
