import fc from 'fast-check';
import { allows, policyDocument } from '../../local/rest-api/policy.ts';

const arn = 'arn:aws:execute-api:us-east-1:000000000000:api/stage/GET/v1/me';

function statement(Effect: 'Allow' | 'Deny', Resource: string | string[], Action = 'execute-api:Invoke') {
  return { Effect, Resource, Action };
}

function decide(...statements: object[]): boolean {
  return allows(policyDocument.parse({ Version: '2012-10-17', Statement: statements }), arn);
}

test('allows what a statement allows, with wildcards', () => {
  expect(decide(statement('Allow', arn))).toBe(true);
  expect(decide(statement('Allow', 'arn:aws:execute-api:*:*:api/stage/*'))).toBe(true);
  expect(decide(statement('Allow', arn.replace('GET', 'G?T')))).toBe(true);
  expect(decide(statement('Allow', ['nothing', '*'], '*'))).toBe(true);
});

test('denies by default, and an explicit Deny wins', () => {
  expect(decide()).toBe(false);
  expect(decide(statement('Allow', arn.replace('GET', 'POST')))).toBe(false);
  expect(decide(statement('Allow', arn, 'execute-api:ManageConnections'))).toBe(false);
  expect(decide(statement('Allow', '*'), statement('Deny', '*/v1/me'))).toBe(false);
});

test('takes a single statement, and refuses what it would have to ignore', () => {
  expect(policyDocument.parse({ Statement: statement('Allow', '*') }).Statement).toHaveLength(1);
  expect(() =>
    policyDocument.parse({ Statement: [{ ...statement('Allow', '*'), Condition: {} }] }),
  ).toThrow();
  expect(() =>
    policyDocument.parse({ Statement: [{ Effect: 'Allow', NotAction: 'x', Resource: '*' }] }),
  ).toThrow();
});

test('a wildcard matches like the regular expression that it stands for', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (pattern, resource) => {
      const source = pattern.replaceAll('/', '\\/').replaceAll('*', '.*').replaceAll('?', '.');
      const policy = policyDocument.parse({ Statement: [statement('Allow', pattern)] });
      expect(allows(policy, resource)).toBe(new RegExp(`^${source}$`).test(resource));
    }),
  );
});

test('many stars take no exponential time', () => {
  const policy = policyDocument.parse({ Statement: [statement('Allow', `${'*a'.repeat(200)}b`)] });
  const startedAtMs = Date.now();
  expect(allows(policy, 'a'.repeat(5_000))).toBe(false);
  expect(Date.now() - startedAtMs).toBeLessThan(1_000);
});
