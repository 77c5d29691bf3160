// Objects as programs make them of XML, with names in any style -> fields by one name each.
import { type Fields, isRecord } from './fields.ts';

/** `episodeType`, `episode_type` and `itunes:episode-type` without what stands between their words. */
export function squeeze(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** By squeezed name. Attributes count as members, and what stands in the element is `text`. A value that is none is its text. */
export function recordOf(value: unknown): Fields {
  if (!isRecord(value)) return { text: value };
  const members = Object.entries(value).flatMap(([name, inner]) =>
    name === '$' && isRecord(inner) ? Object.entries(inner) : [[name, inner] as const],
  );
  return Object.fromEntries(members.map(([name, inner]) => [squeeze(name) || 'text', inner]));
}
