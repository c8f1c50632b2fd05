import type { Deployment } from '../support/engine-deployment.ts';
import type { Engine } from '../support/engine.ts';
import type { Answer } from '../support/memory-answers.ts';
import { type Call, person } from '../support/memory-api.ts';

export const newWebhook = (fields: object = {}) => ({
  name: 'Deploys',
  url: 'https://hooks.example.com/in',
  kind: 'https',
  events: ['*'],
  ...fields,
});

/** Calls that must succeed. */
export async function must(call: Promise<Answer>): Promise<any> {
  const { status, body } = await call;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** People with a role each, and calls of theirs. */
export async function people(api: Deployment): Promise<Readonly<Record<'ann' | 'bob' | 'hook', Call>>> {
  await must(api.admin('createRole', { body: { name: 'reader', scopes: ['database:read'] } }));
  await must(api.admin('createRole', { body: { name: 'hooks', scopes: ['webhooks:manage'] } }));
  for (const [name, role] of [
    ['ann', 'reader'],
    ['bob', 'reader'],
    ['hook', 'hooks'],
  ]) {
    await must(api.admin('createUser', { body: { userId: `${name}@example.com`, roles: [role] } }));
  }
  const as = (name: string) => api.as(person(`${name}@example.com`));
  return { ann: as('ann'), bob: as('bob'), hook: as('hook') };
}

/** The audit events of a webhook, oldest first. */
export async function eventsOf(engine: Engine, id: string): Promise<any[]> {
  return Object.entries(await engine.contents())
    .filter(([key]) => key.startsWith(`WEBHOOK#${id} AUDIT#`))
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, item]) => item['event']);
}
