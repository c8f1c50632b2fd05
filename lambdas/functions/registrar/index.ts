import * as environment from '../../contract/environment.ts';
import { requireEnvironment } from '../../contract/require-environment.ts';
import { readSettings } from '../../contract/settings.ts';
import { connectTables } from '../../store/client.ts';
import { createProtectedApiStore } from '../../store/protected-apis.ts';
import { customResource } from '../custom-resource.ts';
import { systemClock, systemRandom } from '../system.ts';
import { register, type RegistrarDependencies } from './registrar.ts';
import { physicalIdOf } from './registration.ts';

/** Registers the protected APIs of stacks: whoever may invoke it may register any, and take away what stacks have. */
export function makeHandler(deps: RegistrarDependencies) {
  return customResource(
    (request) => physicalIdOf(request.ResourceProperties, request),
    (request) => register(request, deps),
  );
}

const settings = readSettings();

export const handler = makeHandler({
  settings,
  apis: createProtectedApiStore(connectTables(), settings, systemClock.now),
  gatewayAccounts: JSON.parse(requireEnvironment(environment.gatewayAccounts)) as string[],
  clock: systemClock,
  random: systemRandom,
});
