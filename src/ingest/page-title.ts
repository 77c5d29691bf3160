// Which of the titles of a page is that of its article, without the name of the site at its end.
import { oneLine } from '../text.ts';
import { plainTitle } from './html.ts';
import type { Survey } from './page-survey.ts';

/** What stands between the headline and the name of the site. */
const SEPARATOR = /\s+[|·•»«\\/:]{1,2}\s+|\s+[-–—]{1,2}\s+|\s*[|｜]\s*|\s*::\s*|\s+&raquo;\s+|_(?=[^_]+$)/gu;
/** Headlines are cut for search engines; the same one in full is better. */
const CUT = /\s*(?:…|\.\.\.)$/u;
const LONGEST = 1000;

/**
 * JSON-LD, OpenGraph, then what people see.
 * @param sites what the site is called
 */
export function titleOf(
  linked: readonly string[],
  open: readonly string[],
  { title, headings }: Survey,
  sites: readonly string[],
): string | undefined {
  const page = plain(title);
  const first = headings.filter(({ level }) => level === 1);
  const shown = first.map(({ text }) => plain(text)).filter(Boolean);
  const logos = first.filter(({ isInArticle }) => !isInArticle).filter(({ text }) => isSite(plain(text), page));
  const names = new Set([...sites, ...logos.map(({ text }) => text)].map(comparable).filter(Boolean));
  const said = [...linked, ...open].map(plain).filter((text) => text !== '' && !names.has(comparable(text)));
  const candidates = [...said.map((text) => withoutSite(text, names, shown)), ...shown, page];
  // Some write into `headline` what the article is about; a title is one that the page shows.
  const isShown = (text: string) => [page, ...shown].some((line) => comparable(line).includes(comparable(text)));
  const best = candidates.slice(0, said.length).find(isShown) ?? (said.length > 0 ? candidates[0] : undefined);
  if (best !== undefined) {
    const start = comparable(best.replace(CUT, ''));
    const full = CUT.test(best)
      ? candidates.find((text) => !CUT.test(text) && comparable(text).startsWith(start))
      : undefined;
    return full === undefined ? best : withoutSite(full, names, shown);
  }
  // A heading that the title of the page begins with is the headline; another may be the name of the site.
  const heading = shown.find((text) => comparable(page).includes(comparable(text)) && !names.has(comparable(text)));
  if (page === '') {
    const inArticle = headings.find(({ level, isInArticle, text }) => level === 1 && isInArticle && text !== '');
    return plain(inArticle?.text ?? '') || shown[0] || undefined;
  }
  const bare = withoutSite(page, names, shown);
  return heading !== undefined && heading.length * 3 > bare.length ? heading : bare;
}

/** Old pages have the name of the site as a heading too: it is what the title ends with, behind what is longer. */
function isSite(heading: string, title: string): boolean {
  const [name, whole] = [comparable(heading), comparable(title)];
  return name !== '' && whole.endsWith(name) && name.length * 2 < whole.length;
}

/** Takes off the name of the site, where it is known, or where a heading says what the rest is. */
function withoutSite(title: string, names: ReadonlySet<string>, headings: readonly string[]): string {
  const heads = new Set(headings.map(comparable));
  if (heads.has(comparable(title))) return title;
  const cuts = [...title.matchAll(SEPARATOR)].slice(-5).reverse();
  let end = title.length;
  for (const { index, 0: mark } of cuts) {
    const [head, tail] = [title.slice(0, index), title.slice(index + mark.length, end)];
    if (head.trim() === '') break;
    if (heads.has(comparable(head))) return head;
    if (names.has(comparable(tail))) end = index;
  }
  const rest = title.slice(0, end).trim();
  const first = [...rest.matchAll(SEPARATOR)][0];
  if (first && first.index > 0 && names.has(comparable(rest.slice(0, first.index))))
    return rest.slice(first.index + first[0].length);
  return rest;
}

function plain(text: string): string {
  return oneLine(plainTitle(text.slice(0, LONGEST)));
}

/** Marks, white space and case do not make another name. */
function comparable(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
