/** What the types of the TypeScript client refuse. `npm run typecheck` fails where one of them compiles. */
import { Latchkey } from '../../clients/typescript/src/index.ts';

declare const latchkey: Latchkey;

export async function mistakes(): Promise<void> {
  // @ts-expect-error -- a key has a name
  await latchkey.keys.create({});
  // @ts-expect-error -- there is no such status
  latchkey.keys.list({ status: 'gone' });
  // @ts-expect-error -- there is no such path
  await latchkey.request('GET', '/keys');
  // @ts-expect-error -- the path has no such method
  await latchkey.request('PUT', '/me');
  // @ts-expect-error -- the id is missing
  await latchkey.request('GET', '/api-keys/{id}');
  // @ts-expect-error -- that is no list
  latchkey.list('/me');
  // @ts-expect-error -- that leads on, but is no list
  latchkey.list('/api-keys/counts');
  // @ts-expect-error -- a deletion answers with nothing
  console.log((await latchkey.users.delete('ann@example.com')).userId);
  // @ts-expect-error -- where Latchkey is has to be said
  console.log(new Latchkey({}));
}

/** And what they know. */
export async function certainties(): Promise<void> {
  const { key } = await latchkey.keys.create({ name: 'CI' });
  const secret: string = key;
  for await (const { name, expiresAt } of latchkey.list('/api-keys', { query: { limit: 100 } }))
    console.log(secret.length, name.length, expiresAt?.length);
  const { total, asOf }: { total: number; asOf: string } = await latchkey.keys.counts({ neverUsed: true });
  const { invitation } = await latchkey.users.create({ userId: 'ann@example.com', invite: true });
  const { rotation } = await latchkey.keys.get('key-1');
  console.log(total, asOf, invitation satisfies 'sent' | 'existing' | undefined, rotation?.oldPrefix);
}
