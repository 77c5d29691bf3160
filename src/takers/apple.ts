// Apple Podcasts: it reads a podcast, and rejects what breaks its rules.
import { eachEpisode, notesOnPodcasts, OF_EPISODES, OF_PODCASTS, podcastsIn } from './podcasts.ts';
import type { Taker } from './taker.ts';

export const APPLE: Taker = {
  name: 'apple',
  rules: [
    ...OF_PODCASTS,
    ...OF_EPISODES,
    {
      id: 'POD-05',
      level: 'should',
      asks: 'The picture of an episode is a square JPEG or PNG of 1,400 to 3,000 pixels; others are not shown.',
      judge: (library) => eachEpisode(library, ({ whyNoCover }) => whyNoCover),
      remedy: 'Put such a picture beside the article, under its name; without one the cover is shown.',
    },
    {
      id: 'POD-13',
      level: 'should',
      asks: 'No title begins with the number of the episode, which is shown beside it.',
      judge: (library) =>
        eachEpisode(library, ({ isNumberInTitle }) =>
          isNumberInTitle ? 'its title begins with its number' : undefined,
        ),
      remedy: 'Leave the number out of the title, or give the episode a title of its own.',
    },
  ],
  notes: (library) => [
    ...notesOnPodcasts(library),
    ...(podcastsIn(library).some(({ isExplicit }) => isExplicit)
      ? ['A podcast says that it is explicit: in some countries Apple does not list those.']
      : []),
    'Of the categories Apple looks at the first alone.',
    'Whether Apple has accepted the podcast, only Apple can say: in Podcasts Connect, where its address is handed in.',
  ],
};
