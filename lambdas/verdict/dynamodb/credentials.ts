import type { Environment } from './endpoint.ts';
import { DynamoDbError } from './error.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Null for credentials that last: a laptop's. */
  readonly sessionToken: string | null;
}

/**
 * Gives the credentials to sign with: the same object as long as they are the same, so that what is derived from
 * them can be kept.
 *
 * @throws DynamoDbError `misconfigured`
 */
export type ReadCredentials = () => Credentials;

/**
 * Lambda puts the credentials of the function's role into the environment. They are read at every call, so that new
 * ones count at once: three variables cost 2 µs, a hundredth of a call.
 */
export function credentialsFrom(env: Environment): ReadCredentials {
  let last: Credentials | undefined;
  return () => {
    const accessKeyId = env['AWS_ACCESS_KEY_ID'];
    const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
    const sessionToken = env['AWS_SESSION_TOKEN'] || null;
    if (
      last?.accessKeyId !== accessKeyId ||
      last?.secretAccessKey !== secretAccessKey ||
      last?.sessionToken !== sessionToken
    ) {
      last = {
        accessKeyId: checked('AWS_ACCESS_KEY_ID', accessKeyId),
        secretAccessKey: checked('AWS_SECRET_ACCESS_KEY', secretAccessKey),
        sessionToken: sessionToken === null ? null : checked('AWS_SESSION_TOKEN', sessionToken),
      };
    }
    return last;
  };
}

/** What is not printable ASCII would change the request that it is written into. */
function checked(name: string, value: string | undefined): string {
  if (!value) throw new DynamoDbError('misconfigured', `${name} is not set`);
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new DynamoDbError('misconfigured', `${name} is malformed`);
  }
  return value;
}
