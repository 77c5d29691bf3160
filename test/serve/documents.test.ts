// Documents are built when they are wanted, once, and never served when something newer is known to be there.
import { randomBytes } from 'node:crypto';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { CODINGS } from '../../src/serve/coding.ts';
import { type Document, Documents, documentOf, type Resource, type Settings } from '../../src/serve/documents.ts';
import type { FeedState } from '../../src/store/feeds.ts';
import { eventually, silent } from '../support/publication.ts';

const MANY_BYTES = 10_000_000;

/** A resource whose content can be changed, and whose rendering can be held up. */
function changing(path: string, { topics = ['*'], size = 100 }: { topics?: readonly string[]; size?: number } = {}) {
  const counts = { renders: 0, states: 0 };
  let state: FeedState | undefined = { revision: 1, digest: 'first', at: 1_750_000_000 };
  let text = 'first';
  let gate: Promise<void> = Promise.resolve();
  let failure: Error | undefined;
  const resource: Resource = {
    path,
    topics,
    mediaType: 'text/plain',
    cacheControl: 'no-store',
    links: '',
    state: async () => {
      counts.states += 1;
      return state;
    },
    render: async () => {
      counts.renders += 1;
      // What is read, is read before the wait: as from a database.
      const body = Buffer.from(text.padEnd(size, '.'));
      await gate;
      if (failure) throw failure;
      return body;
    },
  };
  return {
    resource,
    counts,
    change: (to: string) => {
      text = to;
      state = { revision: (state?.revision ?? 0) + 1, digest: to, at: (state?.at ?? 0) + 1 };
    },
    remove: () => {
      state = undefined;
    },
    fail: (error: Error | undefined) => {
      failure = error;
    },
    /** Holds rendering up until the returned function is called. */
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
}

const codingsOf = (document: Document | undefined) => CODINGS.filter((coding) => document?.[coding] !== undefined);
const make = (cacheBytes = MANY_BYTES, settings: Settings = { digest: '', since: 0 }) =>
  new Documents(settings, cacheBytes, silent);
const textOf = async (documents: Documents, resource: Resource) =>
  (await documents.get(resource))?.identity.body.toString().replaceAll('.', '');

test('a document is built once, however many ask for it at the same time', async () => {
  const documents = make();
  const { resource, counts } = changing('/rss.xml');
  const answers = await Promise.all(Array.from({ length: 20 }, () => documents.get(resource)));
  expect(new Set(answers).size).toBe(1);
  expect(await documents.get(resource)).toBe(answers[0]);
  expect(counts.renders).toBe(1);
});

test('HTTP-30: validators are known without rendering, and are those of the document', async () => {
  const documents = make();
  const { resource, counts } = changing('/rss.xml');
  const validators = await documents.validators(resource);
  expect(counts.renders).toBe(0);
  expect(validators?.etag).toMatch(/^W\/"[\w-]+"$/);
  expect(await documents.get(resource)).toMatchObject({ ...validators });
});

describe('validators without a document', () => {
  test('HTTP-30: are asked of the store once, and again after a change', async () => {
    const documents = make();
    const { resource, counts, change } = changing('/rss.xml');
    const first = await documents.validators(resource);
    expect(documents.at('/rss.xml')).toBe(first);
    expect(await documents.validators(resource)).toBe(first);
    expect(counts).toEqual({ renders: 0, states: 1 });
    change('second');
    await documents.touch(new Set());
    expect(documents.at('/rss.xml')).toBeUndefined();
    expect((await documents.validators(resource))?.etag).not.toBe(first?.etag);
    expect(counts.renders).toBe(0);
  });

  test('are read once, however many ask at the same time, and again for those who ask after a change', async () => {
    const documents = make();
    const { resource, counts, change } = changing('/tags/a+b/rss.xml');
    const { promise, resolve } = Promise.withResolvers<void>();
    const slow = { ...resource, state: () => resource.state().finally(() => promise) };
    const asked = Array.from({ length: 20 }, () => documents.validators(slow));
    expect(counts.states).toBe(1);
    change('second');
    await documents.touch(new Set());
    const askedLater = documents.validators(slow);
    resolve();
    const [old, ...others] = await Promise.all(asked);
    expect(new Set(others)).toEqual(new Set([old]));
    expect((await askedLater)?.etag).not.toBe(old?.etag);
    expect(await documents.validators(resource)).toBe(await askedLater);
    expect(counts.states).toBe(2);
  });

  test('that cannot be read are asked for again by the next', async () => {
    const documents = make();
    const { resource } = changing('/tags/a+b/rss.xml');
    const busy = { ...resource, state: () => Promise.reject(new Error('busy')) };
    await expect(documents.validators(busy)).rejects.toThrow('busy');
    expect((await documents.validators(resource))?.etag).toBeDefined();
  });

  test('that were read before a change do not outlive it', async () => {
    const documents = make();
    const { resource, change } = changing('/rss.xml');
    const { promise, resolve } = Promise.withResolvers<void>();
    const slow = { ...resource, state: () => resource.state().finally(() => promise) };
    const asked = documents.validators(slow);
    change('second');
    await documents.touch(new Set());
    resolve();
    const old = await asked;
    expect((await documents.validators(resource))?.etag).not.toBe(old?.etag);
  });
});

test('a change that touches many documents holds nobody else up', async () => {
  const documents = make();
  const many = Array.from({ length: 50 }, (_, number) => changing(`/${number}`));
  for (const { resource } of many) {
    await documents.get(resource);
    documents.at(resource.path);
  }
  for (const { change } of many) change('second');
  let turns = 0;
  let isDone = false;
  const others = () => {
    turns += 1;
    if (!isDone) setImmediate(others);
  };
  setImmediate(others);
  await documents.touch(new Set());
  isDone = true;
  expect(many.map(({ counts }) => counts.renders)).toEqual(many.map(() => 2));
  expect(turns).toBeGreaterThanOrEqual(50);
});

test.each(['touch', 'forget'] as const)('nor does %s where very much is known', async (act) => {
  const documents = make();
  for (let number = 0; number < 5000; number += 1)
    await documents.validators(changing(`/tags/${number}`, { topics: ['harbour'] }).resource);
  const known = () => documents.at('/tags/4999') !== undefined;
  expect(known()).toBe(true);
  let turns = 0;
  let isDone = false;
  const others = () => {
    turns += 1;
    if (!isDone) setImmediate(others);
  };
  setImmediate(others);
  await (act === 'touch' ? documents.touch(new Set(['harbour'])) : documents.forget('harbour'));
  isDone = true;
  expect(known()).toBe(false);
  expect(turns).toBeGreaterThanOrEqual(3);
});

test('a document that is in use and does not change is compressed as far as it goes, a cold one never', async () => {
  const documents = make();
  const text = Array.from({ length: 3000 }, (_, number) => `${number * 7919} sails past ${number * 104729}`).join(' ');
  const prepared = async (path: string) => {
    const document = await documents.get({ ...changing(path).resource, render: async () => Buffer.from(text) });
    await document?.compressed;
    return document;
  };
  const [used, cold] = [await prepared('/used'), await prepared('/cold')];
  const sizes = () => [used, cold].map((document) => document?.br?.length ?? 0);
  const [before = 0] = sizes();
  for (let minute = 1; minute <= 5; minute += 1) {
    expect(sizes()).toEqual([before, before]);
    documents.at('/used');
    await documents.lookAround();
  }
  const [after = 0, other] = sizes();
  expect(after).toBeLessThan(before);
  expect(other).toBe(before);
  expect(brotliDecompressSync(used?.br?.body ?? Buffer.alloc(0)).toString()).toBe(text);
  const head = used?.br?.fields ?? [];
  expect(head[head.indexOf('Content-Length') + 1]).toBe(String(after));
});

test('GEN-05: the old version is served while the new one is built', async () => {
  const documents = make();
  const { resource, counts, change, hold } = changing('/rss.xml');
  await documents.get(resource);
  const old = await documents.validators(resource);
  change('second');
  const release = hold();
  const touched = documents.touch(new Set());
  await eventually(
    async () => counts.renders,
    (renders) => renders === 2,
  );
  expect(await textOf(documents, resource)).toBe('first');
  expect((await documents.validators(resource))?.etag).toBe(old?.etag);
  release();
  await touched;
  expect(await textOf(documents, resource)).toBe('second');
  expect((await documents.validators(resource))?.etag).not.toBe(old?.etag);
  expect(counts.renders).toBe(2);
});

test('a change of what nobody uses does not wait while what is in use rests between two changes', async () => {
  const documents = make();
  const [used, unused] = [changing('/used', { topics: ['a'] }), changing('/unused', { topics: ['b'] })];
  const release = used.hold();
  const made = documents.get(used.resource);
  release();
  await made;
  documents.at('/used');
  used.change('second');
  const again = used.hold();
  const first = documents.touch(new Set(['a']));
  // Making it takes a while, so the rest that follows takes four times as long.
  await new Promise((resolve) => setTimeout(resolve, 100));
  again();
  await first;
  await documents.get(unused.resource);
  const order: string[] = [];
  const resting = new Promise((resolve) => setTimeout(resolve, 150)).then(() => order.push('a part of the rest'));
  await documents.touch(new Set(['b'])).then(() => order.push('touched'));
  await resting;
  expect(order).toEqual(['touched', 'a part of the rest']);
});

test('what is touched and has not changed is not made again', async () => {
  const documents = make();
  const { resource, counts, change } = changing('/archive/1/rss.xml');
  const document = await documents.get(resource);
  documents.at(resource.path);
  await documents.touch(new Set());
  expect(counts).toMatchObject({ renders: 1, states: 2 });
  expect(documentOf(documents.at(resource.path))).toBe(document);
  change('second');
  await documents.touch(new Set());
  expect(await textOf(documents, resource)).toBe('second');
});

test('what is costly is made when it is asked for, never ahead, however much it is used', async () => {
  const documents = make();
  const found = changing('/tags/a+b/rss.xml');
  const resource = { ...found.resource, isCostly: true };
  for (let time = 0; time < 3; time += 1) await documents.get(resource);
  expect(documents.at(resource.path)).toBeDefined();
  found.change('second');
  await documents.touch(new Set());
  expect([found.counts.renders, documents.at(resource.path)]).toEqual([1, undefined]);
  expect(await textOf(documents, resource)).toBe('second');
});

test('what is forgotten is built when it is next asked for, and not before; other topics stay', async () => {
  const documents = make();
  const [found, other] = [changing('/search/?q=x', { topics: ['/search/'] }), changing('/rss.xml')];
  for (const { resource } of [found, other]) {
    await documents.get(resource);
    await documents.validators(resource);
    await documents.get(resource);
  }
  found.change('second');
  await documents.forget('/search/');
  expect([found.counts.renders, other.counts.renders]).toEqual([1, 1]);
  expect(await textOf(documents, found.resource)).toBe('second');
  expect(await textOf(documents, other.resource)).toBe('first');
  expect([found.counts.renders, other.counts.renders]).toEqual([2, 1]);
});

test('what is in use is prepared again though two changes come between its polls, and not for ever', async () => {
  const documents = make();
  const { resource, counts, change } = changing('/rss.xml');
  await documents.get(resource);
  documents.at('/rss.xml');
  for (const text of ['second', 'third', 'fourth', 'fifth', 'sixth']) {
    change(text);
    await documents.touch(new Set());
    if (text === 'fourth') expect(documentOf(documents.at('/rss.xml'))?.identity.body.toString()).toContain('fourth');
  }
  expect(counts.renders).toBe(6);
  for (const text of ['a', 'b', 'c', 'd', 'e']) {
    change(text);
    await documents.touch(new Set());
  }
  expect(documents.at('/rss.xml')).toBeUndefined();
});

test('what is forgotten while it is built is built once more', async () => {
  const documents = make();
  const { resource, counts, change, hold } = changing('/search/?q=x', { topics: ['/search/'] });
  const release = hold();
  const asked = textOf(documents, resource);
  await eventually(
    () => counts.renders,
    (renders) => renders === 1,
  );
  change('second');
  await documents.forget('/search/');
  release();
  expect(await asked).toBe('second');
});

test('a change during a build leads to a second build: nobody who asks afterwards sees the first', async () => {
  const documents = make();
  const { resource, counts, change, hold } = changing('/rss.xml');
  const release = hold();
  const first = documents.get(resource);
  await eventually(
    async () => counts.renders,
    (renders) => renders === 1,
  );
  change('second');
  const touched = documents.touch(new Set());
  release();
  await touched;
  expect((await first)?.identity.body.toString()).toContain('second');
  expect(await textOf(documents, resource)).toBe('second');
  expect(counts.renders).toBe(2);
});

test('many changes during one build lead to one more build', async () => {
  const documents = make();
  const { resource, counts, change, hold } = changing('/rss.xml');
  const release = hold();
  const first = documents.get(resource);
  await eventually(
    async () => counts.renders,
    (renders) => renders === 1,
  );
  const touches = ['second', 'third', 'fourth'].map((text) => {
    change(text);
    return documents.touch(new Set());
  });
  release();
  await Promise.all([...touches, first]);
  expect(await textOf(documents, resource)).toBe('fourth');
  expect(counts.renders).toBe(2);
});

test('what changes faster than it is made keeps nobody waiting for ever, and is made anew for the next who asks', async () => {
  const documents = make();
  const { resource, counts, change } = changing('/tags/-sport/rss.xml');
  const restless = {
    ...resource,
    render: async () => {
      const body = await resource.render();
      if (counts.renders < 20) {
        change(`version ${counts.renders}`);
        void documents.touch(new Set());
      }
      return body;
    },
  };
  await documents.get(restless);
  expect(counts.renders).toBeLessThan(20);
  const seen = counts.renders;
  expect(documents.at(resource.path)).toBeUndefined();
  change('last');
  expect(await textOf(documents, resource)).toBe('last');
  expect(counts.renders).toBe(seen + 1);
});

test('once the end is asked for nothing is made ahead, and whoever asks is answered', async () => {
  const documents = make();
  const many = Array.from({ length: 5 }, (_, number) => changing(`/${number}`));
  for (const { resource, change } of many) {
    await documents.get(resource);
    documents.at(resource.path);
    change('second');
  }
  const [first, ...others] = many;
  const release = first?.hold();
  const touched = documents.touch(new Set());
  await eventually(
    () => first?.counts.renders,
    (renders) => renders === 2,
  );
  documents.stop();
  release?.();
  await touched;
  expect(others.map(({ counts }) => counts.renders)).toEqual(others.map(() => 1));
  expect(await textOf(documents, changing('/other').resource)).toBe('first');
});

test('a document that nobody has asked for since it was built is dropped by a change, not built again', async () => {
  const documents = make();
  const { resource, counts, change } = changing('/rss.xml');
  await documents.get(resource);
  change('second');
  await documents.touch(new Set());
  expect(counts.renders).toBe(1);
  expect(await textOf(documents, resource)).toBe('second');
});

test('a change touches the documents of its tags, and those that depend on everything', async () => {
  const documents = make();
  const [home, harbour, weather] = [
    changing('/', { topics: ['*'] }),
    changing('/tags/harbour/', { topics: ['harbour'] }),
    changing('/tags/weather/', { topics: ['weather'] }),
  ];
  for (const { resource } of [home, harbour, weather]) {
    await documents.get(resource);
    await documents.validators(resource);
  }
  for (const { change } of [home, harbour, weather]) change('second');
  await documents.touch(new Set(['harbour']));
  expect([home, harbour, weather].map(({ counts }) => counts.renders)).toEqual([2, 2, 1]);
});

test('what depends on several tags is touched by each of them, also after it was built again', async () => {
  const documents = make();
  const both = changing('/tags/harbour,weather/rss.xml', { topics: ['harbour', 'weather'] });
  for (const [index, tag] of ['harbour', 'weather', 'harbour', 'other'].entries()) {
    await (await documents.get(both.resource))?.compressed;
    documents.at(both.resource.path);
    both.change(`version ${index}`);
    await documents.touch(new Set([tag]));
  }
  expect(both.counts.renders).toBe(4);
  expect(await textOf(documents, both.resource)).toBe('version 2');
});

test('what ends by the clock is not served beyond that moment, nor are its validators', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1000 });
  onTestFinished(() => void vi.useRealTimers());
  const documents = make();
  const { resource, change, counts } = changing('/news-sitemap.xml');
  const ending: Resource = {
    ...resource,
    state: async () => {
      const state = await resource.state();
      return state && { ...state, until: Date.now() + 500 };
    },
  };
  const first = await documents.get(ending);
  change('second');
  vi.setSystemTime(1499);
  expect(documentOf(documents.at(resource.path))).toBe(first);
  expect(await documents.get(ending)).toBe(first);
  vi.setSystemTime(1500);
  expect(documents.at(resource.path)).toBeUndefined();
  const known = await documents.validators(ending);
  expect(known?.etag).not.toBe(first?.etag);
  expect(await textOf(documents, ending)).toBe('second');
  // Whoever asks for the document alone is told no less.
  change('third');
  vi.setSystemTime(2000);
  expect(await textOf(documents, ending)).toBe('third');
  expect(counts.renders).toBe(3);
});

test('what is no longer there is not served any more', async () => {
  const documents = make();
  const { resource, remove } = changing('/rss.xml');
  await documents.get(resource);
  await documents.validators(resource);
  remove();
  await documents.touch(new Set());
  expect(await documents.get(resource)).toBeUndefined();
  expect(await documents.validators(resource)).toBeUndefined();
});

describe('a build that fails', () => {
  test('is an error to those who ask, and the next one tries again', async () => {
    const documents = make();
    const { resource, fail } = changing('/rss.xml');
    fail(new Error('disk gone'));
    await expect(documents.get(resource)).rejects.toThrow('disk gone');
    fail(undefined);
    expect(await textOf(documents, resource)).toBe('first');
  });

  test('after a change does not leave the old version to be served for ever', async () => {
    const documents = make();
    const { resource, change, fail } = changing('/rss.xml');
    await documents.get(resource);
    await documents.validators(resource);
    change('second');
    fail(new Error('disk gone'));
    await documents.touch(new Set());
    fail(undefined);
    expect(await textOf(documents, resource)).toBe('second');
  });

  test('does not keep the others from being built', async () => {
    const documents = make();
    const [bad, good] = [changing('/bad'), changing('/good')];
    for (const { resource } of [bad, good]) {
      await documents.get(resource);
      await documents.validators(resource);
    }
    bad.fail(new Error('disk gone'));
    good.change('second');
    const release = good.hold();
    const touched = documents.touch(new Set());
    release();
    await touched;
    expect(await textOf(documents, good.resource)).toBe('second');
  });
});

describe('memory', () => {
  test('the cache holds no more bytes than it may, coded bodies included', async () => {
    const documents = make(40_000);
    const resources = Array.from({ length: 20 }, (_, number) => {
      const made = changing(`/${number}`);
      return { ...made, resource: { ...made.resource, render: async () => randomBytes(5000) } };
    });
    for (const { resource } of resources) {
      const document = await documents.get(resource);
      await eventually(
        async () => document?.br?.body,
        (body) => body !== undefined,
      );
    }
    const kept = resources.filter(({ resource }) => documentOf(documents.at(resource.path)));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length * 20_000).toBeLessThanOrEqual(40_000);
  });

  test('validators of what nobody has fetched are counted too', async () => {
    const documents = make(40_000);
    const resources = Array.from({ length: 200 }, (_, number) => changing(`/${number}`).resource);
    for (const resource of resources) await documents.validators(resource);
    const kept = resources.filter(({ path }) => documents.at(path));
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.length).toBeLessThan(50);
  });

  test('what a resource holds itself is counted too', async () => {
    const documents = make(40_000);
    const resources = Array.from({ length: 200 }, (_, number) => ({
      ...changing(`/${number}`).resource,
      weight: 7000,
    }));
    for (const resource of resources) await documents.validators(resource);
    expect(resources.filter(({ path }) => documents.at(path)).length).toBeLessThan(5);
  });

  test('a document that is larger than the cache is served all the same', async () => {
    const documents = make(1000);
    const { resource, counts } = changing('/rss.xml', { size: 10_000 });
    expect(await textOf(documents, resource)).toBe('first');
    expect(await textOf(documents, resource)).toBe('first');
    expect(counts.renders).toBe(2);
  });
});

test('HTTP-32: small bodies are not compressed, larger ones are after a while', async () => {
  const documents = make();
  const [small, large] = [changing('/small', { size: 1000 }), changing('/large', { size: 2000 })];
  for (const [{ resource }, codings] of [
    [small, ['identity']],
    [large, ['identity', 'gzip', 'br', 'zstd']],
  ] as const) {
    const document = await documents.get(resource);
    expect(codingsOf(document)).toEqual(['identity']);
    await document?.compressed;
    expect(new Set(codingsOf(document))).toEqual(new Set(codings));
  }
});

test('HTTP-19: a tag tells apart addresses, versions and settings, and is equal for equals', async () => {
  const etag = async (path: string, digest: string, text?: string) => {
    const { resource, change } = changing(path);
    if (text !== undefined) change(text);
    return (await make(MANY_BYTES, { digest, since: 0 }).validators(resource))?.etag;
  };
  const first = await etag('/rss.xml', 'News');
  expect(await etag('/rss.xml', 'News')).toBe(first);
  expect(await etag('/atom.xml', 'News')).not.toBe(first);
  expect(await etag('/rss.xml', 'Olds')).not.toBe(first);
  expect(await etag('/rss.xml', 'News', 'second')).not.toBe(first);
});

describe('deltas', () => {
  /** A resource that tells what has been since, and how often it was made to. */
  function telling(path = '/rss.xml') {
    const { resource, change, counts } = changing(path);
    const log = new Map<number, FeedState>();
    let deltas = 0;
    const told = {
      ...resource,
      state: async () => {
        const state = await resource.state();
        if (state) log.set(state.revision, state);
        return state;
      },
      delta: {
        stateAt: async (revision: number) => log.get(revision),
        render: async (revision: number) => {
          deltas += 1;
          return Buffer.from(`since ${revision}: ${(await resource.render())?.toString().replaceAll('.', '')}`);
        },
      },
    };
    return { resource: told, change, counts, deltas: () => deltas };
  }
  const etagOf = async (documents: Documents, resource: Resource) => (await documents.validators(resource))?.etag ?? '';
  const baseOf = (etag: string, revision: number) => [{ sent: etag, etag, revision }];

  test('a delta is made once, however many have that version at the same time', async () => {
    const documents = make();
    const { resource, change, deltas } = telling();
    const before = await etagOf(documents, resource);
    change('second');
    const present = await etagOf(documents, resource);
    const ask = async () => (await documents.delta(resource, baseOf(before, 1), present))?.document;
    const [first, ...others] = await Promise.all(Array.from({ length: 20 }, ask));
    expect(first?.identity.body.toString()).toBe('since 1: second');
    for (const other of [...others, await ask()]) expect(other).toBe(first);
    expect(deltas()).toBe(1);
  });

  test('HTTP-53: a tag that does not prove itself has no delta, and nothing is made', async () => {
    const documents = make();
    const { resource, change, deltas } = telling();
    const before = await etagOf(documents, resource);
    change('second');
    const present = await etagOf(documents, resource);
    for (const [etag, revision] of [
      ['W/"1-abcdefghij-_0123"', 1],
      [before.replace('"1-', '"2-'), 2],
      [before, 9],
    ] as const)
      expect(await documents.delta(resource, baseOf(etag, revision), present)).toBeUndefined();
    const other = make(MANY_BYTES, { digest: 'other settings', since: 0 });
    expect(await other.delta(resource, baseOf(before, 1), present)).toBeUndefined();
    expect(deltas()).toBe(0);
  });

  test('HTTP-55: what was made before a change is not given to those who are told of the version after it', async () => {
    const documents = make();
    const { resource, change } = telling();
    const before = await etagOf(documents, resource);
    const told = async () => {
      // Asked of others, who have not asked before: the present version is what the store says.
      const found = await documents.delta(resource, baseOf(before, 1), await etagOf(make(), resource));
      return found?.document.identity.body.toString();
    };
    change('second');
    expect(await told()).toBe('since 1: second');
    // Another process has written, and nobody has told this one yet.
    change('third');
    expect(await told()).toBe('since 1: third');
  });

  test('a delta is forgotten when the feed changes, and is not made again by itself', async () => {
    const documents = make();
    const { resource, change, deltas } = telling();
    const before = await etagOf(documents, resource);
    change('second');
    const present = await etagOf(documents, resource);
    await documents.delta(resource, baseOf(before, 1), present);
    await documents.touch(new Set());
    expect(deltas()).toBe(1);
    await documents.delta(resource, baseOf(before, 1), present);
    expect(deltas()).toBe(2);
  });
});

test('whoever waits for a coding waits for that one alone', async () => {
  // Twenty megabytes, over which brotli takes far longer than zstd.
  const body = Buffer.from(randomBytes(10_000_000).toString('hex'));
  const { resource } = changing('/large');
  const documents = make(100_000_000);
  const document = await documents.get({ ...resource, render: async () => body });
  await document?.coded('zstd');
  expect([document?.zstd !== undefined, document?.br?.body]).toEqual([true, undefined]);
  await document?.coded('br');
  expect(document?.br?.body).toBeDefined();
});
