import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isArticle } from '../../src/ingest/article.ts';
import { readArticle } from '../support/read.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));
const modified = new Date('2024-05-06T07:08:09Z');
const now = new Date();
/** Only sends its reader elsewhere: it has neither title nor text, and is rightly refused. */
const REDIRECT = 'releases/latest.md';

// The corpus stands beside the repository and is not part of it: a stranger's checkout has none.
describe.skipIf(!existsSync(corpus))('real articles', () => {
  describe.each(['markdown-toml', 'markdown-yaml', 'markdown-yaml-nested'])('of %s', (name) => {
    const folder = join(corpus, name);
    const read = globSync('**/*.md', { cwd: folder })
      .filter((path) => isArticle(path) && !path.endsWith('LICENSE-NOTE.md') && !path.endsWith(REDIRECT))
      .map((path) => readArticle(readFileSync(join(folder, path)), path, modified));

    test('are read, all but one in a hundred, and each that is not says why', () => {
      const problems = read.filter(({ reading }) => reading.kind === 'problem');
      expect(read.length).toBeGreaterThan(30);
      expect(problems.map(({ path, reading }) => ({ path, reading })).slice(read.length / 100)).toEqual([]);
      for (const { reading } of problems)
        expect(reading).toMatchObject({ expected: expect.any(String), found: expect.any(String) });
    });

    test('have a title, a text, a date that has been, and no code of a site builder in their text', () => {
      for (const { path, reading } of read) {
        if (reading.kind !== 'entry') continue;
        const { entry } = reading;
        expect(entry.title, path).toMatch(/^\S(.*\S)?$/u);
        // Some are mere teasers of a page elsewhere.
        expect(entry.content || entry.summary, path).toBeTruthy();
        expect(entry.published.getTime(), path).toBeLessThanOrEqual(now.getTime());
        expect(entry.published.getFullYear(), path).toBeGreaterThan(1990);
        // An article about templates shows them as code.
        const text = entry.content.replace(/<(pre|code)\b[\s\S]*?<\/\1>/g, '');
        expect(text, path).not.toMatch(/\{\{|\{%/);
      }
    });

    test('differ in their digests', () => {
      expect(new Set(read.map(({ digest }) => digest)).size).toBe(read.length);
    });
  });

  describe('of json', () => {
    const folder = join(corpus, 'json');
    const read = globSync('**/*.json', { cwd: folder })
      .filter(isArticle)
      .map((path) => readArticle(readFileSync(join(folder, path)), path, modified));

    test('are all read, with a title, a text and a date of their own', () => {
      expect(read.length).toBeGreaterThan(100);
      for (const { path, reading } of read) {
        if (reading.kind !== 'entry') expect.fail(`${path}: ${JSON.stringify(reading)}`);
        const { entry } = reading;
        expect(entry.title, path).toMatch(/^\S(.*\S)?$/u);
        expect(entry.content, path).toMatch(/^<(?:p|h\d|ul|ol|blockquote)>/);
        expect(entry.summary, path).toBeTruthy();
        expect(entry.published.getFullYear(), path).toBeLessThan(2026);
        expect(entry.published, path).not.toEqual(modified);
      }
    });

    test('have a video each, as a file or behind a link, and languages of two letters', () => {
      for (const { path, reading } of read) {
        if (reading.kind !== 'entry') continue;
        const { content, enclosures, language } = reading.entry;
        expect(enclosures?.length || /<a href="https?:/.test(content), path).toBeTruthy();
        if (language !== undefined) expect(language, path).toMatch(/^[a-z]{2}$/);
      }
    });

    test('have no marks of Markdown or reStructuredText left in their text', () => {
      for (const { path, reading } of read) {
        if (reading.kind !== 'entry') continue;
        expect(reading.entry.content.replace(/<(pre|code)\b[\s\S]*?<\/\1>/g, ''), path).not.toMatch(
          /\*\*|`__|``|\]\(http/,
        );
      }
    });
  });

  test('in the form of present have the title, date, tags and authors of their head, and no markup in their text', () => {
    const folder = join(corpus, 'plaintext-article');
    const paths = globSync('*.article', { cwd: folder });
    expect(paths.length).toBe(110);
    for (const path of paths) {
      const text = readFileSync(join(folder, path), 'utf8');
      const [title, ...head] = (text.trim().split('\n\n')[0] ?? '').split('\n').map((line) => line.trim());
      const { reading } = readArticle(Buffer.from(text), path, modified);
      if (reading.kind !== 'entry') throw new Error(`Expected an entry, got ${JSON.stringify({ path, reading })}`);
      const { entry } = reading;
      expect(entry.title, path).toBe(title?.replace(/\s/g, ' '));
      const date = head.find((line) => /\d{4}$/.test(line)) ?? '';
      expect(entry.published, path).toEqual(new Date(`${date.replace(/^(\d+:\d+) (.*)$/, '$2 $1')} UTC`));
      const tags = head.find((line) => line.startsWith('Tags:'))?.slice(5) ?? '';
      expect(entry.tags.join(', '), path).toBe(tags.trim());
      // The two that name nobody begin with their first section.
      expect(entry.authors.length > 0, path).toBe(!/^\* /.test(text.slice(text.indexOf('\n\n')).trimStart()));
      const shown = entry.content.replace(/<(pre|code)\b[\s\S]*?<\/\1>/g, '');
      expect(shown, path).not.toMatch(/\[\[|^\.(?:image|code|play|iframe|html|link|caption)\b/m);
    }
  });

  describe('of html, fragments with metadata in a comment', () => {
    const folder = join(corpus, 'html/doc');
    const read = globSync('**/*.html', { cwd: folder }).map((path) => {
      const text = readFileSync(join(folder, path), 'utf8');
      return { text, ...readArticle(Buffer.from(text), path, modified) };
    });

    test('are all entries with the title that their comment gives, a summary, and all their text', () => {
      expect(read).toHaveLength(26);
      for (const { path, text, reading } of read) {
        if (reading.kind !== 'entry') expect.fail(`${path}: ${JSON.stringify(reading)}`);
        const { title, summary, content } = reading.entry;
        expect(title, path).toBe(/"title":\s*"([^"]+)"/i.exec(text)?.[1]);
        expect(summary, path).toMatch(/^\S.{10,}/);
        expect(content.length, path).toBeGreaterThan(text.length / 2);
        expect(content.replace(/<(pre|code)\b[\s\S]*?<\/\1>/g, ''), path).not.toMatch(/\{\{|<!--/);
      }
    });
  });
});
