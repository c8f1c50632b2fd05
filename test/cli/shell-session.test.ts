import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { findPlaintext } from '../e2e/secrecy.ts';
import { backFrom } from './browser-sign-in.ts';
import { JsonOutputs } from './json-outputs.ts';
import { signInTests } from './sign-in.ts';
import { type Outcome, Terminal } from './terminal.ts';

/** Long enough for a machine that is busy otherwise. */
const slowlyMs = 120_000;
const keyShape = /lk_\w{49}|whsec_[\w+/]{43}/;
let server: LatchkeyProcess;
let terminal: Terminal;
let outputs: JsonOutputs;
/** Of all commands: their exit codes, and what they said beside results. */
const codes = new Set<number>();
let said = '';
/** What commands of `exec` printed. */
let printed = '';

beforeAll(async () => {
  server = await LatchkeyProcess.start();
  terminal = new Terminal();
  const document = await fetch(`${server.bootstrap.url}/openapi.json`);
  outputs = await JsonOutputs.by((await document.json()) as Parameters<typeof JsonOutputs.by>[0]);
  terminal.runCommand = async ([file = '', ...args], env) => {
    const { PATH } = process.env;
    const { stdout } = await promisify(execFile)(file, args, { env: { PATH, ...env } });
    printed += stdout;
    return { started: true, exitCode: 0 };
  };
}, slowlyMs);
afterAll(async () => {
  await server?.stop();
  const places = server === undefined ? [] : findPlaintext(server);
  server?.removeData();
  terminal?.remove();
  expect(places).toEqual([]);
});

async function latchkey(args: readonly string[], input?: string): Promise<Outcome> {
  const outcome = await terminal.run(args, input === undefined ? {} : { input });
  codes.add(outcome.code);
  said += outcome.err;
  return outcome;
}

/** The result as JSON, which is as the API's, or the command line's, schema of that name says. */
// oxlint-disable-next-line typescript/no-explicit-any -- results are JSON, and the test looks anywhere in them.
async function json(schema: string, ...args: string[]): Promise<any> {
  return await jsonBy(schema, args);
}

// oxlint-disable-next-line typescript/no-explicit-any -- as above
async function jsonBy(schema: string | null, args: readonly string[], input?: string): Promise<any> {
  const { code, out, err } = await latchkey([...args, '--output', 'json'], input);
  expect({ args, code, err: code === 0 ? '' : err }).toEqual({ args, code: 0, err: '' });
  expect({ args, faults: outputs.faultsOf(args, schema, out) }).toEqual({ args, faults: [] });
  return schema === null ? null : JSON.parse(out);
}

/** Does what has no result, and so prints none as JSON either. */
async function silently(...args: string[]): Promise<void> {
  await jsonBy(null, args);
}

/** Waits for what comes a moment later. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if (await isSo()) return;
    await sleep(100);
  }
  throw new Error('it did not come about');
}

test(
  'a day of somebody who uses nothing but the command line',
  async () => {
    terminal.openBrowser = async (page) => {
      expect((await fetch(await backFrom(page, 'admin@example.com'))).status).toBe(200);
    };
    expect((await latchkey(['whoami'])).code).toBe(2);
    expect((await latchkey(['whoami', '--url', server.bootstrap.url])).code).toBe(4);
    await silently('login', server.bootstrap.url);
    expect((await json('SignInStatus', 'status')).store).toBe('keyring');
    await json('Principal', 'whoami');
    await json('Principal', 'api', 'GET', '/me');
    await json('ScopeList', 'scopes');
    await json('Diagnosis', 'doctor');
    expect((await latchkey(['doctor'])).out).toMatch(/^ok +token +of admin@example\.com, who signed in$/m);

    // A role, a user, a key.
    await json('Role', 'roles', 'create', 'reader', '--scopes', 'database:read,api-keys:verify');
    await json('Role', 'roles', 'update', 'reader', '--description', 'reads databases');
    expect((await json('Role', 'roles', 'get', 'reader')).description).toBe('reads databases');
    expect((await json('RoleList', 'roles', 'list', '--search', 'read')).items).toHaveLength(1);
    const bot = 'ci-bot@example.com';
    await json('CreatedUser', 'users', 'create', bot, '--name', 'CI', '--roles', 'reader');
    await json('User', 'users', 'update', bot, '--add-roles', 'admin');
    expect((await json('User', 'users', 'update', bot, '--remove-roles', 'admin')).roles).toEqual(['reader']);
    expect((await json('User', 'users', 'get', bot)).displayName).toBe('CI');
    await json('UserList', 'users', 'list', '--role', 'reader');
    expect((await json('UserList', 'roles', 'holders', 'reader')).items).toHaveLength(1);
    const made = await json(
      'MintedApiKey',
      ...'keys create --expires 90d --type admin --access-rights {}'.split(' '),
      'CI Pipeline',
      '--user',
      bot,
      '--scopes',
      'database:read,api-keys:verify',
    );
    const secrets: string[] = [made.key];
    expect((await latchkey(['keys', 'create', 'ci pipeline'])).code).toBe(6);
    expect((await latchkey(['keys', 'get', 'CI'])).code).toBe(3);
    expect((await latchkey(['keys', 'update', 'CI Pipeline', '--tier', 'no such'])).code).toBe(2);
    await json('ApiKey', 'keys', 'update', 'CI Pipeline', '--description', 'nightly', '--metadata', 'a=b');
    expect((await json('ApiKey', 'keys', 'get', 'ci pipeline')).metadata).toEqual({ a: 'b' });

    // The key is used, verified, tested.
    terminal.env['LATCHKEY_TOKEN'] = made.key;
    expect((await json('Principal', 'whoami')).apiKey.name).toBe('CI Pipeline');
    expect((await latchkey(['users', 'list'])).code).toBe(5);
    const verdict = await jsonBy('Verdict', ['verify', '--scopes', 'database:read'], `${made.key}\n`);
    expect(verdict.code).toBe('VALID');
    expect((await latchkey(['verify', '--scopes', 'database:write'], made.key)).code).toBe(10);
    delete terminal.env['LATCHKEY_TOKEN'];
    await json('Explanation', 'keys', 'test', 'CI Pipeline', '--scopes', 'database:read');
    expect((await latchkey(['keys', 'test', 'CI Pipeline', '--scopes', 'database:write'])).code).toBe(10);
    await json('ApiKey', 'keys', 'pause', 'CI Pipeline');
    expect((await latchkey(['verify'], made.key)).out).toContain('API_KEY_PAUSED');
    await json('ApiKey', 'keys', 'resume', 'ci pipeline');

    // Its secret is rotated, and the former one works on for a while.
    const rotated = await json('MintedApiKey', 'keys', 'rotate', 'CI Pipeline', '--grace', '1h');
    secrets.push(rotated.key);
    for (const secret of secrets) expect((await latchkey(['verify'], secret)).code).toBe(0);
    await json('ApiKey', 'keys', 'update', 'CI Pipeline', '--end-rotation', 'now');
    expect((await latchkey(['verify'], made.key)).code).toBe(10);
    expect((await latchkey(['keys', 'rotate', 'CI Pipeline'])).code).toBe(2);
    const copy = await json('MintedApiKey', 'keys', 'duplicate', 'CI Pipeline', 'Copy', '--expires', '1d');
    secrets.push(copy.key);
    expect((await json('ApiKey', 'keys', 'rename', 'Copy', 'Second')).name).toBe('Second');
    expect((await json('ApiKeyList', 'keys', 'list', '--user', bot)).items).toHaveLength(2);

    // A command gets a key of its own.
    const script =
      'console.log(process.env.LATCHKEY_API_KEY, process.env.LATCHKEY_TOKEN, process.argv.length)';
    const args = ['exec', '--scopes', 'database:read', '--debug', '--', process.execPath, '-e', script];
    expect((await latchkey(args)).code).toBe(0);
    expect(printed).toMatch(/^lk_\w{49} undefined 1\n$/);
    secrets.push(printed.slice(0, 52));
    expect((await latchkey(['verify'], secrets.at(-1))).out).toContain('API_KEY_INVALID');

    // A file says how it shall be.
    const file = join(terminal.folder, 'latchkey.yaml');
    writeFileSync(
      file,
      `roles: [{ name: reader, scopes: [database:read] }]
users: [{ userId: second-bot@example.com, roles: [reader] }]
apis:
  - name: orders
    gateway: { accountId: "000000000000", apiId: a1b2c3, stage: prod }
    routes: [{ method: GET, path: /orders, scopes: [database:read] }]
`,
    );
    expect((await json('ApplyStepList', 'apply', '-f', file, '--dry-run')).items).toHaveLength(3);
    expect((await latchkey(['apply', '-f', file, '--dry-run'])).out).toContain('second-bot@example.com');
    expect((await latchkey(['apply', '-f', file])).code).toBe(2);
    expect((await latchkey(['apply', '-f', file, '--yes'])).code).toBe(0);
    const again = await json('ApplyStepList', 'apply', '-f', file, '--yes');
    const actions = again.items.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(['none', 'none', 'none']);
    const definition = join(terminal.folder, 'invoices.yaml');
    writeFileSync(
      definition,
      'gateway: { accountId: "000000000000", apiId: d4e5f6, stage: prod }\nroutes: [{ method: GET, path: / }]\n',
    );
    await json('ProtectedApi', 'apis', 'create', 'invoices', '--file', definition);
    await json('ProtectedApi', 'apis', 'update', 'orders', '--enforcement', 'observe');
    await json('ProtectedApi', 'apis', 'get', 'orders');
    await json('ProtectedApiList', 'apis', 'list');

    // A webhook is told of what happens; its name leads nowhere, so that nothing leaves this machine.
    const told = ['--endpoint', 'https://hooks.latchkey.invalid/in', '--scope', 'all'];
    const created = ['webhooks', 'create', 'Deploys', ...told, '--events', 'api_key.*'];
    const webhook = await json('WebhookWithSecret', ...created, '--legacy-signature');
    secrets.push(webhook.secret);
    expect((await json('WebhookList', 'webhooks', 'list')).items).toHaveLength(1);
    await json('Webhook', 'webhooks', 'update', 'deploys', '--no-legacy-signature');
    expect((await json('Webhook', 'webhooks', 'get', 'Deploys')).legacySignature).toBe(false);
    const anew = await json('WebhookWithSecret', 'webhooks', 'rotate-secret', 'Deploys', '--grace', '1h');
    secrets.push(anew.secret);
    expect(anew.secret).not.toBe(webhook.secret);
    const trial = await latchkey(['webhooks', 'test', 'Deploys', '--output', 'json']);
    expect([trial.code, JSON.parse(trial.out).error]).toEqual([10, 'address']);
    expect(outputs.faultsOf(['webhooks', 'test'], 'WebhookTest', trial.out)).toEqual([]);
    await json('ApiKey', 'keys', 'update', 'Second', '--description', 'told');
    let delivery: any; // oxlint-disable-line typescript/no-explicit-any -- as above
    await until(async () => {
      const { items } = await json('WebhookDeliveryList', 'webhooks', 'deliveries', 'Deploys');
      // What happened just before it was made can be among them.
      delivery = items.find(({ type }: { type: string }) => type === 'api_key.updated');
      return delivery?.attempts.length > 0;
    });
    // Unless it is being sent just now.
    await until(async () => {
      const retried = await latchkey(['webhooks', 'retry', 'Deploys', delivery.id, '--output', 'json']);
      if (retried.code !== 0) return false;
      return outputs.faultsOf(['webhooks', 'retry'], 'WebhookDelivery', retried.out).length === 0;
    });
    const replayed = await json('WebhookReplayed', 'webhooks', 'replay', 'Deploys', '--from', '2020-01-01');
    expect(replayed.queued).toBeGreaterThan(3);

    // Calls are counted a moment after they were made.
    await until(async () => {
      const { items } = await json('UsageEntryList', 'keys', 'usage', 'CI Pipeline', '--limit', '2');
      return items.length === 2;
    });
    await json('UsageSummary', 'keys', 'usage', 'CI Pipeline', '--summary');
    await json('UsageOverview', 'usage');

    // All of it stands in the audit log, which nobody has touched.
    expect((await json('AuditEventList', 'audit', 'list', '--action', 'api_key.rotated')).items).toHaveLength(
      1,
    );
    const logs = join(server.dataFolder, 'logs');
    const names = readdirSync(logs, { recursive: true }).map(String);
    const exported = join(logs, names.find((name) => name.endsWith('audit.jsonl'))!);
    let report: any; // oxlint-disable-line typescript/no-explicit-any -- as above
    await until(async () => {
      report = await json('ChainVerification', 'audit', 'verify', '--against', exported);
      const { valid, faults, events, verified, linkedOnly, against } = report;
      expect([valid, faults, verified, linkedOnly]).toEqual([true, [], events, 0]);
      return against.same === events;
    }).catch((cause: unknown) => {
      throw new Error(`audit verify says ${JSON.stringify(report)}`, { cause });
    });

    // Everything goes again.
    expect((await latchkey(['users', 'delete', bot, '--yes'])).code).toBe(6);
    expect((await latchkey(['keys', 'delete', 'Second'])).code).toBe(2);
    await silently('keys', 'delete', 'Second', '--yes');
    expect(await json('Revocation', 'users', 'revoke-keys', bot, '--yes')).toEqual({ revoked: 1 });
    await json('User', 'users', 'disable', 'ci-bot@example.com');
    await json('User', 'users', 'enable', 'ci-bot@example.com');
    for (const user of ['ci-bot', 'second-bot']) await silently('users', 'rm', `${user}@example.com`, '-y');
    await silently('roles', 'delete', 'reader', '--yes');
    await silently('webhooks', 'delete', 'Deploys', '--yes');
    for (const name of ['orders', 'invoices']) await silently('apis', 'delete', name, '--yes');
    await silently('logout');
    expect(outputs.unseen()).toEqual([]);
    expect((await latchkey(['health', '--url', server.bootstrap.url])).code).toBe(2);

    // Nobody was told a secret but by results, and none is kept.
    expect(said).not.toMatch(keyShape);
    const kept = readdirSync(terminal.folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    for (const { parentPath, name } of kept)
      expect(readFileSync(join(parentPath, name), 'latin1')).not.toMatch(/lk_\w{49}|whsec_|eyJ/);
    expect(secrets.every((secret) => keyShape.test(secret))).toBe(true);
    expect([...codes].toSorted((one, other) => one - other)).toEqual([0, 2, 3, 4, 5, 6, 10]);
  },
  slowlyMs,
);

describe('signing in', () => signInTests(() => server));
