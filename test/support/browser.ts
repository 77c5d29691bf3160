// A real browser, and pages in it that complain to the test of whatever goes wrong on them.
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

/** Starts a browser for all tests of a file. @returns what has it, once they run */
export function openBrowser(): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    // A root user, as in most containers, may not use Chromium's own sandbox; the pages are ours.
    browser = await playwright.launch({
      executablePath: await chromium.executablePath(),
      args: ['--no-sandbox', '--disable-gpu'],
      headless: true,
    });
  });
  afterAll(() => browser?.close());
  return () => browser;
}

export type OpenPage = {
  readonly page: Page;
  /** Errors and warnings on the console, what a policy refused among them, and what a script threw. */
  readonly complaints: readonly string[];
};

/** A page for a test, closed when that is over. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}
