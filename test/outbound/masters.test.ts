import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createMasters } from '../../lambdas/outbound/masters.ts';

/** Secrets Manager with a secret of two versions, the second of which is the current one. */
class Secrets {
  readonly asked: (string | undefined)[] = [];
  failures = 0;
  readonly client = {
    send: async ({ input }: { input: { SecretId: string; VersionId?: string } }) => {
      this.asked.push(input.VersionId);
      expect(input.SecretId).toBe('arn:master');
      if (this.failures > 0) {
        this.failures -= 1;
        throw new Error('no answer');
      }
      const VersionId = input.VersionId ?? 'v2';
      return { VersionId, SecretString: `${VersionId} `.repeat(20) };
    },
  } as unknown as Pick<SecretsManagerClient, 'send'>;
}

const bytesOf = (version: string) => Buffer.from(`${version} `.repeat(20));

test('a master is read once, however many ask for it at once', async () => {
  const secrets = new Secrets();
  const masters = createMasters(secrets.client, 'arn:master');
  const all = await Promise.all(Array.from({ length: 5 }, () => masters.current()));
  for (const master of all) expect(master).toEqual({ version: 'v2', bytes: bytesOf('v2') });
  expect(await masters.ofVersion('v2')).toEqual(bytesOf('v2'));
  expect(secrets.asked).toEqual([undefined]);
});

test('a former one is read by its version', async () => {
  const secrets = new Secrets();
  const masters = createMasters(secrets.client, 'arn:master');
  const [former, again] = await Promise.all([masters.ofVersion('v1'), masters.ofVersion('v1')]);
  expect([former, again]).toEqual([bytesOf('v1'), bytesOf('v1')]);
  expect(secrets.asked).toEqual(['v1']);
});

test('where there is no answer that is UNAVAILABLE, and it is asked again the next time', async () => {
  const secrets = new Secrets();
  secrets.failures = 1;
  const masters = createMasters(secrets.client, 'arn:master');
  await expect(masters.current()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect((await masters.current()).version).toBe('v2');
});
