// What a change to the store is called.
import type { RevisionKind } from './tables.ts';

/** Renaming is no revision: no reader sees it. Nor is scheduling, until it is released. */
export type ChangeKind = RevisionKind | 'renamed' | 'scheduled';

export type Change = { readonly kind: ChangeKind; readonly path: string; readonly id: string; readonly title: string };
