// The names of podcasts in all directories.
import { expect, test } from 'vitest';
import { podcastGuid } from '../src/podcast.ts';

test.each([
  // The two of the namespace's own documentation.
  { address: 'podnews.net/rss', guid: '9b024349-ccf0-5f69-a609-6b82873eab3c' },
  { address: 'mp3s.nashownotes.com/pc20rss.xml', guid: '917393e3-1b1e-5cef-ace4-edaa54e1f810' },
  // Neither scheme nor slashes at the end count.
  { address: 'https://podnews.net/rss', guid: '9b024349-ccf0-5f69-a609-6b82873eab3c' },
  { address: 'http://podnews.net/rss//', guid: '9b024349-ccf0-5f69-a609-6b82873eab3c' },
])('POD-20: the guid of $address', ({ address, guid }) => {
  expect(podcastGuid(address)).toBe(guid);
});
