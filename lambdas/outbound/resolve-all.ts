import { lookup } from 'node:dns/promises';
import type { ResolveAll } from '../domain/webhooks/resolve-target.ts';

/** Every address of a name, as connections of this machine would find them: by its hosts file, and by DNS. */
export const resolveAll: ResolveAll = async (name) => {
  const found = await lookup(name, { all: true });
  return found.map(({ address }) => address);
};
