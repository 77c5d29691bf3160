// Long lists: as long as a folder has files.

/** The items in order, `size` at a time; the last piece may be shorter. */
export function* chunks<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

/** Adds to a list; as arguments of one call, so many items would overflow the stack. */
export function append<T>(list: T[], more: Iterable<T>): void {
  for (const item of more) list.push(item);
}

/** The items in order, each fetched while the one before is used. */
export async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let coming = iterator.next();
  try {
    for (;;) {
      const { done, value } = await coming;
      if (done) return;
      coming = iterator.next();
      // Whoever comes to await it gets the error; until then nobody has left it alone.
      coming.catch(() => undefined);
      yield value;
    }
  } finally {
    // Whoever stops early leaves nothing running behind.
    await coming.catch(() => undefined);
    await iterator.return?.();
  }
}
