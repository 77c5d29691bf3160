// How things are -> the operator's page. Pure.
import type { Status } from '../status.ts';
import { cleanText } from '../text.ts';
import { html } from './html.ts';
import { type PageSite, rootPath } from './page.ts';

/** The page that says how things are. @param options whether whoever looks may say that a loss is meant */
export function statusPage(site: PageSite, status: Status, options: { mayConfirm: boolean }): string {
  const { health, loss } = status;
  const document = html`<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Status – ${site.title}</title></head>
<body>
<h1>${health.status}</h1>
<p>${health.said}</p>
${
  loss &&
  options.mayConfirm &&
  html`<form method="post" action="${rootPath(site.baseUrl)}/status/confirm-loss"><input type="hidden" name="key" value="${loss.key}"><button type="submit">Withdraw them</button></form>`
}
</body>
</html>
`;
  return cleanText(document.toString());
}
