// Hebrew.
import { html } from './html.ts';
import { joined, type Language } from './words.ts';

export const hebrew: Language = ({ number, plural }) => ({
  skip: 'דילוג לתוכן',
  rooms: 'תפריט ראשי',
  home: 'דף הבית',
  tags: 'תגיות',
  authors: 'כותבים',
  search: 'חיפוש',
  feedsOfAll: 'הזנות של כל הכתבות:',
  everyFeed: 'כל ההזנות (OPML)',
  comma: ', ',

  newest: 'הכתבות החדשות',
  none: {
    all: 'עדיין אין כאן כתבות.',
    tag: 'אין עוד כתבות עם התגית הזו. הדף וההזנות שלו נשארים בכתובתם.',
    tags: 'כרגע אין כתבות מתאימות. הדף וההזנות שלו נשארים בכתובתם.',
    author: 'אין עוד כתבות מאת הכותב הזה. הדף וההזנות שלו נשארים בכתובתם.',
    podcast: 'עדיין אין כאן פרקים.',
    search: 'לא נמצא דבר.',
  },
  noTag: 'לאף כתבה אין עדיין תגית.',
  noAuthor: 'באף כתבה לא צוין עדיין הכותב.',
  articles: (count) => plural(count, { one: 'כתבה', other: 'כתבות' }),
  largestTags: (shown, all, link) => html`אלה ${number(shown)} התגיות הגדולות מתוך ${link(`${number(all)} בסך הכול`)}.`,
  allTagsOf: (site) => `כל התגיות של ${site}, לכל אחת הזנה משלה.`,
  everyTag: (link) => html`לכל תגית יש דף והזנה משלה. להזנה אחת מכמה תגיות: ${link('שילוב תגיות')}.`,
  allAuthorsOf: (site) => `כל הכותבים של ${site}, לכל אחד הזנה משלו.`,
  everyAuthor: 'לכל כותב יש דף והזנה משלו.',
  articlesTagged: (tag) => `כתבות עם התגית „${tag}”, מהחדשה לישנה.`,
  articlesBy: (author) => `כתבות מאת ${author}, מהחדשה לישנה.`,

  firstPublished: (link) => html`פורסם לראשונה באתר ${link}`,
  taggedAs: 'תגיות:',
  chapters: 'פרקים',
  transcript: 'תמליל',
  media: { audio: 'שמע', image: 'תמונה', video: 'וידאו', file: 'קובץ' },

  searchFor: (words) => `חיפוש „${words}”`,
  searchIn: (site) => `חיפוש באתר ${site}.`,
  articlesWith: (words, site) => `כתבות שבהן מופיע „${words}” באתר ${site}.`,
  allWords: 'מילים שכולן חייבות להופיע',
  howToSearch: html`<code>"בסדר הזה"</code> · <code>-בלי</code> · <code>התח*</code> לכל מה שמתחיל כך`,

  subscribe: 'הרשמה',
  howToSubscribe: (article) => html`הוסיפו אחת מהכתובות האלה לקורא הזנות, והוא יודיע לכם על כל ${article}.`,
  newArticle: {
    any: 'כתבה חדשה',
    tagged: (tag) => html`כתבה חדשה עם התגית „${tag}”`,
    by: (author) => html`כתבה חדשה מאת ${author}`,
    with: (words) => html`כתבה חדשה שבה מופיע „${words}”`,
  },
  soFar: (count) =>
    count === 0
      ? 'כרגע אין אף אחת.'
      : plural(count, { one: 'עד כה יש כתבה אחת.', two: 'עד כה יש שתי כתבות.', other: 'עד כה יש # כתבות.' }),
  inYourReader: 'הרשמה בקורא שלכם',
  orWith: 'או באמצעות',
  listenWith: 'האזנה באמצעות',
  outOfReach: 'אי אפשר להירשם באמצעות Feedly ושירותים אחרים: הכתובת מובילה למכשיר פרטי או לרשת פרטית.',
  whatIsAFeed: 'מהי הזנה?',
  aFeedIs:
    'הזנה היא רשימה של הכתבות החדשות, שיישום או אתר לבחירתכם, קורא ההזנות, בודק בשבילכם: איש כאן לא יודע מי אתם, ולא יישלח אליכם דבר שלא ביקשתם. הכפתור פותח את קורא ההזנות שבמכשיר, אם יש כזה.',
  podcast: 'פודקאסט',
  podcastOf: (title) => `${title} (פודקאסט)`,
  copy: 'העתקה',
  copied: 'הועתק',
  copyAddress: (format) => `העתקה: כתובת ${format}`,
  copiedAddress: (format) => `הועתקה כתובת ${format}`,
  isCopied: (format) => `כתובת ${format} הועתקה.`,
  isSelected: (format) => `כתובת ${format} סומנה: העתיקו אותה במקלדת או מתפריט.`,

  combine: 'שילוב תגיות',
  combineFurther: 'שילוב עם תגיות אחרות',
  changeCombination: 'שינוי השילוב הזה',
  combineOn: (site) => `הרכיבו הזנה משלכם מהתגיות של ${site}.`,
  howToCombine: 'בחרו תגיות וקבלו הזנה אחת של הכתבות המתאימות.',
  joins: { and: 'וגם', not: 'ולא', or: 'או', 'or-not': 'או לא' },
  firstJoins: { and: 'עם', not: 'בלי' },
  howTagCounts: (position) => `תפקיד תגית ${number(position)}`,
  tagNumber: (position) => `תגית ${number(position)}`,
  precedence: (most, link) =>
    html`מה ש„וגם” מחבר שייך יחד: <i>א וגם ב או ג</i> הוא כל מה שיש לו גם א וגם ב, או שיש לו ג. עד ${number(most)} תגיות; ${link('כל התגיות')}.`,
  showFeed: 'הצגת ההזנה',
  noSuchTag: 'אין תגית בשם הזה.',
  beginSo: 'תגיות שמתחילות כך:',
  noFeedYet: (names) =>
    html`עדיין אין הזנה: אין תגית בשם ${joined(
      names.map((name) => html`„${name}”`),
      ' או ',
    )}.`,
  shownBelow: (count) =>
    count === 0
      ? 'כרגע אין כתבות מתאימות.'
      : plural(count, {
          one: 'הכתבה החדשה ביותר מוצגת למטה.',
          two: 'שתי הכתבות החדשות ביותר מוצגות למטה.',
          other: '# הכתבות החדשות ביותר מוצגות למטה.',
        }),
  tooManyTags: (most) => `אפשר לשלב עד ${number(most)} תגיות.`,
  neverFits: 'לכתבה לא יכולה להיות תגית ובה בעת לא להיות: שום דבר לא יתאים לעולם.',
  noPreview: 'התצוגה המקדימה לא הגיעה. נסו שוב.',

  notFound: { title: 'הדף לא נמצא', text: 'אין דבר בכתובת הזו. אולי רשימת התגיות תעזור.' },
  withdrawn: { title: 'הכתבה הוסרה', text: 'הכתבה הזו פורסמה כאן והוסרה.' },
  busy: { title: 'עומס', text: 'יש כרגע יותר מדי חיפושים. נסו שוב עוד רגע.' },
  failed: { title: 'משהו השתבש', text: 'לא הצלחנו להשיב. נסו שוב מאוחר יותר.' },
  addressTooLong: { title: 'הכתובת ארוכה מדי', text: 'אין כאן כתובת ארוכה כל כך.' },
  searchFailed: 'החיפוש לא הובן',
  searchTooLong: (most) => `חיפוש יכול לכלול עד ${number(most)} תווים.`,
  searchTooWordy: (most) => `חיפוש יכול לכלול עד ${number(most)} מילים.`,
  searchForNothing: 'בחיפוש צריכה להיות מילה שיש למצוא.',
  didYouMean: 'האם התכוונתם אל:',
  allArticles: 'כל הכתבות',
  allTags: 'כל התגיות',
});
