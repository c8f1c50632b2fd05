import type { BrowserContext, Locator, Page } from 'playwright-core';
import { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { ConsoleBrowser, keptBy, signIn } from './console-browser.ts';

let server: LatchkeyProcess;
let browser: ConsoleBrowser;
let admin: BrowserContext;
let page: Page;
/** Every secret that was shown, with what browsers said meanwhile. */
const secrets: string[] = [];
const said: string[] = [];

beforeAll(async () => {
  server = await LatchkeyProcess.start();
  const { origin } = new URL(server.bootstrap.url);
  browser = await ConsoleBrowser.open(origin);
  admin = await browser.person();
  await admin.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  page = await admin.newPage();
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

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog').filter({ visible: true });
const callMe = (secret: string) =>
  fetch(`${server.bootstrap.url}/me`, { headers: { Authorization: `Bearer ${secret}` } });

/** Takes the secret that is shown from where its reader would put it, and closes what shows it. */
async function takeSecret(): Promise<string> {
  await button('Copy secret').click();
  await dialog().getByText('Copied', { exact: true }).waitFor();
  const secret = await page.evaluate<string>('navigator.clipboard.readText()');
  secrets.push(secret);
  await button('Done').click();
  await dialog().waitFor({ state: 'detached' });
  return secret;
}

/** Calls are recorded after they are answered: asks again until one is there. */
async function shownAfterRefreshing(what: Locator): Promise<void> {
  while ((await what.count()) === 0) {
    await button('Refresh').click();
    await page.waitForResponse((response) => response.url().includes('/usage'));
    await page.waitForTimeout(500);
  }
}

async function chooseAction(name: string): Promise<void> {
  await button(/^Actions for/).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}

test('a link fills the form in, and what the key could do stands beside it', async () => {
  await page.getByLabel('Name', { exact: true }).waitFor();
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Walk');
  expect(await page.getByRole('checkbox', { name: 'logs:read' }).isChecked()).toBe(true);
  await page.getByRole('complementary').getByText('by admin').first().waitFor();
  expect(browser.apiCalls.filter((call) => call === '/api-keys')).toEqual([]);
});

test('what is wrong stands on its field, which has the focus', async () => {
  await page.getByLabel('Name', { exact: true }).fill('');
  await button('Create API key').click();
  await page.getByText('Give it a name').first().waitFor();
  expect(await page.evaluate("document.activeElement.getAttribute('name')")).toBe('name');
  await page.getByLabel('Name', { exact: true }).fill('Walk');
});

test('what is typed is not lost unasked', async () => {
  await page.getByLabel('Name', { exact: true }).fill('Typed');
  const toKeys = page
    .getByRole('navigation', { name: 'Breadcrumbs' })
    .getByRole('link', { name: 'API keys' });
  await toKeys.click();
  await dialog().getByText('Leave without saving?').waitFor();
  await dialog().getByRole('button', { name: 'Stay' }).click();
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Typed');
  await page.getByLabel('Name', { exact: true }).fill('Walk');
});

test('the secret is guarded until it was copied', async () => {
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: 'API keys' }).click();
  await page.getByRole('link', { name: 'Create API key' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Walk');
  await page.getByRole('radio', { name: /^Admin/ }).check();
  await button('Create API key').click();
  await page.getByText('Copy the secret now').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('The secret was not copied').waitFor();
  await button('Back to the secret').click();
  await page.goBack();
  await page.getByText('The secret was not copied').waitFor();
  await button('Back to the secret').click();
  const secret = await takeSecret();
  expect((await callMe(secret)).status).toBe(200);
  await page.getByRole('heading', { name: 'Walk', level: 1 }).waitFor();
});

test('a call with the key is seen in its usage, with its details', async () => {
  await page.getByRole('tab', { name: 'Usage' }).click();
  const entry = page.getByRole('row').filter({ hasText: 'GET /me' });
  await shownAfterRefreshing(entry.first());
  await page
    .getByRole('link', { name: /^Details of the call/ })
    .first()
    .click();
  await dialog().getByText('VALID').waitFor();
  await page.keyboard.press('Escape');
});

test('the audit trail is recomputed in the browser', async () => {
  await page.getByRole('tab', { name: 'Audit trail' }).click();
  await page.getByText('1 events, unbroken').waitFor();
});

test('a rotation with grace leaves the old secret, until it is ended', async () => {
  const [old = ''] = secrets;
  await chooseAction('Rotate');
  await button('Rotate').click();
  const fresh = await takeSecret();
  await page.getByText(/^The old secret works until/).waitFor();
  expect([(await callMe(old)).status, (await callMe(fresh)).status]).toEqual([200, 200]);
  await button('End it now').click();
  await page.getByText('The old secret has ended').waitFor();
  expect([(await callMe(old)).status, (await callMe(fresh)).status]).toEqual([401, 200]);
});

test('a paused key is refused, and said to be paused', async () => {
  await chooseAction('Pause');
  await page.getByText('This key is paused: every call with it is refused.').waitFor();
  expect((await callMe(secrets[1] ?? '')).status).toBe(401);
});

test('a key is deleted once its name was typed', async () => {
  await chooseAction('Delete');
  expect(await button('Delete').getAttribute('aria-disabled')).toBe('true');
  await dialog().getByRole('textbox').fill('Walk');
  await button('Delete').click();
  await page.waitForURL('**/api-keys');
  expect((await callMe(secrets[1] ?? '')).status).toBe(401);
});

test('afterwards a secret is in no address, history, storage, cache or console line', async () => {
  await page.goBack();
  const everything = [await keptBy(page), await page.content(), ...said, ...browser.apiCalls].join('\n');
  expect(secrets).toHaveLength(2);
  for (const secret of secrets) expect(everything.includes(secret)).toBe(false);
});
