import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { ConsoleBrowser, signIn } from './console-browser.ts';

let server: LatchkeyProcess;
let browser: ConsoleBrowser;
let page: Page;
let shopId: string;

beforeAll(async () => {
  server = await LatchkeyProcess.start();
  const { url, adminKey } = server.bootstrap;
  const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' };
  const call = (method: string, path: string, body: object) =>
    fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
  for (const name of ['=1+1', '<img src=x onerror=alert(1)>', 'Shop']) {
    const answer = await call('POST', '/api-keys', { name, expiresIn: '10d' });
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as { id: string };
    if (name === 'Shop') shopId = id;
    await call('PATCH', `/api-keys/${id}`, { scopes: [], description: 'Narrowed' });
  }
  browser = await ConsoleBrowser.open(new URL(url).origin);
  page = await (await browser.person()).newPage();
  await page.goto('/audit-log?action=api_key.updated');
  await signIn(page, 'admin@example.com');
  await rows(page).nth(2).waitFor();
}, 300_000);

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

afterEach(() => {
  expect(browser?.faults.splice(0)).toEqual([]);
});

const rows = (on: Page) =>
  on
    .locator('tbody')
    .getByRole('row')
    .filter({ has: on.getByRole('rowheader') });

test('the audit log shows a change before and after, and gives the focus back', async () => {
  const opener = rows(page).filter({ hasText: '=1+1' }).getByRole('button');
  await opener.focus();
  await page.keyboard.press('Enter');
  const changes = page.getByRole('table', { name: 'Each field, before and after' });
  const scopes = changes.getByRole('row').filter({ hasText: 'scopes' });
  await scopes.waitFor();
  expect(await scopes.getByRole('cell').allInnerTexts()).toEqual(['Not set', 'Empty']);
  expect(new URL(page.url()).searchParams.has('event')).toBe(true);
  await page.getByRole('button', { name: 'Close details' }).click();
  await changes.waitFor({ state: 'detached' });
  expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe(
    await opener.getAttribute('aria-label'),
  );
});

test('the audit log is exported with its filters, and formulas are texts', async () => {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /CSV/ }).click();
  const download = await downloading;
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines.filter((line) => line.includes(`"'=1+1"`))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('"<img src=x onerror=alert(1)>"'))).toHaveLength(1);
});

test('hygiene counts what the list has that it leads to', async () => {
  await page.getByRole('link', { name: 'Hygiene' }).click();
  await page.getByRole('link', { name: '3: Expire within 14 days' }).click();
  await page.waitForURL((url) => url.pathname === '/api-keys');
  await page.getByRole('rowheader', { name: 'Shop' }).waitFor();
  expect(await rows(page).count()).toBe(3);
});

test('the overview shows the calls of today', async () => {
  await page.goto('/overview');
  await page.getByRole('heading', { name: 'Calls', exact: true }).waitFor({ timeout: 25_000 });
  await page.getByRole('link', { name: '3: Expire within 14 days' }).waitFor();
});

/** Answers about one key as they are a month later: how much time passes cannot be asked of the server. */
async function answerAsUsed(on: Page, used: object): Promise<void> {
  await on.route(/\/api\/v1\/api-keys\/[^/?]+$/, async (route) => {
    const answer = await route.fetch();
    return route.fulfill({ response: answer, json: { ...(await answer.json()), used } });
  });
}

test('a key that holds more than it used shows what, and its form is filled in with less', async () => {
  const { url, adminKey } = server.bootstrap;
  const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' };
  const rights = { projects: { sales: { modules: { model: 'write' } } } };
  const body = JSON.stringify({ scopes: ['database:read', 'logs:read'], accessRights: rights });
  expect((await fetch(`${url}/api-keys/${shopId}`, { method: 'PATCH', headers, body })).status).toBe(200);
  const accessRights = { projects: { sales: { modules: { model: 'read' } } } };
  await answerAsUsed(page, { since: '2026-01-02T03:04:05.000Z', scopes: ['database:read'], accessRights });
  await page.goto(`/api-keys/${shopId}?tab=permissions`);
  const unneeded = page.getByRole('list', { name: 'Not needed by any call' });
  await unneeded.waitFor();
  expect(await unneeded.getByRole('listitem').allInnerTexts()).toEqual([
    'logs:read',
    expect.stringMatching(/sales.*model.*Write/),
  ]);
  const marked = page.getByRole('listitem').filter({ hasText: 'not needed' });
  expect(await marked.locator('code').allInnerTexts()).toEqual(['logs:read']);
  await page.getByRole('link', { name: 'Narrow to what it used' }).click();
  await page.waitForURL((at) => at.pathname === `/api-keys/${shopId}/edit`);
  const save = page.getByRole('button', { name: 'Save' });
  await save.waitFor();
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await save.click();
  await saved;
  const stored = await fetch(`${url}/api-keys/${shopId}`, { headers });
  expect(await stored.json()).toMatchObject({ scopes: ['database:read'], accessRights });
  await page.unrouteAll({ behavior: 'wait' });
});

test('keys that are broader than what they used are counted, and are a filter of the list', async () => {
  await page.goto('/hygiene');
  await page.getByRole('rowheader', { name: /Broader than what they used/ }).waitFor();
  await page.goto('/api-keys?broad=true');
  await page.getByRole('button', { name: 'Remove Broader than what it used' }).waitFor();
  await page.getByText('No API key matches').waitFor();
});
