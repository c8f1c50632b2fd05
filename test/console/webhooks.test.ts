import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyWebhook } from '@latchkey/client';
import type { BrowserContext, Page } from 'playwright-core';
import { LatchkeyProcess } from '../e2e/latchkey-process.ts';
import { answering, type Receiver, startReceiver } from '../webhooks/receiver.ts';
import { violationsOf } from './accessibility.ts';
import { ConsoleBrowser, keptBy, signIn } from './console-browser.ts';
import { ConsolePage } from './console-page.ts';

const hostile = '<img src=x onerror=alert(1)>';

let server: LatchkeyProcess;
let receiver: Receiver;
let browser: ConsoleBrowser;
let admin: BrowserContext;
let page: Page;
let on: ConsolePage;
/** Of the webhook that the walk makes, and what signs its messages: the latest last. */
let id: string;
const secrets: string[] = [];

beforeAll(async () => {
  receiver = await startReceiver('localhost');
  const args = ['webhookTargets=any', 'eventBus=events', 'email={"from":"latchkey@example.com"}'];
  server = await LatchkeyProcess.start({ args: args.flatMap((each) => ['-c', each]) });
  const trusted = join(server.dataFolder, 'trusted');
  mkdirSync(trusted, { recursive: true });
  writeFileSync(join(trusted, 'receiver.pem'), receiver.ca);
  await call('POST', '/roles', { name: 'reader', scopes: ['logs:read'] });
  await call('POST', '/users', { userId: 'dev@example.com', roles: ['reader'] });
  const { origin } = new URL(server.bootstrap.url);
  browser = await ConsoleBrowser.open(origin);
  admin = await browser.person();
  await admin.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  page = await admin.newPage();
  on = new ConsolePage(page);
  await page.goto('/webhooks');
  await signIn(page, 'admin@example.com');
  await page.getByText('There is no webhook yet').waitFor();
}, 240_000);

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
  await receiver?.stop();
});

afterEach(() => {
  expect(browser.faults.splice(0)).toEqual([]);
});

async function call(method: string, path: string, body?: object): Promise<any> {
  const { url, adminKey } = server.bootstrap;
  const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' };
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const answer = await fetch(`${url}${path}`, init);
  expect([method, path, answer.ok]).toEqual([method, path, true]);
  return answer.status === 204 ? null : await answer.json();
}

const webhook = async () => await call('GET', `/webhooks/${id}`);
const link = (name: string | RegExp) => page.getByRole('link', { name, exact: true });
const group = (name: string) => page.getByRole('group', { name, exact: true });
const rows = () => page.getByRole('rowheader');

async function chooseAction(name: string): Promise<void> {
  await on.button('Actions').click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}

/** Reads the deliveries anew until one is in this state. */
async function untilDelivery(event: string, state: string): Promise<void> {
  const row = page.getByRole('row').filter({ hasText: event }).filter({ hasText: state });
  for (let tries = 0; (await row.count()) === 0; tries += 1) {
    expect(tries).toBeLessThan(120);
    await on.button('Refresh').click();
    await page.waitForTimeout(500);
  }
}

/** Types of messages that carry a signature of the secret. */
async function verifiedBy(secret: string): Promise<string[]> {
  const types: string[] = [];
  for (const { headers, body } of receiver.received) {
    const { type } = await verifyWebhook(headers, body, secret).catch(() => ({ type: '' }));
    if (type !== '') types.push(type);
  }
  return types;
}

test('a webhook is written, and refused at the fields that are wrong', async () => {
  await link('Create webhook').first().click();
  await on.title('Create webhook').waitFor();
  await on.field('URL').fill('http://localhost/plain');
  await on.field('Name').fill(hostile);
  await on.button('Create webhook').last().click();
  await page.getByText('Must be a URL that begins with https://').waitFor();
  expect(browser.excuse(400)).toBe(1);
  expect(await page.evaluate("document.activeElement.getAttribute('aria-invalid')")).toBe('true');
  expect(await violationsOf(page)).toEqual([]);
  await on.field('URL').fill(receiver.url);
  expect(await group('API keys').getByRole('checkbox').first().isChecked()).toBe(true);
  await group('Webhooks')
    .getByRole('checkbox', { name: /^Webhook failing/ })
    .check();
  await on.button('Create webhook').last().click();
  await page.getByText('Copy the secret now').waitFor();
});

test('its secret is guarded until it was copied, with lines that check messages, and kept nowhere', async () => {
  await page.keyboard.press('Escape');
  await page.getByText('The secret was not copied').waitFor();
  await on.button('Back to the secret').click();
  expect(await violationsOf(page)).toEqual([]);
  const lines = await page.locator('pre.code-lines').allInnerTexts();
  expect(lines.map((each) => each.split('\n').length)).toEqual([3, 3]);
  expect(lines.join('\n')).toMatch(/latchkey\.verify_webhook\(.*[\s\S]*verifyWebhook\(/);
  const secret = await on.takeSecret();
  expect(secret).toMatch(/^whsec_/);
  secrets.push(secret);
  await on.title(hostile).waitFor();
  id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  expect(await page.locator('main img').count()).toBe(0);
  expect(await webhook()).toMatchObject({ events: ['api_key.*', 'webhook.failing'], scope: 'own' });
  expect([await keptBy(page), await page.content()].join()).not.toContain(secret.slice(6));
});

test('a test says what the receiver answered', async () => {
  await on.button('Send a test').click();
  await page.getByText(/^The receiver took it: 204, after [\d,]+ ms$/).waitFor();
  receiver.behave(answering(500));
  await on.button('Send a test').click();
  await page.getByText(/^The receiver did not take it: 500/).waitFor();
  receiver.behave((response) => response.destroy());
  await on.button('Send a test').click();
  await page.getByText('No connection, or it was cut').waitFor();
  receiver.behave(answering(204));
  expect(await verifiedBy(secrets[0] ?? '')).toEqual(['webhook.test', 'webhook.test', 'webhook.test']);
  expect(await violationsOf(page)).toEqual([]);
});

test('tests that come too fast are told when the next can be sent', async () => {
  await page.route('**/v1/webhooks/*/test', (route) =>
    route.fulfill({
      status: 429,
      headers: { 'Retry-After': '40', 'Content-Type': 'application/problem+json' },
      body: JSON.stringify({ type: 'about:blank', title: 'Slowly', status: 429, code: 'RATE_LIMITED' }),
    }),
  );
  await on.button('Send a test').click();
  await page.getByText('Too many requests').waitFor();
  await page.getByRole('button', { name: /^Try again in/ }).waitFor();
  expect(browser.excuse(429)).toBe(1);
  await page.unroute('**/v1/webhooks/*/test');
});

test('what happens is delivered, and shown with its attempts', async () => {
  await page.reload();
  await page.getByText('Nothing was sent yet').waitFor();
  const key = await call('POST', '/api-keys', { name: 'watched', expiresIn: '90d' });
  await untilDelivery('API key created', 'Delivered');
  receiver.behave(answering(503));
  await call('PATCH', `/api-keys/${key.id}`, { description: 'changed' });
  await untilDelivery('API key changed', '2 attempts');
  receiver.behave(answering(204));
  await page
    .getByRole('combobox', { name: 'State' })
    .or(on.button(/^State/))
    .first()
    .click();
  await page.getByRole('option', { name: 'Waiting', exact: true }).click();
  await page.waitForURL(/state=waiting/);
  await rows().filter({ hasText: 'API key created' }).waitFor({ state: 'detached' });
  const opener = link(/^Details of the delivery: API key changed/);
  await opener.waitFor();
  expect(await rows().allInnerTexts()).toEqual(['API key changed']);
  await opener.focus();
  await page.keyboard.press('Enter');
  const attempts = page.getByRole('table', { name: 'Attempts, newest first' });
  await attempts.waitFor();
  expect(await attempts.getByRole('cell').allInnerTexts()).toEqual(['Answered 503', 'Answered 503']);
  expect(new URL(page.url()).search).toContain('delivery=');
  expect(await violationsOf(page)).toEqual([]);
  await on.button('Close details').click();
  await attempts.waitFor({ state: 'detached' });
});

test('one that waits is sent again at once', async () => {
  await page.goto(`/webhooks/${id}`);
  await on.button(/^Send again: API key changed/).click();
  await page.getByText('It is sent again').waitFor();
  await untilDelivery('API key changed', 'Delivered');
});

test('a period is sent again', async () => {
  const before = receiver.received.length;
  await on.button('Send a period again').click();
  await on.dialog().getByText('Period', { exact: true }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await on.answer('Send again').click();
  await page.getByText(/^\d+ events? will be sent again$/).waitFor();
  for (let tries = 0; receiver.received.length < before + 2; tries += 1) {
    expect(tries).toBeLessThan(240);
    await page.waitForTimeout(250);
  }
});

test('after a rotation both secrets verify for as long as was chosen', async () => {
  await chooseAction('Rotate secret');
  await on.choose('Sign with the old secret as well for', '7 days');
  expect(await violationsOf(page)).toEqual([]);
  await on.answer('Rotate').click();
  secrets.push(await on.takeSecret());
  await page.getByText(/^Messages are signed with the old secret as well until/).waitFor();
  receiver.received.length = 0;
  await on.button('Send a test').click();
  await page.getByText(/^The receiver took it: 204/).waitFor();
  for (const secret of secrets) expect(await verifiedBy(secret)).toEqual(['webhook.test']);
});

test("a change of somebody else is shown beside one's own, and only what one has changed is saved", async () => {
  await link('Edit').click();
  await on.title(`Edit ${hostile}`).waitFor();
  expect(await on.button('Save changes').isDisabled()).toBe(true);
  await on.field('Name').fill('Deploys');
  await call('PATCH', `/webhooks/${id}`, { name: 'Theirs', legacySignature: true });
  await on.button('Save changes').click();
  await page.getByText('Somebody else has saved meanwhile').first().waitFor();
  expect(browser.excuse(412)).toBe(1);
  const row = page.getByRole('row').filter({ hasText: 'Theirs' });
  expect(await row.getByRole('cell').allInnerTexts()).toEqual([hostile, 'Theirs', 'Deploys']);
  expect(await violationsOf(page)).toEqual([]);
  await on.button('Go on with mine').click();
  await on.button('Save changes').click();
  await on.title('Deploys').waitFor();
  expect(await webhook()).toMatchObject({ name: 'Deploys', legacySignature: true });
});

test('a disabled one says why, is told of nothing, and can be enabled', async () => {
  await chooseAction('Disable');
  await page.getByText('This webhook is disabled').waitFor();
  await on.button('Send a period again').and(page.locator('[aria-disabled="true"], [disabled]')).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await on.button('Enable').click();
  await page.getByText('Deploys is enabled').first().waitFor();
  await page.getByText('This webhook is disabled').waitFor({ state: 'detached' });
  receiver.behave(answering(410));
  await call('POST', '/api-keys', { name: 'unwanted', expiresIn: '90d' });
  await untilDelivery('API key created', 'Given up');
  await page.reload();
  await page.getByText('The receiver wants no more messages').waitFor();
  expect(await webhook()).toMatchObject({ status: 'disabled', disabledReason: 'gone' });
});

test('mail and the event bus can be chosen where the deployment has them', async () => {
  await page.goto('/webhooks/new');
  await on.field('Name').fill('Bus');
  await page.getByRole('radio', { name: /^Event bus/ }).click();
  expect(await on.field('URL').count()).toBe(0);
  await group('Users').getByRole('checkbox').first().check();
  await on.button('Create webhook').last().click();
  await on.title('Bus').waitFor();
  await page.getByText('The event bus of this deployment').waitFor();
  await page.goto('/webhooks/new');
  await on.field('Name').fill('Security');
  await page.getByRole('radio', { name: /^Mail/ }).click();
  await on.field('Mail address').fill('security@example.com');
  await page.getByRole('checkbox', { name: /^Every event/ }).check();
  await on.button('Create webhook').last().click();
  await on.title('Security').waitFor();
  const all = (await call('GET', '/webhooks')) as { name: string; url: string; events: string[] }[];
  expect(all.map(({ name, url, events }) => [name, url, events])).toEqual([
    ['Security', 'mailto:security@example.com', ['*']],
    ['Bus', null, ['api_key.*', 'user.*']],
    ['Deploys', receiver.url, ['api_key.*', 'webhook.failing']],
  ]);
});

test('of an answer that was lost is said that it may have been made, and where its secret comes from', async () => {
  await page.goto('/webhooks/new');
  await on.field('Name').fill('Lost');
  await on.field('URL').fill(receiver.url);
  await page.route('**/v1/webhooks', (route) => route.abort());
  await on.button('Create webhook').last().click();
  await page.getByText('If it was made, it is in the list').waitFor();
  await page.getByText('Whether it was done is not known').waitFor();
  expect(browser.excuse('failed')).toBeGreaterThan(0);
  expect(await violationsOf(page)).toEqual([]);
  await page.unroute('**/v1/webhooks');
  await link('Cancel').click();
  await on.answer('Leave').click();
  await on.title('Webhooks').waitFor();
});

test('whoever manages webhooks sees those of everybody, and finds them by their owner', async () => {
  await page.goto('/webhooks');
  await rows().first().waitFor();
  expect(await rows().allInnerTexts()).toEqual(['Security', 'Bus', 'Deploys']);
  await page.getByPlaceholder('Find by user id of the owner').fill('dev@example.com');
  await page.getByText('No webhook of this user').waitFor();
  await on.button('Clear filters').click();
  await rows().first().waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

test('everybody has webhooks of their own, and is offered nothing beyond', async () => {
  const person = await browser.person();
  const own = await person.newPage();
  await own.goto('/webhooks');
  await signIn(own, 'dev@example.com');
  await own.getByText('There is no webhook yet').waitFor();
  expect(await own.getByRole('columnheader', { name: 'Owner' }).count()).toBe(0);
  expect(await own.getByPlaceholder('Find by user id of the owner').count()).toBe(0);
  await own.getByRole('link', { name: 'Create webhook' }).first().click();
  const dev = new ConsolePage(own);
  await dev.field('Name').fill('Mine');
  expect(await own.getByRole('radio').count()).toBe(2);
  await own.getByRole('radio', { name: /^Mail/ }).click();
  expect(await dev.field('Mail address').inputValue()).toBe('dev@example.com');
  expect(await dev.field('Mail address').isEditable()).toBe(false);
  expect(await own.getByRole('group').allInnerTexts()).toHaveLength(3);
  await dev.button('Create webhook').last().click();
  await dev.title('Mine').waitFor();
  await own.goto(`/webhooks/${id}`);
  await own.getByText('It is not there').first().waitFor();
  expect(browser.excuse(404)).toBeGreaterThan(0);
  await person.close();
});

test('one is deleted by its name', async () => {
  await page.goto(`/webhooks/${id}`);
  await on.title('Deploys').waitFor();
  await chooseAction('Delete');
  expect(await violationsOf(page)).toEqual([]);
  expect(await on.answer('Delete').isDisabled()).toBe(true);
  await on.dialog().getByRole('textbox').fill('Deploys');
  await on.answer('Delete').click();
  await page.getByText('The webhook Deploys is deleted').waitFor();
  await on.title('Webhooks').waitFor();
  await rows().filter({ hasText: 'Security' }).waitFor();
  expect(await rows().filter({ hasText: 'Deploys' }).count()).toBe(0);
});
