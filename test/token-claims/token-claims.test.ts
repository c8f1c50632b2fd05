import fc from 'fast-check';
import { handler } from '../../lambdas/functions/token-claims/index.ts';

const event = (userAttributes: Record<string, string | undefined>) => ({
  version: '2',
  triggerSource: 'TokenGeneration_HostedAuth',
  region: 'eu-west-1',
  userPoolId: 'eu-west-1_abc',
  userName: '0f6c',
  callerContext: { awsSdkVersion: 'x', clientId: 'client' },
  request: {
    userAttributes: { sub: '0f6c', ...userAttributes },
    groupConfiguration: {},
    scopes: ['openid', 'email', 'profile'],
  },
  response: { claimsAndScopeOverrideDetails: null },
});

const added = (claims: object) => ({
  claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: claims } },
});

test('an access token carries the address and that it is verified, and nothing else is changed', async () => {
  const given = event({ email: 'Ann@example.com', email_verified: 'true' });
  expect(await handler(given)).toEqual({
    ...given,
    response: added({ email: 'Ann@example.com', email_verified: true }),
  });
});

test('what is not exactly true counts as not verified', async () => {
  const texts = fc.option(fc.string(), { nil: undefined }).filter((text) => text !== 'true');
  await fc.assert(
    fc.asyncProperty(texts, async (verified) => {
      const { response } = await handler(event({ email: 'ann@example.com', email_verified: verified }));
      expect(response).toEqual(added({ email: 'ann@example.com', email_verified: false }));
    }),
  );
});

test.each([undefined, ''])('without an address (%j) nothing is added', async (email) => {
  const given = event({ email, email_verified: 'true' });
  expect(await handler(given)).toEqual(given);
});

test('the event is left as it came', async () => {
  const given = event({ email: 'ann@example.com', email_verified: 'true' });
  const before = structuredClone(given);
  await handler(given);
  expect(given).toEqual(before);
});
