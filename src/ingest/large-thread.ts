// The other end of large.ts.
import { type Article, readArticles } from './article.ts';
import type { ReadArguments } from './large.ts';

export default (task: ReadArguments): Article[] => readArticles(...task);
