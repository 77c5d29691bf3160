// The covers of podcasts: files of the publisher that no article names.
import { hash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { mediaKey } from '../feed.ts';
import type { Cover, Podcasts } from '../podcast.ts';
import type { Medium } from './media.ts';

export class Covers {
  /** By what their addresses name them by. */
  readonly #covers: ReadonlyMap<string, Cover>;
  /** By file: how it was when its content was last looked at, and whether that was what its address promises. */
  readonly #looked = new Map<string, { readonly state: string; readonly isRight: boolean }>();

  constructor({ all, tags }: Podcasts = { tags: {} }) {
    const podcasts = [...(all ? [all] : []), ...Object.values(tags)];
    this.#covers = new Map(podcasts.map(({ cover }) => [mediaKey(cover.hash), cover]));
  }

  async find(key: string): Promise<Medium | undefined> {
    const cover = this.#covers.get(key);
    if (!cover || !(await this.#isRight(cover))) return undefined;
    const { file, type, length } = cover;
    return { file, type, length };
  }

  /** Settings are read once, so a file may have another content by now, and that must not go out for ever as this one. */
  async #isRight({ file, hash: expected, length }: Cover): Promise<boolean> {
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile() || found.size !== length) return false;
    const state = `${found.ino} ${found.mtimeMs} ${found.ctimeMs}`;
    const looked = this.#looked.get(file);
    if (looked?.state === state) return looked.isRight;
    const content = await readFile(file).catch(() => undefined);
    const isRight = content !== undefined && hash('sha256', content, 'base64url') === expected;
    this.#looked.set(file, { state, isRight });
    return isRight;
  }
}
