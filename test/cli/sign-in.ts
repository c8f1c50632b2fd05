import { get } from 'node:http';
import { PassThrough } from 'node:stream';
import type { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { backFrom } from './browser-sign-in.ts';
import { Terminal } from './terminal.ts';

/** What a browser gets that resolves localhost to this address. */
async function visit(url: URL, address: string, host = url.host): Promise<number> {
  return await new Promise((done, fail) => {
    const options = {
      host: address,
      port: url.port,
      path: `${url.pathname}${url.search}`,
      headers: { host },
    };
    get(options, (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    }).on('error', fail);
  });
}

/** The ways in, tried at a server that other tests have, too. */
export function signInTests(server: () => LatchkeyProcess): void {
  let terminal: Terminal;
  beforeEach(() => {
    terminal = new Terminal();
  });
  afterEach(() => terminal.remove());

  test.each(['127.0.0.1', '::1'])(
    'the browser signs in, comes back to %s, and the session is renewed',
    async (address) => {
      const answers: number[] = [];
      terminal.openBrowser = async (page) => {
        const back = await backFrom(page, 'admin@example.com');
        const forged = new URL(back);
        forged.searchParams.set('state', 'another');
        answers.push(await visit(forged, address), await visit(back, address, 'evil.example.com'));
        answers.push(await visit(new URL('/other', back), address), await visit(back, address));
      };
      const { code, err, out } = await terminal.run(['login', new URL(server().bootstrap.url).origin]);
      expect([code, out, answers]).toEqual([0, '', [400, 404, 404, 200]]);
      expect(err).toContain(`Signed in at ${server().bootstrap.url} as admin@example.com.\n`);

      const me = JSON.parse((await terminal.run(['whoami', '-o', 'json'])).out);
      expect(me).toMatchObject({ userId: 'admin@example.com', via: 'jwt', apiKey: null });
      const former = [...terminal.keyring.secrets.values()].join('');
      terminal.now = () => new Date(Date.now() + 3_600_000);
      expect((await terminal.run(['whoami'])).code).toBe(0);
      expect([...terminal.keyring.secrets.values()].join('')).not.toBe(former);
      const status = JSON.parse((await terminal.run(['status', '-o', 'json'])).out);
      expect(status).toMatchObject({
        signedIn: true,
        renews: true,
        store: 'keyring',
        apiUrl: server().bootstrap.url,
      });

      expect((await terminal.run(['logout'])).err).not.toContain('warning');
      expect(terminal.keyring.secrets.size).toBe(0);
    },
  );

  test('without a browser the address is printed, and the one that another computer ends at is pasted', async () => {
    const [stdin, stderr] = [new PassThrough(), new PassThrough()];
    let told = '';
    stderr.on('data', (chunk: Buffer) => {
      const before = told;
      told += chunk.toString();
      const [, address] = /Sign in at:\n(\S+)\n/.exec(told) ?? [];
      if (address === undefined || /Sign in at:\n(\S+)\n/.test(before)) return;
      void backFrom(address, 'admin@example.com').then((back) => stdin.write(`nonsense\n\n${back.href}\n`));
    });
    const { code } = await terminal.run(['login', server().bootstrap.url, '--no-browser'], { stdin, stderr });
    expect([code, terminal.opened]).toEqual([0, []]);
    expect(told).toContain('That is not the address of this sign-in');
    expect(told).toContain('as admin@example.com.');
    expect(told).not.toMatch(/code=(?!challenge)/);
  });

  test('whoever is no user of Latchkey is signed in by the issuer, and told so by the API', async () => {
    terminal.openBrowser = async (page) => {
      const back = await backFrom(page, 'nobody@example.com');
      await visit(back, '127.0.0.1');
    };
    const { code, err } = await terminal.run(['login', server().bootstrap.url]);
    expect([code, err]).toEqual([5, expect.stringContaining('Ask an administrator to add you')]);
    expect(terminal.keyring.secrets.size).toBe(0);
  });

  test('a key is made, found by its name and used', async () => {
    await terminal.run(['login', new URL(server().bootstrap.url).origin, '--with-token'], {
      input: server().bootstrap.adminKey,
    });
    const made = await terminal.run(['keys', 'create', 'from the terminal', '--expires', '1d', '--quiet']);
    expect(made.code).toBe(0);
    const found = JSON.parse((await terminal.run(['keys', 'get', 'From The Terminal', '-o', 'json'])).out);
    expect(found.keyPrefix).toBe(made.out.slice(0, 10));
    terminal.env['LATCHKEY_TOKEN'] = made.out;
    const me = JSON.parse((await terminal.run(['whoami', '-o', 'json'])).out);
    expect(me.apiKey).toMatchObject({ id: found.id, name: 'from the terminal' });
    const again = await terminal.run(['keys', 'create', 'FROM the terminal', '--expires', '1d']);
    expect(again.code).toBe(5);
    delete terminal.env['LATCHKEY_TOKEN'];
    expect((await terminal.run(['keys', 'create', 'FROM the terminal', '--expires', '1d'])).code).toBe(6);
  });
}
