import { randomUUID } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { randomPassword } from '../../local/secrets/random-password.ts';
import type { TemplateResource } from '../../local/template/template.ts';
import { functionResource, Laptop } from './laptop.ts';
import { callJson, type ServiceAnswer } from './service-calls.ts';

const resources: Record<string, TemplateResource> = {
  Master: {
    Type: 'AWS::SecretsManager::Secret',
    DeletionPolicy: 'Retain',
    Properties: {
      Description: 'a master',
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
    },
  },
  Reader: functionResource('reader', { Environment: { Variables: { MASTER: { Ref: 'Master' } } } }),
};

/** Asks as a function does: by its environment alone. */
const reader = `exports.handler = async (input) => {
  const response = await fetch(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER, {
    method: 'POST',
    headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' },
    body: JSON.stringify({ SecretId: process.env.MASTER, ...input }),
  });
  return await response.json(); };`;

let laptop: Laptop;

beforeEach(async () => {
  laptop = await Laptop.start();
  await laptop.deploy(resources, { reader });
});
afterEach(() => laptop.stopAndForget());

async function read(input: object = {}): Promise<ServiceAnswer['body']> {
  const result = await laptop.cloud.functions.use('test-Reader').invoke(input);
  return JSON.parse(result.ok ? result.payload : JSON.stringify(result.error));
}

function call(operation: string, input: object): Promise<ServiceAnswer> {
  return callJson(laptop.cloud.endpoints.secrets, `secretsmanager.${operation}`, input);
}

test('a function reads a value that is made once, and stays over restarts in a file for its owner alone', async () => {
  const first = await read();
  expect(first).toEqual({
    ARN: expect.stringMatching(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:test-Master-\w{6}$/),
    Name: 'test-Master',
    VersionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    SecretString: expect.stringMatching(/^[A-Za-z0-9]{64}$/),
    VersionStages: ['AWSCURRENT'],
    CreatedDate: expect.any(Number),
  });
  expect(statSync(join(laptop.folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  await laptop.stop();
  laptop = await Laptop.start(laptop.folder);
  await laptop.deploy(resources, { reader });
  expect(await read()).toEqual(first);
});

test('a new version takes the place of the current one, which stays by its id and as the previous one', async () => {
  const { ARN, VersionId: former, SecretString: value } = await read();
  const ids = [randomUUID(), randomUUID()];
  for (const [i, id] of ids.entries()) {
    const put = await call('PutSecretValue', {
      SecretId: 'test-Master',
      ClientRequestToken: id,
      SecretString: `${i}`,
    });
    expect(put).toEqual({
      status: 200,
      body: { ARN, Name: 'test-Master', VersionId: id, VersionStages: ['AWSCURRENT'] },
    });
  }
  expect(await read()).toMatchObject({ SecretString: '1', VersionId: ids[1] });
  expect(await read({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: '0', VersionId: ids[0] });
  expect(await read({ VersionId: former })).toMatchObject({ SecretString: value, VersionStages: [] });
});

test('the same version twice is one, and another value for it is refused', async () => {
  const version = { SecretId: 'test-Master', ClientRequestToken: randomUUID() };
  const first = await call('PutSecretValue', { ...version, SecretString: 'a' });
  expect(await call('PutSecretValue', { ...version, SecretString: 'a' })).toEqual(first);
  expect(await call('PutSecretValue', { ...version, SecretString: 'b' })).toMatchObject({
    status: 400,
    body: { __type: 'ResourceExistsException' },
  });
  expect(await read()).toMatchObject({ SecretString: 'a' });
});

test('versions that are put at the same time are all kept', async () => {
  const ids = Array.from({ length: 8 }, () => randomUUID());
  await Promise.all(
    ids.map((id) =>
      call('PutSecretValue', { SecretId: 'test-Master', ClientRequestToken: id, SecretString: id }),
    ),
  );
  for (const id of ids) expect(await read({ VersionId: id })).toMatchObject({ SecretString: id });
});

test('a secret is found by name, by ARN, and by ARN without its end', async () => {
  const { ARN, SecretString } = await read();
  for (const SecretId of ['test-Master', ARN, ARN.slice(0, -7)])
    expect((await call('GetSecretValue', { SecretId })).body).toMatchObject({ ARN, SecretString });
});

test.each<[object, string, string]>([
  [{ SecretId: 'other' }, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret."],
  [
    { VersionStage: 'AWSPREVIOUS' },
    'ResourceNotFoundException',
    "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS",
  ],
  [
    { VersionId: '0'.repeat(32) },
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for VersionId: ${'0'.repeat(32)}`,
  ],
  [{ VersionId: 'short' }, 'InvalidParameterException', 'not valid: VersionId'],
])('refused as Secrets Manager refuses: %j', async (input, type, message) => {
  expect(await read(input)).toEqual({ __type: type, message });
});

test('a version that has another stage than is asked for is refused', async () => {
  const { VersionId } = await read();
  expect(await read({ VersionId, VersionStage: 'AWSPREVIOUS' })).toEqual({
    __type: 'InvalidRequestException',
    message: 'You provided a VersionStage that is not associated to the provided VersionId.',
  });
});

test('a damaged file ends the start, and is left as it is', async () => {
  await laptop.stop();
  const file = join(laptop.folder, 'secrets.json');
  writeFileSync(file, '[{"name"');
  laptop = await Laptop.start(laptop.folder);
  await expect(laptop.deploy(resources, { reader })).rejects.toThrow(/secrets\.json/);
  expect(readFileSync(file, 'utf8')).toBe('[{"name"');
});

test('a generated value has each kind that is not excluded, and no other character', () => {
  const kinds: [keyof ReturnType<typeof rules>, RegExp][] = [
    ['hasLowercase', /[a-z]/],
    ['hasUppercase', /[A-Z]/],
    ['hasNumbers', /\d/],
    ['hasPunctuation', /[^\sA-Za-z0-9]/],
    ['hasSpace', / /],
  ];
  const rules = (flags: readonly boolean[], length: number) => ({
    length,
    excludedCharacters: 'aZ0~',
    hasLowercase: flags[0] ?? true,
    hasUppercase: flags[1] ?? true,
    hasNumbers: flags[2] ?? true,
    hasPunctuation: flags[3] ?? true,
    hasSpace: flags[4] ?? true,
    hasEachKind: true,
  });
  const flags = fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }).filter((each) => each.includes(true));
  fc.assert(
    fc.property(flags, fc.integer({ min: 5, max: 80 }), (has, length) => {
      const password = randomPassword(rules(has, length));
      expect(password).toHaveLength(length);
      expect(password).not.toMatch(/[aZ0~]/);
      expect(kinds.map(([, pattern]) => pattern.test(password))).toEqual(has);
    }),
  );
});

test.each<[object, string]>([
  [{}, 'needs one of GenerateSecretString and SecretString'],
  [{ GenerateSecretString: { PasswordLength: 3 } }, 'too short for each kind of characters'],
  [{ GenerateSecretString: { SecretStringTemplate: '{}' } }, 'GenerateStringKey and SecretStringTemplate'],
  [{ SecretString: 'x', ReplicaRegions: [] }, 'the property ReplicaRegions is not supported'],
])('the start ends with %j', async (Properties, message) => {
  const Other = { Type: 'AWS::SecretsManager::Secret', Properties: { ...Properties } };
  await expect(laptop.deployStacks({ other: { Resources: { Other } } })).rejects.toThrow(message);
});

test('a password may be one member of an object', async () => {
  const GenerateSecretString = { SecretStringTemplate: '{"user":"a"}', GenerateStringKey: 'password' };
  const Named = { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'db', GenerateSecretString } };
  await laptop.deployStacks({ other: { Resources: { Named } } });
  const { body } = await call('GetSecretValue', { SecretId: 'db' });
  expect(JSON.parse(body.SecretString)).toEqual({
    user: 'a',
    password: expect.stringMatching(/^[!-~]{32}$/),
  });
});
