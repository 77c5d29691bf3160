// How rules come to their results. Pure.
import type { Article, Library } from './library.ts';
import type { Failure, Result } from './taker.ts';

/** Why an article does not do; `unknown`: that cannot be told from here; undefined: it does. */
type Verdict = string | 'unknown' | undefined;

/** Judges articles one by one. */
export function each(articles: readonly Article[], look: (article: Article) => Verdict): Result {
  const failures: Failure[] = [];
  let unknown = 0;
  for (const article of articles) {
    const why = look(article);
    if (why === 'unknown') unknown += 1;
    else if (why !== undefined) failures.push({ name: article.name, why });
  }
  return { passed: articles.length - failures.length - unknown, failures, unknown };
}

/** Judges the publication, or the library as a whole. @param why it does not do; undefined: it does */
export function whole(why: string | undefined): Result {
  return { passed: why === undefined ? 1 : 0, failures: why === undefined ? [] : [{ why }], unknown: 0 };
}

/** Whether the world can fetch what Tagwire serves, and over https. */
export function publicAddress({ publication: { baseUrl } }: Library): Result {
  const { protocol, hostname } = new URL(baseUrl);
  const isHere = /^(?:localhost|.+\.localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
  if (isHere) return whole(`${baseUrl} is this machine`);
  return whole(protocol === 'https:' ? undefined : `${baseUrl} is not https`);
}

/** Why a date does not do: none is later than now. */
export function future({ published, updated = published }: Article, now: Date): string | undefined {
  const late = [published, updated].find((date) => date > now);
  return late && `it is dated ${late.toISOString()}, which is to come`;
}

/** Why a text does not do: feeds carry it whole. */
export function lackOfText({ text }: Article): string | undefined {
  if (text === 'none') return 'it has no text';
  return text === 'too long' ? 'its text is longer than a feed carries' : undefined;
}

/** Why none of an article's pictures does. @param least pixels */
export function lackOfPicture({ pictures }: Article, least: number): Verdict {
  if (pictures.length === 0) return 'it has no picture';
  const widths = pictures.flatMap(({ width }) => width ?? []);
  const widest = Math.max(0, ...widths);
  if (widest >= least) return undefined;
  return widths.length < pictures.length ? 'unknown' : `its widest picture has ${widest} pixels`;
}
