// “Caption. Credit: who” -> the lead picture of an article, as far as a text knows it.
import type { Picture } from '../entry.ts';
import { oneLine } from '../text.ts';

/** The last one: “The Social Credit: China. Credit: AP” is about credit. */
const CREDIT = /^(.*?)\s*(?:^|[\s(])(?:photo\s+)?credits?\s*:\s*((?:(?!\bcredits?\s*:).)+)$/iu;
/** The same, where nothing but the line itself says that it is one: the caption is a sentence, the credit is short. */
const SURELY_CREDITED = /^(?:.*[.!?…)"”»]\s*)?\(?(?:Photo\s+[Cc]|C)redits?\s*:\s*[^.!?]{1,80}[.)]{0,2}$/u;
const LONGEST_CAPTION = 1000;

/** Caption and credit; the caption alone when nobody is credited. */
export function pictureFrom(text: string): Picture | undefined {
  const line = oneLine(text);
  if (line === '') return undefined;
  const credited = CREDIT.exec(line);
  if (!credited) return { caption: line };
  const caption = (credited[1] ?? '').trim();
  const credit = credited[2] ?? '';
  // “(Photo credit: J. Doe)” closes what the caption opened; “Credit: AP (file)” opened it itself.
  const isClosing = credit.endsWith(')') && !credit.includes('(');
  return { ...(caption ? { caption } : {}), credit: isClosing ? credit.slice(0, -1) : credit };
}

/** True for a line that is a caption with its credit, wherever it stands. */
export function isCaption(text: string): boolean {
  return text.length <= LONGEST_CAPTION && SURELY_CREDITED.test(oneLine(text));
}
