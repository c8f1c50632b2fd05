import { marshall } from '@aws-sdk/util-dynamodb';
import * as environment from '../../lambdas/contract/environment.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { createAuthenticate, createAuthenticatePerson } from '../../lambdas/verdict/authenticate.ts';
import { connectVerdicts, type VerdictDependencies } from '../../lambdas/verdict/dependencies.ts';
import { createExplainKey } from '../../lambdas/verdict/explain-key.ts';
import { freePort } from '../support/embedded-engine.ts';
import { callsDocumentedBy } from '../support/memory-contract.ts';
import { MemoryCredentials } from '../support/memory-credentials.ts';
import { setEnvironment } from '../support/memory-environment.ts';
import { authorizerEvent, eventFor } from '../support/memory-events.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { type SettableClock, clockAt, noon, predictableRandom } from '../support/memory-ports.ts';
import { mintKey } from '../support/memory-records.ts';
import { settings } from '../support/memory-settings.ts';
import { lasting, passing, unknown, withoutEffect } from './dynamodb/faults.ts';
import { environment as awsEnvironment, type Reply, sendsJson, StandIn } from './dynamodb/stand-in.ts';

setEnvironment();
Object.assign(process.env, awsEnvironment, { [environment.credentialsTable]: 'Credentials' });
const { makeHandler: makeAuthorizer } = await import('../../lambdas/functions/authorizer/index.ts');
const { makeHandler: makeVerify } = await import('../../lambdas/functions/verify/index.ts');

/** Asks about the one key, as the first call of a new container. */
type Ask = (verdicts: VerdictDependencies) => Promise<string>;

const userId = 'ci-bot@example.com';
const { plaintext, hash } = mintSecret('lk', predictableRandom('doors'));
const { key } = mintKey({ userId, secretHash: hash, rateLimitTier: 'free' });
const table = new MemoryCredentials();
table.putCredential(plaintext, { apiKeyId: key.id, rateLimitTier: 'free' });
table.putUser(userId);
table.putRole('developer');

/** What API Gateway answers where an authorizer throws (`lib/api/gateway-responses.ts`). */
const thrown = '503 UNAVAILABLE';

const askAuthorizer: Ask = async (verdicts) => {
  const authorizer = makeAuthorizer({
    authenticate: createAuthenticate(verdicts),
    authenticatePerson: createAuthenticatePerson(verdicts),
    loadTokenVerifier: null,
    recordRefusal: () => {},
    prefixes: ['lk'],
    now: verdicts.now,
  });
  try {
    const { context } = await authorizer(authorizerEvent({ 'X-Api-Key': plaintext }));
    return String(context?.['code']);
  } catch {
    return thrown;
  }
};

const askVerify = (operationId: 'verifyApiKey' | 'testApiKey', body: object): Ask => {
  return async (verdicts) => {
    const handler = makeVerify({
      settings,
      authenticate: createAuthenticate(verdicts),
      explainKey: createExplainKey(verdicts),
      keys: { get: async () => key },
      directory: { getUser: async () => null, getGrants: async () => [] },
      clock: { now: verdicts.now, sleep: async () => {} },
      recordCall: () => {},
    });
    const {
      status,
      headers,
      body: answered,
      text,
    } = await callsDocumentedBy(settings)(handler, eventFor(operationId, { id: key.id, body }));
    for (const secret of [...Object.values(awsEnvironment), 'quoted', hash])
      expect(text).not.toContain(secret);
    if (status === 200) return answered.code ?? (answered.valid === true ? 'VALID' : 'refused');
    if (status === 503) expect(headers['Retry-After']).toBe('1');
    return `${status} ${answered.code}`;
  };
};

const spending: [name: string, ask: Ask, fault: string][] = [
  ['the authorizer', askAuthorizer, thrown],
  ['POST /verify', askVerify('verifyApiKey', { key: plaintext }), '500 INTERNAL'],
];
const doors: typeof spending = [
  ...spending,
  ['POST /api-keys/{id}/test', askVerify('testApiKey', {}), '500 INTERNAL'],
];

captureLogLines();
let dynamoDb: StandIn;
let clock: SettableClock;
beforeAll(async () => {
  dynamoDb = await StandIn.start();
});
beforeEach(() => {
  clock = clockAt(noon);
});
afterAll(() => dynamoDb.stop());

/** The verdicts of a container that knows nothing yet. */
function container(endpoint = dynamoDb.url, now = clock.now): VerdictDependencies {
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = endpoint;
  return connectVerdicts(settings, now, () => {});
}

const isWrite = ({ body }: { readonly body: any }) => body.UpdateExpression !== undefined;
const writes = () => dynamoDb.received.filter(isWrite).length;

/** The table: it answers with what it holds, and takes every call from its bucket. */
const works: Reply = (socket, received) => {
  const keys = (received.body.RequestItems?.Credentials.Keys ?? []) as { pk: { S: string } }[];
  const items = keys.flatMap(({ pk }) => {
    const item = table.items.get(pk.S);
    return item === undefined ? [] : [marshall({ ...item, pk: pk.S })];
  });
  const read = { Responses: { Credentials: items }, UnprocessedKeys: {} };
  const written = { Attributes: { tat: received.body.ExpressionAttributeValues?.[':next'] } };
  sendsJson(isWrite(received) ? written : read)(socket, received);
};

/** The table, whose first answers to writes are these. */
function worksButForWrites(...faults: Reply[]): Reply {
  return (socket, received) => {
    const reply = isWrite(received) ? faults.shift() : undefined;
    (reply ?? works)(socket, received);
  };
}

/** As the reply, while the verdict's time goes by. */
const takes =
  (ms: number, reply: Reply): Reply =>
  (socket, received) => {
    clock.set(clock.now() + ms);
    reply(socket, received);
  };

describe.each(doors)('%s', (_, ask, onFault) => {
  test('gives its verdict where the table answers', async () => {
    dynamoDb.will(works);
    expect(await ask(container())).toBe('VALID');
  });

  test.each(passing)('a read that ends in %s is tried again', async (_, fault) => {
    dynamoDb.will(fault, works);
    expect(await ask(container())).toBe('VALID');
  });

  test.each(passing)('reads that end in %s for ever end with the budget of a second', async (_, fault) => {
    dynamoDb.will(takes(400, fault));
    expect(await ask(container())).toBe('503 UNAVAILABLE');
    expect(dynamoDb.received.length).toBeLessThanOrEqual(3);
  });

  test('the budget is one for all reads: where the first has used it up, none follows', async () => {
    dynamoDb.will(takes(1_000, works));
    expect(await ask(container())).toBe('503 UNAVAILABLE');
    expect(dynamoDb.received).toHaveLength(1);
  });

  test.each(lasting)('%s is a fault that waiting does not mend', async (_, fault) => {
    dynamoDb.will(fault);
    expect(await ask(container())).toBe(onFault);
    expect(dynamoDb.received).toHaveLength(1);
  });

  test('where nobody listens there is no verdict', async () => {
    let nowMs = noon;
    const verdicts = container(`http://127.0.0.1:${await freePort()}`, () => (nowMs += 50));
    expect(await ask(verdicts)).toBe('503 UNAVAILABLE');
  });
});

describe.each(spending)('%s spends once', (_, ask) => {
  test.each(unknown)('where a write ends in %s, and nobody knows whether it was made', async (_, fault) => {
    dynamoDb.will(takes(250, worksButForWrites(fault)));
    expect(await ask(container())).toBe('503 UNAVAILABLE');
    expect(writes()).toBe(1);
  });

  test.each(withoutEffect)('where %s has refused the first write', async (_, fault) => {
    dynamoDb.will(worksButForWrites(fault));
    expect(await ask(container())).toBe('VALID');
    expect(writes()).toBe(2);
  });

  test.each(withoutEffect)('or not at all, where %s refuses for ever', async (_, fault) => {
    dynamoDb.will(takes(200, worksButForWrites(fault, fault, fault, fault)));
    expect(await ask(container())).toBe('503 UNAVAILABLE');
    expect(writes()).toBeLessThanOrEqual(2);
  });
});
