import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateLogGroupCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EngineProcess } from '../../local/dynamodb/engine-process.ts';
import { LogGroups } from '../../local/logs/log-groups.ts';
import { LogsEndpoint } from '../../local/logs/logs-endpoint.ts';

const onLinux = process.platform === 'linux' ? test : test.skip;

const drawn = /^127(\.([1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-4])){3}$/;

let folder: string;
let engine: EngineProcess;
let logs: LogsEndpoint;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'foreign-page-'));
  engine = await EngineProcess.start();
  logs = await LogsEndpoint.start(new LogGroups(join(folder, 'logs')));
});
afterAll(async () => {
  await Promise.all([engine?.stop(), logs?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

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
