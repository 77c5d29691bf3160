// Japanese.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';

export const japanese: Language = ({ number }) => ({
  skip: '本文へ移動',
  rooms: 'メインメニュー',
  home: 'ホーム',
  tags: 'タグ',
  authors: '筆者',
  search: '検索',
  feedsOfAll: '全記事のフィード：',
  everyFeed: 'すべてのフィード（OPML）',
  comma: '、',

  newest: '新着記事',
  none: {
    all: 'まだ記事はありません。',
    tag: 'このタグの記事はなくなりました。ページとフィードのアドレスは変わりません。',
    tags: '現在、該当する記事はありません。ページとフィードのアドレスは変わりません。',
    author: 'この筆者の記事はなくなりました。ページとフィードのアドレスは変わりません。',
    podcast: 'まだエピソードはありません。',
    search: '見つかりませんでした。',
  },
  noTag: 'タグの付いた記事はまだありません。',
  noAuthor: '筆者名のある記事はまだありません。',
  articles: () => '件の記事',
  largestTags: (shown, all, link) =>
    html`${link(`全${number(all)}件のタグ`)}のうち、記事の多い${number(shown)}件です。`,
  allTagsOf: (site) => `${site}のすべてのタグ。それぞれにフィードがあります。`,
  everyTag: (link) =>
    html`どのタグにも専用のページとフィードがあります。${link('タグを組み合わせる')}と、一つのフィードにまとめられます。`,
  allAuthorsOf: (site) => `${site}のすべての筆者。それぞれにフィードがあります。`,
  everyAuthor: 'どの筆者にも専用のページとフィードがあります。',
  articlesTagged: (tag) => `タグ「${tag}」の記事（新しい順）。`,
  articlesBy: (author) => `${author}の記事（新しい順）。`,

  firstPublished: (link) => html`初出：${link}`,
  taggedAs: 'タグ：',
  chapters: 'チャプター',
  transcript: '文字起こし',
  media: { audio: '音声', image: '画像', video: '動画', file: 'ファイル' },

  searchFor: (words) => `「${words}」の検索`,
  searchIn: (site) => `${site}を検索。`,
  articlesWith: (words, site) => `「${words}」を含む${site}の記事。`,
  allWords: 'すべて含む語',
  howToSearch: html`<code>"この順で"</code> · <code>-除外語</code> · <code>abc*</code> はそれで始まる語（ラテン文字など）`,

  subscribe: '購読',
  howToSubscribe: (article) =>
    html`次のアドレスのいずれかをフィードリーダーに登録すると、${article}が出るたびに知らせてくれます。`,
  newArticle: {
    any: '新しい記事',
    tagged: (tag) => html`タグ「${tag}」の新しい記事`,
    by: (author) => html`${author}の新しい記事`,
    with: (words) => html`「${words}」を含む新しい記事`,
  },
  soFar: (count) => (count === 0 ? '現在はありません。' : `これまでに${number(count)}件あります。`),
  inYourReader: 'フィードリーダーで購読',
  orWith: 'またはこちらで',
  listenWith: 'こちらで聴く',
  outOfReach: 'Feedlyなどのサービスでは購読できません。アドレスが手元の機器かネットワークの中を指しているためです。',
  whatIsAFeed: 'フィードとは？',
  aFeedIs:
    'フィードは新着記事の一覧で、お好みのアプリやサイト（フィードリーダー）が代わりに確認します。あなたが誰かをこちらが知ることはなく、頼んでいないものが届くこともありません。ボタンを押すと、この機器にフィードリーダーがあれば開きます。',
  podcast: 'ポッドキャスト',
  podcastOf: (title) => `${title}（ポッドキャスト）`,
  copy: 'コピー',
  copied: 'コピー済み',
  copyAddress: (format) => `コピー：${format}のアドレス`,
  copiedAddress: (format) => `コピー済み：${format}のアドレス`,
  isCopied: (format) => `${format}のアドレスをコピーしました。`,
  isSelected: (format) => `${format}のアドレスを選択しました。キーかメニューでコピーしてください。`,

  combine: 'タグを組み合わせる',
  combineFurther: 'ほかのタグと組み合わせる',
  changeCombination: 'この組み合わせを変える',
  combineOn: (site) => `${site}のタグから自分のフィードを作れます。`,
  howToCombine: 'タグを選ぶと、該当する記事のフィードが一つできます。',
  joins: { and: 'かつ', not: 'かつ除外', or: 'または', 'or-not': 'または除外' },
  firstJoins: { and: '含む', not: '除外' },
  howTagCounts: (position) => `タグ${number(position)}の扱い`,
  tagNumber: (position) => `タグ${number(position)}`,
  precedence: (most, link) =>
    html`「かつ」でつないだものがまとまります。<i>A かつ B または C</i> は、AとBの両方があるもの、またはCがあるものです。タグは${number(most)}件まで。${link('すべてのタグ')}`,
  showFeed: 'フィードを表示',
  noSuchTag: 'そのようなタグはありません。',
  beginSo: 'この文字で始まるタグ：',
  noFeedYet: (names) =>
    html`まだフィードはありません。${joined(
      names.map((name) => html`「${name}」`),
      'や',
    )}というタグはありません。`,
  shownBelow: (count) =>
    count === 0 ? '現在、該当する記事はありません。' : `新しい記事${number(count)}件を下に表示しています。`,
  tooManyTags: (most) => `組み合わせられるタグは${number(most)}件までです。`,
  neverFits: '同じタグを含み、かつ含まない記事はありえないため、該当する記事が出ることはありません。',
  noPreview: 'プレビューを取得できませんでした。もう一度お試しください。',

  notFound: {
    title: 'ページが見つかりません',
    text: 'このアドレスには何もありません。タグの一覧が手がかりになるかもしれません。',
  },
  withdrawn: { title: '取り下げられた記事', text: 'この記事はここで公開されましたが、取り下げられました。' },
  busy: { title: '混み合っています', text: 'ただいま検索が集中しています。しばらくしてからもう一度お試しください。' },
  failed: { title: '問題が発生しました', text: '応答できませんでした。後ほどもう一度お試しください。' },
  addressTooLong: { title: 'アドレスが長すぎます', text: 'これほど長いアドレスはここにはありません。' },
  searchFailed: '検索できない入力です',
  searchTooLong: (most) => `検索は${number(most)}文字までです。`,
  searchTooWordy: (most) => `検索は${number(most)}語までです。`,
  searchForNothing: '検索するには、探す語が必要です。',
  didYouMean: 'もしかして：',
  allArticles: 'すべての記事',
  allTags: 'すべてのタグ',
});
