// What the one who refreshes tells those who serve: how its last comparison of everything went, and when the next is due.

export type RefreshRun = {
  readonly at: Date;
  readonly tookMs: number;
  /** How many changes of each kind, and how many files were refused. */
  readonly counts: Readonly<Record<string, number>>;
  /** Why it could not be done. */
  readonly error?: string;
};

export type Runs = {
  readonly last?: RefreshRun;
  readonly next?: Date;
  /** Whether the folder is watched, so that files are seen before the next comparison. */
  readonly isWatching: boolean;
};
