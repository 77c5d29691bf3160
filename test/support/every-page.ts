// A publication that has every kind of page, behind a real server: for tests of what must hold on all of them.
import { rmSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { startServer } from '../../src/server.ts';
import { aPodcast } from './entries.ts';
import { mp3, png, VTT } from './media.ts';
import { eventually, publication, put, silent } from './publication.ts';

export type KindOfPage = { readonly kind: string; readonly path: string; readonly status: 200 | 404 | 410 };

type Language = 'en' | 'ar';

const WORDS = {
  en: {
    harbour: 'Harbour',
    council: 'Council',
    deep: 'The deep harbour',
    text: 'The council has decided to dig.',
    author: 'Anna Writer',
  },
  ar: {
    harbour: 'ميناء',
    council: 'مجلس',
    deep: 'الميناء العميق',
    text: 'قرر المجلس تعميق الميناء.',
    author: 'آنا الكاتبة',
  },
} as const;

/** Everything that a text may have. */
const RICH = `## One\n\n> Said by somebody.\n\n### Two\n\n1. a\n2. b\n\n- c\n\n\`\`\`\n${'wide '.repeat(60)}\n\`\`\`\n\n| a | b |\n| - | - |\n| ${'x'.repeat(300)} | y |\n\nSee [this](https://elsewhere.example.org/), \`code\` and a note.[^1]\n\n[^1]: The note.\n`;

/** Starts it; it is stopped when the test is over. */
export async function everyPage(
  language: Language = 'en',
): Promise<{ readonly baseUrl: string; readonly pages: readonly KindOfPage[] }> {
  const { harbour, council, deep, text, author } = WORDS[language];
  const site = publication({ WATCH: 'false' }, `title: ${deep}\ndescription: ${text}\nlanguage: ${language}\n`);
  const write = (name: string, title: string, more: string, body: string) =>
    put(
      site.articles,
      name,
      `---\ntitle: ${JSON.stringify(title)}\ndate: 2025-01-02\ntags: [${harbour}, ${council}]\nauthor: ${author}\n${more}---\n${body}\n`,
    );
  write('plain.md', deep, '', text);
  write('rich.md', `${deep} 2`, '', `${text}\n\n${RICH}`);
  write('picture.md', `${deep} 3`, 'image: picture.png\ncaption: A caption.\n', text);
  put(site.articles, 'picture.png', png(640, 360));
  write('episode.md', `${deep} 4`, '', text);
  put(site.articles, 'episode.mp3', mp3());
  put(site.articles, 'episode.vtt', VTT);
  write('gone.md', `${deep} 5`, '', text);
  await site.refresh();
  const store = await site.store();
  const entries = await store.newest({ kind: 'all' }, 10);
  rmSync(`${site.articles}/gone.md`);
  const podcasts = { all: aPodcast({ title: deep, description: text }), tags: {} };
  const running = await startServer({ ...site.config, site: { ...site.config.site, podcasts } }, silent);
  onTestFinished(() => running.stop());
  await eventually(
    () => store.searched(),
    ({ isAll }) => isAll,
  );
  const [one = '', other = ''] = (await store.tags()).map(({ slug }) => slug).toSorted();
  const [written] = await store.authors();
  const combined = (...tags: readonly string[]) =>
    `/combine/?${new URLSearchParams(tags.map((tag, index) => [`tag${index + 1}`, tag]))}`;
  const slugOf = (title: string) => entries.find((entry) => entry.title === title)?.slug;
  const shown = (kind: string, path: string) => ({ kind, path, status: 200 }) as const;
  return {
    baseUrl: `http://localhost:${running.port}`,
    pages: [
      shown('home', '/'),
      shown('tag list', '/tags/'),
      shown('tag', `/tags/${one}/`),
      shown('selection', `/tags/${one}+${other}/`),
      shown('builder', '/combine/'),
      shown('builder with a feed', combined(harbour, council)),
      shown('builder with names that no tag has', combined(harbour.slice(0, 2), harbour, 'nothing')),
      shown('author list', '/authors/'),
      shown('author', `/authors/${written?.slug}/`),
      shown('search', '/search/'),
      shown('search with results', `/search/?q=${encodeURIComponent(deep)}`),
      shown('search without results', '/search/?q=nothinglikeit'),
      shown('article', `/articles/${slugOf(deep)}/`),
      shown('rich article', `/articles/${slugOf(`${deep} 2`)}/`),
      shown('article with a picture', `/articles/${slugOf(`${deep} 3`)}/`),
      shown('episode', `/articles/${slugOf(`${deep} 4`)}/`),
      { kind: 'error', path: '/none/such/', status: 404 },
      { kind: 'withdrawn article', path: `/articles/${slugOf(`${deep} 5`)}/`, status: 410 },
    ],
  };
}
