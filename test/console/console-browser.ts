import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../attacks/chromium.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Runs in each page before its own scripts. */
const reportViolations = `document.addEventListener('securitypolicyviolation', (event) => {
  reportFault('policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample);
});`;

/** What a page may never do: each is told with what it was. */
export type Fault = string;

/** A browser for one server's console, which takes down what its pages do that they may not. */
export class ConsoleBrowser {
  readonly faults: Fault[] = [];
  /** Addresses of all requests to the API, in their order. */
  readonly apiCalls: string[] = [];
  readonly #browser: Browser;
  readonly #origin: string;

  private constructor(browser: Browser, origin: string) {
    this.#browser = browser;
    this.#origin = origin;
  }

  /** @throws Error where there is no Chromium: what is not tried is not shown */
  static async open(origin: string): Promise<ConsoleBrowser> {
    const executablePath = findChromium();
    if (executablePath === null) throw new Error('There is no Chromium on this machine');
    return new ConsoleBrowser(await chromium.launch({ executablePath, args: flags }), origin);
  }

  /** Somebody's own browser: nothing is shared with others. */
  async person(
    options: { readonly width?: number; readonly isDark?: boolean } = {},
  ): Promise<BrowserContext> {
    const { width = 1280, isDark = false } = options;
    const context = await this.#browser.newContext({
      baseURL: this.#origin,
      viewport: { width, height: 900 },
      colorScheme: isDark ? 'dark' : 'light',
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
    });
    await context.exposeFunction('reportFault', (fault: string) => this.faults.push(fault));
    await context.addInitScript({ content: reportViolations });
    context.on('page', (page) => this.#watch(page));
    return context;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) => this.faults.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.origin !== this.#origin) this.faults.push(`request: ${url.origin}`);
      if (url.pathname.includes('/api/v1/'))
        this.apiCalls.push(`${url.pathname.split('/v1')[1]}${url.search}`);
    });
  }
}

/** Signs in by the page of the local issuer, wherever the tab has been led from. */
export async function signIn(page: Page, userId: string): Promise<void> {
  await page.getByLabel('Email').fill(userId);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Everything that a browser keeps of a page beyond its closing. */
export async function keptBy(page: Page): Promise<string> {
  return await page.evaluate(
    `caches.keys().then((names) =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, names, location.href]))`,
  );
}
