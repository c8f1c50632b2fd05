import type { Context } from 'aws-lambda';
import * as environment from '../../contract/environment.ts';
import { readSettings } from '../../contract/settings.ts';
import { createApiKeyStore } from '../../store/api-keys.ts';
import { connectOutboxTable, connectTables } from '../../store/client.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createAdministratorStore } from '../../store/administrator.ts';
import { systemClock, systemPacing, systemRandom } from '../system.ts';
import { type Bootstrap, type BootstrapRequest, type BootstrapResult, createBootstrap } from './bootstrap.ts';

/**
 * Called at the first deployment, and by an operator with `lambda:InvokeFunction`: makes sure that there is a
 * first administrator, and on request mints a key for them. What calls it at a deployment sends nothing and logs the
 * answer, so that names nobody.
 */
export function makeHandler(load: () => Bootstrap) {
  let bootstrap: Bootstrap | undefined;
  return async (event: BootstrapRequest, context: Context): Promise<Partial<BootstrapResult>> => {
    bootstrap ??= load();
    const result = await bootstrap(event, context.awsRequestId);
    return Object.keys(event).length === 0 ? {} : result;
  };
}

export const handler = makeHandler(wire);

function wire(): Bootstrap {
  const settings = readSettings();
  const tables = connectTables();
  return createBootstrap({
    settings,
    adminEmail: process.env[environment.adminEmail] ?? null,
    administrators: createAdministratorStore(tables, settings),
    directory: createDirectoryStore(tables, systemPacing),
    keys: createApiKeyStore({ ...tables, ...connectOutboxTable(tables.client) }, settings, systemClock.now),
    clock: systemClock,
    random: systemRandom,
  });
}
