// Long lists: as long as a folder has files.

/** The items in order, `size` at a time; the last piece may be shorter. */
export function* chunks<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

/** Adds to a list; as arguments of one call, so many items would overflow the stack. */
export function append<T>(list: T[], more: Iterable<T>): void {
  for (const item of more) list.push(item);
}
