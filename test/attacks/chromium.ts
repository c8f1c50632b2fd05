import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export { findChromium } from '../../tools/chromium/find-chromium.ts';

/** Nothing is asked of anybody but the pages that are opened. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
];
const startTimeoutMs = 30_000;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly result?: any;
  readonly error?: { readonly message: string };
}

/** A browser of its own, spoken to in the Chrome DevTools Protocol. */
export class Chromium {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();
  #calls = 0;

  private constructor(child: ChildProcess, folder: string, socket: WebSocket) {
    this.#child = child;
    this.#folder = folder;
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      this.#waiting.get(message.id ?? 0)?.(message);
      for (const listener of this.#listeners) listener(message);
    });
  }

  /** @param hosts names with the addresses that they resolve to, in this browser alone */
  static async start(program: string, hosts: Readonly<Record<string, string>>): Promise<Chromium> {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-chromium-'));
    const rules = Object.entries(hosts).map(([name, address]) => `MAP ${name} ${address}`);
    const own = [`--user-data-dir=${folder}`, `--host-resolver-rules=${rules.join(',')}`];
    const child = spawn(program, [...flags, ...own, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const socket = new WebSocket(await debuggerOf(child));
    await once(socket, 'open');
    return new Chromium(child, folder, socket);
  }

  /** Opens an address in a page of its own. */
  async open(url: string): Promise<Page> {
    const { targetId } = await this.call('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.call('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, sessionId);
    await page.call('Page.enable');
    await page.moves(() => page.call('Page.navigate', { url }));
    return page;
  }

  async call(method: string, params: object = {}, sessionId?: string): Promise<any> {
    this.#calls += 1;
    const id = this.#calls;
    const answer = new Promise<Message>((done) => this.#waiting.set(id, done));
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    const { result, error } = await answer;
    this.#waiting.delete(id);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** Resolves when a page has said so. */
  untilSaid(sessionId: string, method: string): Promise<void> {
    return new Promise((done) => {
      const listener = (message: Message) => {
        if (message.sessionId !== sessionId || message.method !== method) return;
        this.#listeners.delete(listener);
        done();
      };
      this.#listeners.add(listener);
    });
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    await this.call('Browser.close').catch(() => this.#child.kill('SIGKILL'));
    await exited;
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A page that is open. */
export class Page {
  readonly #browser: Chromium;
  readonly #sessionId: string;

  constructor(browser: Chromium, sessionId: string) {
    this.#browser = browser;
    this.#sessionId = sessionId;
  }

  call(method: string, params: object = {}): Promise<any> {
    return this.#browser.call(method, params, this.#sessionId);
  }

  /** Does what leads to another page, and waits until that has loaded. */
  async moves(act: () => Promise<unknown>): Promise<void> {
    const loaded = this.#browser.untilSaid(this.#sessionId, 'Page.loadEventFired');
    await act();
    await loaded;
  }

  /** The value of an expression, or of the promise that it gives, as the page's own scripts would get it. */
  async evaluate(expression: string): Promise<any> {
    const asked = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    const { result, exceptionDetails } = await this.call('Runtime.evaluate', asked);
    if (exceptionDetails !== undefined) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  }
}

/** Where a browser that starts says that it can be spoken to. */
async function debuggerOf(child: ChildProcess): Promise<string> {
  const signal = AbortSignal.timeout(startTimeoutMs);
  let said = '';
  while (true) {
    const [chunk] = await once(child.stderr!, 'data', { signal });
    said += String(chunk);
    const [, url] = /DevTools listening on (ws:\S+)/.exec(said) ?? [];
    if (url !== undefined) return url;
  }
}
