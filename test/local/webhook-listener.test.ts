import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Webhook } from 'standardwebhooks';
import { eventually, functionResource, Laptop } from './laptop.ts';

const script = join(import.meta.dirname, '../../scripts/webhook-listener.ts');
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** Sends as a function does: TLS is verified, and nothing says whom to trust. */
const send = `const https = require('node:https');
exports.handler = ({ url, body, headers, method = 'POST' }) => new Promise((done) => {
  https.request(url, { method, headers }, (response) => { response.resume(); done(String(response.statusCode)); })
    .on('error', (error) => done(error.code)).end(body); });`;

class Listener {
  readonly lines: string[] = [];
  readonly child: ChildProcess;

  constructor(folder: string, env: NodeJS.ProcessEnv, input?: string) {
    const args = ['--disable-warning=ExperimentalWarning', script, '--port', '0'];
    const { PATH } = process.env;
    this.child = spawn(process.execPath, args, { env: { PATH, LATCHKEY_DATA: folder, ...env } });
    for (const stream of [this.child.stdout, this.child.stderr])
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.lines.push(line));
    this.child.stdin?.end(input);
  }

  /** Resolves with its URL, once it listens. */
  async url(): Promise<string> {
    return await eventually(() => /https:\/\/localhost:\d+\//.exec(this.lines[0] ?? '')?.[0]);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill(signal);
    await once(this.child, 'exit');
  }
}

let laptop: Laptop;
let listeners: Listener[];

beforeAll(async () => {
  laptop = await Laptop.start();
  await laptop.deploy({ Send: functionResource('send', { Timeout: 20 }) }, { send });
});
beforeEach(() => {
  listeners = [];
});
afterEach(() => Promise.all(listeners.map((listener) => listener.stop())));
afterAll(() => laptop.stopAndForget());

function listen(
  folder = laptop.folder,
  env: NodeJS.ProcessEnv = { LATCHKEY_WEBHOOK_SECRET: secret },
  input?: string,
): Listener {
  const listener = new Listener(folder, env, input);
  listeners.push(listener);
  return listener;
}

const trusted = () => readdirSync(join(laptop.folder, 'trusted'));

async function deliver(
  url: string,
  { data = {}, key = secret, at = new Date(), body = '', ...more }: Record<string, any> = {},
): Promise<string> {
  const event =
    body || JSON.stringify({ type: 'api_key.created', timestamp: '2026-11-22T10:00:00.000Z', data });
  const headers = {
    'webhook-id': 'evt-1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(key).sign('evt-1', at, event),
  };
  const input = { url, body: event, headers, ...more };
  const result = await laptop.cloud.functions.use('test-Send').invoke(input);
  return JSON.parse(result.ok ? result.payload : 'null');
}

test('a function sends to a listener that came after it, by TLS that it verifies; each event is one line', async () => {
  const elsewhere = 'https://localhost:1/';
  expect(await deliver(elsewhere)).toBe('ECONNREFUSED');
  const listener = listen();
  const url = await listener.url();
  expect(await deliver(url, { data: { name: 'CI', sequence: 1 } })).toBe('204');
  expect(await deliver(url.replace('localhost', '127.0.0.1'))).toBe('204');
  await eventually(() => listener.lines.length === 3);
  expect(listener.lines.slice(1)).toEqual([
    '2026-11-22T10:00:00.000Z api_key.created evt-1 {"name":"CI","sequence":1}',
    '2026-11-22T10:00:00.000Z api_key.created evt-1 {}',
  ]);
});

test('what is not signed with the secret, or long ago, is refused, and is told', async () => {
  const listener = listen();
  const url = await listener.url();
  const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  expect(await deliver(url, { key: other })).toBe('400');
  expect(await deliver(url, { at: new Date(Date.now() - 600_000) })).toBe('400');
  expect(await deliver(url, { headers: {} })).toBe('400');
  expect(await deliver(url, { body: 'x'.repeat(100_000) })).toBe('413');
  expect(await deliver(url, { method: 'GET', body: ' ' })).toBe('405');
  await eventually(() => listener.lines.length === 4);
  expect(listener.lines.slice(1)).toEqual([
    'refused (400): No signature of the webhook is of the secret',
    'refused (400): The webhook was sent too long ago',
    'refused (400): A header of the webhook is missing, there twice, or of another form',
  ]);
});

test('a listener of another data folder is not trusted, nor one that has ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'listener-'));
  const stranger = listen(folder);
  expect(await deliver(await stranger.url())).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(statSync(join(folder, 'trusted')).mode & 0o777).toBe(0o700);
  const [first, second] = [listen(), listen()];
  const urls = [await first.url(), await second.url()];
  expect(trusted()).toHaveLength(2);
  for (const url of urls) expect(await deliver(url)).toBe('204');
  await first.stop('SIGINT');
  expect(trusted()).toHaveLength(1);
  expect(await deliver(urls[1] ?? '')).toBe('204');
  await stranger.stop();
  rmSync(folder, { recursive: true });
});

test('names do not reach the terminal but as text', async () => {
  const listener = listen();
  expect(await deliver(await listener.url(), { data: { name: '\u001B[2J\u009B2J\u202E\nx' } })).toBe('204');
  await eventually(() => listener.lines.length === 2);
  expect(listener.lines[1]).toBe(
    '2026-11-22T10:00:00.000Z api_key.created evt-1 {"name":"\\u001b[2J\\u{9b}2J\\u{202e}\\nx"}',
  );
});

test('the secret comes from the environment or the prompt, and is never shown', async () => {
  const listener = listen(laptop.folder, {}, `${secret}\n`);
  expect(await deliver(await listener.url())).toBe('204');
  expect(listener.lines.join()).not.toContain('whsec_');
});

test.each([
  ['whsec_!', '', 'the secret is not whsec_ and base64'],
  ['', '', 'no secret was given'],
  ['', 'hunter2\n', 'the secret is not whsec_ and base64'],
])('ends with one line where the secret is none: %j, %j', async (variable, input, line) => {
  const listener = listen(laptop.folder, { LATCHKEY_WEBHOOK_SECRET: variable }, input);
  const [code] = await once(listener.child, 'close');
  expect(code).toBe(1);
  expect(listener.lines[0]).toBe(line);
  expect(listener.lines.join()).not.toMatch(/hunter2|whsec_!/);
});
