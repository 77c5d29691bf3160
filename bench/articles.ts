// Makes seed-shaped articles: the same ones every time, of any number.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WORDS = (
  'harbour council winter ferry bridge school weather market budget river station museum doctor farmer engine light ' +
  'coast island village morning evening captain teacher window garden letter signal timber copper railway festival'
).split(' ');

/** A sentence that depends on its number alone. */
function sentence(seed: number, length: number): string {
  let state = (seed * 2654435761) >>> 0;
  const words = Array.from({ length }, () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return WORDS[state % WORDS.length] ?? '';
  });
  const text = words.join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The text of one article: header, six paragraphs, leftovers, three of so many tags. About 2.5 KB. */
export function makeArticle(number: number, tagCount = 500): string {
  const day = new Date(Date.UTC(2015, 0, 1 + (number % 3650))).toISOString().slice(0, 10);
  const paragraphs = Array.from({ length: 6 }, (_, index) => sentence(number * 7 + index, 50));
  const tags = [0, 1, 2].map((index) => `Subject ${(number * 3 + index * 167) % tagCount}`);
  const lede = `Report ${number}: ${sentence(number, 12).replace('.', '')}, the mayor said on Monday.`;
  return ` date ${day} A picture of it. Credit: Somebody\n\n${lede}\n\n${paragraphs.join('\n\n')}\n\nRelated:\n\nAn appeal for support.\n\nTags: ${tags.join(', ')}\n`;
}

/** Fills a folder, a thousand files to a sub-folder. */
export function fillFolder(folder: string, count: number, { from = 0, tagCount = 500 } = {}): void {
  for (let number = from; number < from + count; number += 1) {
    const sub = join(folder, String(Math.floor(number / 1000)).padStart(4, '0'));
    if (number === from || number % 1000 === 0) mkdirSync(sub, { recursive: true });
    writeFileSync(join(sub, `${String(number).padStart(7, '0')}.txt`), makeArticle(number, tagCount));
  }
}
