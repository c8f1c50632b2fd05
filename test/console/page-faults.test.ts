import type { BrowserContext, Page } from 'playwright-core';
import { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { ConsoleBrowser, signIn } from './console-browser.ts';
import { ConsolePage } from './console-page.ts';
import { releaseAgain } from './release-again.ts';

let server: LatchkeyProcess;
let browser: ConsoleBrowser;
let admin: BrowserContext;
let page: Page;
let on: ConsolePage;
let id: string;

beforeAll(async () => {
  server = await LatchkeyProcess.start();
  ({ id } = await call('POST', '/api-keys', { name: 'shared', expiresIn: '90d' }));
  browser = await ConsoleBrowser.open(new URL(server.bootstrap.url).origin);
  admin = await browser.person();
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
  await page.close();
  expect(browser.faults.splice(0)).toEqual([]);
});

async function call(method: string, path: string, body?: object): Promise<any> {
  const { url, adminKey } = server.bootstrap;
  const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${url}${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(answer.ok).toBe(true);
  return await answer.json();
}

test("a change of somebody else is shown beside one's own, and saving again makes one's own hold", async () => {
  await page.goto(`/api-keys/${id}/edit`);
  await on.field('Name').fill('shared by us');
  await call('PATCH', `/api-keys/${id}`, { description: 'theirs', name: 'shared by them' });
  await on.button('Save').click();
  await page.getByText('Somebody else has saved meanwhile').first().waitFor();
  expect(browser.excuse(412)).toBe(1);
  const row = page.getByRole('row').filter({ hasText: 'shared by them' });
  await row.waitFor();
  expect(await row.getByRole('cell').allInnerTexts()).toEqual(['shared', 'shared by them', 'shared by us']);
  await on.button('Go on with mine').click();
  await on.button('Save').click();
  await on.title('shared by us').waitFor();
  const { name, description } = await call('GET', `/api-keys/${id}`);
  expect([name, description]).toEqual(['shared by us', 'theirs']);
});

test('a change goes on when somebody has signed in again, however long that took', async () => {
  await page.clock.install();
  await page.goto(`/api-keys/${id}/edit`);
  await on.field('Description').fill('slowly');
  await admin.route('**/oidc/token', (route) => route.abort());
  let refused = 0;
  await page.route(`**/api/v1/api-keys/${id}`, async (route) => {
    if (route.request().method() !== 'PATCH' || refused > 0) return await route.continue();
    refused += 1;
    return await route.fulfill({ status: 401, body: '{}' });
  });
  await on.button('Save').click();
  await on.dialog().getByText('Your session has ended').waitFor();
  await admin.unroute('**/oidc/token');
  await page.clock.fastForward(60_000);
  await on.answer('Sign in').click();
  await page.getByText('Saved:').waitFor();
  expect((await call('GET', `/api-keys/${id}`)).description).toBe('slowly');
  expect([browser.excuse(401), browser.excuse('failed')]).toEqual([1, 2]);
});

test('a part of a release that is gone is said to be missing, and offers to reload', async () => {
  await page.goto(`/api-keys/${id}`);
  await on.button(/^Actions for/).waitFor();
  await page.route('**/assets/rotate-dialog*', (route) => route.fulfill({ status: 404, body: 'Not found' }));
  await on.chooseAction('Rotate');
  await page.getByText('A part of the console is missing').waitFor();
  expect(browser.excuse(404)).toBeGreaterThan(0);
  browser.faults.splice(0, Infinity, ...browser.faults.filter((fault) => !fault.includes('PartMissing')));
  await page.unroute('**/assets/rotate-dialog*');
  await on.button('Reload').click();
  await on.chooseAction('Rotate');
  await on.answer('Rotate').waitFor();
});

test('a tab that is open survives one release; after the next it says what is missing, and reloads', async () => {
  await page.goto(`/api-keys/${id}`);
  await on.button(/^Actions for/).waitFor();
  await page.evaluate('window.isTheSame = true');
  await releaseAgain(server.dataFolder, 'b');
  await page.getByRole('link', { name: 'Hygiene' }).click();
  await on.title('Hygiene').waitFor();
  await releaseAgain(server.dataFolder, 'c');
  await page.getByRole('link', { name: 'Audit log' }).click();
  await page.getByText('A part of the console is missing').waitFor();
  expect(await page.evaluate('window.isTheSame')).toBe(true);
  expect(browser.excuse(404)).toBeGreaterThan(0);
  // So is said of styles that are gone.
  const expected = /PartMissing|Refused to apply style from '[^']*\/assets\//;
  browser.faults.splice(0, Infinity, ...browser.faults.filter((fault) => !expected.test(fault)));
  await on.button('Reload').click();
  await on.title('Audit log').waitFor();
});

test('a page that cannot be loaded without a network does not take the console with it', async () => {
  await page.goto(`/api-keys/${id}`);
  await on.button(/^Actions for/).waitFor();
  await page.evaluate('window.isTheSame = true');
  await page.route('**/assets/hygiene-page*', (route) => route.abort('internetdisconnected'));
  await page.getByRole('link', { name: 'Hygiene' }).click();
  await page.getByText('A part of the console is missing').waitFor();
  expect(await page.evaluate('window.isTheSame')).toBe(true);
  expect(browser.excuse('offline')).toBeGreaterThan(0);
  browser.faults.splice(0, Infinity, ...browser.faults.filter((fault) => !fault.includes('PartMissing')));
  await page.unroute('**/assets/hygiene-page*');
  await page.getByRole('link', { name: 'API keys' }).first().click();
  await page.getByRole('rowheader', { name: 'shared by us' }).waitFor();
});

test('pages that are short while the server still searches are filled by itself, unless it is stopped', async () => {
  await call('POST', '/api-keys', { name: 'far behind', expiresIn: '90d' });
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  let answers = 0;
  await page.route(/\/v1\/api-keys\?.*search=far/, async (route) => {
    const url = new URL(route.request().url());
    url.searchParams.delete('cursor');
    answers += 1;
    if (answers > 3) return await route.continue({ url: url.href });
    if (answers === 3) await held;
    url.searchParams.set('cursor', `after-${answers}`);
    return await route.fulfill({ headers: { Link: `<${url.href}>; rel="next"` }, json: [] });
  });
  await page.goto('/api-keys?search=far');
  await page.getByText('Searching through all of them. 0 found so far.').waitFor();
  await on.button('Stop').click();
  await page.getByText('Stopped. 0 found so far, and there may be more.').waitFor();
  release();
  await on.button('Search on').click();
  await page.getByRole('rowheader', { name: 'far behind' }).waitFor();
  expect(answers).toBeGreaterThanOrEqual(4);
});

test('a page that came in parts comes in the same parts when it is refreshed', async () => {
  const record = await call('GET', `/api-keys/${id}`);
  const limits: number[] = [];
  await page.route(/\/v1\/api-keys\?.*search=parts/, async (route) => {
    const url = new URL(route.request().url());
    const limit = Number(url.searchParams.get('limit'));
    limits.push(limit);
    url.searchParams.set('cursor', `after-${limits.length}`);
    const json = Array.from({ length: Math.min(6, limit) }, () => ({ ...record, id: crypto.randomUUID() }));
    await route.fulfill({ headers: { Link: `<${url.href}>; rel="next"` }, json });
  });
  await page.goto('/api-keys?search=parts');
  const tenth = page.getByRole('rowheader').nth(9);
  await tenth.waitFor();
  const refreshed = page.waitForResponse((response) => response.url().includes('limit=4'));
  await on.button('Refresh').click();
  await refreshed;
  await tenth.waitFor();
  expect(limits).toEqual([10, 4, 10, 4]);
});

test('what a page may not do is refused, and found: styles and markup from nowhere, other hosts, errors', async () => {
  await page.goto('/api-keys');
  await page.getByRole('rowheader').first().waitFor();
  await page.evaluate(`{
    document.head.append(Object.assign(document.createElement('style'), { textContent: 'p {}' }));
    try { document.body.innerHTML = '<p>'; } catch {}
    fetch('https://third.example').catch(() => {});
    setTimeout(() => { throw new Error('of a page'); });
  }`);
  await page.waitForTimeout(500);
  const found = browser.faults.splice(0).join('\n');
  for (const part of [
    'policy: style-src',
    'policy: require-trusted-types-for',
    'policy: connect-src',
    'rror: of a page',
  ])
    expect(found).toContain(part);
});

test("two tabs that renew their tokens at once spend neither the other's", async () => {
  const tabs = [page, await admin.newPage()];
  const spent: (string | null)[] = [];
  await admin.route('**/oidc/token', async (route) => {
    const body = new URLSearchParams(route.request().postData() ?? '');
    if (body.get('grant_type') === 'refresh_token') spent.push(body.get('refresh_token'));
    await route.continue();
  });
  for (const tab of tabs) {
    await tab.goto('/api-keys');
    await tab.getByRole('rowheader').first().waitFor();
    let isRefused = false;
    await tab.route('**/api/v1/api-keys?*', async (route) => {
      if (isRefused) return await route.continue();
      isRefused = true;
      return await route.fulfill({ status: 401, body: '{}' });
    });
  }
  const answered = tabs.map((tab) =>
    tab.waitForResponse((response) => response.url().includes('/api-keys?') && response.status() === 200),
  );
  await Promise.all(tabs.map((tab) => tab.getByRole('button', { name: 'Refresh' }).click()));
  await Promise.all(answered);
  for (const tab of tabs) expect(await tab.getByText('Your session has ended').count()).toBe(0);
  expect([spent.length, new Set(spent).size, browser.excuse(401)]).toEqual([2, 2, 2]);
  await admin.unroute('**/oidc/token');
  await tabs[1]?.close();
});
