// What went wrong -> a page that says so, and where to go instead. Pure.
import { html } from './html.ts';
import { own } from './language.ts';
import { type PageSite, page } from './page.ts';

/** A page that says what went wrong and where to go instead. */
export function errorPage(site: PageSite, problem: { status: number; title: string; text: string }): string {
  return page(site, {
    title: `${problem.title} – ${site.title}`,
    description: problem.text,
    feeds: [],
    main: html`<h1>${own(site, problem.title)}</h1>
<p class="lead">${own(site, problem.text)}</p>
<p>${own(site, html`<a href="${site.baseUrl}/">All articles</a> · <a href="${site.baseUrl}/tags/">All tags</a>`)}</p>`,
  });
}
