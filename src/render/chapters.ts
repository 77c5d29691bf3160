// The chapters of an episode -> JSON Chapters 1.2, as players fetch them (POD-23). Pure.
import type { Chapter } from '../entry.ts';
import { stringify } from './json.ts';
import { absolute, type Publication } from './publication.ts';

/** @param chapters by their start */
export function renderChapters(chapters: readonly Chapter[], site: Pick<Publication, 'baseUrl'>): string {
  const list = chapters.map(({ start, end, title, url, picture, isHidden }) => ({
    startTime: start,
    title,
    img: picture === undefined ? undefined : absolute(picture, site),
    url: url === undefined ? undefined : absolute(url, site),
    toc: isHidden ? false : undefined,
    endTime: end,
  }));
  return `${stringify({ version: '1.2.0', chapters: list })}\n`;
}
