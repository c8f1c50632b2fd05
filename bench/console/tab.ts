import { type Browser, chromium, type Page, type Response } from 'playwright-core';
import { findChromium } from '../../tools/chromium/find-chromium.ts';

/** What a browser has asked of a server, from one moment on. */
export interface Asked {
  /** Scripts and stylesheets, by path. */
  readonly files: ReadonlyMap<string, { readonly kind: 'script' | 'stylesheet'; readonly content: Buffer }>;
  /** How often the API was called. */
  readonly apiCalls: number;
}

const firstRow = 'tbody tr [scope="row"], tbody th';

/** @throws Error where there is no Chromium */
export async function openChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('there is no Chromium on this machine: install it with apt');
  return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
}

/** A tab in which an administrator has signed in, in a browser profile of its own. */
export class Tab {
  readonly #page: Page;
  #responses: Response[] = [];

  private constructor(page: Page) {
    this.#page = page;
    page.on('response', (response) => this.#responses.push(response));
  }

  /** @param origin of the console */
  static async open(browser: Browser, origin: string): Promise<Tab> {
    const page = await (await browser.newContext({ baseURL: origin })).newPage();
    const tab = new Tab(page);
    await page.goto('/api-keys');
    await page.getByLabel('Email').fill('admin@example.com');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.locator(firstRow).first().waitFor();
    return tab;
  }

  /** Opens the list of keys anew. @returns milliseconds until its first row is there */
  async openList(): Promise<number> {
    const begunAt = performance.now();
    await this.#page.goto('/api-keys', { waitUntil: 'commit' });
    await this.#page.locator(firstRow).first().waitFor();
    return performance.now() - begunAt;
  }

  /** What is asked for until the first row is there. */
  async askedByList(): Promise<Asked> {
    this.#responses = [];
    await this.openList();
    const apiCalls = this.#callsOfApi();
    await this.#page.waitForLoadState('networkidle');
    return { files: await this.#files(), apiCalls };
  }

  /** What is asked for by a page, all that comes later included. */
  async askedBy(path: string): Promise<Asked> {
    this.#responses = [];
    await this.#page.goto(path, { waitUntil: 'commit' });
    await this.#page.getByRole('heading', { level: 1 }).first().waitFor();
    await this.#page.waitForLoadState('networkidle');
    return { files: await this.#files(), apiCalls: this.#callsOfApi() };
  }

  async close(): Promise<void> {
    await this.#page.context().close();
  }

  #callsOfApi(): number {
    return this.#responses.filter((response) => response.url().includes('/api/v1/')).length;
  }

  /** The browser forgets what a page has loaded that led on to another, as those do that sign in. */
  async #files(): Promise<Asked['files']> {
    const files = new Map<string, { kind: 'script' | 'stylesheet'; content: Buffer }>();
    for (const response of this.#responses) {
      const kind = response.request().resourceType();
      const { href, pathname } = new URL(response.url());
      if ((kind !== 'script' && kind !== 'stylesheet') || files.has(pathname)) continue;
      files.set(pathname, { kind, content: Buffer.from(await (await fetch(href)).arrayBuffer()) });
    }
    return files;
  }
}
