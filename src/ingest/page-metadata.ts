// What stands in a page about its article -> the parts of a Draft. What the page says in several ways is taken from the
// way that was made for machines and is least often wrong.
import type { Author, Picture } from '../entry.ts';
import { oneLine } from '../text.ts';
import { dateInPath, type Moment, parseDate } from './dates.ts';
import { authorsOf, languageOf, permalinkOf } from './fields.ts';
import { absoluteUri, type LinkBase, plainTitle } from './html.ts';
import { readLinkedData } from './json-ld.ts';
import { inMetas, listed, openGraph, type Said, shown } from './page-said.ts';
import type { Survey } from './page-survey.ts';
import { titleOf } from './page-title.ts';
import type { Draft, Source } from './reading.ts';

export type PageMetadata = {
  readonly draft: Omit<Draft, 'content'>;
  readonly base: LinkBase;
  /** The article as plain text, if the page holds it beside what it shows. */
  readonly text: string | undefined;
  /** True for a page that says of itself that it is an article. */
  readonly isArticle: boolean;
  /** True for a page that says of itself that it lists others. */
  readonly isList: boolean;
};

/** What is known of a page that somebody has saved. */
type Copy = {
  /** Where from. */
  readonly saved: string | undefined;
  /** True when its relative links lead to what was saved with it. */
  readonly isCopy: boolean;
};

/** Reads what a page says of its article. What cannot be understood is taken from where it is said otherwise. */
export function readPageMetadata(survey: Survey, source: Source, { saved, isCopy }: Copy): PageMetadata {
  const { metas } = survey;
  const addresses = addressesOf(survey, saved);
  const canonical = addresses.find(isPageAddress);
  const data = readLinkedData(survey.linkedData, (address) => permalinkOf(address) === canonical);
  const open = openGraph(metas);
  // JSON-LD and OpenGraph are made for machines and looked after, for search engines and networks punish who does not;
  // then what is made for archives and statistics, then what the page shows.
  const other = inMetas(metas);
  const ways = [data.said, open, other, shown(survey)];
  const said = <Part extends keyof Said>(part: Part) =>
    ways.map((way) => way[part]).find((list) => list.length > 0) ?? [];
  const all = <Part extends keyof Said>(part: Part) => ways.flatMap((way): readonly unknown[] => way[part]);
  const link = canonical ?? all('links').map(String).flatMap(addressIn).find(isPageAddress);
  const start = link ?? addresses[0];
  const elsewhere = isCopy ? undefined : (baseOf(survey, start) ?? (start ? { link: start } : undefined));
  const base = { folder: source.folder, ...elsewhere };
  const { zone } = source.settings;
  const published = dateFrom(all('published').map(String), zone) ?? (link ? dateInPath(link, zone) : undefined);
  const updated = dateFrom(all('updated').map(String), zone);
  const title = titleOf(data.said.titles, [...open.titles, ...other.titles], survey, [
    ...data.said.sites,
    ...open.sites,
  ]);
  return {
    draft: {
      title,
      summary: plainLine(said('summaries')[0]),
      authors: authorsFrom(
        ways.map(({ authors }) => authors),
        base,
      ),
      tags: tagsFrom(said('tags'), said('sections'), title ?? ''),
      language: [survey.language, ...all('languages').map(String)].map(languageOf).find(Boolean),
      link,
      picture: pictureFrom(
        ways.flatMap(({ pictures }) => pictures),
        survey,
        base,
      ),
      published,
      // A page that was built anew is no correction; and no correction was before its article.
      updated: updated && published && updated.at > published.at ? updated : undefined,
    },
    base,
    text: data.said.texts[0],
    isArticle: data.isArticle || /^article$/i.test(metas.get('og:type')?.[0] ?? '') || open.published.length > 0,
    isList: data.isList,
  };
}

/** The addresses that a page claims, best first. */
function addressesOf({ links, metas, baseHref }: Survey, saved: string | undefined): string[] {
  const [open] = metas.get('og:url') ?? [];
  const href = links.find(({ rel }) => rel.split(/\s+/).includes('canonical'))?.href;
  const around = [open, saved, baseHref].map(permalinkOf).find(Boolean);
  const canonical = href ? URL.parse(href.trim(), around)?.href : undefined;
  return [canonical, open, saved].flatMap(addressIn);
}

function addressIn(text: string | undefined): string[] {
  const address = permalinkOf(text);
  return address ? [address] : [];
}

/** A home page is the address of no article, whatever a careless template says. */
function isPageAddress(address: string): boolean {
  const { pathname, search } = new URL(address);
  return pathname !== '/' || search !== '';
}

/** Where relative links start: at `base`, which may itself be relative. */
function baseOf({ baseHref }: Survey, link: string | undefined): { link: string } | undefined {
  const href = baseHref ? permalinkOf(URL.parse(baseHref.trim(), link)?.href) : undefined;
  return href ? { link: href } : undefined;
}

/** The first that is a date; if it is a mere day, the time that another names on that day. */
function dateFrom(dates: readonly string[], zone: string): Moment | undefined {
  const moments = dates.slice(0, 50).flatMap((text) => {
    const moment = parseDate(text.trim(), zone);
    // The beginning of the computers' time is what a template writes that knows no date.
    return moment && moment.at.getTime() > 0 ? [{ ...moment, day: text.trim().slice(0, 10) }] : [];
  });
  const [first] = moments;
  if (!first) return undefined;
  const { at, isDateOnly } = moments.find(({ isDateOnly, day }) => !isDateOnly && day === first.day) ?? first;
  return { at, isDateOnly };
}

/** Those that are people's names; networks' pages and mere signs are not. */
function authorsFrom(ways: readonly Said['authors'][], base: LinkBase): Author[] {
  for (const way of ways) {
    const found = new Map<string, Author>();
    for (const { name, url } of way) {
      const plain = plainName(name);
      if (plain === '') continue;
      const href = url ? absoluteUri(url, base) : undefined;
      const link = permalinkOf(href);
      for (const author of authorsOf({ author: plain }))
        if (!found.has(author.name.toLowerCase()))
          found.set(author.name.toLowerCase(), { ...(link ? { url: link } : {}), ...author });
    }
    if (found.size > 0) return [...found.values()];
  }
  return [];
}

const LONGEST_NAME = 300;
const NO_NAME =
  /^(?:https?:|www\.|@|\/)|:$|^(?:last updated|updated|published|posted|follow|share)\b|^(?:admin|administrator|root|unknown|anonymous|null|undefined|n\/a|none)$/i;

/** “By Jane Doe” -> “Jane Doe”; empty for what is no name. */
export function plainName(text: string): string {
  const name = (plainLine(text.slice(0, LONGEST_NAME)) ?? '')
    .replace(/^(?:(?:written |posted )?by:?\s+|(?:von|par|por|di|от)\s+(?=\S+\s)|автор:?\s+)/iu, '')
    .replace(/[\s,|•·-]+$/u, '');
  return NO_NAME.test(name) || name.length > 150 || !/\p{L}/u.test(name) ? '' : name;
}

/** @param title that some sites also give as a keyword */
function tagsFrom(tags: readonly string[], sections: readonly string[], title: string): string[] {
  const written = tags.length > 0 ? tags : sections;
  // Where a single text stands for all, it is a list; of several, each is a tag.
  const lines = (written.length === 1 ? written.flatMap(listed) : written).flatMap((tag) => plainLine(tag) ?? []);
  const labels = lines
    .map((line) => line.replace(/^#(?=\p{L})/u, ''))
    .filter((line) => line.toLowerCase() !== title.toLowerCase());
  // Some put notes to themselves among them, and mark what is a tag.
  const marked = labels.filter((label) => /^tag:/i.test(label)).map((label) => label.slice('tag:'.length).trim());
  return [...new Set(marked.length > 0 ? marked : labels)];
}

function pictureFrom(pictures: Said['pictures'], { figures }: Survey, base: LinkBase): Picture | undefined {
  for (const { url, caption, credit } of pictures) {
    const address = absoluteUri(url, base);
    if (!address) continue;
    const same = pictures.find((other) => other.caption && isSamePicture(other.url, url));
    const figure = figures.find((figure) => figure.caption && isSamePicture(figure.address, url));
    const said = plainLine(figure?.caption || caption || same?.caption);
    const by = plainLine(credit);
    return { url: address, ...(said ? { caption: said } : {}), ...(by && !said?.includes(by) ? { credit: by } : {}) };
  }
  return undefined;
}

/** True for two addresses that show the same picture, in two sizes or from two servers. */
export function isSamePicture(one: string, other: string): boolean {
  const [name, second] = [pictureName(one), pictureName(other)];
  return name.length > 3 && name === second;
}

function pictureName(address: string): string {
  const path = address.slice(0, 2000).replace(/[?#].*$/s, '');
  const file = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return file.replace(/\.[a-z]{3,4}$/, '').replace(/(?:[-_](?:\d{2,4}x\d{2,4}|\d{2,4}w?|scaled)|@\dx)$/, '');
}

/** A text of the page, whose references the parser has decoded already; many are written twice all the same. */
function plainLine(text: string | undefined): string | undefined {
  const line = text === undefined ? '' : oneLine(plainTitle(text));
  return line === '' ? undefined : line;
}
