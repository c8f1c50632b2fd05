import type { BrowserContext, Page, Request, Route } from 'playwright-core';
import { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { ConsoleBrowser, signIn } from './console-browser.ts';
import { ConsolePage } from './console-page.ts';

let server: LatchkeyProcess;
let browser: ConsoleBrowser;
let admin: BrowserContext;
let page: Page;
let on: ConsolePage;

beforeAll(async () => {
  server = await LatchkeyProcess.start();
  const { origin } = new URL(server.bootstrap.url);
  browser = await ConsoleBrowser.open(origin);
  admin = await browser.person();
  await admin.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  page = await admin.newPage();
  await page.goto('/api-keys');
  await signIn(page, 'admin@example.com');
  await page.getByRole('rowheader').first().waitFor();
}, 180_000);

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

beforeEach(async () => {
  page = await admin.newPage();
  on = new ConsolePage(page);
});

afterEach(async () => {
  await admin.setOffline(false);
  await page.close();
  expect(browser.faults.splice(0)).toEqual([]);
});

const creation = '**/api/v1/api-keys';
const rotation = '**/api/v1/api-keys/*/rotate';

async function read(path: string): Promise<any[]> {
  const headers = { Authorization: `Bearer ${server.bootstrap.adminKey}` };
  return (await (await fetch(`${server.bootstrap.url}${path}`, { headers })).json()) as any[];
}

/** How many keys have a name that begins so, as the server counts. */
const keysNamed = async (name: string) => (await read(`/api-keys?search=${name}`)).length;

async function eventsOf(name: string): Promise<string[]> {
  const [{ id }] = await read(`/api-keys?search=${name}`);
  return (await read(`/audit-events?targetId=${id}`)).map(({ action }) => action);
}

async function worksAs(secret: string, name: string): Promise<void> {
  const headers = { Authorization: `Bearer ${secret}` };
  const answer = await fetch(`${server.bootstrap.url}/me`, { headers });
  expect(await answer.json()).toMatchObject({ apiKey: { name } });
}

async function fillIn(name: string): Promise<void> {
  await page.goto(`/api-keys/new?name=${name}`);
  await page.getByRole('complementary').getByText('by admin').first().waitFor();
}

/** Makes a key, not by the console, and opens its page. */
async function openKey(name: string): Promise<void> {
  const { url, adminKey } = server.bootstrap;
  const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ name, expiresIn: '90d' });
  expect((await fetch(`${url}/api-keys`, { method: 'POST', headers, body })).status).toBe(201);
  const [{ id }] = await read(`/api-keys?search=${name}`);
  // From one tab of it to another, so that there is a step back within the console.
  await page.goto(`/api-keys/${id}?tab=audit`);
  await page.getByRole('tab', { name: 'Details' }).click();
  await page.waitForURL(`**/api-keys/${id}`);
}

const create = () => on.button('Create API key').click();

/** Does what is asked, and loses the answer. */
async function lose(route: Route): Promise<void> {
  await route.fetch();
  await route.abort('failed');
}

/** Puts something in the place of writes to an address, so many times; reads go on. */
async function insteadOfPosts(url: string, act: (route: Route) => Promise<void>, times: number) {
  const asked: Request[] = [];
  await page.route(url, async (route) => {
    if (route.request().method() !== 'POST') return await route.fallback();
    asked.push(route.request());
    return asked.length <= times ? await act(route) : await route.continue();
  });
  return asked;
}

const namesOf = (requests: readonly Request[]) =>
  new Set(requests.map((request) => request.headers()['idempotency-key'])).size;

test('an answer to create that is lost is asked for again: one key, and another secret is offered', async () => {
  await fillIn('lost-once');
  const asked = await insteadOfPosts(creation, lose, 1);
  await create();
  await on.dialog().getByText('The secret was lost on its way').waitFor();
  await on.answer('Rotate it now').click();
  await worksAs(await on.takeSecret(), 'lost-once');
  await on.title('lost-once').waitFor();
  expect([asked.length, namesOf(asked), browser.excuse('failed')]).toEqual([2, 1, 1]);
  expect(await keysNamed('lost-once')).toBe(1);
  expect(await eventsOf('lost-once')).toEqual(['api_key.rotated', 'api_key.created']);
});

test('where no answer comes at all it is said to be unknown, and asking again makes no second key', async () => {
  await fillIn('lost-long');
  const asked = await insteadOfPosts(creation, lose, 4);
  await create();
  await page.getByText('No answer came').first().waitFor();
  expect(await on.field('Name').inputValue()).toBe('lost-long');
  // Another name would be another key: what was sent is asked for, and nothing else can be.
  await on.field('Name').fill('lost-long-too');
  await page.keyboard.press('Enter');
  await on.button('Ask again').click();
  await on.dialog().getByText('The secret was lost on its way').waitFor();
  await page.keyboard.press('Escape');
  await on.title('lost-long').waitFor();
  expect([asked.length, namesOf(asked), browser.excuse('failed')]).toEqual([5, 1, 4]);
  expect(await keysNamed('lost-long')).toBe(1);
});

test('an answer to rotate that is lost: the key has one more secret, and the next one is seen', async () => {
  await openKey('turned');
  await insteadOfPosts(rotation, lose, 1);
  await on.chooseAction('Rotate');
  await on.answer('Rotate').click();
  await on
    .dialog()
    .getByText(/The former secret works until/)
    .waitFor();
  expect(await eventsOf('turned')).toEqual(['api_key.rotated', 'api_key.created']);
  await on.answer('Rotate it now').click();
  await page.getByText('Copy the secret now').waitFor();
  // Escape must not take the dialog below with it, and the secret.
  await page.keyboard.press('Escape');
  await page.getByText('The secret was not copied').waitFor();
  await on.button('Back to the secret').click();
  await worksAs(await on.takeSecret(), 'turned');
  expect(await eventsOf('turned')).toEqual(['api_key.rotated', 'api_key.rotated', 'api_key.created']);
  expect(browser.excuse('failed')).toBe(1);
});

test('nobody leaves while the answer with a secret is on its way', async () => {
  await openKey('slow');
  let answer = () => {};
  const held = new Promise<void>((done) => (answer = done));
  await insteadOfPosts(rotation, async (route) => await held.then(() => route.continue()), 1);
  await on.chooseAction('Rotate');
  await on.answer('Rotate').click();
  await page.keyboard.press('Escape');
  await page.evaluate('history.back()');
  expect(await on.answer('Cancel').isDisabled()).toBe(true);
  answer();
  await worksAs(await on.takeSecret(), 'slow');
});

test('a service that is away for a moment is asked again unasked', async () => {
  await fillIn('away');
  const away = (route: Route) => route.fulfill({ status: 503, headers: { 'Retry-After': '1' }, body: '{}' });
  const asked = await insteadOfPosts(creation, away, 2);
  await create();
  await worksAs(await on.takeSecret(), 'away');
  expect([asked.length, namesOf(asked), browser.excuse(503)]).toEqual([3, 1, 2]);
  expect(await keysNamed('away')).toBe(1);
});

test('too many requests: the form stays, and the next attempt waits as long as it was told to', async () => {
  await page.clock.install();
  await fillIn('many');
  const problem = { code: 'RATE_LIMITED', status: 429, title: 'Too many requests', requestId: 'a-request' };
  const refuse = (route: Route) =>
    route.fulfill({
      status: 429,
      headers: { 'Retry-After': '45', 'X-Request-Id': 'a-request' },
      contentType: 'application/problem+json',
      body: JSON.stringify(problem),
    });
  await insteadOfPosts(creation, refuse, 1);
  await create();
  await page.getByText('Too many requests').waitFor();
  await page.getByText('a-request').waitFor();
  expect(await on.button(/^Try again in \d+ s$/).isDisabled()).toBe(true);
  await page.clock.fastForward(46_000);
  expect(await on.field('Name').inputValue()).toBe('many');
  await on.button('Try again').click();
  await worksAs(await on.takeSecret(), 'many');
  expect([browser.excuse(429), await keysNamed('many')]).toEqual([1, 1]);
});

test('a session that ends in the middle of a form keeps the form, and what was asked goes on', async () => {
  await page.clock.install();
  await fillIn('ended');
  await on.field('Description').fill('typed before the session ended');
  await admin.route('**/oidc/token', (route) => route.abort());
  const asked = await insteadOfPosts(creation, (route) => route.fulfill({ status: 401, body: '{}' }), 1);
  await create();
  await on.dialog().getByText('Your session has ended').waitFor();
  await admin.unroute('**/oidc/token');
  // Longer than any call may take: people are slower.
  await page.clock.fastForward(60_000);
  await on.answer('Sign in').click();
  await on.dialog().getByText('Copy the secret now').waitFor();
  await worksAs(await on.takeSecret(), 'ended');
  const [{ description }] = await read('/api-keys?search=ended');
  expect(description).toBe('typed before the session ended');
  expect([asked.length, namesOf(asked), await keysNamed('ended')]).toEqual([2, 1, 1]);
  expect([browser.excuse(401), browser.excuse('failed')]).toEqual([1, 2]);
});

test('without a network it says so, keeps the form, and makes one key when it is back', async () => {
  await fillIn('offline');
  await admin.setOffline(true);
  await page.getByText('You are offline').waitFor();
  await create();
  await page.getByText('No answer came').first().waitFor();
  await admin.setOffline(false);
  await page.getByText('You are offline').waitFor({ state: 'detached' });
  await on.button('Ask again').click();
  await worksAs(await on.takeSecret(), 'offline');
  expect(browser.excuse('offline')).toBeGreaterThan(0);
  expect(await keysNamed('offline')).toBe(1);
});

test('a clipboard that refuses is admitted: the secret is selected, and a copy by hand counts', async () => {
  await fillIn('by-hand');
  await page.evaluate(
    `navigator.clipboard.writeText = async () => { throw new DOMException('', 'NotAllowedError'); }`,
  );
  await create();
  await on.button('Copy secret').click();
  await on.dialog().getByText('Your browser refused. Select it, and copy it yourself.').waitFor();
  const secret = await on.shownSecret();
  expect(await page.evaluate('String(getSelection())')).toBe(secret);
  await on.answer('Done').click();
  await page.getByText('The secret was not copied').waitFor();
  await on.button('Back to the secret').click();
  await page.locator('code.secret').selectText();
  await page.keyboard.press('Control+C');
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret);
  await on.answer('Done').click();
  await on.title('by-hand').waitFor();
  await worksAs(secret, 'by-hand');
});
