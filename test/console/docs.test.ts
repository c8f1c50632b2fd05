import type { Page } from 'playwright-core';
import { codeOf, type ProblemName, problems } from '../../lambdas/contract/codes.ts';
import { routes } from '../../lambdas/contract/routes.ts';
import { problemTexts } from '../../lambdas/functions/reads/problem-texts.ts';
import { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { violationsOf } from './accessibility.ts';
import { answerFailing } from './api-stubs.ts';
import { ConsoleBrowser, signIn } from './console-browser.ts';
import { ConsolePage } from './console-page.ts';

let server: LatchkeyProcess;
let browser: ConsoleBrowser;
let page: Page;
let on: ConsolePage;

beforeAll(async () => {
  server = await LatchkeyProcess.start();
  browser = await ConsoleBrowser.open(new URL(server.bootstrap.url).origin);
}, 180_000);

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

/** Somebody who has not signed in, and never does. */
beforeEach(async () => {
  page = await (await browser.person()).newPage();
  on = new ConsolePage(page);
});

afterEach(async () => {
  await page.context().close();
  expect(browser.faults.splice(0)).toEqual([]);
});

const main = () => page.getByRole('main');
const link = (name: string | RegExp) => main().getByRole('link', { name, exact: true });

async function open(path: string, title: string): Promise<void> {
  await page.goto(path);
  await on.title(title).waitFor();
}

/** As a link of the reference does: the document is not asked for again. */
async function go(path: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`);
}

test('whoever has not signed in finds every call, by its tag and by a search', async () => {
  await open('/docs', 'API reference');
  await link('Mint an API key').waitFor();
  for (const { operationId } of routes) {
    expect(await main().locator(`a[href="/docs/${operationId}"]`).count()).toBe(1);
  }
  const search = page.getByRole('searchbox');
  await search.fill('rotate grace');
  await link('Give an API key a new secret').waitFor();
  await link('Give a webhook a new secret').waitFor();
  await page.waitForURL('**/docs?search=rotate+grace');
  expect(await main().getByRole('listitem').count()).toBe(2);
  await search.fill('in_use');
  await link('IN_USE').waitFor();
  await link('Delete a role that nobody holds').waitFor();
  await search.fill('no such thing');
  await page.getByText('Nothing matches').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await main().getByRole('button', { name: 'Clear search' }).last().click();
  await link('Mint an API key').waitFor();
  expect(await violationsOf(page)).toEqual([]);
}, 90_000);

test('a call has who may make it, what it is given, what it answers, and lines to copy', async () => {
  await open('/docs/createUser', 'Create a user');
  await main().getByText('POST', { exact: true }).waitFor();
  await main().getByText('users:manage', { exact: true }).waitFor();
  await main().getByText('Keys of type end-user may not call.').waitFor();
  const userId = main()
    .getByRole('listitem')
    .filter({ hasText: /^userId/ })
    .first();
  expect(await userId.innerText()).toMatch(/^userId string required/);
  const curl = await main().getByLabel('curl', { exact: true }).innerText();
  expect(curl).toContain('-H "Authorization: Bearer $LATCHKEY_API_KEY"');
  expect(await main().getByLabel('TypeScript', { exact: true }).innerText()).toContain(
    "latchkey.request('POST', '/users'",
  );
  await on.button('Headers').click();
  await main().getByText('Names this request').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await link('CONFLICT').click();
  await on.title('CONFLICT').waitFor();
  await link('Create a user').click();
  await on.title('Create a user').waitFor();
}, 90_000);

test('what is inside of a member is opened by its reader, however deep', async () => {
  await open('/docs/createApiKey', 'Mint an API key');
  expect(await main().getByText('environments', { exact: true }).count()).toBe(0);
  for (const name of ['accessRights', 'projects', 'each', 'environments']) {
    await main()
      .getByRole('button', { name: `Members of ${name}`, exact: true })
      .first()
      .click();
  }
  await main().getByText('execute', { exact: true }).first().waitFor();
  expect(await violationsOf(page)).toEqual([]);
}, 90_000);

test('every call has its page, which can be linked to', async () => {
  await open('/docs', 'API reference');
  for (const { operationId, method, path } of routes) {
    await go(`/docs/${operationId}`);
    await main().getByText(method, { exact: true }).first().waitFor();
    await main().getByText(path.replace(/^\/v1/, ''), { exact: true }).first().waitFor();
  }
  await open('/docs/getApiKey', 'Read an API key');
}, 90_000);

const codes = [...new Set((Object.keys(problems) as ProblemName[]).map(codeOf))];

test('the type of every problem opens the page of its code', async () => {
  await open('/docs/errors', 'Error codes');
  expect(await violationsOf(page)).toEqual([]);
  for (const code of codes) {
    await link(code).click();
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    const { meaning, remedy, retry } = problemTexts[code];
    const told = (await main().innerText()).replaceAll(/\s+/g, ' ');
    for (const text of [meaning, remedy, retry]) expect(told).toContain(text.replaceAll('`', ''));
    await go('/docs/errors');
    await on.title('Error codes').waitFor();
  }
  const answer = await fetch(`${server.bootstrap.url}/me`);
  const { type } = (await answer.json()) as { type: string };
  await page.goto(type);
  await page.waitForURL('**/docs/errors/UNAUTHENTICATED');
  await on.title('UNAUTHENTICATED').waitFor();
  expect(await violationsOf(page)).toEqual([]);
}, 120_000);

test('what the reference does not have is said to be missing', async () => {
  await open('/docs/nothing', 'The reference has no such page');
  expect(await violationsOf(page)).toEqual([]);
  await open('/docs/errors/NOTHING', 'The reference has no such page');
  expect(browser.excuse(404)).toBe(1);
  await link('To the reference').click();
  await on.title('API reference').waitFor();
});

test('a document that cannot be read is asked for again; without a network it is said', async () => {
  for (const [path, title] of [
    ['/docs', 'API reference'],
    ['/docs/errors/IN_USE', 'IN_USE'],
  ] as const) {
    await answerFailing(page, 500);
    await open(path, title);
    await on.button('Try again').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.unrouteAll();
    await on.button('Try again').click();
    await main().getByRole('link', { name: 'Delete a role that nobody holds' }).waitFor();
  }
  expect(browser.excuse(500)).toBe(3);
  await page.context().setOffline(true);
  await page.getByText('You are offline').waitFor();
  expect(await violationsOf(page)).toEqual([]);
}, 90_000);

test('the console leads to it, and it leads to the console', async () => {
  await open('/docs', 'API reference');
  await page.getByRole('link', { name: 'Open the console' }).first().click();
  await signIn(page, 'admin@example.com');
  await on.title('Overview').waitFor();
  await on.button('Account: admin@example.com').click();
  const opened = page.waitForEvent('popup');
  await page.getByRole('menuitem', { name: 'API reference' }).click();
  const docs = await opened;
  await docs.getByRole('heading', { name: 'API reference', level: 1 }).waitFor();
});
