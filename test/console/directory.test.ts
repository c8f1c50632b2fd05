import type { BrowserContext, Page } from 'playwright-core';
import { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { ConsoleBrowser, signIn } from './console-browser.ts';

const hostile = '<img src=x onerror=alert(1)>';

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
  const made = [
    await api('POST', '/roles', { name: 'reader', description: 'Reads', scopes: ['database:read'] }),
    await api('POST', '/roles', {
      name: 'viewer',
      scopes: ['users:read', 'roles:read', 'apis:read'],
      accessRights: { projects: { sales: { modules: { '*': 'read' }, environments: { test: ['read'] } } } },
    }),
    await api('POST', '/users', { userId: 'ann@example.com', displayName: hostile, roles: ['reader'] }),
    await api('POST', '/users', { userId: 'viewer@example.com', roles: ['viewer'] }),
    await api('POST', '/api-keys', { name: 'wide', userId: 'ann@example.com', expiresIn: '90d' }),
    await api('POST', '/api-keys', {
      name: 'narrow',
      userId: 'ann@example.com',
      scopes: [],
      expiresIn: '90d',
    }),
    await api('POST', '/apis', {
      name: 'trial',
      enforcement: 'observe',
      gateway: { accountId: '000000000000', apiId: 'abc123', stage: 'prod' },
      routes: [{ method: 'GET', path: '/orders/{id}', scopes: ['database:read'] }],
    }),
  ];
  expect(made.map(({ status }) => status)).toEqual(made.map(() => 201));
  browser = await ConsoleBrowser.open(new URL(url).origin);
  admin = await browser.person();
  page = await admin.newPage();
  await page.goto('/roles');
  await signIn(page, 'admin@example.com');
  await page.getByRole('heading', { name: 'Roles' }).waitFor();
}, 240_000);

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

afterEach(() => {
  expect(browser.faults.splice(0)).toEqual([]);
});

/** What the API says of a record. */
const told = async (path: string) =>
  (await (await api('GET', path)).json()) as Readonly<Record<string, unknown>>;
const button = (name: string) => page.getByRole('button', { name, exact: true });
const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const dialog = () => page.getByRole('dialog').filter({ visible: true });

test('writes a role with scopes and rights, and shows what it grants', async () => {
  await page.goto('/roles');
  await page.getByRole('link', { name: 'Create role' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Not a name');
  await page.getByRole('checkbox', { name: /^database:write/ }).check();
  await button('Add project').click();
  await button('Create role').click();
  await page.getByText('Give a name, or * for all').waitFor();
  await page.getByRole('combobox', { name: 'Project', exact: true }).fill('sales');
  // Suggestions lie over what is below.
  await page.keyboard.press('Escape');
  await button('Add module').click();
  await page.getByRole('combobox', { name: 'Module', exact: true }).fill('*');
  await page.keyboard.press('Escape');
  await button('Create role').click();
  await page.getByText('Must be 1 to 64 characters').first().waitFor();
  expect(await page.evaluate("document.activeElement.getAttribute('aria-invalid')")).toBe('true');
  expect(browser.excuse(400)).toBe(1);
  await page.getByLabel('Name', { exact: true }).fill('writer');
  await button('Create role').click();
  await heading('writer').waitFor();
  const role = await told('/roles/writer');
  expect(role).toMatchObject({
    scopes: ['database:write'],
    accessRights: { projects: { sales: { modules: { '*': 'read' } } } },
  });
});

test('tells before an edit is saved which keys it widens, and saves nothing over the change of another', async () => {
  await page.goto('/roles/reader/edit');
  await page.getByRole('checkbox', { name: /^logs:read/ }).check();
  const effect = page.getByRole('group', { name: 'Keys that can do more or less' });
  await effect.getByRole('rowheader', { name: 'wide' }).waitFor();
  expect(await effect.getByRole('rowheader').allInnerTexts()).toEqual(['wide']);
  await api('PUT', '/roles/reader', { description: 'Changed meanwhile', scopes: ['database:read'] });
  await button('Save changes').click();
  await page.getByText('Somebody else has saved meanwhile').first().waitFor();
  expect(browser.excuse(412)).toBe(1);
  expect(await page.getByRole('cell', { name: 'Changed meanwhile' }).count()).toBe(1);
  expect((await told('/roles/reader')).scopes).toEqual(['database:read']);
  await button('Go on with mine').click();
  await button('Save changes').click();
  await heading('reader').waitFor();
  expect((await told('/roles/reader')).scopes).toEqual(['database:read', 'logs:read']);
});

test('looks at the keys of a role a hundred at first, and then at as many as one asks for', async () => {
  const [wide] = (await told('/api-keys?role=reader&search=wide')) as unknown as readonly object[];
  const asked: string[] = [];
  await page.route(/\/v1\/api-keys\?.*role=reader/, async (route) => {
    const url = new URL(route.request().url());
    asked.push(url.searchParams.get('cursor') ?? 'first');
    // The first part is empty: the server still searches.
    const length = [0, 100, 100, 3][asked.length - 1] ?? 0;
    url.searchParams.set('cursor', `after-${asked.length}`);
    await route.fulfill({
      ...(asked.length < 4 && { headers: { Link: `<${url.href}>; rel="next"` } }),
      json: Array.from({ length }, () => ({ ...wide, id: crypto.randomUUID() })),
    });
  });
  await page.goto('/roles/reader/edit');
  await page.getByRole('checkbox', { name: /^logs:read/ }).click();
  await page.getByText('100 of the first 100 keys can do more or less then').waitFor();
  expect(asked).toEqual(['first', 'after-1']);
  await button('Look at 1,000 more').click();
  await page.getByText('203 of 203 keys can do more or less then').waitFor();
  expect(asked).toEqual(['first', 'after-1', 'after-2', 'after-3']);
});

test('does not delete a role that somebody holds, and says so', async () => {
  await page.goto('/roles/reader');
  await button('Delete').click();
  await dialog().getByRole('button', { name: 'Delete', exact: true }).click();
  await dialog().getByText('Somebody holds this role').waitFor();
  expect(browser.excuse(409)).toBe(1);
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Delete');
});

test('finds users by what the address says, and names stay text', async () => {
  await page.goto('/users?role=reader');
  await page.getByRole('rowheader', { name: hostile }).waitFor();
  expect(await page.getByRole('rowheader').allInnerTexts()).toEqual([hostile]);
  expect(await page.locator('img').count()).toBe(0);
  await page.getByPlaceholder('Find by id or name').fill('nobody like this');
  await page.getByText('No user matches').waitFor();
  expect(new URL(page.url()).search).toBe('?role=reader&search=nobody+like+this');
});

test('invites a user, disables them, and deletes them once nothing stands in the way', async () => {
  await page.goto('/users/~create?userId=guest%40example.com');
  await page.getByRole('checkbox', { name: /^Invite by email/ }).check();
  await button('Create user').click();
  await heading('guest@example.com').waitFor();
  await page.getByText('An invitation was sent').waitFor();
  await button('Actions').click();
  await page.getByRole('menuitem', { name: 'Disable' }).click();
  await dialog().getByRole('button', { name: 'Disable', exact: true }).click();
  await page.getByText('guest@example.com is disabled').waitFor();
  await button('Actions').click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const confirm = dialog().getByRole('button', { name: 'Delete', exact: true });
  expect(await confirm.isDisabled()).toBe(true);
  await dialog().getByRole('textbox').fill('guest@example.com');
  await confirm.click();
  await page.getByText('guest@example.com is deleted').waitFor();
  expect((await api('GET', '/users/guest%40example.com')).status).toBe(404);
});

test('revokes all keys of a user, who can be deleted then', async () => {
  await page.goto('/users/ann@example.com');
  await button('Actions').click();
  expect(await page.getByRole('menuitem', { name: 'Delete' }).getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('menuitem', { name: 'Revoke all keys' }).click();
  await dialog().getByRole('textbox').fill('ann@example.com');
  await dialog().getByRole('button', { name: 'Revoke all keys' }).click();
  await page.getByText('2 API keys of').waitFor();
  expect((await told('/users/ann%40example.com')).keyCount).toBe(0);
});

test('registers an API by hand, and names the route that is not valid', async () => {
  await page.goto('/apis/~register');
  await page.getByLabel('Name', { exact: true }).fill('shop');
  await page.getByLabel('AWS account').fill('000000000000');
  await page.getByLabel('API id').fill('abc999');
  await page.getByLabel('Stage').fill('prod');
  await button('Add route').click();
  await dialog().getByLabel('Path').fill('no/slash');
  await dialog().getByRole('button', { name: 'Take over' }).click();
  await button('Register API').click();
  await page.getByText('Some routes cannot be saved as they are').waitFor();
  expect(browser.excuse(400)).toBe(1);
  await page.getByRole('button', { name: 'GET no/slash', exact: true }).click();
  await dialog().getByText('Must be a resource path of API Gateway').waitFor();
  await dialog().getByLabel('Path').fill('/carts/{id}');
  await dialog().getByRole('button', { name: 'Take over' }).click();
  await button('Register API').click();
  await heading('shop').waitFor();
  expect((await told('/apis/shop')).routes).toEqual([{ method: 'GET', path: '/carts/{id}' }]);
});

test('says of an API that is only observed that it is not protected', async () => {
  await page.goto('/apis/trial');
  await page.getByText('This API is not protected').waitFor();
  expect(await page.getByRole('link', { name: 'API keys that can call it' }).getAttribute('href')).toBe(
    '/api-keys?api=trial',
  );
});

test('whoever may only read sees no control that changes anything', async () => {
  const person = await browser.person();
  const own = await person.newPage();
  await own.goto('/users/viewer@example.com');
  await signIn(own, 'viewer@example.com');
  for (const [path, title] of [
    ['/users/viewer@example.com', 'viewer@example.com'],
    ['/roles/viewer', 'viewer'],
    ['/apis/trial', 'trial'],
  ] as const) {
    await own.goto(path);
    await own.getByRole('heading', { name: title, exact: true }).waitFor();
    const controls = /^(Edit|Delete|Actions|Disable|Create|Register)/;
    expect(await own.getByRole('main').getByRole('button', { name: controls }).count()).toBe(0);
    expect(await own.getByRole('main').getByRole('link', { name: controls }).count()).toBe(0);
  }
  await person.close();
});
