import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Endpoint } from '../../lambdas/domain/webhooks/endpoint.ts';
import { signingSecret } from '../../lambdas/domain/webhooks/signing-secret.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { noon } from '../support/memory-ports.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { master, Sending } from './sending.ts';

/** What receivers of CredVault are told to write, as docs/webhooks.md has it. */
const page = readFileSync(join(import.meta.dirname, '../../docs/webhooks.md'), 'utf8');
const [, example = ''] = /^```python\n([^]*?)^```$/m.exec(page) ?? [];
const program = `${example}
import base64, json, sys
for secret, signature, body in json.load(sys.stdin):
    os.environ["LATCHKEY_WEBHOOK_SECRET"] = secret
    print(is_genuine({"X-Webhook-Signature": signature}, base64.b64decode(body)))
`;

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython)
  console.warn(
    'There is no python3 on this machine: the receiver in Python is not tried on X-Webhook-Signature.',
  );

/** Whether the example takes requests, each with this secret in its environment. */
function areGenuine(
  ...cases: readonly (readonly [secret: string, signature: string, body: string])[]
): boolean[] {
  const given = cases.map(([secret, signature, body]) => [
    secret,
    signature,
    Buffer.from(body).toString('base64'),
  ]);
  const { stdout, stderr, status } = spawnSync('python3', ['-c', program], {
    input: JSON.stringify(given),
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout
    .trim()
    .split('\n')
    .map((line) => line === 'True');
}

let engine: Engine;
let receiver: Receiver;
beforeAll(async () => {
  engine = await startEngine();
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.stop();
  await engine.stop();
});

async function deliverTo(fields: Partial<Endpoint>) {
  const sending = new Sending(engine, receiver.ca);
  const { id } = await sending.endpoint({ url: receiver.url, ...fields });
  await sending.run(id, await sending.due(id));
  const { headers, body } = receiver.received.at(-1)!;
  const secretOf = (version: number) => signingSecret(master, { endpointId: id, version });
  return { signature: String(headers['x-webhook-signature'] ?? ''), body, secretOf };
}

describe('X-Webhook-Signature', () => {
  (hasPython ? test : test.skip)('is what a receiver written for CredVault expects', async () => {
    const { signature, body, secretOf } = await deliverTo({ legacySignature: true });
    const taken = areGenuine(
      [secretOf(1), signature, body],
      [secretOf(1), signature, `${body} `],
      [secretOf(2), signature, body],
      [secretOf(1), signature.toUpperCase(), body],
    );
    expect(taken).toEqual([true, false, false, false]);
  });

  (hasPython ? test : test.skip)(
    'is of the former secret until the grace period of a rotation ends',
    async () => {
      const rotated = { secretVersion: 2, formerMasterVersion: 'master-1', legacySignature: true };
      const during = await deliverTo({ ...rotated, formerSecretEndsAt: noon + 1 });
      const after = await deliverTo({ ...rotated, formerSecretEndsAt: noon });
      const cases = [during, after].flatMap(({ signature, body, secretOf }) =>
        [1, 2].map((version) => [secretOf(version), signature, body] as const),
      );
      expect(areGenuine(...cases)).toEqual([true, false, false, true]);
    },
  );

  test('is not there where nobody asked for it', async () => {
    expect((await deliverTo({})).signature).toBe('');
  });
});
