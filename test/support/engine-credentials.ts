import { type ConnectedCredentials, connectCredentials } from '../../lambdas/verdict/credentials-table.ts';
import type { Engine } from './engine.ts';

/** The Credentials table of an engine as verdicts reach it: functions are told where by their environment. */
export function credentialsOf(
  { endpoint, tables }: Pick<Engine, 'endpoint'> & { readonly tables: { readonly credentials: string } },
  now: () => number,
): ConnectedCredentials {
  process.env['AWS_REGION'] = 'us-east-1';
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = endpoint;
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  return connectCredentials(tables.credentials, now);
}
