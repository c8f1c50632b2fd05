import type { Locator, Page } from 'playwright-core';
import { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { violationsOf } from './accessibility.ts';
import { ConsoleBrowser, keptBy, signIn } from './console-browser.ts';
import { ConsolePage } from './console-page.ts';

let server: LatchkeyProcess;
let browser: ConsoleBrowser;
let page: Page;
let on: ConsolePage;
/** Every secret that was shown, with what the browser said meanwhile. */
const secrets: string[] = [];
const said: string[] = [];

beforeAll(async () => {
  server = await LatchkeyProcess.start();
  const { origin } = new URL(server.bootstrap.url);
  browser = await ConsoleBrowser.open(origin);
  const admin = await browser.person();
  await admin.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  page = await admin.newPage();
  on = new ConsolePage(page);
  page.on('console', (message) => said.push(message.text()));
  page.on('request', (request) => said.push(request.url()));
  page.on('framenavigated', (frame) => said.push(frame.url()));
  await page.goto('/api-keys/new?name=Walk&scopes=logs:read');
  await signIn(page, 'admin@example.com');
}, 180_000);

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

afterEach(() => {
  expect(browser.faults.splice(0)).toEqual([]);
});

const call = (path: string, credential = server.bootstrap.adminKey) =>
  fetch(`${server.bootstrap.url}${path}`, { headers: { Authorization: `Bearer ${credential}` } });
const statusOf = async (secret = '') => (await call('/me', secret)).status;
const principalOf = async (secret = '') => (await (await call('/me', secret)).json()) as any;
const recordsOf = async (search: string) =>
  (await (await call(`/api-keys?search=${search}`)).json()) as any[];

async function takeSecret(): Promise<string> {
  const secret = await on.takeSecret();
  secrets.push(secret);
  return secret;
}

/** Calls are recorded after they are answered: asks again until one is there. */
async function shownAfterRefreshing(what: Locator): Promise<void> {
  while ((await what.count()) === 0) {
    const answered = page.waitForResponse((response) => /\/usage(\?|$)/.test(response.url()));
    await on.button('Refresh').click();
    await answered;
    await page.waitForTimeout(500);
  }
}

test('a link fills the form in, and what the key could do stands beside it', async () => {
  await on.field('Name').waitFor();
  expect(await on.field('Name').inputValue()).toBe('Walk');
  expect(await page.getByRole('checkbox', { name: 'logs:read' }).isChecked()).toBe(true);
  await page.getByRole('complementary').getByText('by admin').first().waitFor();
  expect(browser.apiCalls.filter((path) => path === '/api-keys')).toEqual([]);
});

test('what is wrong stands on its field, which has the focus', async () => {
  await on.field('Name').fill('');
  await on.button('Create API key').click();
  await page.getByText('Give it a name').first().waitFor();
  expect(await page.evaluate("document.activeElement.getAttribute('name')")).toBe('name');
  await on.field('Name').fill('Walk');
});

test('what is typed is not lost unasked', async () => {
  await on.field('Name').fill('Typed');
  const toKeys = page
    .getByRole('navigation', { name: 'Breadcrumbs' })
    .getByRole('link', { name: 'API keys' });
  await toKeys.click();
  await on.dialog().getByText('Leave without saving?').waitFor();
  await on.dialog().getByRole('button', { name: 'Stay' }).click();
  expect(await on.field('Name').inputValue()).toBe('Typed');
  await on.field('Name').fill('Walk');
});

test('the secret is guarded against Escape, a click outside, back and reload, until it was copied', async () => {
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: 'API keys' }).click();
  await page.getByRole('link', { name: 'Create API key' }).first().click();
  await on.field('Name').fill('Walk');
  await page.getByRole('radio', { name: /^Admin/ }).check();
  await on.button('Create API key').click();
  await page.getByText('Copy the secret now').waitFor();
  const leaves = [
    () => page.keyboard.press('Escape'),
    () => page.mouse.click(5, 890),
    () => on.answer('Done').click(),
    () => page.goBack(),
  ];
  for (const leave of leaves) {
    await leave();
    await page.getByText('The secret was not copied').waitFor();
    await on.button('Back to the secret').click();
    await page.getByText('The secret was not copied').waitFor({ state: 'detached' });
  }
  expect(await violationsOf(page)).toEqual([]);
  for (const way of ['curl', 'Latchkey CLI', 'TypeScript', 'Python']) {
    await on.button(`Copy the ${way} lines`).click();
    const lines = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(lines).toBe(await on.dialog().getByLabel(way, { exact: true }).textContent());
  }
  const asked = page.waitForEvent('dialog');
  // It never comes to an end: the page stays.
  void page.reload().catch(() => {});
  await (await asked).dismiss();
  const secret = await takeSecret();
  expect(await statusOf(secret)).toBe(200);
  await on.title('Walk').waitFor();
});

test('a call with the key is seen in its usage, with its details', async () => {
  await page.getByRole('tab', { name: 'Usage' }).click();
  await shownAfterRefreshing(page.getByRole('row').filter({ hasText: 'GET /v1/me' }).first());
  await page
    .getByRole('link', { name: /^Details of the call/ })
    .first()
    .click();
  const details = page.getByRole('region', { name: 'Details of a call' });
  await details.getByText('VALID').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await on.button('Close details').click();
  await details.waitFor({ state: 'detached' });
});

test('the audit trail is recomputed in the browser', async () => {
  await page.getByRole('tab', { name: 'Audit trail' }).click();
  await page.getByText('1 event, unbroken').waitFor();
});

test('a rotation with grace leaves the old secret, which is seen where it is used, until it is ended', async () => {
  const [old = ''] = secrets;
  await on.chooseAction('Rotate');
  await on.answer('Rotate').click();
  const fresh = await takeSecret();
  await page.getByText(/^The old secret works until .* Last seen .* ago from 127\.0\.0\.1\.$/).waitFor();
  expect([await statusOf(old), await statusOf(fresh)]).toEqual([200, 200]);
  await on.button('End it now').click();
  await page.getByText('The old secret has ended').waitFor();
  expect([await statusOf(old), await statusOf(fresh)]).toEqual([401, 200]);
});

test('its scopes and rights are edited, and hold at once', async () => {
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByRole('radio', { name: 'Only these' }).check();
  await page.getByRole('checkbox', { name: 'logs:read' }).check();
  await page.getByRole('radio', { name: 'Only in these projects' }).check();
  await on.button('Add project').click();
  await on.field('Project').fill('sales');
  await page.keyboard.press('Escape');
  await on.button('Add module').click();
  await on.field('Module').fill('model');
  await page.keyboard.press('Escape');
  await page.getByRole('complementary').getByText('sales').waitFor();
  await on.button('Save').click();
  await on.title('Walk').waitFor();
  const principal = await principalOf(secrets[1]);
  expect(principal.scopes).toEqual(['logs:read']);
  expect(principal.accessRights).toEqual({ projects: { sales: { modules: { model: 'read' } } } });
});

test('a duplicate is a key of its own, with the same fields and another secret', async () => {
  await on.chooseAction('Duplicate');
  await on.answer('Duplicate').click();
  const secret = await takeSecret();
  await on.title('Walk (copy)').waitFor();
  expect(new Set(secrets).size).toBe(3);
  const principal = await principalOf(secret);
  expect(principal.scopes).toEqual(['logs:read']);
});

test('keys are found, selected, and given an expiry at once', async () => {
  await page.goto('/api-keys');
  await page.getByPlaceholder('Find by name').fill('walk');
  await page.getByRole('rowheader', { name: 'Walk', exact: true }).waitFor();
  for (const name of ['Walk', 'Walk (copy)'])
    await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check();
  await on.button('Actions').first().click();
  await page.getByRole('menuitem', { name: 'Set expiry (2)' }).click();
  await on.dialog().getByText('Walk (copy)').waitFor();
  await on.choose('Expires', 'In 30 days');
  await on.answer('Set expiry (2)').click();
  await on.dialog().getByText('2 done, 0 failed').waitFor();
  await on.answer('Close').click();
  await on.dialog().waitFor({ state: 'detached' });
  const days = (await recordsOf('walk')).map(({ expiresAt }) =>
    Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000),
  );
  expect(days).toEqual([30, 30]);
});

test('a paused key is refused, and said to be paused', async () => {
  await page.getByRole('link', { name: 'Walk', exact: true }).click();
  await on.title('Walk').waitFor();
  await on.chooseAction('Pause');
  await page.getByText('This key is paused: every call with it is refused.').waitFor();
  expect(await statusOf(secrets[1])).toBe(401);
});

test('a key is deleted once its name was typed', async () => {
  await on.chooseAction('Delete');
  await on
    .dialog()
    .getByText(/× \/v1\/me, from 127\.0\.0\.1/)
    .waitFor();
  expect(await on.answer('Delete').getAttribute('aria-disabled')).toBe('true');
  await on.dialog().getByRole('textbox').fill('Walk');
  await on.answer('Delete').click();
  await page.waitForURL('**/api-keys');
  await page.getByRole('rowheader', { name: 'Walk (copy)' }).waitFor();
  expect(await statusOf(secrets[1])).toBe(401);
  expect(await recordsOf('walk')).toHaveLength(1);
});

test('afterwards a secret is in no address, history, storage, cache or console line', async () => {
  await page.goBack();
  await page.getByText('It is not there').waitFor();
  expect(browser.excuse(404)).toBeGreaterThan(0);
  const everything = [await keptBy(page), await page.content(), ...said, ...browser.apiCalls].join('\n');
  expect(secrets).toHaveLength(3);
  for (const secret of secrets) expect(everything.includes(secret)).toBe(false);
});
