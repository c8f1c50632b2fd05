import type { Page, Route } from 'playwright-core';
import { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { violationsOf } from './accessibility.ts';
import { ConsoleBrowser, signIn } from './console-browser.ts';
import { ConsolePage } from './console-page.ts';

let server: LatchkeyProcess;
let browser: ConsoleBrowser;
let page: Page;
let on: ConsolePage;
let id: string;

beforeAll(async () => {
  server = await LatchkeyProcess.start();
  const { url } = server.bootstrap;
  const scopes = ['logs:read', 'database:read'];
  const accessRights = {
    projects: { sales: { modules: { model: 'write' }, environments: { prod: ['read', 'deploy'] } } },
  };
  const fields = { description: 'nightly import', expiresIn: '20d', metadata: { team: 'data' } };
  const made = await call('POST', '/api-keys', { name: 'CI Pipeline', scopes, accessRights, ...fields });
  ({ id } = made);
  expect((await fetch(`${url}/me`, { headers: { Authorization: `Bearer ${made.key}` } })).status).toBe(200);
  await call('POST', `/api-keys/${id}/rotate`, { gracePeriod: '7d' });
  browser = await ConsoleBrowser.open(new URL(url).origin);
  page = await (await browser.person()).newPage();
  on = new ConsolePage(page);
  await page.goto('/api-keys');
  await signIn(page, 'admin@example.com');
  await page.getByRole('rowheader', { name: 'CI Pipeline' }).waitFor();
}, 180_000);

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

beforeEach(async () => {
  await page.setViewportSize({ width: 1280, height: 900 });
});

afterEach(() => {
  expect(browser.faults.splice(0)).toEqual([]);
});

async function call(method: string, path: string, body: object): Promise<any> {
  const { url, adminKey } = server.bootstrap;
  const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
  expect(answer.ok).toBe(true);
  return await answer.json();
}

/** Wide and narrow, light and dark. */
const examine = async () => expect(await violationsOf(page)).toEqual([]);

const problem = { code: 'INTERNAL_ERROR', status: 500, title: 'It has failed', requestId: 'a-request' };
const fail = (route: Route) =>
  route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) });

test.each([
  ['details', 'nightly import'],
  ['permissions', 'by admin'],
  ['usage', 'Recorded until'],
  ['test', 'Nothing has been tested yet'],
  ['audit', '2 events, unbroken'],
])(
  'axe-core finds nothing on the key page, %s',
  async (tab, text) => {
    await page.goto(`/api-keys/${id}?tab=${tab}`);
    await page.getByText(text).first().waitFor();
    await page.getByText(/^The old secret works until/).waitFor();
    await examine();
  },
  90_000,
);

test('axe-core finds nothing on a test that has explained every check', async () => {
  await page.goto(`/api-keys/${id}?tab=test`);
  await on.button('Test').click();
  await page.getByText('The call would pass').waitFor();
  await examine();
}, 90_000);

test('axe-core finds nothing on the page that creates, as it opens, filled in and refused', async () => {
  await page.goto('/api-keys/new');
  await page.getByText('Give it less').waitFor();
  await examine();
  await page.getByRole('radio', { name: 'Only these' }).check();
  await page.getByRole('checkbox', { name: 'logs:read' }).check();
  await page.getByRole('radio', { name: 'Only in these projects' }).check();
  await on.button('Add project').click();
  await on.button('Create API key').click();
  await page.getByText('Give it a name').waitFor();
  await examine();
}, 180_000);

test('axe-core finds nothing where a page could not be read', async () => {
  await page.route('**/api/v1/api-keys/**', fail);
  await page.goto(`/api-keys/${id}`);
  await page.getByText('Latchkey has failed').first().waitFor();
  await page.unroute('**/api/v1/api-keys/**');
  expect(browser.faults.splice(0).every((fault) => fault.includes('status of 500'))).toBe(true);
  await examine();
}, 90_000);

test("axe-core finds nothing on the page that edits, nor on somebody else's change beside one's own", async () => {
  await page.goto(`/api-keys/${id}/edit`);
  await on.field('Description').fill('ours');
  await call('PATCH', `/api-keys/${id}`, { description: 'theirs' });
  await on.button('Save').click();
  await page.getByText('Somebody else has saved meanwhile').first().waitFor();
  expect(browser.excuse(412)).toBe(1);
  await examine();
}, 90_000);

test.each(['Rotate', 'Duplicate', 'Delete', 'Set expiry'])(
  'axe-core finds nothing on the dialog %s',
  async (action) => {
    await page.goto(`/api-keys/${id}`);
    await on.chooseAction(action);
    await on.answer('Cancel').waitFor();
    await examine();
  },
  90_000,
);

test('axe-core finds nothing on the secret, the question before it is left, and a secret that was lost', async () => {
  await page.goto(`/api-keys/${id}`);
  await on.chooseAction('Duplicate');
  await on.answer('Duplicate').click();
  await on.dialog().getByText('Copy the secret now').waitFor();
  await examine();
  await page.keyboard.press('Escape');
  await page.getByText('The secret was not copied').waitFor();
  await examine();
  await on.answer('Leave without it').click();
  await on.title('CI Pipeline (copy)').waitFor();
  let isLost = false;
  await page.route('**/rotate', async (route) => {
    if (isLost) return await route.fallback();
    isLost = true;
    await route.fetch();
    return await route.abort('failed');
  });
  await on.chooseAction('Rotate');
  await on.answer('Rotate').click();
  await on.dialog().getByText('The secret was lost on its way').waitFor();
  expect(browser.excuse('failed')).toBe(1);
  await examine();
}, 180_000);
