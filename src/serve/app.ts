// Every route on one page. A reader asks; a prepared document, or 304, answers.
import { STATUS_CODES } from 'node:http';
import express, { type ErrorRequestHandler, type Express, type Request, type Response, type Router } from 'express';
import { readTag, readTerms } from '../combination.ts';
import {
  ALL,
  BUILDER_PATH,
  DIALECTS,
  FORMAT_FILE,
  FORMATS,
  NEWS_PATH,
  pagePath,
  SEARCH_PATH,
  SITEMAP_PAGES_PATH,
  SITEMAP_PATH,
  TAG_NAMES_PATH,
} from '../feed.ts';
import type { Log } from '../log.ts';
import { goneTo, podcastOf } from '../podcast.ts';
import { parseQuery, type Query } from '../query.ts';
import { ASSETS } from './assets.ts';
import { type Counting, uncounted } from './audience.ts';
import { evaluate } from './conditional.ts';
import { basesIn, wantsDelta } from './delta.ts';
import type { Documents, Resource } from './documents.ts';
import { FORM_POLICY, type Negotiated, PAGE_POLICY } from './heads.ts';
import { hasBody, LONGEST_URL } from './hot-lane.ts';
import { serveMedia } from './media.ts';
import { chooseVariant } from './negotiate.ts';
import { CONFIRM_PATH } from './operator.ts';
import {
  ALLOW,
  addressTooLong,
  failed,
  HttpProblem,
  noPodcast,
  notAllowed,
  notFound,
  notUnderstood,
  preconditionFailed,
  withdrawn,
} from './problem.ts';
import { unlimited } from './rate-limit.ts';
import type { Resources } from './resources.ts';
import { type Sending, sendDelta, sendDocument, sendNotModified } from './send.ts';
import type { FeedSource } from './sources.ts';

/** A slug is what the store mints; anything else is not worth a look-up. */
const SLUG = /^[a-z0-9-]{1,160}$/;
/** Of a page of history, or a part of a sitemap: each has one address. */
const PAGE = /^[1-9]\d{0,8}$/;
/** `+`, `,` and `-`. */
const ESCAPED_SIGN = /%2[bcd]/gi;
const NOT_SET_UP = 'There is no podcast here: data/site.yaml has no `podcast:` section.';
const NOT_SET_UP_FOR_TAG = 'There is no podcast here: data/site.yaml has no `podcast:` section, nor one for this tag.';

/** Makes the application: feeds, pages, media, styles. Feeds and pages differ only in what they render. */
export function createApp(
  resources: Resources,
  documents: Documents,
  operator: Router,
  log: Log,
  limit = unlimited,
  counting: Counting = uncounted,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use((request, response, next) => {
    response.locals.began = counting.begin();
    response.set({ 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer-when-downgrade' });
    // Whatever is sent along is for nobody here: the answer comes at once, and the connection ends with it.
    if (hasBody(request.headers)) response.set('Connection', 'close');
    if (request.url.length > LONGEST_URL) throw addressTooLong();
    if (request.method === 'OPTIONS') return void sendOptions(response);
    const { path } = request;
    const isConfirmation = request.method === 'POST' && path === CONFIRM_PATH;
    if (request.method !== 'GET' && request.method !== 'HEAD' && !isConfirmation) throw notAllowed();
    // Nothing here needs an escape in its path: one that has any would be a second address of the same (HTTP-04). Some
    // clients escape the signs between tags all the same.
    if ((path.startsWith('/tags/') ? path.replace(ESCAPED_SIGN, '') : path).includes('%')) throw notFound();
    next();
  });

  const { sources } = resources;
  /** Answers with a resource, with what is new in it, or 304; false when there is no such resource, and then nothing is sent. */
  const sendResource = async (resource: Resource, request: Request, response: Response, negotiated?: Negotiated) => {
    const known = await documents.validators(resource);
    if (!known) return false;
    const status = evaluate(request.headers, known);
    if (status === 412) throw preconditionFailed();
    const delta =
      status === 200 && !negotiated && resource.delta && wantsDelta(request.get('A-IM'))
        ? await documents.delta(resource, basesIn(request.headers['if-none-match'], known.etag), known.etag)
        : undefined;
    const document = status === 304 || delta ? undefined : await documents.get(resource);
    if (status === 200 && !delta && !document) return false;
    // A block of headers is whole: what is set for other answers does not add to it.
    for (const name of response.getHeaderNames()) if (name !== 'connection') response.removeHeader(name);
    const sending: Sending = { limit, counting, ...(negotiated ? { negotiated } : {}) };
    const began = Number(response.locals.began);
    // With its document, if that is at hand: what is saved is counted by it. What is newer by now was not compared.
    const kept = documents.at(resource.path);
    const present = kept?.etag === known.etag ? kept : known;
    if (delta) sendDelta(delta, present, request, response, sending, began);
    else if (document) sendDocument(document, request, response, sending, began);
    else sendNotModified(present, request, response, sending, began);
    return true;
  };
  const send =
    (find: (slug: string) => Resource, whyAbsent: (slug: string) => HttpProblem | Promise<HttpProblem> = notFound) =>
    async (request: Request, response: Response) => {
      const slug = slugOf(request);
      if (!(await sendResource(find(slug), request, response))) throw await whyAbsent(slug);
    };
  /** The feed that an address names. @throws when there is none */
  const sourceOf = async (request: Request): Promise<FeedSource> => {
    const { tags } = request.params as Record<string, string>;
    const slug = slugOf(request);
    const known = sources.kept(slug === '' ? ALL : { kind: 'author', slug });
    const source = tags === undefined ? known : await sources.tagged(tags);
    if (!source) throw notFound();
    return source;
  };
  type Find = (source: FeedSource, page: number) => Resource;
  /** Sends a document of a feed. Every other spelling of its address leads to the one, in one step (HTTP-40). */
  const sendFeed = (find: Find) => async (request: Request, response: Response) => {
    const page = String(request.params.page ?? '1');
    if (!PAGE.test(page)) throw notFound();
    const resource = find(await sourceOf(request), Number(page));
    if (request.path !== resource.path) return redirect(response, 301, resource.path);
    if (!(await sendResource(resource, request, response))) throw notFound();
  };
  /** Sends a podcast, of all articles or of one tag; who may wonder why there is none is told. */
  const sendPodcast = async (request: Request, response: Response) => {
    const { feed } = await sourceOf(request);
    if (feed.kind !== 'all' && feed.kind !== 'tag') throw noPodcast('A podcast is of one tag, or of all articles.');
    const slug = feed.kind === 'tag' ? feed.slug : '';
    const { podcasts, baseUrl } = resources.publication;
    const podcast = podcasts && podcastOf(podcasts, slug);
    if (!podcast) throw noPodcast(slug === '' ? NOT_SET_UP : NOT_SET_UP_FOR_TAG);
    const resource = resources.podcast({ kind: 'podcast', slug });
    const gone = goneTo(podcast, baseUrl + resource.path);
    if (gone !== undefined) return leadTo(response, 301, gone);
    if (request.path !== resource.path) return redirect(response, 301, resource.path);
    if (!(await sendResource(resource, request, response))) throw noPodcast('There is no episode yet.');
  };
  /** The address of a feed without a format: what is sent is a variant, and says where it lives (HTTP-36). */
  const sendVariant = async (request: Request, response: Response) => {
    const source = await sourceOf(request);
    const path = `${pagePath(source.feed)}feed`;
    if (request.path !== path) return redirect(response, 301, path);
    const variant = chooseVariant(request.headers.accept);
    const page = () => (source.feed.kind === 'all' ? resources.home() : resources.group(source));
    const resource = variant === 'page' ? page() : resources.feed(source, variant);
    const contentLocation = `${resources.publication.baseUrl}${resource.path}`;
    if (!(await sendResource(resource, request, response, { contentLocation }))) throw notFound();
  };
  const redirect = (response: Response, status: 301 | 308, path: string) => {
    leadTo(response, status, resources.publication.baseUrl + path);
  };
  const folders = ['/', '/tags/:tags/', '/authors/:slug/'];
  for (const format of FORMATS) {
    const file = FORMAT_FILE[format];
    for (const folder of folders) {
      app.get(
        `${folder}${file}`,
        sendFeed((source) => resources.feed(source, format)),
      );
      app.get(
        `${folder}archive/:page/${file}`,
        sendFeed((source, page) => resources.archive(source, page, format)),
      );
    }
    app.get(`${SEARCH_PATH}${file}`, async (request, response) => {
      const query = queryFrom(askedIn(request));
      await sendResource(resources.search(query, format), request, response);
    });
  }
  for (const dialect of DIALECTS) {
    app.get(
      folders.map((folder) => folder + FORMAT_FILE[dialect]),
      sendFeed((source) => resources.dialect(source, dialect)),
    );
  }
  app.get(
    ['/', '/tags/:tags/'].map((folder) => folder + FORMAT_FILE.podcast),
    sendPodcast,
  );
  app.get(['/feed', '/tags/:tags/feed', '/authors/:slug/feed'], sendVariant);
  app.get(SEARCH_PATH, async (request, response) => {
    const asked = askedIn(request);
    const query = asked === '' ? undefined : queryFrom(asked);
    await sendResource(resources.searchPage(query), request, response);
  });
  app.get(BUILDER_PATH, async (request, response) => {
    await sendResource(resources.builder(readTerms(queryOf(request))), request, response);
  });
  app.get(TAG_NAMES_PATH, async (request, response) => {
    await sendResource(resources.tagNames(readTag(queryOf(request).get('q') ?? '')), request, response);
  });
  app.get(
    '/',
    send(() => resources.home()),
  );
  app.get(
    '/tags/',
    send(() => resources.tagList()),
  );
  app.get(
    ['/tags/:tags/', '/authors/:slug/'],
    sendFeed((source) => resources.group(source)),
  );
  app.get(
    '/authors/',
    send(() => resources.authorList()),
  );
  const whyNoArticle = async (slug: string) => ((await resources.isWithdrawn(slug)) ? withdrawn() : notFound());
  app.get(
    '/articles/:slug/',
    send((slug) => resources.article(slug), whyNoArticle),
  );
  app.get(
    '/articles/:slug/chapters.json',
    send((slug) => resources.chapters(slug), whyNoArticle),
  );
  app.get(
    '/articles/:slug/ninjs.json',
    send((slug) => resources.ninjs(slug)),
  );
  app.get(
    '/feeds.opml',
    send(() => resources.opml()),
  );
  const { crawlers } = resources;
  const sendPart = (find: (part: number) => Resource) => async (request: Request, response: Response) => {
    const part = String(request.params.part);
    if (!PAGE.test(part) || !(await sendResource(find(Number(part)), request, response))) throw notFound();
  };
  app.get(
    '/robots.txt',
    send(() => crawlers.robots()),
  );
  app.get(
    SITEMAP_PATH,
    send(() => crawlers.sitemap()),
  );
  app.get(
    SITEMAP_PAGES_PATH,
    send(() => crawlers.sitemapPages()),
  );
  app.get(
    '/sitemap-:part.xml',
    sendPart((part) => crawlers.sitemapPart(part)),
  );
  app.get(
    NEWS_PATH,
    send(() => crawlers.news()),
  );
  app.get(
    '/news-sitemap-:part.xml',
    sendPart((part) => crawlers.newsPart(part)),
  );
  app.get(
    '/media/:key/:name',
    serveMedia((key) => resources.media(key)),
  );
  for (const asset of ASSETS)
    app.get(
      asset.path,
      send(() => asset),
    );
  // Browsers look there for a raw feed, and readers for the icon of a site.
  app.get('/favicon.ico', (_, response) => redirect(response, 301, '/icon.svg'));
  // A page without its slash is one people type by hand; feeds have no such second address (HTTP-41).
  app.get(['/tags', '/authors', '/authors/:slug', '/articles/:slug', '/search', '/combine'], (request, response) => {
    slugOf(request);
    redirect(response, 308, `${request.path}/`);
  });
  app.get('/tags/:tags', async (request, response) => {
    const source = await sources.tagged(request.params.tags);
    if (!source) throw notFound();
    redirect(response, 308, pagePath(source.feed));
  });
  app.use(operator);
  app.use(() => {
    throw notFound();
  });
  app.use(sendProblem(resources, log));
  return app;
}

/** @throws when there can be no such slug */
function slugOf({ params }: Request): string {
  const slug = String(params.slug ?? '');
  if (slug !== '' && !SLUG.test(slug)) throw notFound();
  return slug;
}

/** What is searched for: the first `q` of an address (HTTP-03); empty when there is none. */
function askedIn(request: Request): string {
  return queryOf(request).get('q')?.trim() ?? '';
}

function queryOf({ url }: Request): URLSearchParams {
  const [, query = ''] = /\?(.*)$/s.exec(url) ?? [];
  return new URLSearchParams(query);
}

/** @throws HttpProblem when it is no search that we can answer */
function queryFrom(asked: string): Query {
  const parsed = parseQuery(asked);
  if (!parsed.ok) throw notUnderstood(parsed.problem);
  return parsed.query;
}

/** HTTP-28: for an hour, for nobody can take back what is kept for ever. */
function leadTo(response: Response, status: 301 | 308, address: string): void {
  response.set({ 'Cache-Control': 'public, max-age=3600', 'Access-Control-Allow-Origin': '*' });
  response.redirect(status, address);
}

function sendOptions(response: Response): void {
  response.status(204).set({
    Allow: ALLOW,
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, HEAD',
    'Access-Control-Allow-Headers': 'If-None-Match, If-Modified-Since, A-IM, Range',
    'Access-Control-Max-Age': '86400',
  });
  response.end();
}

/** The one place where errors are answered and logged. Express needs all four parameters to see what this is. */
function sendProblem(resources: Resources, log: Log): ErrorRequestHandler {
  /** What may have been meant; without that, an error is still told. */
  const guess = (path: string) =>
    resources.guess(path).catch((error: unknown) => {
      log.error({ err: error, path }, 'guess failed');
      return undefined;
    });
  return async (error: unknown, request, response, _next) => {
    const known = error instanceof HttpProblem ? error : undefined;
    if (!known) log.error({ err: error, path: request.path }, 'request failed');
    const problem = known ?? failed();
    const { status, message, retryAfter } = problem;
    if (response.headersSent) return void response.destroy();
    // A program gets a line, a person a page.
    const isPage = request.accepts(['text/plain', 'text/html']) === 'text/html';
    const guessed = isPage && (status === 404 || status === 410) ? await guess(request.path) : undefined;
    response.status(status).set({
      'Cache-Control': status === 410 ? 'public, max-age=86400' : status === 404 ? 'public, max-age=300' : 'no-store',
      Vary: 'Accept',
      'Content-Security-Policy': guessed ? FORM_POLICY : PAGE_POLICY,
      'Access-Control-Allow-Origin': '*',
      ...(status === 405 ? { Allow: ALLOW } : {}),
      // HTTP-44, HTTP-46: whole seconds; what went wrong here is tried again at the next request.
      ...(status === 503 || status === 429 ? { 'Retry-After': String(retryAfter) } : {}),
    });
    for (const header of ['ETag', 'Last-Modified', 'Link', 'IM', 'Delta-Base']) response.removeHeader(header);
    const body = isPage ? resources.error(problem, guessed) : `${status} ${STATUS_CODES[status]}: ${message}\n`;
    // Not by `send`: it would add an ETag (HTTP-16: an error has no validators).
    response
      .type(isPage ? 'text/html' : 'text/plain')
      .set('Content-Length', String(Buffer.byteLength(body)))
      .end(body);
  };
}
