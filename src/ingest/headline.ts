// Lede -> headline and summary, for articles that come without. Pure.

/** A headline may have about this many characters. */
const HEADLINE_LENGTH = 110;
/** Nobody reads a summary beyond this; a lede without a full stop is cut here. */
const SUMMARY_LENGTH = 500;
/** What is left when the attribution is gone must still say something. */
const SHORTEST_HEADLINE = 20;
/** Sentences are sought in the beginning only, so that a line of megabytes costs nothing. */
const LOOK_AHEAD = 2000;

const SPEECH =
  'said|says|say|told|tells|announced|announces|reported|reports|stated|states|claimed|claims|added|adds|wrote|writes|' +
  'noted|notes|explained|explains|warned|warns|confirmed|confirms|argued|argues|believes|believed|according to|reads';

/** The attribution clause: an optional speaker, the verb, and the occasion. */
const ATTRIBUTION = new RegExp(`^(?:[^,]{0,80}\\s)?(?:${SPEECH})(?:\\s[^,]{0,80})?$`, 'iu');
/** A clause that only says when and where it was said: its speaker stands before the comma. */
const SPEAKERLESS = new RegExp(`^(?:${SPEECH})(?!\\s+(?:the|a|an|his|her|its|their|\\p{Lu}))`, 'u');

const ABBREVIATION =
  /(?:^|[\s(“"])(?:\p{Lu}|(?:\p{L}\.)+\p{L}|Mrs?|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Sen|Rep|Gov|Rev|Hon|St|Sr|Jr|No|Nr|vs|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|e\.g|i\.e|approx|ca)\.$/u;

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** The first sentence of a paragraph on one line, at most SUMMARY_LENGTH characters, cut at a word. */
export function firstSentence(paragraph: string): string {
  let sentence = '';
  for (const { segment } of sentences.segment(paragraph.slice(0, LOOK_AHEAD))) {
    sentence += segment;
    if (!ABBREVIATION.test(sentence.trimEnd())) break;
  }
  return cutAtWord(sentence.trim(), SUMMARY_LENGTH);
}

/** A headline from the lede: its first sentence without trailing attribution and full stop, cut at a word. */
export function headlineFrom(lede: string): string {
  const sentence = firstSentence(lede).replace(/(?<![.…])[.。।]["”’»)]?$/u, (end) => end.slice(1));
  return cutAtWord(withoutAttribution(sentence), HEADLINE_LENGTH);
}

function withoutAttribution(sentence: string): string {
  const comma = sentence.lastIndexOf(', ');
  if (comma < SHORTEST_HEADLINE) return sentence;
  const clause = sentence.slice(comma + 2);
  if (!ATTRIBUTION.test(clause)) return sentence;
  let end = comma;
  // “…, John Smith, said on Monday”: the speaker is a clause of its own.
  if (SPEAKERLESS.test(clause)) {
    const speaker = sentence.lastIndexOf(', ', comma - 1);
    if (speaker < SHORTEST_HEADLINE) return sentence;
    end = speaker;
  }
  return unquoted(sentence.slice(0, end).trim());
}

/** “A quotation”, X said -> the quotation itself, when the marks enclose it all. */
function unquoted(text: string): string {
  const inner = /^[“"«]([^“”"«»]+)[”"»]$/u.exec(text)?.[1];
  return inner ?? text;
}

/** Cuts text to at most `length` characters, an ellipsis included, never inside a word or a character. */
export function cutAtWord(text: string, length: number): string {
  if (text.length <= length) return text;
  let end = 0;
  for (const { index, segment } of words.segment(text.slice(0, length + 50))) {
    if (index + segment.length > length - 1) break;
    end = index + segment.length;
  }
  // One word that is longer than the whole line has to break somewhere; a character must not.
  const cut =
    end > 0
      ? text.slice(0, end)
      : Array.from(text.slice(0, length - 2))
          .slice(0, -1)
          .join('');
  return `${cut.replace(/[\s\p{P}]+$/u, '')}…`;
}
