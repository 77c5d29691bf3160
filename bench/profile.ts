// What V8 saw a process do (`--cpu-prof`) -> the share of it that is ours. A share of one run needs no other to be compared with.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Profile = {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
};

/**
 * The share of some functions, and of what they call, of the time in which a thread was not idle.
 * @param folder of profiles: the one of the thread in which most of it runs counts
 */
export function shareIn(folder: string, isOurs: (functionName: string, url: string) => boolean): number {
  const threads = readdirSync(folder).map((file) =>
    sharesOf(JSON.parse(readFileSync(join(folder, file), 'utf8')), isOurs),
  );
  const [{ ours, busy } = { ours: 0, busy: Number.NaN }] = threads.toSorted((one, other) => other.ours - one.ours);
  return ours / busy;
}

function sharesOf({ nodes, samples, timeDeltas }: Profile, isOurs: (functionName: string, url: string) => boolean) {
  const ours = new Set<number>();
  // Whoever calls stands before what is called.
  for (const { id, callFrame, children = [] } of nodes) {
    if (isOurs(callFrame.functionName, callFrame.url)) ours.add(id);
    if (ours.has(id)) for (const child of children) ours.add(child);
  }
  const idle = new Set(nodes.flatMap(({ id, callFrame }) => (callFrame.functionName === '(idle)' ? [id] : [])));
  const timeOf = (isIn: (id: number) => boolean) =>
    samples.reduce((sum, id, index) => sum + (isIn(id) ? (timeDeltas[index] ?? 0) : 0), 0);
  return { ours: timeOf((id) => ours.has(id)), busy: timeOf((id) => !idle.has(id)) };
}
