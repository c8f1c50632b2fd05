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

/** How the browser tells of an answer that is none, or an error. */
const printed = 'console: Failed to load resource: ';

/** Runs in each page before its own scripts. */
const reportViolations = `document.addEventListener('securitypolicyviolation', (event) => {
  reportFault('policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample);
});`;

/** What a page may never do: each is told with what it was. */
export type Fault = string;

interface Circumstances {
  readonly width?: number;
}

/** A browser for one server's console, which takes down what its pages do that they may not. */
export class ConsoleBrowser {
  readonly faults: Fault[] = [];
  /** Addresses of all requests to the API, in their order. */
  readonly apiCalls: string[] = [];
  readonly #browser: Browser;
  readonly #origin: string;

  readonly #executablePath: string;

  private constructor(browser: Browser, origin: string, executablePath: string) {
    this.#browser = browser;
    this.#origin = origin;
    this.#executablePath = executablePath;
  }

  /** @throws Error where there is no Chromium: what is not tried is not shown */
  static async open(origin: string): Promise<ConsoleBrowser> {
    const executablePath = findChromium();
    if (executablePath === null) throw new Error('There is no Chromium on this machine');
    return new ConsoleBrowser(await chromium.launch({ executablePath, args: flags }), origin, executablePath);
  }

  /** Somebody's own browser: nothing is shared with others. */
  async person(options: Circumstances = {}): Promise<BrowserContext> {
    return await this.#watched(await this.#browser.newContext(this.#circumstances(options)));
  }

  /** Somebody whose browser keeps in a folder all that browsers keep. Closing the context closes it. */
  async personWith(folder: string): Promise<BrowserContext> {
    const options = { executablePath: this.#executablePath, args: flags, ...this.#circumstances({}) };
    const context = await chromium.launchPersistentContext(folder, options);
    for (const page of context.pages()) await page.close();
    return await this.#watched(context);
  }

  #circumstances({ width = 1280 }: Circumstances) {
    return {
      baseURL: this.#origin,
      viewport: { width, height: 900 },
      colorScheme: 'light' as const,
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
    };
  }

  async #watched(context: BrowserContext): Promise<BrowserContext> {
    // Sooner than a test's own end, so that it is told what was waited for.
    context.setDefaultTimeout(20_000);
    await context.exposeFunction('reportFault', (fault: string) => this.faults.push(fault));
    await context.addInitScript({ content: reportViolations });
    context.on('page', (page) => this.#watch(page));
    return context;
  }

  /**
   * Takes out what the browser itself prints of answers that a test has asked for: nothing else is excused by it.
   *
   * @returns how often it was printed
   */
  excuse(answer: 'offline' | 'failed' | 400 | 401 | 403 | 404 | 409 | 412 | 429 | 500 | 503): number {
    const words = { offline: 'net::ERR_INTERNET_DISCONNECTED', failed: 'net::ERR_FAILED' };
    const reason = typeof answer === 'number' ? `status of ${answer} ` : words[answer];
    const isOfIt = (fault: Fault) => fault.startsWith(printed) && fault.includes(reason);
    const others = this.faults.filter((fault) => !isOfIt(fault));
    return this.faults.splice(0, Infinity, ...others).length - others.length;
  }

  /** @throws Error where there is a fault that no test has looked at: none is lost between the last test and the end */
  async stop(): Promise<void> {
    await this.#browser.close();
    if (this.faults.length > 0) throw new Error(`Faults of pages:\n${this.faults.join('\n')}`);
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
