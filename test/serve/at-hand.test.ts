import { describe, expect, test } from 'vitest';
import { AtHand, hashOf, type Likely } from '../../src/serve/at-hand.ts';
import { Documents } from '../../src/serve/documents.ts';
import { silent } from '../support/publication.ts';

/** Two paths that have the same number: of two hundred thousand there are nearly always several such. */
function collidingPaths(): [string, string] {
  const seen = new Map<number, string>();
  for (let count = 0; ; count += 1) {
    const path = `/tags/${count}/rss.xml`;
    const other = seen.get(hashOf(path));
    if (other !== undefined) return [other, path];
    seen.set(hashOf(path), path);
  }
}

const WHOLE: Likely = { coding: 'gzip', isWhole: true };
const kept = (path: string) => ({ path, counted: undefined, identity: { length: 1 } });

describe('what is at hand', () => {
  test('is found by its path, in whatever coding, and by no other path', () => {
    const atHand = new AtHand<ReturnType<typeof kept>>();
    const paths = Array.from({ length: 1000 }, (_, number) => `/tags/subject-${number}/rss.xml`);
    const all = paths.map(kept);
    for (const one of all) atHand.set(one);
    expect(paths.map((path) => atHand.at(path, WHOLE))).toEqual(all);
    expect(paths.map((path) => atHand.at(`${path}?`, WHOLE))).toEqual(paths.map(() => undefined));
  });

  test('is the last of those that have one number; to forget the others does not forget it', () => {
    const [path, same] = collidingPaths();
    const [first, second] = [kept(path), kept(same)];
    const atHand = new AtHand<typeof first>();
    atHand.set(first);
    expect(atHand.at(same, WHOLE)).toBeUndefined();
    atHand.set(second);
    expect([atHand.at(path, WHOLE), atHand.at(same, WHOLE)]).toEqual([undefined, second]);
    atHand.delete(first);
    expect(atHand.at(same, WHOLE)).toBe(second);
    atHand.delete(second);
    expect(atHand.at(same, WHOLE)).toBeUndefined();
  });

  test('does not read all of a path that is long, and tells such paths apart all the same', () => {
    const long = `/tags/${'a'.repeat(5000)}`;
    const [one, other] = [kept(`${long}/rss.xml`), kept(`${long}/atom.xml`)];
    expect(hashOf(one.path)).toBe(hashOf(other.path));
    const atHand = new AtHand<typeof one>();
    atHand.set(one);
    expect([atHand.at(one.path, WHOLE), atHand.at(other.path, WHOLE)]).toEqual([one, undefined]);
  });

  test('is what is kept last of a path, and nothing once that is forgotten', () => {
    const atHand = new AtHand<ReturnType<typeof kept>>();
    const [older, newer] = [kept('/rss.xml'), kept('/rss.xml')];
    atHand.set(older);
    atHand.set(newer);
    atHand.delete(older);
    expect(atHand.at('/rss.xml', WHOLE)).toBe(newer);
    atHand.delete(newer);
    expect(atHand.at('/rss.xml', WHOLE)).toBeUndefined();
  });
});

test('documents whose paths have one number are each their own, also after one of them has changed', async () => {
  const documents = new Documents({ digest: '', since: 0 }, 1_000_000, silent);
  const [path, same] = collidingPaths();
  const resourceAt = (own: string) => ({
    path: own,
    mediaType: 'application/rss+xml; charset=utf-8',
    cacheControl: 'max-age=900',
    links: '',
    topics: [own],
    state: async () => ({ revision: 1, digest: own, at: 0 }),
    render: async () => Buffer.from(own),
  });
  const made = [await documents.get(resourceAt(path)), await documents.get(resourceAt(same))];
  expect(made.map((document) => document?.identity.body.toString())).toEqual([path, same]);
  expect([documents.at(path), documents.at(same)]).toEqual(made);
  await documents.forget(same);
  expect([documents.at(path), documents.at(same)]).toEqual([made[0], undefined]);
  await documents.settled();
});
