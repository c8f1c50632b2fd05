import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateLogGroupCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EngineProcess } from '../../local/dynamodb/engine-process.ts';
import { LogGroups } from '../../local/logs/log-groups.ts';
import type { HiddenServer } from '../../local/http/hidden-server.ts';
import { startLogsEndpoint } from '../../local/logs/logs-endpoint.ts';

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const onLinux = process.platform === 'linux' ? test : test.skip;
const inChromium = chromium === undefined ? test.skip : test;

const drawn = /^127(\.([1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-4])){3}$/;

let folder: string;
let engine: EngineProcess;
let logs: HiddenServer;
/** Another program's web server, of another origin. */
let site: Server;
let page: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'foreign-page-'));
  engine = await EngineProcess.start();
  logs = await startLogsEndpoint(new LogGroups(join(folder, 'logs')));
  site = createServer((_, response) => void response.setHeader('Content-Type', 'text/html').end(page));
  await once(site.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  site.close();
  site.closeAllConnections();
  await Promise.all([engine?.stop(), logs?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const usualAddresses = (endpoint: string): string[] =>
  ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${new URL(endpoint).port}`);

/** What the logs endpoint answers to a call that it knows; a body that is no JSON is its text. */
async function callLogs(headers: Record<string, string>, method = 'POST'): Promise<[number, string[]]> {
  const target = 'Logs_20140328.DescribeLogGroups';
  const sent = { 'X-Amz-Target': target, 'Content-Type': 'application/x-amz-json-1.1', ...headers };
  const call = request(logs.url, { method, headers: sent }).end(method === 'POST' ? '{}' : undefined);
  const [answer] = await once(call, 'response');
  answer.resume();
  const shared = Object.keys(answer.headers).filter((name) => name.startsWith('access-control'));
  return [answer.statusCode, shared];
}

describe('the database', () => {
  onLinux('is at an address that no page can guess', async () => {
    const { hostname } = new URL(engine.endpoint);
    expect(hostname).toMatch(drawn);
    const another = await EngineProcess.start();
    await another.stop();
    expect(new URL(another.endpoint).hostname).not.toBe(hostname);
  });

  onLinux('stays there when it is started again', async () => {
    const address = { host: '127.9.8.7', port: Number(new URL(engine.endpoint).port) };
    const again = await EngineProcess.start({ address });
    await again.stop();
    expect(again.endpoint).toBe(`http://127.9.8.7:${address.port}`);
  });
});

describe('the logs endpoint', () => {
  onLinux('is at an address that no page can guess', () => {
    expect(new URL(logs.url).hostname).toMatch(drawn);
  });

  test('answers an SDK', async () => {
    const client = new CloudWatchLogsClient({
      endpoint: logs.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    await client.send(new CreateLogGroupCommand({ logGroupName: '/a' }));
    client.destroy();
    expect(await callLogs({})).toEqual([200, []]);
  });

  test.each([
    ['another host, as after DNS rebinding', { Host: 'evil.example.com' }],
    ['another port', { Host: '127.0.0.1:1' }],
    ['an origin', { Origin: 'https://evil.example.com' }],
    ['an origin that is hidden', { Origin: 'null' }],
    ['a mark of a browser', { 'Sec-Fetch-Site': 'cross-site' }],
  ])('refuses %s', async (_, headers) => {
    expect(await callLogs(headers)).toEqual([403, []]);
    expect(await callLogs(headers, 'OPTIONS')).toEqual([403, []]);
  });
});

inChromium(
  'a page of another origin reaches neither, though it knows their ports',
  async () => {
    const wanted = [
      ...usualAddresses(engine.endpoint),
      ...usualAddresses(logs.url),
      // What guards it is more than its address.
      logs.url,
    ];
    const known = [engine.endpoint];
    page = `<!doctype html><title>waiting</title><script type="module">
      const call = (url) => fetch(url, {
        method: 'POST',
        headers: { 'X-Amz-Target': 'DynamoDB_20120810.ListTables', 'Content-Type': 'application/x-amz-json-1.0',
          'X-Amz-Date': '20270101T000000Z',
        Authorization: 'AWS4-HMAC-SHA256 Credential=local/20270101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0' },
        body: '{}',
      }).then(({ status }) => 'reached ' + status, () => 'not reached');
      const results = await Promise.all(${JSON.stringify([...wanted, ...known])}.map(call));
      document.body.textContent = results.join(',');
    </script><body></body>`;
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
    const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
    const address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    const data = `--user-data-dir=${join(folder, 'chromium')}`;
    const { stdout } = await promisify(execFile)(chromium!, [
      ...flags,
      ...quiet,
      data,
      '--virtual-time-budget=10000',
      '--dump-dom',
      address,
    ]);
    const results = /<body>([^<]*)<\/body>/.exec(stdout)?.[1]?.split(',');
    // Whoever knew the engine's address would be let in: that is why it has to be a secret.
    expect(results).toEqual([...wanted.map(() => 'not reached'), ...known.map(() => 'reached 200')]);
  },
  60_000,
);
