// Arabic.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';

export const arabic: Language = ({ number, plural }) => ({
  skip: 'الانتقال إلى النص',
  rooms: 'القائمة الرئيسية',
  home: 'الرئيسية',
  tags: 'الوسوم',
  authors: 'الكُتّاب',
  search: 'بحث',
  feedsOfAll: 'خلاصات جميع المقالات:',
  everyFeed: 'جميع الخلاصات (OPML)',
  comma: '، ',

  newest: 'أحدث المقالات',
  none: {
    all: 'لا توجد مقالات هنا بعد.',
    tag: 'لم تعد هناك مقالات بهذا الوسم. تبقى الصفحة وخلاصاتها على عناوينها.',
    tags: 'لا توجد حاليًا مقالات مطابقة. تبقى الصفحة وخلاصاتها على عناوينها.',
    author: 'لم تعد هناك مقالات لهذا الكاتب. تبقى الصفحة وخلاصاتها على عناوينها.',
    podcast: 'لا توجد حلقات هنا بعد.',
    search: 'لم يُعثر على شيء.',
  },
  noTag: 'لا يحمل أي مقال وسمًا بعد.',
  noAuthor: 'لا يذكر أي مقال كاتبه بعد.',
  articles: (count) => plural(count, { one: 'مقال', two: 'مقالان', few: 'مقالات', many: 'مقالًا', other: 'مقال' }),
  largestTags: (shown, all, link) =>
    html`عدد الوسوم المعروضة، وهي الأكبر: ${number(shown)}، ${link(`ومجموعها ${number(all)}`)}.`,
  allTagsOf: (site) => `جميع وسوم ${site}، لكل منها خلاصته.`,
  everyTag: (link) => html`لكل وسم صفحته وخلاصته. للحصول على خلاصة واحدة لعدة وسوم: ${link('ادمج الوسوم')}.`,
  allAuthorsOf: (site) => `جميع كُتّاب ${site}، لكل منهم خلاصته.`,
  everyAuthor: 'لكل كاتب صفحته وخلاصته.',
  articlesTagged: (tag) => `مقالات بوسم «${tag}»، الأحدث أولًا.`,
  articlesBy: (author) => `مقالات ${author}، الأحدث أولًا.`,

  firstPublished: (link) => html`نُشر أولًا في ${link}`,
  taggedAs: 'الوسوم:',
  chapters: 'الفصول',
  transcript: 'النص المكتوب',
  media: { audio: 'صوت', image: 'صورة', video: 'فيديو', file: 'ملف' },

  searchFor: (words) => `البحث عن «${words}»`,
  searchIn: (site) => `البحث في ${site}.`,
  articlesWith: (words, site) => `مقالات فيها «${words}» من ${site}.`,
  allWords: 'كلمات يجب أن ترد كلها',
  howToSearch: html`<code>"بهذا الترتيب"</code> · <code>-بدون</code> · <code>بدا*</code> لكل ما يبدأ هكذا`,

  subscribe: 'الاشتراك',
  howToSubscribe: (article) => html`أضف أحد هذه العناوين إلى قارئ خلاصات، فيُعلمك بكل ${article}.`,
  newArticle: {
    any: 'مقال جديد',
    tagged: (tag) => html`مقال جديد بوسم «${tag}»`,
    by: (author) => html`مقال جديد بقلم ${author}`,
    with: (words) => html`مقال جديد فيه «${words}»`,
  },
  soFar: (count) =>
    count === 0
      ? 'لا يوجد أي مقال حاليًا.'
      : plural(count, {
          one: 'هناك مقال واحد حتى الآن.',
          two: 'هناك مقالان حتى الآن.',
          few: 'هناك # مقالات حتى الآن.',
          many: 'هناك # مقالًا حتى الآن.',
          other: 'هناك # مقال حتى الآن.',
        }),
  inYourReader: 'اشترك في قارئك',
  orWith: 'أو عبر',
  listenWith: 'استمع عبر',
  outOfReach: 'لا يمكن الاشتراك عبر Feedly والخدمات الأخرى: فالعنوان يؤدي إلى جهاز خاص أو شبكة خاصة.',
  whatIsAFeed: 'ما هي الخلاصة؟',
  aFeedIs:
    'الخلاصة قائمة بأحدث المقالات يتابعها عنك تطبيق أو موقع تختاره، وهو قارئ الخلاصات: لا أحد هنا يعرف من أنت، ولا يصلك شيء لم تطلبه. يفتح الزر قارئ الخلاصات في هذا الجهاز إن وُجد.',
  podcast: 'بودكاست',
  podcastOf: (title) => `${title} (بودكاست)`,
  copy: 'نسخ',
  copied: 'تم النسخ',
  copyAddress: (format) => `نسخ عنوان ${format}`,
  copiedAddress: (format) => `تم النسخ: عنوان ${format}`,
  isCopied: (format) => `نُسخ عنوان ${format}.`,
  isSelected: (format) => `حُدّد عنوان ${format}: انسخه بلوحة المفاتيح أو من القائمة.`,

  combine: 'دمج الوسوم',
  combineFurther: 'الدمج مع وسوم أخرى',
  changeCombination: 'تعديل هذا الدمج',
  combineOn: (site) => `كوّن خلاصتك الخاصة من وسوم ${site}.`,
  howToCombine: 'اختر الوسوم لتحصل على خلاصة واحدة بالمقالات المطابقة.',
  joins: { and: 'و', not: 'وليس', or: 'أو', 'or-not': 'أو ليس' },
  firstJoins: { and: 'مع', not: 'بدون' },
  howTagCounts: (position) => `دور الوسم ${number(position)}`,
  tagNumber: (position) => `الوسم ${number(position)}`,
  precedence: (most, link) =>
    html`ما تربطه «و» يبقى معًا: <i>أ وب أو ج</i> هو كل ما له أ وب معًا، أو له ج. الحد الأقصى لعدد الوسوم: ${number(most)}؛ ${link('جميع الوسوم')}.`,
  showFeed: 'عرض الخلاصة',
  noSuchTag: 'لا يوجد وسم بهذا الاسم.',
  beginSo: 'وسوم تبدأ هكذا:',
  noFeedYet: (names) =>
    html`لا توجد خلاصة بعد: لا يوجد وسم باسم ${joined(
      names.map((name) => html`«${name}»`),
      ' أو ',
    )}.`,
  shownBelow: (count) =>
    count === 0
      ? 'لا توجد حاليًا مقالات مطابقة.'
      : plural(count, {
          one: 'أحدث مقال معروض أدناه.',
          two: 'أحدث مقالين معروضان أدناه.',
          few: 'أحدث # مقالات معروضة أدناه.',
          many: 'أحدث # مقالًا معروضة أدناه.',
          other: 'أحدث # مقال معروضة أدناه.',
        }),
  tooManyTags: (most) => `الحد الأقصى لعدد الوسوم المدمجة: ${number(most)}.`,
  neverFits: 'لا يمكن لمقال أن يحمل وسمًا وألا يحمله معًا: فلن يطابق شيء أبدًا.',
  noPreview: 'لم تصل المعاينة. يُرجى المحاولة مرة أخرى.',

  notFound: { title: 'الصفحة غير موجودة', text: 'لا شيء في هذا العنوان. قد تفيد قائمة الوسوم.' },
  withdrawn: { title: 'مقال مسحوب', text: 'نُشر هذا المقال هنا ثم سُحب.' },
  busy: { title: 'الخدمة مشغولة', text: 'عمليات البحث كثيرة جدًا حاليًا. يُرجى المحاولة بعد لحظات.' },
  failed: { title: 'حدث خطأ', text: 'لم نتمكن من الرد. يُرجى المحاولة لاحقًا.' },
  addressTooLong: { title: 'العنوان طويل جدًا', text: 'لا يوجد هنا عنوان بهذا الطول.' },
  searchFailed: 'بحث غير مفهوم',
  searchTooLong: (most) => `الحد الأقصى لعدد أحرف البحث: ${number(most)}.`,
  searchTooWordy: (most) => `الحد الأقصى لعدد كلمات البحث: ${number(most)}.`,
  searchForNothing: 'يحتاج البحث إلى كلمة يُعثر عليها.',
  didYouMean: 'هل تقصد:',
  allArticles: 'جميع المقالات',
  allTags: 'جميع الوسوم',
});
