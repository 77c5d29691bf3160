// Documents follow the store, whoever writes it.
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Follower } from '../src/follow.ts';
import { Documents, type Resource } from '../src/serve/documents.ts';
import { Store } from '../src/store/store.ts';
import { anArrival } from './store/contract.ts';
import { eventually, silent } from './support/publication.ts';

const now = new Date('2030-01-01');

/** Two tags: the feed of One is in use, and made again when it may be; of that of Two the validators are known. */
async function twoTags() {
  const store = await Store.open('sqlite::memory:');
  onTestFinished(() => store.close());
  const save = async (path: string, tag: string) => {
    const arrival = anArrival(path, { tags: [tag] });
    await store.save([arrival], await store.identify([store.newcomer(arrival)], async () => new Set()), now);
  };
  await save('a', 'One');
  await save('b', 'Two');
  const documents = new Documents({ digest: '', since: 0 }, 1_000_000, silent);
  let gate = Promise.resolve();
  const feedOf = (slug: string): Resource => ({
    path: `/tags/${slug}/rss.xml`,
    topics: [slug],
    mediaType: 'text/plain',
    cacheControl: 'no-store',
    links: '',
    state: () => store.feedState({ kind: 'tag', slug }),
    render: () => gate.then(() => Buffer.from(slug)),
  });
  const [one, two] = [feedOf('one'), feedOf('two')];
  await documents.get(one);
  await documents.validators(two);
  // In use, so it is prepared again; the other is only forgotten.
  documents.at(one.path);
  const follower = new Follower(store, documents, (await store.head()).revision, silent);
  onTestFinished(() => follower.stop());
  const { promise, resolve: release } = Promise.withResolvers<void>();
  gate = promise;
  return { documents, follower, one, two, save, release };
}

test('who hears of a change does not wait until what has changed before is prepared', async () => {
  const { documents, follower, one, two, save, release } = await twoTags();
  await save('c', 'One');
  const first = follower.look();
  await save('d', 'Two');
  const second = follower.look();
  // Nothing tells when it has looked; to ask for a document would put it to use.
  for (let turn = 0; turn < 200; turn += 1) await setImmediate();
  const forgotten = documents.at(two.path);
  release();
  await Promise.all([first, second]);
  expect(forgotten).toBeUndefined();
  const { etag } = (await documents.validators(one)) ?? {};
  expect(etag).toMatch(/^W\/"3-/);
});

test('nor does who looks by itself', async () => {
  const { documents, two, save, release } = await twoTags();
  const isForgotten = () =>
    eventually(
      () => documents.at(two.path),
      (prepared) => prepared === undefined,
    );
  // What another process writes: nobody tells.
  await save('c', 'One');
  await save('d', 'Two');
  await isForgotten();
  await documents.validators(two);
  await save('e', 'Two');
  await isForgotten();
  release();
});

test('who asks to follow waits for what an earlier look has found', async () => {
  const { documents, follower, one, save, release } = await twoTags();
  const { etag: old } = (await documents.validators(one)) ?? {};
  await save('c', 'One');
  const first = follower.look();
  for (let turn = 0; turn < 200; turn += 1) await setImmediate();
  // The store says no more than it did then.
  const second = follower.look().then(() => documents.validators(one));
  for (let turn = 0; turn < 200; turn += 1) await setImmediate();
  release();
  expect((await second)?.etag).not.toBe(old);
  await first;
});
