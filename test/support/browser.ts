// A real browser, and pages in it that tell the test of whatever goes wrong on them.
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

/** Starts one browser for all tests of a file. @returns what gives it, within tests */
export function openBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    // A root user, as in most containers, may not use Chromium's own sandbox; the pages are ours.
    browser = await playwright.launch({
      executablePath: await chromium.executablePath(),
      args: ['--no-sandbox', '--disable-gpu'],
      headless: true,
    });
  });
  afterAll(() => browser?.close());
  return () => {
    if (!browser) throw new Error('Expected a browser to run: pages are opened within tests');
    return browser;
  };
}

/** Says on the console what the policy refuses: not all of that is said there by itself. */
const TELL_VIOLATIONS = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('policy: ' + violatedDirective + ' ' + blockedURI), true)`;

/**
 * A page, which is closed when the test is over, and all that went wrong on it: errors on the console and of scripts, what
 * its policy refused, questions that stopped it, and what it asked of other hosts. That its own address answers with an
 * error is no complaint.
 */
export async function watchedPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  await context.addInitScript(TELL_VIOLATIONS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    const isOfAddress = /Failed to load resource/.test(message.text()) && message.location().url === page.url();
    if (/^(?:error|warning)$/.test(message.type()) && !isOfAddress) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (/^https?:$/.test(protocol) && !/^(?:localhost|127\.0\.0\.1)(?::|$)/.test(host))
      complaints.push(`asked another host: ${request.url()}`);
  });
  return { page, complaints };
}
