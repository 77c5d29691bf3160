// Lede -> headline and summary, for articles that come without. Pure.

import { unitsWithin, widthOf } from './width.ts';

/** Columns of a headline: some 110 letters, or half as many characters of Chinese, Japanese or Korean. */
const HEADLINE_WIDTH = 110;
/** Columns: nobody reads a summary beyond this; a lede without a full stop is cut here. */
const SUMMARY_WIDTH = 500;
/** What is left when the attribution is gone must still say something. */
const SHORTEST_HEADLINE = 20;
/** Sentences are sought in the beginning only, so that a line of megabytes costs nothing. */
const LOOK_AHEAD = 2000;
/** To see that a word goes on, one needs to see more than where it would be cut. */
const LONGEST_CHARACTER = 50;
const LONGEST_DATELINE = 120;

const SPEECH =
  'said|says|say|told|tells|announced|announces|reported|reports|stated|states|claimed|claims|added|adds|wrote|writes|' +
  'noted|notes|explained|explains|warned|warns|confirmed|confirms|argued|argues|believes|believed|reads';
/** What may follow the verb: where, when or to whom it was said. */
const OCCASION =
  'in|on|at|to|during|via|by|with|after|before|as|following|for|from|through|citing|late|early|earlier|today|' +
  'yesterday|this|last|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday';
/** What was said, said after the verb: such a clause is no attribution of what stands before it. */
const STATEMENT =
  /\b(?:that|whether|would|will|could|can|should|must|is|are|was|were|has|have|had|he|she|it|they|we|there|no|yes)\b/iu;
/** “hours after he said so” and “which he said” belong to what stands before them. */
const DEPENDENT =
  /^(?:\p{L}+\s)?(?:after|before|contrary|unlike|than|which|what|who|whom|whose|when|where|because|although|though|but|and|or|if|while|despite|since|until)\b/iu;
/** “After weeks of silence” says nothing by itself. */
const ADVERBIAL =
  /^(?:in|at|on|after|before|during|despite|when|while|speaking|asked|as|if|although|though|since|following|amid)\b[^,]*$/iu;

/** The clause that says who said it: an optional speaker, the verb, the one who was told, and the occasion. */
const ATTRIBUTION = [
  new RegExp(
    `^(?:[^,]{0,80}\\s)?(?:${SPEECH})(?:(?<=told|tells)\\s[^,]{1,40}?)?(?:\\s(?:${OCCASION})(?:\\s[^,]{0,80})?)?$`,
    'iu',
  ),
  new RegExp(`^(?:${SPEECH})\\s(?:the|a|an|his|her|its|their|\\p{Lu})[^,]{0,80}$`, 'u'),
  /^according to\s[^,]{1,80}$/iu,
];
/** A clause that only says when and where it was said: its speaker stands before the comma. */
const SPEAKERLESS = new RegExp(`^(?:${SPEECH})(?:\\s(?:${OCCASION})\\b|$)`, 'u');

/** The last comma, also one that stands within the closing quotation mark, and what follows it. */
const LAST_CLAUSE = /^(?<before>.*),(?<mark>["”»’]?) (?<clause>.*)$/su;

const ABBREVIATION =
  /(?:^|[\s(“"])(?:\d{1,2}|\p{Lu}|(?:\p{L}\.)+\p{L}|Mrs?|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Sen|Rep|Gov|Rev|Hon|St|Sr|Jr|No|Nr|vs?|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|e\.g|i\.e|approx|ca)\.$/u;
/** Before a name; after a number “г.” and “м.” end what they belong to. */
const CYRILLIC_ABBREVIATION = /(?:^|[\s(«])(?:ул|вул|им|ім|пр|просп|проф|акад|доц|ген|св|(?<!\d\s?)[гмс])\.$/u;

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** The first sentence of a paragraph on one line, at most SUMMARY_WIDTH columns, cut at a word. */
export function firstSentence(paragraph: string): string {
  let sentence = '';
  for (const { segment } of sentences.segment(paragraph.slice(0, LOOK_AHEAD))) {
    sentence += segment;
    const end = sentence.trimEnd();
    if (!ABBREVIATION.test(end) && !CYRILLIC_ABBREVIATION.test(end)) break;
  }
  return cutAtColumn(sentence.trim(), SUMMARY_WIDTH);
}

/** A headline from the first sentence of the lede: without dateline, attribution and full stop, cut at a word. */
export function headlineFrom(first: string): string {
  const lede = withoutDateline(first) || first;
  // A text of a mere full stop keeps it: a headline is never empty.
  const sentence = lede.replace(/(?<![.…])[.。．｡।۔]["”’»)」』]?$/u, (end) => end.slice(1)).trim() || lede;
  return cutAtColumn(withoutAttribution(sentence), HEADLINE_WIDTH);
}

const PLACE = "\\p{Lu}[\\p{L}.’'-]*(?:[ /]\\p{Lu}[\\p{L}.’'-]*){0,4}";
const DAY = '(?:\\p{L}{3,10}\\.? \\d{1,2}|\\d{1,2} \\p{L}{3,10}\\.?)(?:,? \\d{4})?';
const AGENCY = '\\([\\p{L}\\p{M}\\d ./&-]{2,30}\\)';
/** “KYIV, March 3 (Agency) - ”: of place and agency, place and day, or all three; in capitals also of place and region. */
const DATELINES = [
  new RegExp(`^${PLACE}(?:, ${PLACE})?,? ${DAY},?(?: ${AGENCY})?\\s?(?:[-–—]{1,2})\\s`, 'u'),
  new RegExp(
    `^\\p{Lu}{2}[\\p{Lu} .’'/-]{0,40}(?:(?:, ${PLACE})? ${AGENCY}|, \\p{Lu}\\p{Ll}[\\p{L} .’'-]{0,40})\\s?[-–—]{1,2}\\s`,
    'u',
  ),
];

/** Takes off where and when a report was written. */
export function withoutDateline(sentence: string): string {
  const start = sentence.slice(0, LONGEST_DATELINE);
  const dateline = DATELINES.map((form) => form.exec(start)?.[0]).find((found) => found !== undefined);
  return dateline === undefined ? sentence : sentence.slice(dateline.length).trimStart();
}

function withoutAttribution(sentence: string): string {
  const last = LAST_CLAUSE.exec(sentence)?.groups;
  if (!last?.before || !isAttribution(last.clause ?? '') || ADVERBIAL.test(last.before)) return sentence;
  if (!SPEAKERLESS.test(last.clause ?? '')) return headOf(last) ?? sentence;
  // “…, John Smith, said on Monday”: the speaker is a clause of its own.
  const speaker = LAST_CLAUSE.exec(last.before)?.groups;
  return (speaker && headOf(speaker)) ?? sentence;
}

function isAttribution(clause: string): boolean {
  return !DEPENDENT.test(clause) && !STATEMENT.test(clause) && ATTRIBUTION.some((form) => form.test(clause));
}

function headOf({ before = '', mark = '' }: Readonly<Record<string, string>>): string | undefined {
  return before.length < SHORTEST_HEADLINE ? undefined : unquoted(before.trim() + mark);
}

/** “A quotation”, X said -> the quotation itself, when the marks enclose it all. */
function unquoted(text: string): string {
  const inner = /^[“"«]([^“”"«»]+)[”"»]$/u.exec(text)?.[1];
  return inner ?? text;
}

/** The same for a width. */
function cutAtColumn(text: string, columns: number): string {
  return widthOf(text) <= columns ? text : cutAtWord(text, unitsWithin(text, columns - 1) + 1);
}

/** Cuts text to at most `length` characters, an ellipsis included, never inside a word or a character. */
export function cutAtWord(text: string, length: number): string {
  if (text.length <= length) return text;
  const start = text.slice(0, length + LONGEST_CHARACTER);
  // One word that is longer than the whole line has to break somewhere; a character must not.
  const cut = wholeSegments(words, start, length - 1) || wholeSegments(characters, start, length - 1);
  return `${cut.replace(/[\s\p{P}]+$/u, '')}…`;
}

function wholeSegments(segmenter: Intl.Segmenter, text: string, length: number): string {
  let end = 0;
  for (const { index, segment } of segmenter.segment(text)) {
    if (index + segment.length > length) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
