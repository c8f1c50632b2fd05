import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as environment from '../contract/environment.ts';
import { requireEnvironment } from '../contract/require-environment.ts';
import { Problem } from '../domain/problem.ts';
import type { Master, Masters } from '../domain/webhooks/signing-secret.ts';

/** What the reader of masters asks of Secrets Manager. */
export type SecretsClient = Pick<SecretsManagerClient, 'send'>;

/**
 * Masters in Secrets Manager. Each is read once, and then kept as long as the process lives: the text of a version never
 * changes (Secrets Manager user guide, "What's in a Secrets Manager secret?"), and a new master is for new secrets alone.
 *
 * @param secretId ARN of the secret
 */
export function createMasters(client: SecretsClient, secretId: string): Masters {
  const known = new Map<string, Promise<Master>>();

  async function read(VersionId?: string): Promise<Master> {
    const command = new GetSecretValueCommand({ SecretId: secretId, VersionId });
    const answer = await client.send(command).catch((cause: unknown) => {
      throw new Problem('UNAVAILABLE', { cause });
    });
    if (answer.SecretString === undefined || answer.VersionId === undefined)
      throw new Error('The master of webhook secrets is not a text');
    return { version: answer.VersionId, bytes: Buffer.from(answer.SecretString) };
  }

  /** Whoever asks while it is being read waits for that; a failure is forgotten. */
  function once(name: string, version?: string): Promise<Master> {
    const begun = known.get(name);
    if (begun !== undefined) return begun;
    const master = read(version).catch((error: unknown) => {
      known.delete(name);
      throw error;
    });
    known.set(name, master);
    return master;
  }

  return {
    async current() {
      const master = await once('current');
      known.set(master.version, Promise.resolve(master));
      return master;
    },
    async ofVersion(version) {
      const { bytes } = await once(version, version);
      return bytes;
    },
  };
}

/** The masters of the deployment, as the stack has named them to the function. */
export function connectMasters(): Masters {
  const client = new SecretsManagerClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
  });
  return createMasters(client, requireEnvironment(environment.webhookMaster));
}
