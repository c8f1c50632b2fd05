import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import {
  commandLine,
  curlLine,
  pythonLines,
  typescriptLines,
} from '../../console/src/pages/api-keys/secret/ready-lines.ts';
import { publish } from '../../lambdas/functions/console-publisher/publish.ts';
import { releasesKey } from '../../lambdas/functions/console-publisher/releases.ts';
import { consoleFiles } from '../../lib/console/console-files.ts';
import { credentials, sessionOf } from '../docs/shell-blocks.ts';
import { shown } from '../docs/shown.ts';
import { memoryBucket } from '../support/memory-bucket.ts';
import { ApiClient } from './api-client.ts';
import { LatchkeyProcess } from './latchkey-process.ts';
import { ReaderShell } from './reader-shell.ts';
import { runProgram, runReadme } from './readme-run.ts';

/** Command lines of the banner, as somebody would paste them. */
function commandsOf(output: string): string[] {
  return output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(curl|[A-Z_]+=)/.test(line));
}

/** Waits without blocking: a connection that the server closes meanwhile must be seen to be closed. */
async function paste(commands: string): Promise<string> {
  return (await promisify(execFile)('bash', ['-ec', commands])).stdout;
}

function processesOf(dataFolder: string): string[] {
  const lines = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(dataFolder) && !line.includes('ps -eo'));
}

/** Paths of all files in the one folder of a folder that has a file of this name. */
function filesBeside(name: string, parent: string): string[] {
  const folder = readdirSync(parent).find((entry) => existsSync(join(parent, entry, name))) ?? '';
  return readdirSync(join(parent, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(parent, folder), join(entry.parentPath, entry.name)))
    .toSorted();
}

/** Sessions start a dozen processes each: long enough for a machine that is busy otherwise. */
const slowlyMs = 120_000;

let first: LatchkeyProcess;

beforeAll(async () => {
  first = await LatchkeyProcess.start({ npmScript: 'start' });
}, 60_000);
afterAll(() => first?.stop());

test('two servers do not share a data folder', async () => {
  const { dataFolder, bootstrap } = first;
  await expect(LatchkeyProcess.start({ dataFolder })).rejects.toThrow('npm start ended');
  expect((await fetch(`${bootstrap.url}/health`)).status).toBe(200);
}, 60_000);

test('browsers may read the API from the page that the server itself serves, over plain HTTP', async () => {
  const { url } = first.bootstrap;
  for (const path of ['/health', '/me', '/nothing']) {
    const { headers } = await fetch(`${url}${path}`);
    expect(headers.get('access-control-allow-origin')).toBe(new URL(url).origin);
  }
});

describe('the console', () => {
  const hashOf = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex');

  test('is served as the publisher puts it into the bucket: each file, its content and its headers', async () => {
    const { origin } = new URL(first.bootstrap.url);
    const configuration = await (await fetch(`${origin}/config.json`)).json();
    const bucket = memoryBucket();
    await publish(configuration, { bucket, filesFolder: consoleFiles() });
    expect(filesBeside('index.html', join(first.dataFolder, 'buckets'))).toEqual(
      [...bucket.objects.keys()].toSorted(),
    );
    // The publisher's own, and not served.
    bucket.objects.delete(releasesKey);
    const put = [...bucket.objects].map(([key, { content, contentType, cacheControl }]) => [
      key,
      [200, hashOf(content), contentType, cacheControl],
    ]);
    const served = async (key: string) => {
      const answer = await fetch(`${origin}/${key}`);
      const headers = ['content-type', 'cache-control'].map((name) => answer.headers.get(name));
      return [key, [answer.status, hashOf(Buffer.from(await answer.arrayBuffer())), ...headers]];
    };
    expect(put.length).toBeGreaterThan(20);
    expect(await Promise.all([...bucket.objects.keys()].map(served))).toEqual(put);
  });

  test('is told where everything is, and what is no file of it is not found', async () => {
    const { url } = first.bootstrap;
    const { origin } = new URL(url);
    const configuration = (await (await fetch(`${origin}/config.json`)).json()) as { apiUrl: string };
    expect(configuration).toEqual({
      name: 'latchkey',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      // By the API's id, as a template knows it.
      apiUrl: expect.stringContaining(new URL(url).pathname),
      consoleUrl: `${origin}/`,
      issuer: `${origin}/oidc`,
      clientId: expect.stringMatching(/./),
    });
    expect((await fetch(`${configuration.apiUrl}/health`)).status).toBe(200);
    expect((await fetch(`${origin}/assets/none-0a1b2c3d.js`)).status).toBe(404);
  });
});

describe('the README of the TypeScript client', () => {
  test('shows calls that work', async () => {
    const lines = await runReadme('client', {
      baseUrl: first.bootstrap.url,
      env: { LATCHKEY_KEY: first.bootstrap.adminKey },
      afterwards: `console.log(health.status, faults.length, verified, (await latchkey.me()).apiKey.id !== id);`,
    });
    expect(lines).toEqual(expect.arrayContaining(['CI Pipeline', 'api_key.created', 'allowed []']));
    expect(lines.join('\n')).toMatch(/^0 of \d+ keys were not used for 90 days, as of 20/m);
    expect(lines.at(-1)).toBe('ok 0 1 true');
  });

  test('shows a server that is protected', async () => {
    const admin = new ApiClient(first.bootstrap.url, first.bootstrap.adminKey);
    const mint = async (body: object) => (await admin.post('/api-keys', body)).body;
    const [verifier, reader] = [
      await mint({ name: 'verifier', scopes: ['api-keys:verify'] }),
      await mint({ name: 'reader', scopes: ['database:read'], accessRights: {} }),
    ];
    const lines = await runReadme('express', {
      baseUrl: first.bootstrap.url,
      env: { LATCHKEY_VERIFIER: verifier.key, READER: reader.key },
      afterwards: `
        await new Promise((resolve) => server.once('listening', resolve));
        const ask = async (path, headers) => {
          const answer = await fetch('http://127.0.0.1:' + server.address().port + path, { headers });
          console.log(answer.status, JSON.stringify(await answer.json()));
        };
        await ask('/orders', { 'X-Api-Key': process.env.READER });
        await ask('/p/sales/models', { 'X-Api-Key': process.env.READER });
        await ask('/orders', {});
        process.exit();`,
    });
    expect(lines).toEqual([
      `200 {"caller":"${reader.userId}"}`,
      expect.stringMatching(/^403 .*"code":"INSUFFICIENT_PERMISSIONS"/),
      expect.stringMatching(/^401 .*"code":"UNAUTHENTICATED"/),
    ]);
  });

  test.each(['handler', 'middy'] as const)('shows a Lambda function that is protected: %s', async (name) => {
    const lines = await runReadme(name, {
      baseUrl: first.bootstrap.url,
      afterwards: `
        for (const authorizer of [{ code: 'VALID', via: 'jwt', userId: 'ann@example.com' }, undefined])
          console.log(JSON.stringify(await handler({ requestContext: { requestId: '1', authorizer } }, {})));`,
    });
    expect(lines.map((line) => (line.startsWith('{') ? JSON.parse(line) : line))).toMatchObject([
      { statusCode: 200, body: '{"caller":"ann@example.com"}' },
      { statusCode: 500 },
    ]);
  });
});

describe('a reader with a shell', () => {
  let shell: ReaderShell;
  beforeAll(async () => {
    shell = await ReaderShell.open(first);
  }, slowlyMs);
  afterAll(() => shell?.remove());

  test.each(Object.entries(shown))(
    '%s: all that it has its readers run',
    async (document, { refusals, texts }) => {
      const session = await shell.paste([credentials(), sessionOf(document)].join('\n'));
      const problems = session.matchAll(/"status":(\d+),"detail":"[^"]*","code":"(\w+)"/g);
      expect([...problems].map(([, status, code]) => `${status} ${code}`)).toEqual(refusals);
      for (const text of texts) expect(session).toContain(text);
    },
    slowlyMs,
  );

  describe('who was shown a new secret has lines that call with it', () => {
    let apiUrl: string;
    let id: string;
    const env = { LATCHKEY_API_KEY: '', LATCHKEY_URL: '', LATCHKEY_TOKEN: '' };
    beforeAll(async () => {
      const configuration = await fetch(`${new URL(first.bootstrap.url).origin}/config.json`);
      ({ apiUrl } = (await configuration.json()) as { apiUrl: string });
      const admin = new ApiClient(first.bootstrap.url, first.bootstrap.adminKey);
      const { body } = await admin.post('/api-keys', { name: 'with ready lines' });
      ({ id } = body);
      env.LATCHKEY_API_KEY = body.key;
    });

    test('with curl', async () => {
      expect(JSON.parse(await shell.paste(curlLine(apiUrl), env)).apiKey.id).toBe(id);
    });

    test('with the command line', async () => {
      const line = commandLine(apiUrl);
      expect(JSON.parse(await shell.paste(`${line} --output json`, env)).apiKey.id).toBe(id);
      expect(await shell.paste(line, env)).toContain('with ready lines');
    });

    const hasPython = spawnSync('python3', ['--version']).status === 0;
    if (!hasPython) console.warn('There is no python3 on this machine: the lines for Python are not tried.');
    (hasPython ? test : test.skip)('with Python', async () => {
      const program = `python3 -c '${pythonLines(apiUrl)}'`;
      expect(await shell.paste(program, env)).toContain(`'id': '${id}'`);
    });

    test('with TypeScript', async () => {
      expect((await runProgram(typescriptLines(apiUrl), env)).join('\n')).toContain(`id: '${id}'`);
    });
  });
});

test('npm start: a banner whose commands work, data that lasts, and no process left', async () => {
  const { dataFolder } = first;
  const { adminKey, url } = first.bootstrap;
  expect(first.output).toContain(adminKey);
  expect(statSync(dataFolder).mode & 0o777).toBe(0o700);
  expect(statSync(join(dataFolder, 'bootstrap.json')).mode & 0o777).toBe(0o600);

  const commands = commandsOf(first.output);
  expect(commands.filter((command) => command.startsWith('curl')).length).toBeGreaterThan(2);
  const pasted = await paste(commands.join('\necho\n'));
  expect(pasted).not.toMatch(/"status":\s*[45]\d\d/);
  expect(pasted).toContain('"userId":"admin@example.com"');

  const admin = new ApiClient(url, adminKey);
  const { body } = await admin.post('/api-keys', { name: 'lasting' });
  await first.stop();
  expect(processesOf(dataFolder)).toEqual([]);

  const second = await LatchkeyProcess.start({ dataFolder });
  expect(second.output).not.toContain(adminKey);
  expect(second.bootstrap.adminKey).toBe(adminKey);
  const again = new ApiClient(second.bootstrap.url, adminKey);
  expect((await again.get(`/api-keys/${body.id}`)).body.name).toBe('lasting');
  expect((await again.as(body.key).get('/me')).status).toBe(200);
  expect((await again.as(null).get('/health')).body).toEqual({ status: 'ok' });
  await second.stop();
  second.removeData();
}, 60_000);

test('a busy port is one line, and leaves nothing behind', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => {
    other.on('listening', resolve);
  });
  const { port } = other.address() as AddressInfo;
  await expect(LatchkeyProcess.start({ env: { PORT: String(port) } })).rejects.toThrow(new RegExp(`${port}`));
  other.close();
});
