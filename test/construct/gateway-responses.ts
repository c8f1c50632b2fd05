import { problems } from '../../lambdas/contract/codes.ts';
import { ofType, type Resource } from '../stack/synthesized.ts';
import { templateOf } from './outcomes.ts';

/** How the gateway answers for the authorizer. */
export function gatewayResponses(): void {
  const context: Record<string, string> = {
    code: 'INSUFFICIENT_PERMISSIONS',
    message: problems.INSUFFICIENT_PERMISSIONS.detail,
    missingScopes: '["database:write"]',
    missingAccessRights: '{"projects":{}}',
    retryAfter: '',
  };
  const answerOf = (name: string, type: string) => {
    const { StatusCode, ResponseParameters, ResponseTemplates } = responsesOf(name)[type]!.Properties;
    const [, parts] = ResponseTemplates['application/json']['Fn::Join'];
    const text = parts
      .map((part: unknown) => (typeof part === 'string' ? part : 'https://keys.example.com/api'))
      .join('');
    const filled = text
      .replaceAll(/\$context\.authorizer\.(\w+)/g, (_: string, field: string) => context[field])
      .replaceAll('$context.requestId', 'request-1');
    return { StatusCode, headers: ResponseParameters, body: JSON.parse(filled) };
  };
  const responsesOf = (name: string): Record<string, Resource> =>
    Object.fromEntries(
      ofType(templateOf(name), 'AWS::ApiGateway::GatewayResponse').map(([, each]) => [
        each.Properties.ResponseType,
        each,
      ]),
    );
  const page = 'https://keys.example.com/api/v1/problems';

  test.each([
    [
      'ACCESS_DENIED',
      403,
      {
        code: 'INSUFFICIENT_PERMISSIONS',
        missingScopes: ['database:write'],
        missingAccessRights: { projects: {} },
      },
      { 'Retry-After': 'context.authorizer.retryAfter' },
    ],
    ['UNAUTHORIZED', 401, { code: 'UNAUTHENTICATED' }, { 'WWW-Authenticate': `'Bearer realm="latchkey"'` }],
    ['AUTHORIZER_CONFIGURATION_ERROR', 503, { code: 'UNAVAILABLE' }, { 'Retry-After': "'1'" }],
    ['AUTHORIZER_FAILURE', 503, { code: 'UNAVAILABLE' }, { 'Retry-After': "'1'" }],
  ])('%s is answered %i with a problem body', (type, status, more, headers) => {
    const answer = answerOf('same account', type);
    expect(answer.StatusCode).toBe(String(status));
    expect(answer.body).toEqual({
      type: `${page}/${more.code}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      requestId: 'request-1',
      ...more,
    });
    const sent = {
      'Content-Type': "'application/problem+json'",
      'X-Request-Id': 'context.requestId',
      ...headers,
    };
    for (const [name, value] of Object.entries(sent))
      expect(answer.headers).toHaveProperty([`gatewayresponse.header.${name}`], value);
  });

  test('a response that the API has of its own is left to it, though it comes later', () => {
    const answered = ofType(templateOf('responses of its own'), 'AWS::ApiGateway::GatewayResponse').map(
      ([, { Properties }]) => `${Properties.ResponseType} ${Properties.StatusCode}`,
    );
    expect(answered.toSorted()).toEqual([
      'ACCESS_DENIED 404',
      'AUTHORIZER_CONFIGURATION_ERROR 503',
      'AUTHORIZER_FAILURE 503',
      'UNAUTHORIZED 401',
    ]);
  });
}
