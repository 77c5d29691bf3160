// Podcasts for tests: what their publishers say, and something to play.
import type { Enclosure } from '../../src/entry.ts';
import type { Podcast } from '../../src/podcast.ts';

export const AUDIO: Enclosure = { url: 'https://audio.example.org/a.mp3', type: 'audio/mpeg', length: 1000 };

export function aPodcast(of: Partial<Podcast> = {}): Podcast {
  return {
    cover: { file: '/cover.png', hash: 'A'.repeat(43), type: 'image/png', length: 1000 },
    categories: [['News', 'Politics']],
    isExplicit: false,
    medium: 'podcast',
    isLocked: false,
    funding: [],
    persons: [],
    txts: [],
    isComplete: false,
    isBlocked: false,
    ...of,
  };
}
