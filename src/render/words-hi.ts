// Hindi.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';

export const hindi: Language = ({ number, plural }) => ({
  skip: 'सीधे सामग्री पर जाएँ',
  rooms: 'मुख्य मेनू',
  home: 'मुखपृष्ठ',
  tags: 'टैग',
  authors: 'लेखक',
  search: 'खोजें',
  feedsOfAll: 'सभी लेखों के फ़ीड:',
  everyFeed: 'सारे फ़ीड (OPML)',
  comma: ', ',

  newest: 'नए लेख',
  none: {
    all: 'यहाँ अभी कोई लेख नहीं है।',
    tag: 'अब इस टैग का कोई लेख नहीं है। पृष्ठ और उसके फ़ीड अपने पते पर बने रहेंगे।',
    tags: 'फ़िलहाल कोई लेख मेल नहीं खाता। पृष्ठ और उसके फ़ीड अपने पते पर बने रहेंगे।',
    author: 'अब इस लेखक का कोई लेख नहीं है। पृष्ठ और उसके फ़ीड अपने पते पर बने रहेंगे।',
    podcast: 'यहाँ अभी कोई एपिसोड नहीं है।',
    search: 'कुछ नहीं मिला।',
  },
  noTag: 'अभी किसी लेख में टैग नहीं है।',
  noAuthor: 'अभी किसी लेख में लेखक का नाम नहीं है।',
  articles: () => 'लेख',
  largestTags: (shown, all, link) => html`ये ${link(`सभी ${number(all)} टैग`)} में से ${number(shown)} सबसे बड़े हैं।`,
  allTagsOf: (site) => `${site} के सभी टैग, हर एक का अपना फ़ीड।`,
  everyTag: (link) => html`हर टैग का अपना पृष्ठ और अपना फ़ीड है। कई टैग के एक फ़ीड के लिए: ${link('टैग जोड़ें')}।`,
  allAuthorsOf: (site) => `${site} के सभी लेखक, हर एक का अपना फ़ीड।`,
  everyAuthor: 'हर लेखक का अपना पृष्ठ और अपना फ़ीड है।',
  articlesTagged: (tag) => `“${tag}” टैग वाले लेख, सबसे नए पहले।`,
  articlesBy: (author) => `${author} के लेख, सबसे नए पहले।`,

  firstPublished: (link) => html`पहली बार यहाँ प्रकाशित: ${link}`,
  taggedAs: 'टैग:',
  chapters: 'अध्याय',
  transcript: 'लिखित प्रतिलेख',
  media: { audio: 'ऑडियो', image: 'चित्र', video: 'वीडियो', file: 'फ़ाइल' },

  searchFor: (words) => `“${words}” की खोज`,
  searchIn: (site) => `${site} में खोजें।`,
  articlesWith: (words, site) => `वे लेख जिनमें “${words}” है, ${site} पर।`,
  allWords: 'शब्द, जो सभी होने चाहिए',
  howToSearch: html`<code>"इसी क्रम में"</code> · <code>-बिना</code> · <code>आरंभ*</code> जो कुछ ऐसे शुरू हो`,

  subscribe: 'सदस्यता लें',
  howToSubscribe: (article) => html`इनमें से कोई पता किसी फ़ीड रीडर में डालें; वह आपको ${article} की सूचना देगा।`,
  newArticle: {
    any: 'हर नए लेख',
    tagged: (tag) => html`“${tag}” टैग वाले हर नए लेख`,
    by: (author) => html`${author} के हर नए लेख`,
    with: (words) => html`“${words}” वाले हर नए लेख`,
  },
  soFar: (count) =>
    count === 0 ? 'फ़िलहाल कोई नहीं है।' : plural(count, { one: 'अब तक # लेख है।', other: 'अब तक # लेख हैं।' }),
  inYourReader: 'अपने रीडर में सदस्यता लें',
  orWith: 'या इनसे',
  listenWith: 'इनसे सुनें',
  outOfReach: 'Feedly और दूसरी सेवाएँ इसकी सदस्यता नहीं ले सकतीं: यह पता किसी निजी उपकरण या नेटवर्क का है।',
  whatIsAFeed: 'फ़ीड क्या है?',
  aFeedIs:
    'फ़ीड नए लेखों की सूची है, जिसे आपकी पसंद का ऐप या वेबसाइट, यानी फ़ीड रीडर, आपके लिए देखता रहता है: यहाँ किसी को पता नहीं चलता कि आप कौन हैं, और बिना माँगे आपको कुछ नहीं भेजा जाता। बटन इस उपकरण का फ़ीड रीडर खोलता है, यदि वह हो।',
  podcast: 'पॉडकास्ट',
  podcastOf: (title) => `${title} (पॉडकास्ट)`,
  copy: 'कॉपी करें',
  copied: 'कॉपी हुआ',
  copyAddress: (format) => `कॉपी करें: ${format} का पता`,
  copiedAddress: (format) => `कॉपी हुआ: ${format} का पता`,
  isCopied: (format) => `${format} का पता कॉपी हो गया।`,
  isSelected: (format) => `${format} का पता चुन लिया गया है: इसे कुंजी या मेनू से कॉपी करें।`,

  combine: 'टैग जोड़ें',
  combineFurther: 'दूसरे टैग के साथ जोड़ें',
  changeCombination: 'यह संयोजन बदलें',
  combineOn: (site) => `${site} के टैग से अपना फ़ीड बनाएँ।`,
  howToCombine: 'टैग चुनें और मेल खाते लेखों का एक फ़ीड पाएँ।',
  joins: { and: 'और', not: 'और नहीं', or: 'या', 'or-not': 'या नहीं' },
  firstJoins: { and: 'सहित', not: 'रहित' },
  howTagCounts: (position) => `टैग ${number(position)} कैसे गिना जाए`,
  tagNumber: (position) => `टैग ${number(position)}`,
  precedence: (most, link) =>
    html`जिन्हें “और” जोड़ता है वे साथ रहते हैं: <i>क और ख या ग</i> वह सब है जिसमें क और ख दोनों हों, या ग हो। अधिकतम ${number(most)} टैग; ${link('सभी टैग')}।`,
  showFeed: 'फ़ीड दिखाएँ',
  noSuchTag: 'इस नाम का कोई टैग नहीं है।',
  beginSo: 'ऐसे शुरू होने वाले टैग:',
  noFeedYet: (names) =>
    html`अभी कोई फ़ीड नहीं है: ${joined(
      names.map((name) => html`“${name}”`),
      ' या ',
    )} नाम का कोई टैग नहीं है।`,
  shownBelow: (count) =>
    count === 0
      ? 'फ़िलहाल कोई लेख मेल नहीं खाता।'
      : plural(count, { one: 'सबसे नया लेख नीचे है।', other: 'सबसे नए # लेख नीचे हैं।' }),
  tooManyTags: (most) => `अधिकतम ${number(most)} टैग जोड़े जा सकते हैं।`,
  neverFits: 'किसी लेख में एक ही टैग हो भी और न भी हो, ऐसा नहीं हो सकता: कभी कुछ मेल नहीं खाएगा।',
  noPreview: 'पूर्वावलोकन नहीं आया। कृपया फिर कोशिश करें।',

  notFound: { title: 'पृष्ठ नहीं मिला', text: 'इस पते पर कुछ नहीं है। शायद टैग की सूची काम आए।' },
  withdrawn: { title: 'वापस लिया गया', text: 'यह लेख यहाँ प्रकाशित हुआ था और वापस ले लिया गया है।' },
  busy: { title: 'सेवा व्यस्त है', text: 'इस समय बहुत अधिक खोजें हो रही हैं। कृपया थोड़ी देर में फिर कोशिश करें।' },
  failed: { title: 'कुछ गड़बड़ हो गई', text: 'हम उत्तर नहीं दे सके। कृपया बाद में फिर कोशिश करें।' },
  addressTooLong: { title: 'पता बहुत लंबा है', text: 'यहाँ इतना लंबा कोई पता नहीं है।' },
  searchFailed: 'खोज समझ में नहीं आई',
  searchTooLong: (most) => `खोज में अधिकतम ${number(most)} अक्षर हो सकते हैं।`,
  searchTooWordy: (most) => `खोज में अधिकतम ${number(most)} शब्द हो सकते हैं।`,
  searchForNothing: 'खोज में ऐसा शब्द होना चाहिए जिसे ढूँढना है।',
  didYouMean: 'क्या आपका मतलब था:',
  allArticles: 'सभी लेख',
  allTags: 'सभी टैग',
});
