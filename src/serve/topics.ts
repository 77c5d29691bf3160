// What must be prepared again when something changes: an index, so that a change costs what depends on it, not what is kept.

/** A topic of what every change touches. */
const EVERYTHING = '*';

type Dependent = { readonly path: string; readonly topics: readonly string[] };

export class Topics {
  readonly #paths = new Map<string, Set<string>>();

  add({ path, topics }: Dependent): void {
    for (const topic of topics) this.#paths.set(topic, (this.#paths.get(topic) ?? new Set()).add(path));
  }

  delete({ path, topics }: Dependent): void {
    for (const topic of topics) {
      const paths = this.#paths.get(topic);
      if (paths?.delete(path) && paths.size === 0) this.#paths.delete(topic);
    }
  }

  /** The paths of what depends on a topic; a list of its own, for what is done with them may change what there is. */
  on(topic: string): readonly string[] {
    return [...(this.#paths.get(topic) ?? [])];
  }

  /** The paths of what a change of topics touches, each once. */
  touchedBy(topics: ReadonlySet<string>): ReadonlySet<string> {
    return new Set([EVERYTHING, ...topics].flatMap((topic) => this.on(topic)));
  }
}

/** Whether a change of these topics is one of the dependent. */
export function isTouched({ topics: own }: Dependent, topics: ReadonlySet<string>): boolean {
  return own.some((topic) => topic === EVERYTHING || topics.has(topic));
}
