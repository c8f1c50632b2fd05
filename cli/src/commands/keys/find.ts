import type { ApiKey, Latchkey } from '@latchkey/client';
import type { Context } from '../../context.ts';
import { exitCodes } from '../../exit-code.ts';
import { Failure } from '../../failure.ts';
import { offeredNames } from '../completion/offered.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Names are unique without regard to case and to how their letters are composed. */
const folded = (name: string) => name.trim().normalize('NFKC').toLowerCase();

/**
 * The id of the key with that id or name.
 *
 * @throws Failure where there is none of that name, as far as the caller may see
 */
export async function keyId(api: Latchkey, idOrName: string): Promise<string> {
  return uuid.test(idOrName) ? idOrName : (await keyNamed(api, idOrName)).id;
}

/** The key with that id or name. @throws Failure, or the API's 404, where there is none */
export async function findKey(api: Latchkey, idOrName: string): Promise<ApiKey> {
  return await api.keys.get(await keyId(api, idOrName));
}

/** Names of keys, for completion. */
export async function keyNames(context: Context): Promise<readonly string[]> {
  const api = await context.api();
  const { items } = await api.keys.list(...offeredNames).page();
  return items.map(({ name }) => name);
}

async function keyNamed(api: Latchkey, name: string): Promise<ApiKey> {
  for await (const key of api.keys.list({ search: name.trim() })) {
    if (folded(key.name) === folded(name)) return key;
  }
  throw new Failure(
    `there is no key "${name}" that you may see`,
    exitCodes.notFound,
    'See: latchkey keys list',
  );
}
