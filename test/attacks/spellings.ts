import { type Attempt, attempts } from './attempts.ts';
import { bench } from './bench.ts';
import { call, type HeaderLines, shown } from './wire.ts';

/** Other ways to name a route that is closed, and routes that may have been left open. */
export function spellings(): void {
  let origin: string;
  /** A key of type end-user, whose owner is an administrator. */
  let key: string;

  beforeAll(async () => {
    ({ origin } = new URL(bench.admin.baseUrl));
    ({ key } = await bench.mint(bench.admin, {}));
  }, 60_000);

  const notFound = '404 NOT_FOUND';
  const endUser = '403 END_USER_KEY';
  /** Whatever no route of the API is called: the page that everybody gets, without a credential. */
  const page = 'the console’s page';
  const answerTo = async (line: string, headers: HeaderLines) => {
    const answer = await call(origin, line, headers);
    const { text } = await call(origin, 'GET /', []);
    return answer.status === 200 && answer.text === text ? page : shown(answer);
  };
  attempts<string>(
    'another spelling of a route that is closed, with an end-user key',
    [
      ['in capitals', 'GET /api/v1/USERS', notFound],
      ['the stage in capitals', 'GET /API/v1/users', page],
      ['another version', 'GET /api/v2/users', notFound],
      ['no version', 'GET /api/users', notFound],
      ['a slash behind', 'GET /api/v1/users/', endUser],
      ['two slashes behind', 'GET /api/v1/users//', notFound],
      ['two slashes within', 'GET /api/v1//users', notFound],
      ['two slashes in front', 'GET //api/v1/users', page],
      ['a dot within', 'GET /api/v1/./users', notFound],
      ['a way back within', 'GET /api/v1/me/../users', notFound],
      ['an encoded way back', 'GET /api/v1/me/%2e%2e/users', notFound],
      ['an encoded slash', 'GET /api/v1%2Fusers', notFound],
      ['an encoded letter', 'GET /api/v1/%75sers', notFound],
      ['a letter encoded twice', 'GET /api/v1/%2575sers', notFound],
      ['a backslash', 'GET /api/v1\\users', notFound],
      ['a matrix parameter', 'GET /api/v1/users;x=/me', notFound],
      ['a public ending', 'GET /api/v1/users/openapi.json', endUser],
      ['a question mark, encoded', 'GET /api/v1/users%3F', notFound],
      ['a number sign, encoded', 'GET /api/v1/users%23', notFound],
      ['NUL behind', 'GET /api/v1/users%00', notFound],
      ['a space behind', 'GET /api/v1/users%20', notFound],
      ['.json behind', 'GET /api/v1/users.json', notFound],
      ['the whole URL', 'GET http://evil.example/api/v1/users', endUser],
    ],
    (line) => answerTo(line, [['X-Api-Key', key]]),
  );
  attempts<string>(
    'another method of a route that is closed, without a credential',
    [
      'HEAD',
      'PUT',
      'PATCH',
      'DELETE',
      'TRACE',
      'PROPFIND',
      'LINK',
      'SEARCH',
      'MKCOL',
      'PURGE',
      'REPORT',
      'QUERY',
    ].map(
      (method): Attempt<string> => [
        method,
        `${method} /api/v1/users`,
        method === 'HEAD' ? '404 without a problem' : notFound,
      ],
    ),
    async (line) => shown(await call(origin, line, [])),
  );
  const expectedAt = (path: string) => {
    if (path.startsWith('/oidc/')) return '404 without a problem';
    return path.split('/')[1] === 'api' ? notFound : page;
  };
  attempts<string>(
    'what may be there besides the API, without a credential',
    [
      '/.env',
      '/.git/config',
      '/bootstrap.json',
      '/.latchkey/bootstrap.json',
      '/issuer.json',
      '/package.json',
      '/etc/passwd',
      '/../../../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/..%2f..%2fetc/passwd',
      '/api/v1/../../bootstrap.json',
      '/admin',
      '/console',
      '/metrics',
      '/debug',
      '/actuator/env',
      '/swagger.json',
      '/graphql',
      '/server-status',
      '/2015-03-31/functions/bootstrap/invocations',
      '/_debug/vars',
      '/api',
      '/api/',
      '/api/v1',
      '/api/v1/',
      '/oidc/reg',
      '/oidc/introspect',
      '/oidc/device',
      '/oidc/session',
      '/oidc/../bootstrap.json',
    ].map((path): Attempt<string> => [path, path, expectedAt(path)]),
    (path) => answerTo(`GET ${path}`, []),
  );
}
