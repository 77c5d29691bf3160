// What comes of reading one file.
import type { ParsedEntry, Problem } from '../entry.ts';

export type Reading =
  | { readonly kind: 'entry'; readonly entry: ParsedEntry }
  /** Not meant to be published, and rightly so: a draft, a section page. */
  | { readonly kind: 'skipped'; readonly why: string }
  | ({ readonly kind: 'problem' } & Omit<Problem, 'path'>);
