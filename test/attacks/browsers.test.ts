import { type Attempt, attempts, countedAttempts, statedAttempts, wayIn } from './attempts.ts';
import { findChromium } from './chromium.ts';
import { ForeignPages } from './foreign-pages.ts';

const program = findChromium();
if (program === null) {
  console.warn('There is no Chromium on this machine: what a web page of somebody else can do is not tried.');
}

let pages: ForeignPages;
let before: unknown;
beforeAll(async () => {
  if (program === null) return;
  pages = await ForeignPages.open(program);
  before = await pages.state();
}, 120_000);
afterAll(async () => {
  if (program === null) return;
  const after = await pages.state();
  await pages.stop();
  expect(after).toEqual(before);
}, 60_000);

const sent = 'sent, not read';
const unread = 'not read';
const onServer: readonly Attempt<string>[] = [
  ['reads who is signed in', "call(api + '/me')", unread],
  ['reads it with cookies', "call(api + '/me', { credentials: 'include' })", unread],
  ['reads it with a credential', "call(api + '/me', { headers: { Authorization: 'Bearer x' } })", unread],
  ['reads it with X-Api-Key', "call(api + '/me', { headers: { 'X-Api-Key': 'x' } })", unread],
  ['reads it without CORS', "call(api + '/me', { mode: 'no-cors', credentials: 'include' })", sent],
  ['reads what is public', "call(api + '/openapi.json')", unread],
  ['reads whether it is up', "call(api + '/health')", unread],
  ['reads the users', "call(api + '/users', { credentials: 'include' })", unread],
  ['reads the page at /', "call(origin + '/')", unread],
  ['reads a refusal', "call(origin + '/nothing')", unread],
  [
    'mints',
    "call(api + '/api-keys', { method: 'POST', headers: json, body: mint, credentials: 'include' })",
    unread,
  ],
  [
    'mints as plain text',
    "call(api + '/api-keys', { method: 'POST', mode: 'no-cors', body: mint, credentials: 'include' })",
    sent,
  ],
  ['mints by a beacon', "navigator.sendBeacon(api + '/api-keys', mint) && 'sent, not read'", sent],
  [
    'mints by a form',
    'submit(api + \'/api-keys\', \'text/plain\', { \'{"name":"stolen","description":"\': \'"}\' })',
    sent,
  ],
  [
    'mints by a form of fields',
    "submit(api + '/api-keys', 'application/x-www-form-urlencoded', { name: 'stolen' })",
    sent,
  ],
  [
    'deletes',
    "call(api + '/users/admin%40example.com', { method: 'DELETE', credentials: 'include' })",
    unread,
  ],
  [
    'changes',
    "call(api + '/users/admin%40example.com', { method: 'PATCH', headers: json, body: '{}', credentials: 'include' })",
    unread,
  ],
  [
    'overrides the method',
    "call(api + '/users', { method: 'POST', mode: 'no-cors', headers: { 'Content-Type': 'text/plain' }, body: '_method=DELETE' })",
    sent,
  ],
  ['loads it as a script', "loaded('script', { src: api + '/openapi.json' })", 'not loaded'],
  ['loads it as a module', "loaded('script', { type: 'module', src: api + '/openapi.json' })", 'not loaded'],
  ['loads it as a style', "loaded('link', { rel: 'stylesheet', href: api + '/openapi.json' })", 'not loaded'],
  ['loads it as a picture', "loaded('img', { src: api + '/health' })", 'not loaded'],
  [
    'listens to events',
    "opened(new EventSource(api + '/audit-events', { withCredentials: true }))",
    'not open',
  ],
  ['opens a web socket', "opened(new WebSocket(api.replace('http', 'ws') + '/me'))", 'not open'],
  [
    'registers a worker',
    "navigator.serviceWorker?.register(origin + '/w.js').then(() => 'registered', () => 'not registered') ?? 'not registered'",
    'not registered',
  ],
  [
    'reads its storage',
    "(() => { const f = document.body.appendChild(document.createElement('iframe')); f.src = origin + '/'; return new Promise((done) => { f.onload = () => { try { done(String(f.contentWindow.localStorage.length)); } catch { done('not read'); } }; }); })()",
    unread,
  ],
  [
    'opens it in a window, and reads that',
    "new Promise((done) => { const w = open(origin + '/'); setTimeout(() => { try { done(w.document.title); } catch { done('not read'); } w?.close(); }, 1000); })",
    unread,
  ],
];
const onIssuer: readonly Attempt<string>[] = [
  [
    'signs in silently',
    "call(issuer + '/authorize?prompt=none&response_type=code&scope=openid+email&client_id=' + client + '&redirect_uri=' + encodeURIComponent(origin + '/') + '&code_challenge=' + challenge + '&code_challenge_method=S256', { credentials: 'include' })",
    unread,
  ],
  [
    'signs in silently, back to itself',
    "call(issuer + '/authorize?prompt=none&response_type=code&scope=openid+email&client_id=' + client + '&redirect_uri=' + encodeURIComponent(location.origin + '/') + '&code_challenge=' + challenge + '&code_challenge_method=S256', { credentials: 'include' })",
    unread,
  ],
  ['reads the person’s claims', "call(issuer + '/userinfo', { credentials: 'include' })", unread],
  [
    'exchanges a code',
    "call(issuer + '/token', { method: 'POST', credentials: 'include', body: new URLSearchParams({ grant_type: 'authorization_code', code: 'x', client_id: client }) })",
    unread,
  ],
  [
    'fills in the form',
    "submit(issuer + '/sign-in/x', 'application/x-www-form-urlencoded', { userId: 'admin@example.com' })",
    sent,
  ],
  ['reads its cookies', "document.cookie || 'not read'", unread],
];
const tables =
  "{ method: 'POST', headers: { 'X-Amz-Target': 'DynamoDB_20120810.ListTables', 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Date': '20270101T000000Z', Authorization: 'AWS4-HMAC-SHA256 Credential=local/20270101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0' }, body: '{}' }";
const groups =
  "{ method: 'POST', headers: { 'X-Amz-Target': 'Logs_20140328.DescribeLogGroups', 'Content-Type': 'application/x-amz-json-1.1' }, body: '{}' }";
const usual = [
  '127.0.0.1',
  'localhost',
  '[::1]',
  '0.0.0.0',
  '127.0.0.2',
  '127.0.1.1',
  '127.1.1.1',
  '127.255.255.254',
  'www.evil.example',
];
const onDatabase = usual.map(
  (host): Attempt<string> => [
    `at ${host}, on its port`,
    `call('http://${host}:' + enginePort + '/', ${tables})`,
    unread,
  ],
);
const onLogs: readonly Attempt<string>[] = [
  ...['127.0.0.1', 'localhost', '[::1]'].map(
    (host): Attempt<string> => [
      `at ${host}, on its port`,
      `call('http://${host}:' + logsPort + '/', ${groups})`,
      unread,
    ],
  ),
  ['where it is', `call('http://' + logs + '/', ${groups})`, unread],
  [
    'where it is, without CORS',
    "call('http://' + logs + '/', { method: 'POST', mode: 'no-cors', body: '{}' })",
    sent,
  ],
  ['where it is, with GET', "call('http://' + logs + '/')", unread],
  ['where it is, as a picture', "loaded('img', { src: 'http://' + logs + '/' })", 'not loaded'],
];
const refused = 'read: 403 INSUFFICIENT_PERMISSIONS';
const afterRebinding: readonly Attempt<string>[] = [
  ['reads who is signed in', "call('/api/v1/me')", refused],
  ['reads it with a credential', "call('/api/v1/me', { headers: { Authorization: 'Bearer x' } })", refused],
  ['reads what is public', "call('/api/v1/openapi.json')", refused],
  ['mints', "call('/api/v1/api-keys', { method: 'POST', headers: json, body: mint })", refused],
  ['reads the page at /', "call('/')", refused],
  ['signs in', "call('/oidc/authorize?client_id=' + client)", refused],
  ['reads the issuer’s keys', "call('/oidc/jwks')", refused],
];
const logsAfterRebinding: readonly Attempt<string>[] = [
  ['lists the groups', `call('/', ${groups})`, 'read: 403'],
  [
    'writes',
    `call('/', ${groups.replace('DescribeLogGroups', 'CreateLogGroup').replace("'{}'", `'{"logGroupName":"/stolen"}'`)})`,
    'read: 403',
  ],
  ['asks with GET', "call('/')", 'read: 403'],
];

(program === null ? describe.skip : describe)('in Chromium', () => {
  wayIn('browsers', () => {
    for (const page of ['of another site', 'of another port'] as const) {
      attempts(`a page ${page}, on the server`, onServer, (script) => pages.run(page, script));
      attempts(`a page ${page}, on the issuer`, onIssuer, (script) => pages.run(page, script));
      attempts(`a page ${page}, on the database`, onDatabase, (script) => pages.run(page, script));
      attempts(`a page ${page}, on the logs endpoint`, onLogs, (script) => pages.run(page, script));
    }
    attempts('a page whose name leads to the server now', afterRebinding, (script) =>
      pages.run('rebound', script),
    );
    attempts('a page whose name leads to the logs endpoint now', logsAfterRebinding, (script) =>
      pages.run('rebound to the logs', script),
    );
  });

  test('what is not read is read by a page of the API itself', async () => {
    expect(await pages.run('own', "call(api + '/me')")).toBe('read: 401 UNAUTHENTICATED');
    expect(await pages.run('own', "call(api + '/health')")).toBe('read: 200');
    expect(
      await pages.run(
        'own',
        "loaded('img', { src: 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7' })",
      ),
    ).toBe('loaded');
  });

  test('a page that could guess the database’s address would be let in: that is why it is drawn by lot', async () => {
    expect(await pages.run('own', 'engine')).not.toMatch(/^127\.0\.0\.1:/);
    expect(await pages.run('of another site', `call('http://' + engine + '/', ${tables})`)).toBe('read: 200');
  });

  test('SECURITY.md counts the attempts', () => {
    expect(countedAttempts()).toEqual({ browsers: statedAttempts()['browsers'] });
  });
});
