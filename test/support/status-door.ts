// The operator's page in states that are hard to bring about, with its real styles and the policy of a page with a form.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { statusPage } from '../../src/render/status-page.ts';
import type { Status } from '../../src/status.ts';

const POLICY =
  "default-src 'none'; img-src 'self' https: http:; media-src 'self' https: http:; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const style = (name: string) => readFileSync(new URL(`../../src/serve/assets/${name}`, import.meta.url));

/** Serves each state under its name; ends when the test does. @returns the address, with a slash at the end */
export async function showStatus(states: Readonly<Record<string, Status>>): Promise<string> {
  const server = createServer(({ url = '/' }, response) => {
    const name = url.slice(1);
    const status = states[name];
    if (/^(?:style|status)\.css$/.test(name))
      return void response.setHeader('Content-Type', 'text/css').end(style(name));
    if (!status) return void response.writeHead(404).end();
    const { port } = server.address() as AddressInfo;
    const site = {
      title: 'The deep harbour',
      description: '',
      language: 'en',
      baseUrl: `http://localhost:${port}`,
      timezone: 'Europe/Kyiv',
    };
    response.setHeader('Content-Security-Policy', POLICY).setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(statusPage(site, status, { mayConfirm: true }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}
