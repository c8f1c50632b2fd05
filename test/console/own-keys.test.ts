import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { ConsoleBrowser, signIn } from './console-browser.ts';
import { ConsolePage } from './console-page.ts';

const developer = 'dev@example.com';
const folder = mkdtempSync(join(tmpdir(), 'latchkey-profile-'));

let server: LatchkeyProcess;
let browser: ConsoleBrowser;
let person: BrowserContext;
let page: Page;
let on: ConsolePage;
let foreignId: string;
const secrets: string[] = [];

beforeAll(async () => {
  server = await LatchkeyProcess.start();
  const { url } = server.bootstrap;
  const reader = {
    name: 'reader',
    description: '',
    scopes: ['logs:read', 'database:read'],
    accessRights: {},
  };
  expect((await api('POST', '/roles', reader)).status).toBe(201);
  expect((await api('POST', '/users', { userId: developer, roles: ['reader'] })).status).toBe(201);
  [{ id: foreignId }] = await keys('');
  const { origin } = new URL(url);
  browser = await ConsoleBrowser.open(origin);
  person = await browser.personWith(folder);
  await person.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  page = await person.newPage();
  on = new ConsolePage(page);
  await page.goto('/api-keys');
  await signIn(page, developer);
}, 180_000);

afterAll(async () => {
  await person?.close();
  await browser?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => {
  expect(browser.faults.splice(0)).toEqual([]);
});

function api(method: string, path: string, body?: object): Promise<Response> {
  const { url, adminKey } = server.bootstrap;
  const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' };
  return fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
}

const keys = async (search: string) =>
  (await (await api('GET', `/api-keys?search=${search}`)).json()) as any[];

/** Presses Tab until the focus is where it is wanted: what cannot be reached so, is not. */
async function tabTo(target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await isFocused(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${target.toString()}`);
}

const isFocused = async (target: Locator) => (await target.and(page.locator(':focus')).count()) > 0;

async function press(target: Locator): Promise<void> {
  await target.waitFor();
  await tabTo(target);
  await page.keyboard.press('Enter');
}

/** Opens a menu and goes down to its item. */
async function pressInMenu(item: string): Promise<void> {
  await press(on.button(/^Actions for/));
  const wanted = page.getByRole('menuitem', { name: item, exact: true });
  await wanted.waitFor();
  for (let presses = 0; presses < 10 && !(await isFocused(wanted)); presses += 1)
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

async function takeSecret(): Promise<void> {
  await press(on.button('Copy secret'));
  await on.dialog().getByText('Copied', { exact: true }).waitFor();
  secrets.push(await page.evaluate<string>('navigator.clipboard.readText()'));
  await press(on.answer('Done'));
  await on.dialog().waitFor({ state: 'detached' });
}

test('a developer begins with no key, and sees no control for what they may not do', async () => {
  await page.getByText('There is no API key yet').waitFor();
  const pages = await page.getByRole('navigation', { name: 'Navigation' }).getByRole('link').allInnerTexts();
  expect(pages.filter((name) => /Users|Roles|Protected|Audit/.test(name))).toEqual([]);
  expect(await page.getByText('Whose keys').count()).toBe(0);
});

test("somebody else's key is not there for them", async () => {
  await page.goto(`/api-keys/${foreignId}`);
  await page.getByText('It is not there').waitFor();
  expect(browser.excuse(404)).toBe(1);
  expect(await on.button(/^Actions for/).count()).toBe(0);
});

test('a key is created by keyboard alone, for oneself', async () => {
  await page.goto('/api-keys');
  await page.getByText('There is no API key yet').waitFor();
  await press(page.getByRole('link', { name: 'Create API key' }).first());
  await on.field('User').waitFor();
  expect([await on.field('User').inputValue(), await on.field('User').isDisabled()]).toEqual([
    developer,
    true,
  ]);
  await tabTo(on.field('Name'));
  await page.keyboard.type('by keyboard');
  await tabTo(page.getByRole('radio', { name: 'All that its user has, now and later' }).first());
  await page.keyboard.press('ArrowDown');
  const scope = page.getByRole('checkbox', { name: 'logs:read' });
  await scope.waitFor();
  await tabTo(scope);
  await page.keyboard.press('Space');
  await press(on.button('Create API key'));
  await takeSecret();
  await on.title('by keyboard').waitFor();
  const [own] = await keys('by+keyboard');
  expect([own.userId, own.scopes]).toEqual([developer, ['logs:read']]);
});

test('a key is rotated by keyboard alone, and the focus comes back', async () => {
  await pressInMenu('Rotate');
  await press(on.answer('Rotate'));
  await takeSecret();
  await page.getByText(/^The old secret works until/).waitFor();
  expect(await isFocused(on.button(/^Actions for/))).toBe(true);
  await press(on.button('End it now'));
  await page.getByText('The old secret has ended').waitFor();
});

test('the events of an own key are read, and said to be checked', async () => {
  await press(page.getByRole('tab', { name: 'Details' }));
  await page.keyboard.press('End');
  await page.getByText('3 events, unbroken').waitFor();
});

test.each(['<img src=x onerror=alert(1)>', '=1+1', 'שלום עולם', 'harm\u202Eless'])(
  'the name %j is text wherever it is shown, and ends where it ends',
  async (name) => {
    // Latchkey itself takes no override in a name: an answer that had one all the same.
    const stored = name.replace('\u202E', '');
    await page.route('**/api/v1/api-keys*/**', async (route) => {
      const answer = await route.fetch();
      const text = (await answer.text()).replaceAll(JSON.stringify(stored), JSON.stringify(name));
      await route.fulfill({ response: answer, body: text });
    });
    await page.goto('/api-keys/new');
    await on.field('Name').fill(stored);
    await on.button('Create API key').click();
    secrets.push(await on.takeSecret());
    await page.reload();
    await on.title(name).waitFor();
    await on.chooseAction('Delete');
    await on.dialog().getByText(`Its name is ${name}`).waitFor();
    const places = page.getByText(name, { exact: true });
    expect(await places.count()).toBeGreaterThan(0);
    for (const place of await places.all()) {
      const text = await place.textContent();
      const isIsolated = (await place.locator('xpath=ancestor-or-self::bdi').count()) > 0;
      expect(isIsolated || text?.startsWith('\u2068') || !/[\u0590-\u05ff\u202e]/.test(name)).toBe(true);
    }
    expect(await page.title()).toBe(
      `${/[\u05e9\u202e]/.test(name) ? `\u2068${name}\u2069` : name} – Latchkey`,
    );
    expect(await page.locator('img').count()).toBe(0);
    await on.dialog().getByRole('textbox').fill(name);
    await on.answer('Delete').click();
    await page.waitForURL('**/api-keys');
    await page.unroute('**/api/v1/api-keys*/**');
  },
);

test('a key is deleted by keyboard alone', async () => {
  await press(page.getByRole('link', { name: 'by keyboard' }));
  await on.title('by keyboard').waitFor();
  await pressInMenu('Delete');
  await tabTo(on.dialog().getByRole('textbox'));
  await page.keyboard.type('by keyboard');
  await press(on.answer('Delete'));
  await page.getByText('There is no API key yet').waitFor();
  expect(await keys('by+keyboard')).toEqual([]);
});

test('nothing that the browser has written to its disk has a secret in it', async () => {
  await page.close();
  await person.close();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  const contents = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file));
  const has = (text: string) =>
    contents.some((content) => content.includes(text, 0, 'latin1') || content.includes(text, 0, 'utf16le'));
  // What it has to keep is found in this way.
  expect(has('/api-keys/new')).toBe(true);
  expect(secrets).toHaveLength(6);
  for (const secret of secrets) expect([has(secret), has(secret.slice(10, 40))]).toEqual([false, false]);
});
