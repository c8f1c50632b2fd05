import type { BrowserContext, Page } from 'playwright-core';
import { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { ConsoleBrowser, keptBy, signIn } from './console-browser.ts';

const hostile = ['<img src=x onerror=alert(1)>', '=1+1', 'שלום עולם'];

let server: LatchkeyProcess;
let browser: ConsoleBrowser;
let admin: BrowserContext;
let page: Page;
let api: (method: string, path: string, body?: object) => Promise<Response>;

beforeAll(async () => {
  server = await LatchkeyProcess.start();
  const { url, adminKey } = server.bootstrap;
  api = (method, path, body) =>
    fetch(`${url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  await api('POST', '/users', { userId: 'dev@example.com', displayName: 'Dev', roles: [] });
  await api('POST', '/users', { userId: 'off@example.com', roles: ['admin'], status: 'disabled' });
  const names = [...hostile, ...Array.from({ length: 21 }, (_, i) => `key ${String(i).padStart(2, '0')}`)];
  for (const name of names)
    expect((await api('POST', '/api-keys', { name, expiresIn: '90d' })).status).toBe(201);
  await api('POST', '/api-keys', { name: 'rightless', type: 'admin', accessRights: { projects: {} } });
  browser = await ConsoleBrowser.open(new URL(url).origin);
  admin = await browser.person();
  page = await admin.newPage();
}, 180_000);

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

afterEach(() => {
  expect(browser.faults.splice(0)).toEqual([]);
});

const rows = () => page.getByRole('row').filter({ has: page.getByRole('rowheader') });
const names = () => page.getByRole('rowheader').allInnerTexts();
const shows = (count: number) =>
  rows()
    .nth(count - 1)
    .waitFor();

test('signs in, and comes back to the address that was asked for', async () => {
  await page.goto('/api-keys?sort=name&size=50');
  await signIn(page, 'admin@example.com');
  await shows(26);
  expect(new URL(page.url()).search).toBe('?sort=name&size=50');
  expect(browser.apiCalls).toEqual(['/me', '/api-keys?sort=name&limit=50']);
});

test('names are text, whatever they look like', async () => {
  const shown = await names();
  for (const name of hostile) expect(shown).toContain(name);
  expect(await page.locator('img').count()).toBe(0);
});

test('says what is dangerous in a word, not by a colour alone', async () => {
  await page.goto('/api-keys?search=rightless');
  await shows(1);
  const text = await rows().first().innerText();
  expect(text).toContain('None');
  expect(text).toContain('Its rights name no project: it reaches none.');
  expect(text).toContain('Never');
});

test('shows when a key ends as a day and a distance', async () => {
  await page.goto('/api-keys?search=key+00');
  await shows(1);
  expect(await rows().first().innerText()).toMatch(/\d{2}\/\d{2}\/\d{4} – in [23] months/);
});

test('a reload signs in again unasked, and nothing that is kept is a token', async () => {
  await page.reload();
  await shows(1);
  expect(new URL(page.url()).search).toBe('?search=key+00');
  expect(await keptBy(page)).not.toMatch(/eyJ|lk_[A-Za-z0-9]{20}|"code"/);
});

test('searches on the server, from page one, and says it in the address', async () => {
  await page.goto('/api-keys?sort=name');
  await shows(10);
  await page.getByRole('button', { name: 'Next page' }).click();
  await page.waitForURL(/page=2/);
  await page.getByPlaceholder('Find by name').fill('key 1');
  await page.waitForURL((url) => url.search === '?sort=name&search=key+1');
  await page.getByRole('rowheader', { name: 'key 19' }).waitFor();
  expect(await names()).toEqual(Array.from({ length: 10 }, (_, i) => `key 1${i}`));
});

test('pages lead on and back, after a reload, too; one request for each', async () => {
  await page.goto('/api-keys?sort=name');
  await shows(10);
  const first = await names();
  browser.apiCalls.length = 0;
  await page.getByRole('button', { name: 'Next page' }).first().click();
  await page.waitForURL(/page=2/);
  await page.getByRole('rowheader', { name: first[0]!, exact: true }).waitFor({ state: 'detached' });
  const second = await names();
  expect(new Set([...first, ...second]).size).toBe(20);
  expect(browser.apiCalls).toHaveLength(1);
  await page.reload();
  await shows(10);
  expect(await names()).toEqual(second);
  await page.getByRole('button', { name: 'Previous page' }).first().click();
  await page.getByRole('rowheader', { name: first[0]!, exact: true }).waitFor();
  expect(await names()).toEqual(first);
});

test('filters by type, and clears what matches nothing', async () => {
  await page.goto('/api-keys?search=no+such+key');
  await page.getByText('No API key matches').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await shows(10);
  expect(new URL(page.url()).search).toBe('');
  await page.goto('/api-keys?type=admin');
  await page.getByRole('rowheader', { name: 'rightless' }).waitFor();
  expect(await names()).toHaveLength(2);
});

test.each([
  ['nobody@example.com', 'Latchkey does not know you yet'],
  ['off@example.com', 'Your user is disabled'],
  ['dev@example.com', 'You have no role yet'],
])('tells %s why nothing can be done, and what to ask for', async (userId, title) => {
  const person = await browser.person();
  const own = await person.newPage();
  await own.goto('/');
  await signIn(own, userId);
  await own.getByRole('heading', { name: title }).waitFor();
  expect(await own.getByRole('main').innerText()).toContain(userId);
  await person.close();
  // The refusal is what the browser prints of a 403.
  expect(browser.excuse(403)).toBeGreaterThan(0);
});

test('no text stands outside the catalogue', async () => {
  await page.goto('/api-keys?locale=pseudo&search=rightless');
  await shows(1);
  const headers = await page.getByRole('columnheader').allInnerTexts();
  for (const header of headers.filter((text) => text.trim() !== '')) expect(header).toMatch(/^\[.*\]$/s);
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/^\[.*\]/);
  await page.goto('/api-keys?locale=en');
  await page.getByRole('rowheader').first().waitFor();
});

test('the start page leads who looks after all keys to the overview', async () => {
  await page.goto('/');
  await page.waitForURL('**/overview');
});

test('the rights of a key open in its row', async () => {
  const accessRights = {
    projects: { sales: { modules: { orders: 'write' }, environments: { '*': ['deploy'] } } },
  };
  const made = await api('POST', '/api-keys', { name: 'righted', accessRights });
  const { id } = (await made.json()) as { id: string };
  await page.goto('/api-keys?search=righted');
  await page.getByRole('rowheader', { name: 'righted' }).waitFor();
  browser.apiCalls.length = 0;
  await page.getByRole('button', { name: '1 projects of righted' }).click();
  const opened = page.getByRole('dialog');
  await opened.getByText('Module orders: Read and write').waitFor();
  await opened.getByText('All environments: Deploy').waitFor();
  expect(browser.apiCalls).toEqual([]);
  await opened.getByRole('link').click();
  await page.waitForURL(`**/api-keys/${id}?tab=permissions`);
});

test('what makes no sense in an address is asked of nobody', async () => {
  await page.goto('/api-keys?size=1000&sort=nonsense&status=paused&more=x');
  await page.getByText('No API key matches').waitFor();
  expect(browser.apiCalls.at(-1)).toBe('/api-keys?status=paused&limit=10');
});

test('a session that has ended is told, and what waits goes on after signing in again', async () => {
  await page.goto('/api-keys?sort=name');
  await shows(10);
  await admin.route('**/oidc/token', (route) => route.abort());
  const isOnce = { times: 1 };
  await admin.route('**/api/v1/api-keys*', (route) => route.fulfill({ status: 401, body: '{}' }), isOnce);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('dialog').getByText('Your session has ended').waitFor();
  await admin.unroute('**/oidc/token');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await shows(10);
  // What the browser prints of the answers that were put in their place.
  expect([browser.excuse(401), browser.excuse('failed')]).toEqual([1, 2]);
});

test('signing out ends both sessions, and stays so', async () => {
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Email').waitFor();
});
