import type { Locator, Page, Request } from 'playwright-core';
import { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { violationsOf } from './accessibility.ts';
import { answerEmpty, answerFailing } from './api-stubs.ts';
import { ConsoleBrowser, signIn } from './console-browser.ts';

let server: LatchkeyProcess;
let browser: ConsoleBrowser;
let page: Page;
/** Where the page of the webhook is. */
let webhook: string;
/** Requests to the API that are not answered yet. */
const open = new Set<Request>();

beforeAll(async () => {
  server = await LatchkeyProcess.start();
  const { url, adminKey } = server.bootstrap;
  const post = async (path: string, body: object) => {
    const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect([path, answer.status]).toEqual([path, 201]);
    return (await answer.json()) as { readonly id: string };
  };
  const accessRights = {
    projects: { sales: { modules: { '*': 'read' }, environments: { prod: ['read', 'execute'] } } },
  };
  const route = { method: 'GET', path: '/orders/{id}', scopes: ['database:read'] };
  const gateway = { accountId: '000000000000', apiId: 'abc123', stage: 'prod' };
  await post('/roles', { name: 'reader', description: 'Reads', scopes: ['database:read'], accessRights });
  await post('/users', { userId: 'ann@example.com', displayName: 'Ann', roles: ['reader'] });
  await post('/users', { userId: 'ben@example.com', roles: [] });
  await post('/apis', { name: 'trial', enforcement: 'observe', gateway, routes: [route] });
  await post('/api-keys', { name: 'wide', userId: 'ann@example.com', expiresIn: '10d' });
  await post('/api-keys', { name: 'none', type: 'admin', accessRights: { projects: {} } });
  const hook = { kind: 'https', url: 'https://hooks.example.com/in', events: ['api_key.*'] };
  const { id } = await post('/webhooks', { name: 'Deploys', status: 'disabled', ...hook });
  webhook = `/webhooks/${id}`;
  browser = await ConsoleBrowser.open(new URL(url).origin);
}, 180_000);

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

/** A tab that begins narrow, with its navigation closed, on a page without a form. */
beforeEach(async () => {
  page = await (await browser.person({ width: 320 })).newPage();
  open.clear();
  page.on('request', (request) => isOfApi(request.url()) && open.add(request));
  const end = (request: Request) => open.delete(request);
  page.on('requestfinished', end).on('requestfailed', end);
  await page.goto('/api-keys/new');
  await signIn(page, 'admin@example.com');
  await page.getByRole('heading', { name: 'Create API key', level: 1 }).waitFor();
});

afterEach(async () => {
  await page.context().close();
  expect(browser.faults.splice(0)).toEqual([]);
});

const isOfApi = (url: string) => url.includes('/api/v1/');
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const item = (name: string) => page.getByRole('menuitem', { name, exact: true });
const dialog = () => page.getByRole('dialog').filter({ visible: true });

/** As a link does: the tab, and who has signed in, stay. */
async function show(path: string, sign: Locator): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`);
  await sign.first().waitFor();
  while (open.size > 0) await page.waitForTimeout(50);
}

/** Goes from page to page, and takes down what axe-core finds on each. */
async function walk(pages: readonly (readonly [path: string, sign: Locator])[]): Promise<string[]> {
  const found: string[] = [];
  for (const [path, sign] of pages) {
    await show(path, sign);
    found.push(...(await violationsOf(page)).map((violation) => `${path}, ${violation}`));
  }
  return found;
}

const title = (name: string) => page.getByRole('heading', { name, exact: true, level: 1 });
const lists = [
  ['/overview', 'Overview'],
  ['/hygiene', 'Hygiene'],
  ['/api-keys', 'API keys'],
  ['/users', 'Users'],
  ['/roles', 'Roles'],
  ['/apis', 'Protected APIs'],
  ['/webhooks', 'Webhooks'],
  ['/audit-log', 'Audit log'],
] as const;
const records = [
  ['/users/ann@example.com', 'Ann'],
  ['/users/ben@example.com', 'ben@example.com'],
  ['/users/ann@example.com/edit', 'Edit Ann'],
  ['/roles/reader', 'reader'],
  ['/roles/admin', 'admin'],
  ['/roles/reader/edit', 'Edit reader'],
  ['/apis/trial', 'trial'],
  ['/apis/trial/edit', 'Edit trial'],
] as const;
/** Pages that have no name to show while their record cannot be read. */
const unread = [
  ['/users/ann@example.com', 'ann@example.com'],
  ['/roles/reader', 'reader'],
  ['/apis/trial', 'trial'],
  ['/users/ben@example.com/edit', 'ben@example.com'],
  ['/roles/reader/edit', 'Edit reader'],
  ['/apis/trial/edit', 'Edit trial'],
] as const;
const others = [
  ['/users?search=nobody', 'Users'],
  ['/roles?search=nobody', 'Roles'],
  ['/audit-log?actor=nobody', 'Audit log'],
  ['/api-keys?search=nobody&role=reader&neverUsed=true', 'API keys'],
  ['/users/~create', 'Create user'],
  ['/roles/~create', 'Create role'],
  ['/apis/~register', 'Register API'],
  ['/webhooks/new', 'Create webhook'],
  ['/no-such-page', 'There is no such page'],
] as const;

test('axe-core finds nothing on pages with something on them', async () => {
  const ofWebhook = [
    [webhook, 'Deploys'],
    [`${webhook}/edit`, 'Edit Deploys'],
  ] as const;
  const pages = [...lists, ...records, ...ofWebhook, ...others];
  expect(await walk(pages.map(([path, name]) => [path, title(name)]))).toEqual([]);
}, 180_000);

test('axe-core finds nothing on pages with nothing on them yet', async () => {
  await answerEmpty(page);
  expect(await walk(lists.map(([path, name]) => [path, title(name)]))).toEqual([]);
}, 120_000);

test('axe-core finds nothing on pages that cannot be read', async () => {
  const again = page.getByRole('main').getByRole('button', { name: /^Try again/ });
  const found: string[] = [];
  for (const [status, pages] of [
    [503, lists],
    [500, [...unread, [webhook, webhook.slice('/webhooks/'.length)], [`${webhook}/edit`, 'Edit']]],
  ] as const) {
    await answerFailing(page, status);
    for (const [path, name] of pages) {
      await show(path, title(name));
      await again.first().waitFor();
      found.push(...(await violationsOf(page)).map((violation) => `${path}, ${violation}`));
    }
  }
  // What the browser prints of the answers that were put in their place.
  const faults = browser.faults.splice(0).filter((fault) => !/status of 50[03]/.test(fault));
  expect([found, faults]).toEqual([[], []]);
}, 180_000);

/** What each is opened by, and that it is open. */
const dialogs: readonly (readonly [string, string, () => Promise<void>])[] = [
  ['/overview', 'the navigation', () => button('Open side navigation').click()],
  ['/overview', 'the appearance', () => button('Appearance').click()],
  ['/users/ann@example.com', 'disable a user', () => act('Disable')],
  ['/users/ann@example.com', 'revoke keys', () => act('Revoke all keys')],
  ['/users/ben@example.com', 'delete a user', () => act('Delete')],
  ['/roles/reader', 'delete a role', () => button('Delete').click()],
  ['/apis/trial', 'delete an API', () => button('Delete').click()],
  ['/apis/trial/edit', 'edit a route', () => button('Edit GET /orders/{id}').click()],
  ['/audit-log', 'an event', () => page.getByRole('rowheader').first().getByRole('button').click()],
  ['/api-keys', 'the menu of a key', () => button('Actions for wide').click()],
  ['/api-keys', 'preferences', () => button('Preferences').click()],
];

async function act(name: string): Promise<void> {
  await button('Actions').click();
  await item(name).click();
  await dialog().waitFor();
}

test('axe-core finds nothing in dialogs, menus and panels', async () => {
  const found: string[] = [];
  for (const [path, name, opens] of dialogs) {
    await show(path, page.getByRole('main').getByRole('heading', { level: 1 }));
    await opens();
    await page.waitForTimeout(300);
    found.push(...(await violationsOf(page)).map((violation) => `${path}, ${name}, ${violation}`));
    await page.keyboard.press('Escape');
    await show('/api-keys/new', title('Create API key'));
    await page.setViewportSize({ width: 320, height: 900 });
  }
  expect(found).toEqual([]);
}, 180_000);

test('axe-core finds nothing in forms that were refused, or would be lost', async () => {
  await show('/users/~create', title('Create user'));
  await button('Create user').last().click();
  await page.getByText('Give the user an id').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await show('/roles/reader/edit', title('Edit reader'));
  await page.getByRole('checkbox', { name: /^logs:read/ }).check();
  await page.getByRole('rowheader', { name: 'wide' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('link', { name: 'Cancel' }).click();
  await dialog().getByText('Leave without saving?').waitFor();
  expect(await violationsOf(page)).toEqual([]);
}, 120_000);
