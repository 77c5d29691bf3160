// A long list, a piece at a time: databases bound the parameters of a statement, and disks what they do side by side.

/** The items in order, `size` at a time; the last piece may be shorter. */
export function* chunks<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
