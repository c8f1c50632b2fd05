import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../local/settings.ts';
import { fingerprint } from '../../local/synth/fingerprint.ts';
import { synthesize } from '../../local/synth/synthesize.ts';
import { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { functionResource } from './laptop.ts';
import { arnOfResource, lambdaProxy, RestApiResources } from './rest-api-resources.ts';

const root = join(import.meta.dirname, '../..');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'app-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An app that takes no construct library to synthesize. */
function writeApp(stackName: string): void {
  const api = new RestApiResources('Api', 'shop').path('Open', 'open').stage('prod');
  api.method('Open', 'GET', lambdaProxy(arnOfResource('Fn')));
  const template = { Resources: { Fn: functionResource('fn'), ...api.all } };
  const files = {
    'manifest.json': {
      version: '36.0.0',
      artifacts: {
        assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
        [stackName]: {
          type: 'aws:cloudformation:stack',
          environment: 'aws://unknown-account/unknown-region',
          properties: { templateFile: 'template.json' },
          dependencies: ['assets'],
        },
      },
    },
    'template.json': template,
    'assets.json': {
      version: '36.0.0',
      files: {
        fn: { source: { path: 'fn' }, destinations: { here: { bucketName: 'b', objectKey: 'fn.zip' } } },
      },
    },
  };
  const bundle = `exports.handler = async () => ({ statusCode: 200, body: '"from the shop"' });`;
  const app = `import { mkdirSync, writeFileSync } from 'node:fs';
    const out = process.env.CDK_OUTDIR;
    mkdirSync(out + '/fn', { recursive: true });
    writeFileSync(out + '/fn/index.js', ${JSON.stringify(bundle)});
    for (const [name, content] of Object.entries(${JSON.stringify(files)})) {
      writeFileSync(out + '/' + name, JSON.stringify(content));
    }`;
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: 'node app.mjs' }));
  writeFileSync(join(folder, 'app.mjs'), app);
}

test('an app is served beside this project, whose own addresses stay', async () => {
  writeApp('shop');
  const server = await LatchkeyProcess.start({ args: ['--app', folder] });
  try {
    const { url } = server.bootstrap;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1$/);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    const shop = `${new URL(url).origin}/prod`;
    expect(await (await fetch(`${shop}/open`)).json()).toBe('from the shop');
    expect(server.output).toContain(`${shop} (shop)`);
  } finally {
    await server.stop();
    server.removeData();
  }
}, 90_000);

test('two stacks of one name do not start', async () => {
  writeApp('latchkey-data');
  await expect(LatchkeyProcess.start({ args: ['--app', folder] })).rejects.toThrow(
    `${folder} has a stack latchkey-data, as has an app before it`,
  );
}, 90_000);

test('a folder without an app, or an app that fails, is named', async () => {
  const { signal } = new AbortController();
  await expect(synthesize(root, [], signal, folder)).rejects.toThrow(
    `${folder} is no CDK app: it has no cdk.json`,
  );
  writeFileSync(
    join(folder, 'cdk.json'),
    JSON.stringify({ app: 'node -e "throw new Error(\'no orders\')"' }),
  );
  const failed = synthesize(root, [], signal, folder);
  await expect(failed).rejects.toThrow(`cdk synth failed in ${folder}`);
  await expect(failed).rejects.toThrow('no orders');
}, 60_000);

test('everything in the folder of an app counts for its fingerprint, but for what is made of it', () => {
  writeApp('shop');
  const before = fingerprint(root, [], folder);
  for (const ignored of ['node_modules', 'cdk.out', '.git']) {
    mkdirSync(join(folder, ignored));
    writeFileSync(join(folder, ignored, 'file'), 'x');
  }
  expect(fingerprint(root, [], folder)).toBe(before);
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'handler.ts'), 'x');
  const after = fingerprint(root, [], folder);
  expect(after).not.toBe(before);
  expect(fingerprint(root, ['a=b'], folder)).not.toBe(after);
  expect(fingerprint(root, [])).toBe(fingerprint(root, [], root));
});

test('--app can be given more than once, and -c is for all', () => {
  expect(
    readSettings(['--app', 'examples/orders', '--app=/shop', '-c', 'adminEmail=a@b.c'], {}),
  ).toMatchObject({
    apps: [join(process.cwd(), 'examples/orders'), '/shop'],
    context: ['adminEmail=a@b.c'],
  });
  expect(readSettings([], {}).apps).toEqual([]);
  expect(() => readSettings(['examples/orders'], {})).toThrow('[--app <folder of a CDK app> …]');
});
