import fc from 'fast-check';
import type { ProtectedRoute } from '../../lambdas/domain/apis/protected-route.ts';
import { permissionsNeeded } from '../../lambdas/domain/permissions/needs.ts';
import {
  keyPermissions,
  missingPermissions,
  unitePermissions,
} from '../../lambdas/domain/permissions/permissions.ts';
import type { CredentialsReader } from '../../lambdas/verdict/credentials-table.ts';
import { person, serveApi } from '../support/memory-api.ts';
import { scope } from '../support/memory-arbitraries.ts';
import { MemoryCredentials } from '../support/memory-credentials.ts';
import { callEvent, ordersStage } from '../support/memory-calls.ts';
import { httpCallEvent } from '../support/memory-http-calls.ts';
import { gatewayAuthorizerOver } from '../support/memory-gateway-authorizer.ts';
import { type Of, storesOf, world } from '../support/memory-key-worlds.ts';
import { clockAt, noon } from '../support/memory-ports.ts';

/** Names that projects have here, and one that stands for all of them. */
const names = ['sales', 'ops', '*'];
const paths = ['/a', '/b/{p}', '/c/{p}/{q}'] as const;
const filled = { '/a': [], '/b/{p}': ['{p}'], '/c/{p}/{q}': ['{p}', '{q}'] } as const;

const target = (path: (typeof paths)[number]) => {
  const name = fc.constantFrom(...names, ...filled[path]);
  const module = fc.record({ project: name, module: name, action: fc.constantFrom('read', 'write') });
  const actions = fc.constantFrom('read', 'execute', 'deploy');
  const environment = fc.record({ project: name, environment: name, action: actions });
  return fc.oneof(fc.constant({}), module, environment);
};
const route = fc
  .constantFrom(...paths)
  .chain((path) =>
    fc.tuple(
      fc.record({
        method: fc.constantFrom('GET', 'POST', 'ANY'),
        path: fc.constant(path),
        scopes: fc.array(scope, { maxLength: 2 }),
        cost: fc.constantFrom(1, 2_000, 2_001),
      }),
      target(path),
    ),
  )
  .map(([fields, needs]) => ({ ...fields, ...needs }));
const registration = fc.option(
  fc.uniqueArray(route, { minLength: 2, maxLength: 7, selector: ({ method, path }) => `${method} ${path}` }),
  { freq: 9 },
);
const call = fc.record({
  method: fc.constantFrom('GET', 'POST', 'DELETE'),
  path: fc.constantFrom(...paths),
  p: fc.constantFrom('sales', 'ops', 'other', '*', '%2E%2E'),
  q: fc.constantFrom('sales', 'ops'),
  sourceIp: fc.constantFrom('203.0.113.7', '203.0.113.8', '192.0.2.1'),
});

/** What the call needs, told without the code that is tested; null for a route that is not registered. */
function needsOf(routes: readonly ProtectedRoute[], { method, path, p, q }: Of<typeof call>) {
  const on = routes.filter((each) => each.path === path);
  const found = on.find((each) => each.method === method) ?? on.find((each) => each.method === 'ANY');
  const isAmbiguous = p.startsWith('%') && path !== '/a';
  if (found === undefined || isAmbiguous) return null;
  const { method: _, path: __, cost, ...needs } = found;
  const values: Record<string, string> = { '{p}': p, '{q}': q };
  const entries = Object.entries(needs).map(([member, value]) => {
    const filledIn = typeof value === 'string' ? (values[value] ?? value) : value;
    return [member, filledIn, typeof value === 'string' && value in values] as const;
  });
  if (entries.some(([, value, isFilled]) => isFilled && value === '*')) return null;
  return { ...Object.fromEntries(entries), cost: cost ?? 1 };
}

test('of REST and HTTP APIs the gateway authorizer says what POST /verify says of the same needs, and lets nobody through who lacks one', async () => {
  const codes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(world, registration, call, async (made, routes, asked) => {
      const { memory, plaintext, stored } = storesOf(made);
      const { stores } = memory;
      const table = new MemoryCredentials();
      if (routes !== null) table.putApi(ordersStage, routes);
      const reader: CredentialsReader = {
        read: async (keys, deadlineMs) =>
          new Map([...(await stores.reader.read(keys, deadlineMs)), ...(await table.read(keys))]),
      };
      // Each time with a bucket that nothing was taken from.
      const verify = async (needs: object): Promise<{ code: string }> => {
        const admin = serveApi(stores, clockAt(noon)).as(person('admin@example.com'));
        const { status, body } = await admin('verifyApiKey', {
          body: { key: plaintext, sourceIp: asked.sourceIp, ...needs },
        });
        // More than the limit is a mistake of who asks there, and here of who calls.
        return status === 400 ? { code: 'RATE_LIMITED' } : body;
      };
      const needs = routes === null ? null : needsOf(routes, asked);
      const bare = await verify({});
      const unknown = { code: routes === null ? 'API_UNKNOWN' : 'ROUTE_UNKNOWN' };
      const expected = bare.code === 'VALID' ? (needs === null ? unknown : await verify(needs)) : bare;
      const { sourceIp, p, q } = asked;
      const called = {
        call: `${asked.method} ${asked.path}`,
        headers: { Authorization: `Bearer ${plaintext}` },
        sourceIp,
      };
      const handler = gatewayAuthorizerOver(reader, () => noon);
      const answer = await handler(callEvent({ ...called, pathParameters: { p, q } }));
      // Each gateway in its own way, and each with a bucket that nothing was taken from.
      const overHttp = await gatewayAuthorizerOver(
        reader,
        () => noon,
      )(httpCallEvent({ ...called, pathParameters: { p: decodeURIComponent(p), q } }));
      expect(overHttp).toEqual({
        isAuthorized: answer.context?.['code'] === 'VALID',
        context: answer.context,
      });
      const code = String(answer.context?.['code']);
      expect(code).toBe(expected.code);
      codes.add(code);
      const [{ Effect }] = answer.policyDocument.Statement as unknown as [{ Effect: string }];
      expect(Effect).toBe(code === 'VALID' ? 'Allow' : 'Deny');
      if (code !== 'VALID' || needs === null) return;
      const held = keyPermissions(
        unitePermissions(made.user.roles.flatMap((role) => made.roles[role] ?? [])),
        stored,
      );
      expect(missingPermissions(held, permissionsNeeded(needs))).toBeNull();
    }),
    { numRuns: 1_500 },
  );
  expect([...codes].toSorted()).toEqual([
    'API_KEY_EXPIRED',
    'API_KEY_PAUSED',
    'API_UNKNOWN',
    'INSUFFICIENT_PERMISSIONS',
    'IP_NOT_ALLOWED',
    'RATE_LIMITED',
    'ROUTE_UNKNOWN',
    'USER_DISABLED',
    'USER_HAS_NO_ROLES',
    'VALID',
  ]);
}, 60_000);
