// What an article says of itself as an episode, and the files that belong to it -> the episode with those that are served.
// Pure.
import { type Chapter, type Episode, type Remark, SITE_MARK, type Transcript } from '../entry.ts';
import { isTranscript, type MediaFacts } from '../media.ts';
import { hasCues, MOST_TRANSCRIPTS } from './episode.ts';

/** A medium and the address it is served at. */
export type Served = MediaFacts & { readonly url: string };

/** What a medium is wanted for. */
export type Wanted = { readonly what: string; readonly isFit: (facts: MediaFacts) => boolean };

export const PICTURE: Wanted = { what: 'a picture', isFit: ({ type }) => type.startsWith('image/') };
const TRANSCRIPT: Wanted = { what: 'a transcript', isFit: ({ type }) => isTranscript(type) };

type Find = (url: string, wanted: Wanted) => Served | undefined;

/** What belongs to an episode. */
export type EpisodeFiles = {
  /** False when there is nothing to be played that podcasts take. */
  readonly isPlayed: boolean;
  /** Those with the name of the article. */
  readonly transcripts: readonly (readonly [path: string, served: Served])[];
  /** Of the file of chapters, where there is one that can be read. */
  readonly chapters: readonly Chapter[] | undefined;
  /** Those inside of what is played. */
  readonly inside: readonly Chapter[] | undefined;
  /** What is served of a local address. */
  readonly find: Find;
  /** The same; what is not is told. */
  readonly local: Find;
  readonly tell: (remark: Remark) => void;
};

/**
 * @returns undefined when nothing is left to be said of it, and for what is no episode: newsrooms have people and seasons, too,
 *   and no reader would see a difference when these change
 */
export function attachEpisode(said: Episode, files: EpisodeFiles): Episode | undefined {
  const { transcripts = [], persons = [], chapters = files.chapters ?? files.inside ?? [], ...rest } = said;
  const spoken = [...namedTranscripts(transcripts, files), ...transcriptsBeside(files)].slice(0, MOST_TRANSCRIPTS);
  const shown = persons.map((person) => withPicture(person, files.local));
  const parts = withPictures(chapters, files);
  const episode = {
    ...rest,
    ...(shown.length > 0 ? { persons: shown } : {}),
    ...(spoken.length > 0 ? { transcripts: spoken } : {}),
    ...(parts.length > 0 ? { chapters: parts } : {}),
  };
  return files.isPlayed && Object.keys(episode).length > 0 ? episode : undefined;
}

function namedTranscripts(named: readonly Transcript[], files: EpisodeFiles): Transcript[] {
  return named.flatMap((transcript): Transcript[] => {
    const { url } = transcript;
    if (!url.startsWith(SITE_MARK)) return [transcript];
    const served = files.local(url, TRANSCRIPT);
    if (!served) return [];
    if (files.isPlayed) return [{ ...transcript, url: served.url, type: served.type }];
    files.tell(ofNoUse(url.slice(SITE_MARK.length)));
    return [];
  });
}

/** In the order in which players like them: with cues first. */
function transcriptsBeside({ transcripts, isPlayed, tell }: EpisodeFiles): Transcript[] {
  if (!isPlayed) for (const [path] of transcripts) tell(ofNoUse(path));
  const found = isPlayed ? transcripts.map(([, { url, type }]) => ({ url, type })) : [];
  const cued = found.filter(({ type }) => hasCues(type)).map((transcript) => ({ ...transcript, isCaptions: true }));
  return [...cued.toSorted(vttFirst), ...found.filter(({ type }) => !hasCues(type))];
}

function vttFirst(one: Transcript, other: Transcript): number {
  return Number(other.type === 'text/vtt') - Number(one.type === 'text/vtt');
}

function ofNoUse(path: string): Remark {
  return {
    kind: 'repaired',
    why: 'a transcript is of no use: expected audio or video that podcasts play, found none',
    text: path,
  };
}

/** Of many pictures that are missing the first is told. */
function withPictures(chapters: readonly Chapter[], { find, local }: EpisodeFiles): Chapter[] {
  const missing = chapters.find(({ picture }) => picture?.startsWith(SITE_MARK) && !find(picture, PICTURE));
  if (missing?.picture) local(missing.picture, PICTURE);
  return chapters.map((chapter) => withPicture(chapter, find));
}

/** Without the picture when that is not served. */
function withPicture<T extends { readonly picture?: string }>(some: T, find: Find): T {
  const { picture, ...rest } = some;
  if (!picture?.startsWith(SITE_MARK)) return some;
  const served = find(picture, PICTURE);
  return { ...rest, ...(served ? { picture: served.url } : {}) } as T;
}
