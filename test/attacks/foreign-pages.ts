import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EscalationBench } from '../e2e/escalation-bench.ts';
import { issuerOf } from '../e2e/sign-in.ts';
import { Chromium, type Page } from './chromium.ts';
import { ForeignSite } from './foreign-site.ts';
import { listeningAddresses } from './listening.ts';

/** Where a script runs: in a page of the API itself, or of somebody else, or whose name leads elsewhere by now. */
export type PageName = 'own' | 'of another site' | 'of another port' | 'rebound' | 'rebound to the logs';

/** Any will do: no code is ever exchanged. */
const codeChallenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** What scripts use to say how far they came. */
const prelude = `
  const call = async (url, options) => {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5000), ...options });
      if (response.type === 'opaque') return 'sent, not read';
      const text = await response.text();
      const code = /"code":"(\\w+)"/.exec(text)?.[1];
      return 'read: ' + response.status + (code ? ' ' + code : '');
    } catch { return 'not read'; }
  };
  const loaded = (name, attributes) => new Promise((done) => {
    const element = document.createElement(name);
    element.onload = () => done('loaded');
    element.onerror = () => done('not loaded');
    document.body.append(Object.assign(element, attributes));
    setTimeout(() => done('not loaded'), 5000);
  });
  const opened = (target) => new Promise((done) => {
    target.onopen = target.onmessage = () => done('open');
    target.onerror = () => done('not open');
  });
  const submit = (action, type, fields) => new Promise((done) => {
    const frame = document.body.appendChild(Object.assign(document.createElement('iframe'), { name: 'f' + Math.random() }));
    const form = Object.assign(document.createElement('form'), { action, method: 'post', enctype: type, target: frame.name });
    for (const [name, value] of Object.entries(fields))
      form.append(Object.assign(document.createElement('input'), { name, value }));
    document.body.append(form);
    form.submit();
    setTimeout(() => {
      try { done('read: ' + frame.contentDocument.title); } catch { done('sent, not read'); }
    }, 1000);
  });
  const json = { 'Content-Type': 'application/json' };
  const mint = '{"name":"stolen","userId":"admin@example.com"}';
`;

/** A browser in which an administrator of a running server has signed in, and pages of other sites are open. */
export class ForeignPages {
  readonly bench: EscalationBench;
  /** Where everything listens, by the names that scripts have for it. */
  readonly #places: Readonly<Record<string, string>>;
  readonly #browser: Chromium;
  readonly #sites: readonly ForeignSite[];
  readonly #pages: Readonly<Record<PageName, Page>>;

  private constructor(
    bench: EscalationBench,
    places: Readonly<Record<string, string>>,
    browser: Chromium,
    sites: readonly ForeignSite[],
    pages: Readonly<Record<PageName, Page>>,
  ) {
    this.bench = bench;
    this.#places = places;
    this.#browser = browser;
    this.#sites = sites;
    this.#pages = pages;
  }

  static async open(program: string): Promise<ForeignPages> {
    const bench = await EscalationBench.start();
    const places = placesOf(bench);
    const { host, port } = new URL(places.api);
    const sites = [
      await ForeignSite.open('127.0.0.2'),
      await ForeignSite.open('127.0.0.1'),
      await ForeignSite.open('127.0.0.2', Number(port), host),
      await ForeignSite.open('127.0.0.2', Number(places.logsPort), places.logs),
    ] as const;
    const browser = await Chromium.start(program, { '*.evil.example': '127.0.0.2' });
    await signIn(browser, places);
    const evil = (site: ForeignSite) => browser.open(`http://www.evil.example:${site.port}/page`);
    return new ForeignPages(bench, places, browser, sites, {
      own: await browser.open(`${places.api}/health`),
      'of another site': await evil(sites[0]),
      'of another port': await browser.open(`http://127.0.0.1:${sites[1].port}/page`),
      rebound: await evil(sites[2]),
      'rebound to the logs': await evil(sites[3]),
    });
  }

  /** The value of an expression, with `prelude` and the places at hand. */
  run(page: PageName, script: string): Promise<string> {
    const places = Object.entries(this.#places).map(
      ([name, value]) => `const ${name} = ${JSON.stringify(value)};`,
    );
    return this.#pages[page].evaluate(`(async () => { ${places.join('')} ${prelude} return ${script}; })()`);
  }

  /** All that an attack could have changed. */
  async state(): Promise<unknown> {
    const lists = ['/api-keys?limit=100', '/users', '/roles', '/audit-events?limit=100'];
    return Promise.all(lists.map(async (path) => (await this.bench.admin.get(path)).body));
  }

  async stop(): Promise<void> {
    await this.#browser.stop();
    for (const site of this.#sites) site.stop();
    await this.bench.stop();
  }
}

function placesOf({ server }: EscalationBench) {
  const { url } = server.bootstrap;
  const processIn = (file: string) =>
    Number(/\d+/.exec(readFileSync(join(server.dataFolder, file), 'utf8'))?.[0]);
  const [engine = ''] = listeningAddresses(processIn('engine.json'));
  const ofServer = listeningAddresses(processIn('server.lock'));
  const logs = ofServer.find((address) => address !== new URL(url).host) ?? '';
  const { issuer, clientId } = issuerOf(server);
  const portOf = (address: string) => address.split(':')[1] ?? '';
  return {
    api: url,
    origin: new URL(url).origin,
    issuer,
    client: clientId,
    challenge: codeChallenge,
    engine,
    enginePort: portOf(engine),
    logs,
    logsPort: portOf(logs),
  };
}

/** As the person at the laptop does: from then on their browser has the issuer's cookies. */
async function signIn(browser: Chromium, { issuer, client, origin }: ReturnType<typeof placesOf>) {
  const parameters = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    scope: 'openid email profile',
    redirect_uri: `${origin}/`,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
  });
  const page = await browser.open(`${issuer}/authorize?${parameters}`);
  await page.moves(() =>
    page.evaluate(`document.querySelector('button[value="admin@example.com"]').click()`),
  );
  const query = await page.evaluate('location.search');
  if (!String(query).includes('code=')) throw new Error('signing in led to no code');
}
