import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { prepareIssuerFile } from '../../local/issuer/issuer-file.ts';

const issuer = 'http://127.0.0.1:3000/oidc';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program behind `npm run token`. */
function runToken(...args: string[]): Promise<Output> {
  const program = join(import.meta.dirname, '../../local/token.ts');
  const flags = ['--disable-warning=ExperimentalWarning', program, ...args];
  const env = { ...process.env, LATCHKEY_DATA: folder };
  return new Promise((done) => {
    execFile(process.execPath, flags, { env }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** A process that has the folder, as a server has it. */
async function holdFolder(named: string | null): Promise<() => Promise<void>> {
  const program = join(folder, 'main.ts');
  writeFileSync(program, 'setInterval(() => {}, 1000); console.log("up")');
  const server = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(server.stdout, 'data');
  writeFileSync(join(folder, 'server.lock'), String(server.pid));
  writeFileSync(join(folder, 'bootstrap.json'), JSON.stringify({ issuer: named }));
  return async () => {
    const exited = once(server, 'exit');
    server.kill();
    await exited;
  };
}

test('prints a token of the running issuer, and nothing else', async () => {
  const file = await prepareIssuerFile(join(folder, 'issuer.json'), issuer, 'console');
  const release = await holdFolder(issuer);
  try {
    const { code, stdout, stderr } = await runToken('Ann@Example.com');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const { kty, n, e, kid, alg } = file.signingKey;
    const keys = createLocalJWKSet({ keys: [{ kty, n, e, kid, alg }] });
    const { payload } = await jwtVerify(stdout.trim(), keys, { issuer, audience: 'console' });
    expect(payload).toMatchObject({
      sub: 'ann@example.com',
      email: 'ann@example.com',
      email_verified: true,
      client_id: 'console',
      token_use: 'access',
      exp: payload.iat! + 3600,
    });
    expect(await runToken()).toMatchObject({ code: 1, stdout: '' });
  } finally {
    await release();
  }
});

test.each<[string, () => Promise<() => Promise<void>>, RegExp]>([
  ['no server runs', async () => async () => {}, /^no server runs with LATCHKEY_DATA=\S+; .*\n$/],
  ['it has no issuer', () => holdFolder(null), /^the server with LATCHKEY_DATA=\S+ has no local issuer\n$/],
])('one line and exit 1 where %s', async (_what, hold, message) => {
  const release = await hold();
  try {
    const { code, stdout, stderr } = await runToken('ann@example.com');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
  } finally {
    await release();
  }
});

test('keys are kept, for the owner alone, while name and client follow the deployment', async () => {
  const path = join(folder, 'issuer.json');
  const first = await prepareIssuerFile(path, issuer, 'console');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const second = await prepareIssuerFile(path, 'http://127.0.0.1:4000/oidc', 'other');
  expect(second).toEqual({ ...first, issuer: 'http://127.0.0.1:4000/oidc', clientId: 'other' });

  writeFileSync(path, '{"signingKey":{}}');
  await expect(prepareIssuerFile(path, issuer, 'console')).rejects.toThrow('issuer.json is damaged');
});
