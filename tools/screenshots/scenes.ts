import type { Page } from 'playwright-core';
import type { Past } from './past.ts';

/** What a picture is of: an address, and what is done there before it is taken. */
export interface Scene {
  readonly name: string;
  readonly path: string;
  readonly act?: (page: Page) => Promise<void>;
  /** Not of the whole page, but of what the window shows: for what stands over the page. */
  readonly isWindow?: true;
}

const choose = async (page: Page, action: string | RegExp): Promise<void> => {
  await page
    .getByRole('button', { name: /^Actions/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
  await page.getByRole('dialog').filter({ visible: true }).waitFor();
};
const selectRows = async (page: Page, names: readonly string[]): Promise<void> => {
  for (const name of names) {
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
    await row.getByRole('checkbox').check({ force: true });
  }
};

/** A key is made for each picture of a secret, and no two keys have one name. */
const spareNames = ['Order export', 'Carrier feed'];

/** Every page, and the dialogs that people meet most. */
export function scenesOf({ ids }: Past): readonly Scene[] {
  const key = (name: string) => `/api-keys/${ids.get(name) ?? ''}`;
  const imported = key('Nightly import');
  const webhook = (name: string) => `/webhooks/${ids.get(name) ?? ''}`;
  const prefill = new URLSearchParams({
    name: 'Order export',
    description: 'Sends orders to the carrier',
    userId: 'ci-bot@example.com',
    scopes: 'database:read,billing:manage',
  });
  return [
    { name: 'overview', path: '/overview' },
    { name: 'api-keys', path: '/api-keys' },
    { name: 'api-keys-search', path: '/api-keys?status=active&search=sales&sort=name' },
    { name: 'api-keys-no-match', path: '/api-keys?search=nothing-like-it' },
    {
      name: 'api-keys-bulk',
      path: '/api-keys',
      isWindow: true,
      act: async (page) => {
        await selectRows(page, ['Sales dashboard', 'Support console']);
        await choose(page, /^Pause/);
      },
    },
    { name: 'api-key-create', path: `/api-keys/new?${prefill.toString()}` },
    { name: 'api-key', path: imported },
    { name: 'api-key-permissions', path: `${imported}?tab=permissions` },
    { name: 'api-key-usage', path: `${key('Sales dashboard')}?tab=usage` },
    {
      name: 'api-key-call',
      path: `${key('Sales dashboard')}?tab=usage&outcome=denied`,
      isWindow: true,
      act: async (page) => {
        await page
          .getByRole('link', { name: /^Details of the call/ })
          .first()
          .click();
        await page.getByRole('button', { name: 'Close details' }).waitFor();
      },
    },
    { name: 'api-key-test', path: `${imported}?tab=test` },
    { name: 'api-key-audit-trail', path: `${imported}?tab=audit` },
    {
      name: 'api-key-rotate',
      path: key('CI pipeline'),
      isWindow: true,
      act: (page) => choose(page, 'Rotate'),
    },
    {
      name: 'api-key-delete',
      path: key('Sales dashboard'),
      isWindow: true,
      act: (page) => choose(page, 'Delete'),
    },
    { name: 'api-key-edit', path: `${imported}/edit` },
    { name: 'hygiene', path: '/hygiene' },
    { name: 'users', path: '/users' },
    { name: 'user', path: '/users/ben.lindqvist@example.com' },
    { name: 'user-create', path: '/users/~create' },
    { name: 'user-edit', path: '/users/ben.lindqvist@example.com/edit' },
    { name: 'roles', path: '/roles' },
    { name: 'role', path: '/roles/analyst' },
    { name: 'role-create', path: '/roles/~create' },
    { name: 'role-edit', path: '/roles/analyst/edit' },
    { name: 'apis', path: '/apis' },
    { name: 'api', path: '/apis/orders' },
    { name: 'api-register', path: '/apis/~register' },
    { name: 'api-edit', path: '/apis/orders/edit' },
    { name: 'webhooks', path: '/webhooks' },
    { name: 'webhook', path: webhook('Secret store') },
    { name: 'webhook-disabled', path: webhook('Old ticket system') },
    {
      name: 'webhook-delivery',
      path: webhook('Secret store'),
      isWindow: true,
      act: async (page) => {
        await page
          .getByRole('link', { name: /^Details of the delivery/ })
          .first()
          .click();
        await page.getByRole('button', { name: 'Close details' }).waitFor();
      },
    },
    { name: 'webhook-create', path: '/webhooks/new' },
    { name: 'webhook-edit', path: `${webhook('Old ticket system')}/edit` },
    {
      name: 'webhook-secret',
      path: webhook('Old ticket system'),
      isWindow: true,
      act: async (page) => {
        await choose(page, 'Rotate secret');
        await page.getByRole('button', { name: 'Rotate', exact: true }).click();
        await page.getByText('Copy the secret now').waitFor();
        await page.evaluate(hideSecrets);
      },
    },
    { name: 'audit-log', path: '/audit-log' },
    {
      name: 'audit-log-event',
      path: '/audit-log?action=user.updated',
      isWindow: true,
      act: async (page) => {
        const row = page
          .locator('tbody')
          .getByRole('row')
          .filter({ has: page.getByRole('rowheader') });
        await row.first().getByRole('button').first().click();
        await page.getByRole('button', { name: 'Close details' }).waitFor();
      },
    },
    { name: 'docs', path: '/docs' },
    { name: 'docs-call', path: '/docs/rotateApiKey' },
    { name: 'docs-error', path: '/docs/errors/API_KEY_EXPIRED' },
    { name: 'not-found', path: '/no-such-page' },
    // The last one: keys that it makes are in no other picture.
    {
      name: 'api-key-secret',
      path: '/api-keys/new?scopes=logs:read&expires=30d',
      isWindow: true,
      act: async (page) => {
        await page.getByRole('textbox', { name: 'Name' }).fill(spareNames.shift() ?? '');
        // On narrow pages the breadcrumbs are a button of the same name.
        await page.getByRole('button', { name: 'Create API key', exact: true }).last().click();
        await page.getByText('Copy the secret now').waitFor();
        await page.evaluate(hideSecrets);
      },
    },
  ];
}

/** No secret is in a picture: its letters are replaced, in place. */
const hideSecrets = `(() => {
  const secret = /(lk_|whsec_)[0-9A-Za-z+/]{43,49}=?/g;
  const hidden = (_, prefix) => prefix + 'x'.repeat(44);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    node.data = node.data.replace(secret, hidden);
  }
  for (const input of document.querySelectorAll('input, textarea')) {
    input.value = input.value.replace(secret, hidden);
  }
})()`;
