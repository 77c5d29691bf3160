// PSP-1, the standard of the Podcast Standards Project, and the Podcast Index, whose words it takes up.
import { eachEpisode, notesOnPodcasts, OF_EPISODES, OF_PODCASTS, podcastsIn } from './podcasts.ts';
import type { Taker } from './taker.ts';

export const PSP_1: Taker = {
  name: 'psp-1',
  rules: [
    ...OF_PODCASTS,
    ...OF_EPISODES,
    {
      id: 'POD-12',
      level: 'should',
      asks: 'Each episode has a picture of its own: a square JPEG or PNG of 1,400 to 3,000 pixels.',
      judge: (library) =>
        eachEpisode(library, ({ hasPicture, whyNoCover }) => (hasPicture ? whyNoCover : 'it has no picture')),
      remedy: 'Put such a picture beside the article, under its name; without one the cover is shown.',
    },
    {
      id: 'POD-22',
      level: 'should',
      asks: 'Each episode has a transcript.',
      judge: (library) => eachEpisode(library, ({ hasTranscript }) => (hasTranscript ? undefined : 'it has none')),
      remedy: 'Put one beside the audio, under its name, as .vtt, .srt or .transcript.json.',
    },
  ],
  notes: (library) => [
    ...notesOnPodcasts(library),
    ...(podcastsIn(library).some(({ owner }) => !owner?.email)
      ? ['A podcast says no e-mail of its owner: some directories write there to see whose it is, and so does spam.']
      : []),
    '`podcast:guid`, `podcast:locked`, `itunes:author` and whether it is explicit every podcast says.',
  ],
};
